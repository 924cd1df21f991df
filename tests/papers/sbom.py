"""Write var/sbom.json: what a site runs with, as CycloneDX 1.6. `python -m tests.papers.sbom`, or `make sbom`."""

import json
import re
import sys
import tomllib
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from . import notice, pins

SBOM = pins.ROOT / "var" / "sbom.json"
PROJECT = "portal"
ENTRY = re.compile(r"^([a-z0-9][a-z0-9._-]*)==.*\n((?: +.*\n)+)", re.MULTILINE)
licence = LicenseFactory()


def who_asks() -> dict[str, set[str]]:
    """Return {package: who asks for it}, from the comments that uv writes into requirements.txt."""
    found = {}
    for package, lines in ENTRY.findall((pins.ROOT / pins.RUNTIME).read_text(encoding="utf-8")):
        asked_by = lines.partition("# via")[2].replace("#", " ")
        found[package] = set(asked_by.replace("(pyproject.toml)", " ").split())
    return found


def bom() -> Bom:
    """Return the project, the packages of requirements.txt (required) and of the extras (optional)."""
    text = (pins.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    licences, made = notice.committed(), Bom()
    root = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref=PROJECT,
        description=project["description"],
        licenses=[licence.make_with_id(project["license"])],
    )
    made.metadata.component = root
    components = {PROJECT: root}
    for package, versions in sorted(pins.everywhere().items()):
        for version, files in versions.items():
            use = pins.use_of(files)
            if use == "development":
                continue
            component = _component(package, version, licences[package], use)
            made.components.add(component)
            if use == "runtime":
                components[package] = component
    for package, askers in who_asks().items():
        for asker in askers:
            made.register_dependency(components[asker], [components[package]])
    return made


def _component(package, version, expression, use):
    purl = PackageURL("pypi", name=package, version=version)
    return Component(
        name=package,
        version=version,
        type=ComponentType.LIBRARY,
        bom_ref=str(purl),
        purl=purl,
        scope=ComponentScope.REQUIRED if use == "runtime" else ComponentScope.OPTIONAL,
        licenses=[licence.make_from_string(expression)],
        properties=[Property(name="portal:use", value=use)],
    )


def as_json(made: Bom) -> str:
    """Return valid JSON; raise ValueError if the schema refuses it.

    What an extra's package needs stands in no file of ours. The library would say that it needs nothing; a package that
    the graph leaves out needs nobody knows what.
    """
    document = json.loads(JsonV1Dot6(made).output_as_string())
    known = {PROJECT, *(c["bom-ref"] for c in document["components"] if c["scope"] == "required")}
    document["dependencies"] = [each for each in document["dependencies"] if each["ref"] in known]
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(f"The schema of CycloneDX refuses it: {fault.data.message}")
    return text


def write(path: Path = SBOM) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_json(bom()), encoding="utf-8")
    return path


if __name__ == "__main__":
    print(f"Wrote {write(*map(Path, sys.argv[1:]))}")
