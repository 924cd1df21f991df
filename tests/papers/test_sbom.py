"""The SBOM names what the pins install, with the licences of NOTICE, in a form that the schema takes."""

import json

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope

from . import notice, pins, sbom

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    path = sbom.write(tmp_path_factory.mktemp("var") / "sbom.json")
    return json.loads(path.read_text(encoding="utf-8"))


def test_every_pin_of_a_site_is_a_component_with_its_version_and_licence(document):
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert document["metadata"]["component"]["licenses"] == [{"license": {"id": "BSD-3-Clause"}}]
    pinned = {
        f"pkg:pypi/{package}@{version}"
        for name in [pins.RUNTIME, *pins.EXTRAS]
        for package, version in pins.pins_of(name).items()
    }
    assert {component["purl"] for component in document["components"]} == pinned
    licences = notice.committed()
    for component in document["components"]:
        (told,) = component["licenses"]
        said = told.get("expression") or told["license"]["id"]
        assert said == licences[component["name"]]


def test_what_every_site_needs_is_required_and_an_extra_is_optional(document):
    runtime = pins.pins_of(pins.RUNTIME)
    for component in document["components"]:
        is_required = runtime.get(component["name"]) == component["version"]
        assert component["scope"] == ("required" if is_required else "optional")
    uses = {c["name"]: c["properties"][0]["value"] for c in document["components"]}
    assert (uses["django"], uses["redis"], uses["certifi"]) == (
        "runtime",
        "redis",
        "opensearch, sentry",
    )


def test_each_required_package_is_reached_from_the_project_and_extras_claim_no_need(document):
    needs = {each["ref"]: each.get("dependsOn", []) for each in document["dependencies"]}
    reached, waiting = set(), [sbom.PROJECT]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += needs[name]
    required = {c["bom-ref"] for c in document["components"] if c["scope"] == "required"}
    assert reached == set(needs) == required | {sbom.PROJECT}
    assert any("pkg:pypi/asgiref@" in need for need in needs[django_of(document)])


def django_of(document):
    return next(c["bom-ref"] for c in document["components"] if c["name"] == "django")


def test_what_the_schema_refuses_is_not_written():
    odd = Component(name="x", scope=ComponentScope.REQUIRED, mime_type="no kind of file")
    with pytest.raises(ValueError, match="refuses it"):
        sbom.as_json(Bom(components=[odd]))
