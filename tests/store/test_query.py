from __future__ import annotations

from datetime import date

import pytest

from govdesk.i18n import language
from govdesk.registers import REGISTERS
from govdesk.store.query import Distinct, Filter, Order, Query, count, distinct, find, records, rows, totals
from govdesk.store.writing import insert_rows


@pytest.fixture
def risks(workspace):
    """Two projects and risks of every sort; the titles are the expected answers."""
    with workspace.write("Risks") as session:
        one, two = insert_rows(session, REGISTERS["project"], [{"name": "一"}, {"name": "二"}])
        people = [{"project": one, "name": name} for name in ("王敏", "安丽", "Bob")]
        wang, an, bob = insert_rows(session, REGISTERS["stakeholder"], people)
        insert_rows(session, REGISTERS["risk"], [
            {"project": one, "title": "a", "probability": 1, "due": date(2026, 1, 1), "status": "open", "owner": wang, "tags": "x, y"},
            {"project": one, "title": "b", "probability": 3, "due": date(2026, 2, 1), "status": "closed", "owner": an, "cause": "50%_\\ off"},
            {"project": one, "title": "c", "probability": 5, "status": "treating", "owner": bob, "cause": "", "notes": "数据质量差"},
            {"project": two, "title": "d", "due": date(2026, 3, 1), "status": "occurred"},
        ])  # fmt: skip
    return workspace, {"one": one, "two": two, "wang": wang, "an": an, "bob": bob}


def titles(risks, *filters, project=None, search="", order=()):
    """Answer the titles of a view, in its order."""
    workspace, ids = risks
    known = [
        Filter(f.field, f.operator, tuple(ids.get(v, v) if isinstance(v, str) else v for v in f.values))
        for f in filters
    ]
    query = Query("risk", ids.get(project), tuple(known), search, order)
    with workspace.read() as session:
        keys = rows(session, REGISTERS, query)
        assert count(session, REGISTERS, query) == len(keys)
        return "".join(r.values["title"] for r in records(session, REGISTERS, "risk", keys))


@pytest.mark.parametrize(
    ("name", "operator", "values", "found"),
    [
        ("probability", "any_of", (1, 5), "ac"),
        ("probability", "any_of", (1, None), "ad"),
        ("probability", "any_of", (), ""),
        ("probability", "at_least", (3,), "bc"),
        ("probability", "at_most", (3,), "ab"),
        ("probability", "is", (3,), "b"),
        ("probability", "empty", (), "d"),
        ("probability", "filled", (), "abc"),
        ("due", "from", (date(2026, 2, 1),), "bd"),
        ("due", "to", (date(2026, 2, 1),), "ab"),
        ("due", "to", ("2026-02-01",), "ab"),
        ("due", "is", (date(2026, 2, 1),), "b"),
        ("due", "empty", (), "c"),
        ("status", "any_of", ("open", "closed"), "ab"),
        ("status", "none_of", ("open",), "bcd"),
        ("owner", "any_of", ("wang", "an"), "ab"),
        ("owner", "none_of", ("wang",), "bcd"),
        ("owner", "none_of", ("wang", None), "bc"),
        ("owner", "none_of", (), "abcd"),
        ("owner", "any_of", (None,), "d"),
        ("cause", "contains", ("50%_\\",), "b"),
        ("cause", "contains", ("%",), "b"),
        ("cause", "contains", ("_",), "b"),
        ("cause", "contains", ("OFF",), "b"),
        ("cause", "empty", (), "acd"),
        ("cause", "filled", (), "b"),
        ("tags", "contains", ("y",), "a"),
        ("title", "is", ("a",), "a"),
        ("number", "is", (2,), "b"),
        ("number", "is", ("RSK-0002",), "b"),
        ("number", "is", ("nonsense",), ""),
    ],
)
def test_filters(risks, name, operator, values, found):
    assert titles(risks, Filter(name, operator, values)) == found


def test_flags_are_filtered_with_blank_as_no(workspace):
    with workspace.write("People") as session:
        (project,) = insert_rows(session, REGISTERS["project"], [{"name": "P"}])
        people = [{"project": project, "name": n, "key_user": v} for n, v in (("a", True), ("b", False), ("c", None))]
        insert_rows(session, REGISTERS["stakeholder"], people)
    with workspace.read() as session:
        for operator, found in (("yes", 1), ("no", 2)):
            assert count(session, REGISTERS, Query("stakeholder", filters=(Filter("key_user", operator),))) == found


def test_filters_project_and_search_narrow_together(risks):
    assert titles(risks, project="one") == "abc"
    assert titles(risks, project="two") == "d"
    assert titles(risks, Filter("probability", "filled"), Filter("due", "filled"), project="one", search="b") == "b"
    assert titles(risks, project="two", search="b") == ""


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("50%", "b"), ("%", "b"), ("_", "b"), ("\\", "b"), ("OFF 50", "b"), ("质量", "c"), ("王", "a"), ("wm", "a"), ("WangMin", "a"), ("al", "b"),
        ("bob", "c"), ("bob wm", ""), ("RSK-0003", "c"), ("rsk-0003", "c"), ("RSK-0099", ""), ("'", ""), ("", "abcd"), ("  ", "abcd"),
        ("|", ""),
    ],
)  # fmt: skip
def test_search_looks_into_fields_links_and_pinyin(risks, search, found):
    assert titles(risks, search=search) == found


@pytest.mark.parametrize(
    ("name", "up", "down"),
    [
        ("title", "abcd", "dcba"),
        ("probability", "abcd", "cbad"),
        ("due", "abdc", "dbac"),
        ("status", "acbd", "dbca"),
        ("owner", "bcad", "acbd"),
        ("number", "abcd", "dcba"),
        ("project", "dabc", "abcd"),
        ("impact", "abcd", "abcd"),
    ],
)
def test_order_follows_the_meaning_and_blanks_come_last(risks, name, up, down):
    assert titles(risks, order=(Order(name),)) == up
    assert titles(risks, order=(Order(name, descending=True),)) == down


def test_a_second_order_settles_what_the_first_leaves_open(risks):
    assert titles(risks, order=(Order("project", descending=True), Order("title", descending=True))) == "cbad"


def test_an_unknown_operator_is_a_programming_error(risks):
    with pytest.raises(ValueError, match="unknown filter operator"):
        titles(risks, Filter("title", "resembles", ("x",)))


def test_a_query_survives_json(risks):
    import json

    query = Query(
        "risk",
        "p",
        (Filter("owner", "any_of", ("a", None)), Filter("due", "filled")),
        "x y",
        (Order("due", descending=True),),
    )
    assert Query.load(json.loads(json.dumps(query.dump()))) == query
    assert Query.load({"register": "risk"}) == Query("risk")


def test_records_come_in_the_order_asked_without_the_missing(risks):
    workspace, _ = risks
    with workspace.read() as session:
        found = records(session, REGISTERS, "risk", [3, 99, 1])
        assert [r.values["title"] for r in found] == ["c", "a"]
        assert find(session, REGISTERS, "risk", "nobody") is None


def test_a_record_shows_its_values_and_the_names_of_its_links(risks):
    workspace, ids = risks
    risk = REGISTERS["risk"]
    with workspace.read() as session:
        found, *_ = records(session, REGISTERS, "risk", [1])
        person = find(session, REGISTERS, "stakeholder", ids["wang"])
    assert found.show(risk.field("owner"), language("en")) == "王敏"
    assert found.show(risk.field("status"), language("en")) == "Open"
    assert found.show(risk.field("due"), language("en")) == "2026-01-01"
    assert found.show(risk.field("number"), language("en")) == "RSK-0001"
    assert found.title(risk) == "a"
    assert person.title(REGISTERS["stakeholder"]) == "王敏"


def test_extra_columns_come_with_the_record(workspace):
    with workspace.write("Extra") as session:
        (made,) = insert_rows(session, REGISTERS["project"], [{"name": "P", "extra": '{"版本": "1.0"}'}])
    with workspace.read() as session:
        assert find(session, REGISTERS, "project", made).extra == {"版本": "1.0"}


def test_the_values_of_a_field_are_counted_under_the_other_filters(risks):
    workspace, ids = risks
    query = Query("risk", ids["one"], (Filter("status", "any_of", ("open",)), Filter("probability", "at_least", (1,))))
    with workspace.read() as session:
        assert distinct(session, REGISTERS, query, "status") == [
            Distinct("closed", "", 1), Distinct("open", "", 1), Distinct("treating", "", 1)
        ]  # fmt: skip
        assert distinct(session, REGISTERS, query, "owner") == [Distinct(ids["wang"], "王敏", 1)]
        assert [(d.name, d.count) for d in distinct(session, REGISTERS, Query("risk"), "project")] == [
            ("一", 3),
            ("二", 1),
        ]
        assert len(distinct(session, REGISTERS, Query("risk"), "title", limit=2)) == 2


def test_totals(risks):
    workspace, ids = risks
    with workspace.read() as session:
        assert totals(session, REGISTERS, ids["one"])["risk"] == 3
        assert totals(session, REGISTERS, None) == {
            **dict.fromkeys(REGISTERS, 0),
            "project": 2,
            "stakeholder": 3,
            "risk": 4,
        }
