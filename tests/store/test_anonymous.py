"""An anonymous voice leaves nothing behind that tells whose it was, by whichever way it came or became so."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govdesk.errors import GovDeskError
from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.check import check
from govdesk.store.query import Query, find, records, rows
from govdesk.store.veil import FINAL
from govdesk.store.workspace import Workspace

AUTHOR = "陈静静"
THURSDAY, MONDAY = dt.date(2026, 11, 19), dt.date(2026, 11, 16)


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "a.govdesk", REGISTERS, author=AUTHOR)
    yield made
    made.close()


@pytest.fixture
def project(workspace):
    return edit.create(workspace, "project", {"name": "门店数字化"})


@pytest.fixture
def voice(workspace, project):
    values = {"project": project, "statement": "打卡要开定位", "anonymous": True, "date": THURSDAY, "reference": "17"}
    return edit.create(workspace, "feedback", values)


def say(project, text, **values):
    return {"project": project, "statement": text, **values}


def raw(workspace, statement, *values):
    connection = sqlite3.connect(workspace.path)
    try:
        return connection.execute(statement, values).fetchall()
    finally:
        connection.close()


def record(workspace, identity):
    with workspace.read() as session:
        return find(session, REGISTERS, "feedback", identity)


def voices(workspace):
    with workspace.read() as session:
        return records(session, REGISTERS, "feedback", rows(session, REGISTERS, Query("feedback")))


def text_of(workspace, text):
    return next((v for v in voices(workspace) if v.values["statement"] == text), None)


def sound(workspace):
    return [f.code for f in check(workspace) if not f.ok]


def journal_of(workspace, identity):
    return raw(
        workspace,
        "SELECT o.*, c.* FROM change c JOIN operation o ON o.id = c.operation WHERE c.record = ? ORDER BY c.id",
        identity,
    )


def tells(workspace, identity):
    """Name what the file tells of when and by whom a voice was touched."""
    held = raw(workspace, 'SELECT "row", number FROM feedback WHERE id = ?', identity)
    if held and held[0][0] > 0:
        yield "row key"
    if held and held[0][1] < 2_000_000:
        yield "number"
    if UUID(identity).version != 4:
        yield "id"
    told = raw(
        workspace,
        "SELECT o.id, o.at, o.author, o.source, c.id, c.origin FROM change c JOIN operation o ON o.id = c.operation "
        "WHERE c.record = ?",
        identity,
    )
    assert told or not held
    for operation, at, author, source, change, origin in told:
        if operation > 0 or change > 0:
            yield "order"
        if not at.endswith("T00:00:00+00:00") or dt.date.fromisoformat(at[:10]).weekday():
            yield "time"
        if author or source or origin:
            yield "author or origin"


def gaps(workspace, table, column="id"):
    found = [r[0] for r in raw(workspace, f'SELECT "{column}" FROM "{table}" WHERE "{column}" > 0 ORDER BY 1')]
    return found != list(range(1, len(found) + 1))


# ------------------------------------------------------------ one voice


def test_the_date_is_the_monday_of_its_week_and_the_number_in_the_sheet_is_gone(workspace, voice):
    kept = record(workspace, voice).values
    assert (kept["date"], kept["reference"]) == (MONDAY, None)


def test_neither_keys_nor_journal_tell_of_it(workspace, voice):
    assert not list(tells(workspace, voice))
    assert not gaps(workspace, "operation")
    assert not gaps(workspace, "change")


def test_the_file_names_the_author_nowhere_beside_it(workspace, voice):
    told = [*journal_of(workspace, voice), *raw(workspace, "SELECT * FROM feedback")]
    assert told
    assert AUTHOR not in json.dumps(told, ensure_ascii=False)


def test_later_edits_of_it_tell_nothing_either(workspace, voice):
    edit.change(workspace, "feedback", [voice], {"date": dt.date(2026, 11, 26), "reply": "已关闭定位"})
    assert record(workspace, voice).values["date"] == dt.date(2026, 11, 23)
    assert not list(tells(workspace, voice))
    assert not sound(workspace)


def test_its_number_can_be_read_and_typed_and_counted_numbers_go_on(workspace, project, voice):
    number = record(workspace, voice).number
    kind = REGISTERS["feedback"].field("number").kind
    assert kind.read(kind.show(number, None)) == number
    named = edit.create(workspace, "feedback", say(project, "好用"))
    assert record(workspace, named).number == 1


def test_numbers_and_keys_of_many_tell_no_order(workspace, project):
    with workspace.write("x") as session:
        from govdesk.store.writing import insert_rows

        ids = insert_rows(session, REGISTERS["feedback"], [say(project, f"第{i}条", anonymous=True) for i in range(40)])
    for order in ("row", "number"):
        found = [r[0] for r in raw(workspace, f'SELECT id FROM feedback ORDER BY "{order}"')]
        assert sorted(found) == sorted(ids)
        assert found != ids
    assert len({v.number for v in voices(workspace)}) == 40


def test_a_named_voice_keeps_its_author_and_time(workspace, project, voice):
    identity = edit.create(workspace, "feedback", say(project, "好用", date=THURSDAY))
    with workspace.read() as session:
        revision = history.revisions(session, REGISTERS, "feedback", identity)[0]
    assert record(workspace, identity).values["date"] == THURSDAY
    assert (revision.operation.author, revision.operation.veiled) == (AUTHOR, False)


def test_an_anonymous_voice_with_a_name_is_refused(workspace, project):
    source = edit.create(workspace, "stakeholder", {"project": project, "name": "王敏"})
    with pytest.raises(GovDeskError, match="no name"):
        edit.create(workspace, "feedback", say(project, "好用", anonymous=True, source=source))


def test_it_never_gets_a_name_again(workspace, voice):
    with pytest.raises(GovDeskError, match="stays so"):
        edit.change(workspace, "feedback", [voice], {"anonymous": False})
    assert record(workspace, voice).values["anonymous"]


# ------------------------------------------------------------ undo


def test_undo_and_redo_of_it_work_and_tell_nothing(workspace, project, voice):
    history.undo(workspace)
    assert not voices(workspace)
    assert not list(tells(workspace, voice))
    history.redo(workspace)
    assert record(workspace, voice).values["statement"] == "打卡要开定位"
    assert not list(tells(workspace, voice))
    assert not gaps(workspace, "operation")
    assert not sound(workspace)


def test_undo_goes_back_in_the_order_in_which_things_were_done(workspace, project):
    edit.create(workspace, "feedback", say(project, "一", anonymous=True))
    edit.create(workspace, "feedback", say(project, "二"))
    edit.create(workspace, "feedback", say(project, "三", anonymous=True))
    edit.create(workspace, "feedback", say(project, "四", anonymous=True))
    left = []
    for _ in range(4):
        history.undo(workspace)
        left.append({v.values["statement"] for v in voices(workspace)})
    assert left == [{"一", "二", "三"}, {"一", "二"}, {"一"}, set()]
    for expected in ({"一"}, {"一", "二"}, {"一", "二", "三"}, {"一", "二", "三", "四"}):
        history.redo(workspace)
        assert {v.values["statement"] for v in voices(workspace)} == expected
    assert not sound(workspace)


def test_a_later_program_undoes_it_from_the_history_and_otherwise_what_it_knows(workspace, project, voice):
    workspace.close()
    again = Workspace.open(workspace.path, REGISTERS, author=AUTHOR)
    try:
        with again.read() as session:
            assert history.undoable(session).id == 1, "the project, not the voice whose place nobody knows"
            number = next(o.id for o in history.operations(session) if o.veiled)
        history.undo(again, number)
        assert not voices(again)
        history.redo(again)
        assert len(voices(again)) == 1
        assert not sound(again)
    finally:
        again.close()


def test_an_edit_of_it_is_undone_before_its_making(workspace, voice):
    with workspace.read() as session:
        made = history.undoable(session).id
    edit.change(workspace, "feedback", [voice], {"reply": "好"})
    with pytest.raises(GovDeskError, match="Undo that first"):
        history.undo(workspace, made)
    history.undo(workspace)
    history.undo(workspace)
    assert not voices(workspace)


def test_the_timeline_lists_it_once_on_every_page(workspace, project):
    for i in range(9):
        edit.create(workspace, "feedback", say(project, f"第{i}条", anonymous=bool(i % 2)))
    found, before = [], None
    with workspace.read() as session:
        while page := history.operations(session, 3, before):
            found += page
            before = page[-1].id
    assert len(found) == len({o.id for o in found}) == 10
    assert {o.author for o in found if o.veiled} == {""}


# ------------------------------------------------------------ among others


def block(workspace, project):
    return edit.change_many(
        workspace, "feedback", {},
        [say(project, "甲"), say(project, "乙", anonymous=True), say(project, "丙"), say(project, "丁", anonymous=True)],
    )  # fmt: skip


def test_in_a_block_the_nameless_stand_apart(workspace, project):
    block(workspace, project)
    for text in "乙丁":
        assert not list(tells(workspace, text_of(workspace, text).id))
    for text in "甲丙":
        assert journal_of(workspace, text_of(workspace, text).id)[0][2] == AUTHOR
    assert not gaps(workspace, "operation")
    assert not gaps(workspace, "change")
    assert not gaps(workspace, "feedback", "row")
    assert [text_of(workspace, t).number for t in "甲丙"] == [1, 2]
    assert not sound(workspace)


def test_a_block_is_undone_and_redone_as_one_step(workspace, project):
    block(workspace, project)
    history.undo(workspace)
    assert not voices(workspace)
    history.redo(workspace)
    assert {v.values["statement"] for v in voices(workspace)} == set("甲乙丙丁")
    history.undo(workspace)
    assert not voices(workspace)
    assert not sound(workspace)
    assert not gaps(workspace, "operation")


def test_the_file_does_not_tell_with_which_block_they_came(workspace, project):
    block(workspace, project)
    history.undo(workspace)
    targets = raw(workspace, "SELECT id, target FROM operation WHERE target IS NOT NULL")
    assert len(targets) == 2
    assert all((number < 0) == (target < 0) for number, target in targets)


def test_deleting_it_among_others_tells_nothing(workspace, project):
    block(workspace, project)
    ids = [v.id for v in voices(workspace)]
    nameless = [v.id for v in voices(workspace) if v.values["anonymous"]]
    edit.remove(workspace, "feedback", ids)
    for identity in nameless:
        assert not list(tells(workspace, identity))
    history.undo(workspace)
    assert sorted(v.id for v in voices(workspace)) == sorted(ids)
    assert not sound(workspace)


# ------------------------------------------------------------ a voice that turns nameless


NAME, HINT = "欧阳探针", "夜班探针部"


@pytest.fixture
def known(workspace, project):
    """Make a voice with a name, a department that was changed, and a past by several hands."""
    source = edit.create(workspace, "stakeholder", {"project": project, "name": "别人"})
    unit = edit.create(workspace, "department", {"name": "总部"})
    values = say(project, "排班太晚", date=THURSDAY, theme=HINT, reference=NAME, extra=json.dumps({"班组": "二"}))
    identity = edit.create(workspace, "feedback", values)
    edit.change(workspace, "feedback", [identity], {"source": source})
    edit.change(workspace, "feedback", [identity], {"theme": "排班", "department": unit})
    return identity


def planted(path: Path, *words):
    held = path.read_bytes()
    return [w for w in words if w.encode() in held]


def test_turning_nameless_wipes_its_name_and_its_past(workspace, project, known):
    assert planted(workspace.path, NAME, HINT, known) == [NAME, HINT, known]
    done = edit.change(workspace, "feedback", [known], {"anonymous": True})
    assert done.final
    voice = text_of(workspace, "排班太晚")
    assert (voice.values["source"], voice.values["reference"], voice.values["date"]) == (None, None, MONDAY)
    assert not list(tells(workspace, voice.id))
    assert planted(workspace.path, NAME, HINT, known) == [], "not in free pages either"
    assert not sound(workspace)


def test_no_undo_brings_the_name_back(workspace, project, known):
    edit.change(workspace, "feedback", [known], {"anonymous": True})
    with workspace.read() as session:
        final = next(o for o in history.operations(session) if o.kind == FINAL)
    with pytest.raises(GovDeskError, match="stays so"):
        history.undo(workspace, final.id)
    while True:
        try:
            history.undo(workspace)
        except GovDeskError:
            break
    voice = text_of(workspace, "排班太晚")
    assert voice.values["source"] is None
    assert voice.values["anonymous"]
    assert not sound(workspace)


def test_what_points_to_it_follows_to_its_new_id(workspace, project, known):
    steps = edit.create(workspace, "checklist", {"project": project, "title": "整改", "feedback": known})
    edit.change(workspace, "feedback", [known], {"anonymous": True})
    voice = text_of(workspace, "排班太晚")
    with workspace.read() as session:
        assert find(session, REGISTERS, "checklist", steps).values["feedback"] == voice.id
    assert not sound(workspace)
    assert planted(workspace.path, known) == []


def test_others_of_the_same_operation_keep_theirs(workspace, project):
    block(workspace, project)
    first, second = text_of(workspace, "甲"), text_of(workspace, "丙")
    edit.change(workspace, "feedback", [first.id], {"anonymous": True})
    assert journal_of(workspace, second.id)[0][2] == AUTHOR
    assert not list(tells(workspace, text_of(workspace, "甲").id))
    assert not sound(workspace)
    edit.change(workspace, "feedback", [text_of(workspace, "甲").id], {"reply": "好"})
    history.undo(workspace)
    assert text_of(workspace, "甲").values["reply"] is None


def test_a_sheet_sent_out_before_keeps_its_base(workspace, project, known):
    with workspace.read() as session:
        last = history.latest(session).id
    edit.change(workspace, "feedback", [known], {"anonymous": True})
    edit.create(workspace, "feedback", say(project, "后来"))
    with workspace.read() as session:
        assert history.latest(session).id > last, "no number that a sheet may know is given twice"


def test_several_at_once_and_by_pasting(workspace, project):
    block(workspace, project)
    changes = {v.id: {"anonymous": True} for v in voices(workspace) if not v.values["anonymous"]}
    edit.change_many(workspace, "feedback", changes, [say(project, "戊", anonymous=True), say(project, "己")])
    for voice in voices(workspace):
        if voice.values["anonymous"]:
            assert not list(tells(workspace, voice.id))
    assert sum(bool(v.values["anonymous"]) for v in voices(workspace)) == 5
    assert not sound(workspace)


# ------------------------------------------------------------ whatever is done


STEPS = st.lists(
    st.tuples(st.sampled_from(("named", "nameless", "block", "edit", "hide", "remove", "undo", "redo", "again")), st.integers(0, 9)),
    min_size=1, max_size=14,
)  # fmt: skip


def do(workspace, project, step, pick):
    """Take one step and answer the workspace, which may have been opened anew."""
    found = sorted(voices(workspace), key=lambda v: v.values["statement"])
    chosen = found[pick % len(found)] if found else None
    text = f"句{len(raw(workspace, 'SELECT 1 FROM operation'))}-{pick}"
    match step:
        case "named":
            edit.create(workspace, "feedback", say(project, text, date=THURSDAY))
        case "nameless":
            edit.create(workspace, "feedback", say(project, text, date=THURSDAY, anonymous=True))
        case "block":
            changes = {v.id: {"theme": text} for v in found[:pick]}
            edit.change_many(
                workspace, "feedback", changes, [say(project, text), say(project, text + "匿", anonymous=True)]
            )
        case "edit" if chosen:
            edit.change(workspace, "feedback", [chosen.id], {"theme": text})
        case "hide" if chosen:
            edit.change(workspace, "feedback", [chosen.id], {"anonymous": True})
        case "remove" if chosen:
            edit.remove(workspace, "feedback", [v.id for v in found[pick % len(found) :]])
        case "undo":
            history.undo(workspace)
        case "redo":
            history.redo(workspace)
        case "again":
            workspace.close()
            return Workspace.open(workspace.path, REGISTERS, author=AUTHOR)
    return workspace


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_done_the_history_holds_and_tells_nothing(tmp_path_factory, steps):
    workspace = Workspace.create(tmp_path_factory.mktemp("w") / "a.govdesk", REGISTERS, author=AUTHOR)
    try:
        project = edit.create(workspace, "project", {"name": "P"})
        hid, closed = False, False
        refused = set()
        for step, pick in steps:
            before = {(v.values["statement"], v.values["theme"]) for v in voices(workspace)}
            try:
                workspace = do(workspace, project, step, pick)
            except GovDeskError as error:
                refused.add(error.code)
                continue
            hid, closed = hid or step == "hide", closed or step == "again"
            if step in ("named", "nameless", "block", "edit", "remove") and not (hid or closed):
                after = {(v.values["statement"], v.values["theme"]) for v in voices(workspace)}
                if after != before:
                    history.undo(workspace)
                    assert {(v.values["statement"], v.values["theme"]) for v in voices(workspace)} == before
                    history.redo(workspace)
                    assert {(v.values["statement"], v.values["theme"]) for v in voices(workspace)} == after
        assert refused <= {"nothing_to_undo", "nothing_to_redo", "touched_later", "broken_link"}
        assert not sound(workspace)
        touched = "SELECT DISTINCT record FROM change WHERE operation < 0"
        for (identity,) in raw(workspace, touched):
            assert not list(tells(workspace, identity))
        nameless = [v.id for v in voices(workspace) if v.values["anonymous"]]
        assert {i for (i,) in raw(workspace, touched)} >= set(nameless)
        if not hid:
            assert not gaps(workspace, "operation")
            assert not gaps(workspace, "change")
    finally:
        workspace.close()
