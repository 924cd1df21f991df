"""Hostile addresses, queries and forms at every address of the admin: nobody gets a bare 500."""

import re
from html.parser import HTMLParser
from http.cookies import SimpleCookie

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db]

HUGE = "9" * 30
IN_ADDRESSES = [HUGE, "-1", "x", "%D9%A3", "%00", "1%00", "%FF", "1_2C2", "_00"]
QUERIES = [
    "q=%00", f"p={HUGE}", "p=x", "o=9", f"o={HUGE}.-{HUGE}", f"id={HUGE}", "id__in=1,x", f"id__in={HUGE}", "id=%FF",
    "id__isnull=x", "_popup=1&_to_field=x", "_changelist_filters=%00", f"page={HUGE}", f"revision={HUGE}", f"e={HUGE}",
    "revision=%D9%A3", "q=" + "mot+" * 900, "at__year=0", f"apres={HUGE}", "is_active__exact=x", "nom=%EF%BF%BE",
]  # fmt: skip
ASKED = "app_label=articles&model_name=article&field_name=topics"
AUTOCOMPLETE = [
    "app_label=%00", ASKED.replace("topics", "%00"), f"{ASKED}&term=%00", f"{ASKED}&page={HUGE}", f"{ASKED}&page=x",
    f"{ASKED}&term=" + "mot+" * 900, f"{ASKED}&page=-1", f"{ASKED}&term={HUGE}",
]  # fmt: skip
VALUES = [HUGE, "x", "\x00", "9" * 5000]
# Fields by which a form says what it holds: bent one by one, the others all together.
TELLING = re.compile(
    r"_FORMS$|-id$|-article$|^(?:seen|base|opened|restore|index|_selected_action|_popup|revision)$"
)
ACTS = {"action", "restore", "seen"}  # what is to be done with rows, or was seen of them
TELLING_VALUES = [HUGE, "-1", "x"]
LATER_ROW = re.compile(
    r"-(?:[2-9]|\d\d+)-"
)  # of a form's rows: read by the same code as the first two
TRIED = set()  # (address, names of the fields) of each form that was bent


@pytest.fixture(scope="module")
def desk(django_db_setup, django_db_blocker):
    """A client of an administrator who may do everything, on the demo's rows."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast.demo()
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.create_superuser("nora-au-bureau", password="x"))
        yield client
        transaction.set_rollback(True)


def routes(resolver=None, before=""):
    """Yield the route of every address of the admin, with its model."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from routes(entry, route)
        elif route.startswith("admin/") and "(?P<url>" not in route:
            yield route


ROUTES = sorted(set(routes()))


def is_ours(route):
    """Return whether an address is answered by code of this project, not by the admin's own views."""
    return not re.search(
        r"^admin/\w+/\w+/(?:$|add/|<path:object_id>/(?:change|delete|history)/)", route
    )


def some(values, route):
    """Return all values for an address of ours; for one of the admin's own, which share their code, every third."""
    return values if is_ours(route) else values[ROUTES.index(route) % 3 :: 3]


def some_alone_and_all_at_once(route):
    """Return a third of the queries, another for the next address, and all of them in a few queries."""
    turns = []
    for query in QUERIES:
        name = query.partition("=")[0] + "="
        turn = next((turn for turn in turns if name not in turn), None)
        if turn is None:
            turns.append(turn := {})
        turn[name] = query
    alone = QUERIES[ROUTES.index(route) % 3 :: 3]
    return [*alone, *("&".join(turn.values()) for turn in turns)] if is_ours(route) else alone


def is_list(route):
    """Return whether an address reads a query: the lists and the histories do."""
    return route.endswith("history/") or not re.search(r"object_id|/add/|password|recu/", route)


def addresses(route):
    """Return the address with good numbers, and those with one hostile value each."""
    route = re.sub(r"\(\?P<app_label>.*?\)/\$|\^", "articles/", route)
    holes = re.findall(r"<[^>]+>", route)
    good = "/" + route
    for hole in holes:
        good = good.replace(hole, key_of(route), 1)
    bent = []
    for hole in holes:
        for value in some(IN_ADDRESSES, route):
            address = "/" + route.replace(hole, value, 1)
            bent.append(re.sub(r"<[^>]+>", key_of(route), address))
    return good, bent


def key_of(route):
    """Return the key of a row that the address can show; 1 if there is none."""
    found = re.match(r"admin/(auth|articles|comments)/(\w+)/", route)
    model = apps.get_model(*found.groups()) if found else apps.get_model("articles.Article")
    row = model._default_manager.order_by("pk").first()
    return str(row.pk if row else 1)


class Fields(HTMLParser):
    """The fields of the forms of a page, as a browser would send them."""

    def __init__(self, page):
        super().__init__()
        self.forms, self._select = [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.forms.append({"": attrs.get("action") or ""})
        elif self.forms and tag in {"input", "textarea", "select", "button"} and attrs.get("name"):
            is_left = attrs.get("type") in {"checkbox", "radio"} and "checked" not in attrs
            self._select = attrs["name"] if tag == "select" else None
            if not is_left or attrs.get("type") == "checkbox":
                self.forms[-1].setdefault(attrs["name"], attrs.get("value") or "")
        elif tag == "option" and self.forms and self._select and "selected" in attrs:
            self.forms[-1][self._select] = attrs.get("value") or ""


def falls(client, method, address, data=None):
    """Return whether the answer is a 500; rows and session are left as they were."""
    session = SimpleCookie(client.cookies)
    with transaction.atomic():
        response = getattr(client, method)(address, data)
        if response.streaming:
            b"".join(response.streaming_content)
            if file := getattr(response, "file_to_stream", None):
                file.close()  # response.close() would end the transaction's connection too
        transaction.set_rollback(True)
    client.cookies = session
    return response.status_code >= 500


@pytest.mark.parametrize("route", ROUTES)
def test_no_address_or_query_breaks_the_admin(desk, route):
    good, bent = addresses(route)
    queries = some_alone_and_all_at_once(route) if is_list(route) else []
    queries = AUTOCOMPLETE if "autocomplete" in route else queries
    asked = [good, *bent, *(f"{good}?{query}" for query in queries)]
    assert [address[:200] for address in asked if falls(desk, "get", address)] == []


@pytest.mark.parametrize("route", ROUTES)
def test_no_form_breaks_the_admin(desk, route):
    good, bent = addresses(route)
    fallen = [address for address in bent if falls(desk, "post", address)]
    for form in [*forms_of(desk, good), {"": ""}]:
        action = form.pop("")
        target = action if action.startswith("/") else good
        if (target, *form) in TRIED:  # signing out and the languages stand on every page
            continue
        TRIED.add((target, *form))
        for data in bent_forms(form, route):
            if falls(desk, "post", target, data):
                fallen.append(
                    (
                        target,
                        {name: data[name][:40] for name in data if data[name] != form.get(name)},
                    )
                )
    assert fallen == []


def forms_of(client, address):
    answer = client.get(address)
    is_page = answer.get("Content-Type", "").startswith("text/html")
    return Fields(answer.text).forms if is_page and not answer.streaming else []


def bent_forms(form, route):
    """Yield the form with all its words bent, with one telling field bent, with bent rows added.

    A telling field gets one value in turn.
    """
    telling = [name for name in form if TELLING.search(name) and "__prefix__" not in name]
    alone = [name for name in telling if not LATER_ROW.search(name)]
    for value in VALUES if is_ours(route) else VALUES[ROUTES.index(route) % 2 :: 2]:
        yield {name: form[name] if name in telling else value for name in form}
        if ACTS & set(form) or not is_ours(route):
            yield {**form, **dict.fromkeys(ACTS, value), "_selected_action": value}
    for number, name in enumerate(alone):
        yield {**form, name: TELLING_VALUES[number % 3]}
    for prefix in [
        name.removesuffix("-INITIAL_FORMS") for name in form if name.endswith("-INITIAL_FORMS")
    ]:
        row = [name for name in form if name.startswith(f"{prefix}-__prefix__-")]
        for initial, value in zip(["0", "1", "7", HUGE], VALUES, strict=True):
            numbers = {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": initial}
            yield {**form, **numbers, **{name.replace("__prefix__", "0"): value for name in row}}


@pytest.mark.parametrize(
    ("address", "prefix"), [("/admin/une/", "picks"), ("/admin/articles/article/add/", "credits")]
)
def test_a_form_that_says_it_has_thousands_of_rows_is_not_written_out_again(desk, address, prefix):
    (form,) = (form for form in forms_of(desk, address) if f"{prefix}-TOTAL_FORMS" in form)
    form.pop("")
    with transaction.atomic():
        answer = desk.post(address, {**form, f"{prefix}-TOTAL_FORMS": "1999"})
        transaction.set_rollback(True)
    assert answer.status_code in {200, 422}
    rows = set(re.findall(rf'name="{prefix}-(\d+)-', answer.text))
    assert 0 < len(rows) <= 60
