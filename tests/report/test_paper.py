"""Reports: one value for three kinds of file, tied to records, made for one audience, and never more than text."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from govdesk.errors import GovDeskError
from govdesk.insight.audience import AUDIENCES
from govdesk.registers import REGISTERS
from govdesk.report.paper.department_page import build_pages
from govdesk.report.paper.document import Cell, Document, Figure, Grid, Row, Section, Sentence, Sentences, Tile, Tiles
from govdesk.report.paper.made import Made, last_like, remember, reports_made
from govdesk.report.paper.steering import PARTS, ReportOrder, build
from govdesk.report.paper.wording import names_pattern, plain
from govdesk.report.paper.writing import FORMATS, write_report
from govdesk.report.series import Line, Series
from govdesk.store import edit
from govdesk.store.chain import head
from govdesk.store.sample import make_sample
from govdesk.store.workspace import Workspace

DAY = dt.date(2026, 6, 1)
PRIVACY = Path(__file__).resolve().parents[1] / "privacy"


def probe():
    spec = importlib.util.spec_from_file_location("probe", PRIVACY / "probe.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "a.govdesk", REGISTERS, author="陈静")
    yield made
    made.close()


@pytest.fixture
def project(workspace):
    return edit.create(workspace, "project", {"name": "门店数字化"})


def make(workspace, project, code, **values):
    return edit.create(workspace, code, {"project": project, **values})


def report(workspace, audience="sponsor", lang="en", **more):
    with workspace.read() as session:
        return build(session, REGISTERS, ReportOrder(audience, lang, day=DAY, **more))


def words(document):
    """Every word that a report says."""
    found = [document.title, document.subject, *document.lines, document.foot]
    for section in document.sections:
        found.append(section.title)
        for block in section.blocks:
            match block:
                case Sentences():
                    found += [block.title, *(i.text for i in block.items)]
                case Tiles():
                    found += [w for t in block.items for w in (t.label, t.value, t.note)]
                case Grid():
                    found += [*block.headings, *(c.text for row in block.rows for c in row.cells)]
                case Figure():
                    found += [
                        str(w)
                        for row in block.series.table(__import__("govdesk.i18n").i18n.language("en"))
                        for w in row
                    ]
    return "\n".join(found)


def whole(path):
    """Every byte of a file, its parts unpacked, workbooks within it too."""
    data = path.read_bytes()
    if not zipfile.is_zipfile(path):
        return data.decode("latin-1")
    with zipfile.ZipFile(path) as book:
        parts = [(n, book.read(n)) for n in book.namelist()]
    text = ""
    for name, part in parts:
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(BytesIO(part)) as inner:
                part = b"".join(inner.read(n) for n in inner.namelist())  # noqa: PLW2901
        text += part.decode("utf-8", "replace")
    return text


def one_of_each():
    """A document with every kind of block, and a figure of every kind."""
    series = [
        Series(
            c,
            "标题",
            "条",
            7,
            DAY,
            ("甲", "乙"),
            (Line("一", (3, None)), Line("二", (1.5, 4))),
            grades=((0, 1), (0.5, 1)),
        )
        for c in ("heat", "trend", "wait", "course", "groups", "line", "matrix")
    ]
    blocks = (
        Tiles((Tile("状态", "红灯", "三项", "act", ("RSK-0001",), fresh=True), Tile("使用率", "63%"))),
        Sentences(
            (Sentence("一句话。", ("STK-0001", "RSK-0002"), 4, "act", fresh=True), Sentence("又一句。")), "小标题"
        ),
        Grid(
            ("甲", "乙"),
            tuple(Row((Cell(f"行{n}"), Cell("值", "watch")), fresh=n == 2) for n in range(60)),
            (3, 1),
            "表",
            5,
        ),
        *map(Figure, series),
    )
    return Document(
        "项目汇报", "门店", "zh", DAY, "发起人", "3f2a-91bc", ("受众：发起人",), (Section("x", "部分", blocks),), "脚"
    )


# ---------------------------------------------------------------- the value


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_workspace_gets_a_report_in_words(workspace, audience, lang):
    document = report(workspace, audience, lang)
    assert document.sections[-1].code == "silent"
    assert document.audience in " ".join(document.lines)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_project_without_dates_and_a_goal_without_a_way_divide_by_nothing(workspace, project, audience):
    metric = make(workspace, project, "metric", name="使用率", baseline=20, target=20, direction="hold", headline=True)
    make(workspace, project, "metric", name="无目标", headline=True)
    make(workspace, project, "measurement", metric=metric, date=DAY, value=20)
    make(workspace, project, "milestone", name="上线")
    make(workspace, project, "budget_stage", name="一期")
    make(workspace, project, "risk", title="无评级")
    document = report(workspace, audience, project=project)
    assert document.sections


def test_every_part_that_an_audience_gets_is_known():
    assert {p for a in AUDIENCES.values() for p in a.pages} <= set(PARTS)


def test_a_sentence_names_its_records(workspace, project):
    for n in range(9):
        make(workspace, project, "milestone", name=f"里程碑{n}", planned=DAY - dt.timedelta(days=3))
    part = next(s for s in report(workspace, project=project).sections if s.code == "milestones")
    late = part.blocks[0].items[1]
    assert late.text.startswith("9 are past their day")
    assert (late.refs[0], len(late.refs), late.more, late.tone) == ("MLS-0001", 6, 3, "act")


def test_the_head_of_the_history_is_printed(workspace, project):
    with workspace.read() as session:
        seal = head(session)
    document = report(workspace, project=project)
    assert seal in document.foot
    assert seal in " ".join(document.lines)


def test_nobody_is_named_where_units_are_compared(workspace, project):
    unit = edit.create(workspace, "department", {"name": "信息部"})
    who = make(workspace, project, "stakeholder", name="王敏", department=unit)
    make(workspace, project, "risk", title="王敏离职后无人接手", owner=who, probability=5, impact=5)
    make(workspace, project, "milestone", name="王敏交接", owner=who, planned=DAY)
    line = make(workspace, project, "deliverable", name="接口")
    make(workspace, project, "responsibility", deliverable=line, person=who, role="A")
    for audience in ("group", "frontline"):
        assert "王敏" not in words(report(workspace, audience, project=project))
    assert "王敏" in words(report(workspace, "lead", project=project))


def test_the_front_line_gets_its_own_rows_only(workspace, project):
    own, other = (edit.create(workspace, "department", {"name": n}) for n in ("一店", "二店"))
    below = edit.create(workspace, "department", {"name": "一店收银", "parent": own})
    listed = make(workspace, project, "checklist", title="清单")
    for unit, step in ((own, "盘点"), (below, "对账"), (other, "巡检")):
        make(workspace, project, "checklist_item", checklist=listed, step=step, department=unit)
        make(workspace, project, "change_impact", change=f"改{step}", department=unit)
    found = words(report(workspace, "frontline", project=project, unit=own))
    assert "盘点" in found
    assert "对账" in found
    assert "巡检" not in found
    nobody = words(report(workspace, "frontline", project=project))
    assert not any(step in nobody for step in ("盘点", "对账", "巡检"))


def test_few_voices_are_neither_counted_nor_quoted(workspace, project):
    units = [edit.create(workspace, "department", {"name": f"部门{n}"}) for n in range(3)]
    for n, unit in enumerate(units):
        for _ in range((2, 7, 12)[n]):
            make(workspace, project, "feedback", statement=f"原话{n}", department=unit, due=DAY - dt.timedelta(days=9))
    found = report(workspace, "group", project=project)
    heat = next(s for s in found.figures if s.code == "heat")
    told = {str(line.name): line.values[-1] for line in heat.lines}
    assert told["部门0"] is None
    assert None in (told["部门1"], told["部门2"])
    assert "原话" not in words(found)
    assert "原话0" not in words(report(workspace, "lead", project=project, unit=units[0]))


def test_no_private_word_comes_into_any_report(tmp_path):
    opened = probe().fill(tmp_path / "p.govdesk", tmp_path / "probe")
    with opened.write("private") as session:
        for code, register in REGISTERS.items():
            for field in register.fields():
                if field.private and field.kind.code in ("text", "long_text"):
                    session.connection().exec_driver_sql(f'UPDATE "{code}" SET "{field.name}" = ?', ("植私语",))
    with opened.read() as session:
        units = list(session.connection().exec_driver_sql("SELECT id FROM department LIMIT 2").scalars())
        for audience in AUDIENCES:
            document = build(session, REGISTERS, ReportOrder(audience, "zh", day=DAY))
            assert "植私语" not in words(document)
        assert "植私语" not in words(build_pages(session, REGISTERS, ReportOrder("lead", "zh", day=DAY), units))
    opened.close()


# ---------------------------------------------------------------- since the last report


def test_what_changed_since_the_last_report_is_marked(workspace, project):
    old = make(workspace, project, "risk", title="旧的", probability=4, impact=4)
    new_names = {"旧的": old}
    first = ReportOrder("sponsor", "zh", project, day=DAY)
    with workspace.read() as session:
        assert build(session, REGISTERS, first).sections[0].code == "glance"
        made, before = first.made(session, "a.pdf"), head(session)
    assert remember(workspace, made)
    with workspace.read() as session:
        assert head(session) == before
        assert reports_made(session) == (made,)
    make(workspace, project, "risk", title="新的", probability=3, impact=3)
    undone = make(workspace, project, "risk", title="撤回的", probability=3, impact=3)
    edit.remove(workspace, "risk", [undone])
    with workspace.read() as session:
        document = build(session, REGISTERS, first)
    rows = next(s for s in document.sections if s.code == "risks").blocks[-1].rows
    assert {row.cells[0].text[9:]: row.fresh for row in rows} == {"旧的": False, "新的": True}
    since = next(s for s in document.sections if s.code == "since")
    assert before in since.blocks[0].items[0].text
    assert new_names


def test_what_was_done_and_undone_since_is_no_change(workspace, project):
    from govdesk.store.history import undo

    old = make(workspace, project, "risk", title="旧的", probability=4, impact=4)
    order = ReportOrder("sponsor", "zh", project, day=DAY)
    with workspace.read() as session:
        made = order.made(session, "a.pdf")
    remember(workspace, made)
    edit.change(workspace, "risk", [old], {"probability": 5})
    undo(workspace)
    with workspace.read() as session:
        document = build(session, REGISTERS, order)
    assert not any(r.fresh for r in next(s for s in document.sections if s.code == "risks").blocks[-1].rows)


def test_only_a_report_for_the_same_readers_is_the_last_one(workspace, project):
    one = Made("2026-05-01", "a.pdf", "sponsor", "zh", project, head="1111")
    remember(workspace, one)
    with workspace.read() as session:
        assert last_like(session, Made("2026-06-01", "b.docx", "sponsor", "en", project, head="2222")) == one
        assert last_like(session, Made("2026-06-01", "b.docx", "group", "en", project, head="2222")) is None
        assert last_like(session, Made("2026-06-01", "b.docx", "sponsor", "en", "", head="2222")) is None


# ---------------------------------------------------------------- the files


@pytest.mark.parametrize("ending", FORMATS)
def test_each_kind_of_file_holds_every_kind_of_block(tmp_path, ending):
    path = tmp_path / f"r{ending}"
    write_report(path, one_of_each())
    assert path.stat().st_size > 10_000


def test_charts_on_slides_are_charts_with_their_numbers(tmp_path):
    from pptx import Presentation

    path = tmp_path / "r.pptx"
    write_report(path, one_of_each())
    deck = Presentation(path)
    charts = [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]
    assert len(charts) == 5
    assert list(charts[0].plots[0].series[0].values) == [3.0, None]
    assert all(slide.shapes.title is not None and slide.shapes.title.text for slide in deck.slides)
    ours = {
        (s.left + s.width <= deck.slide_width and s.top + s.height <= deck.slide_height)
        for x in deck.slides
        for s in x.shapes
    }
    assert ours == {True}


@pytest.mark.parametrize("ending", [".pptx", ".docx"])
def test_chinese_letters_have_a_font_of_their_own(tmp_path, ending):
    path = tmp_path / f"r{ending}"
    write_report(path, one_of_each())
    assert "Microsoft YaHei" in whole(path)
    assert ('eastAsia="Microsoft YaHei"' if ending == ".docx" else '<a:ea typeface="Microsoft YaHei"/>') in whole(path)


def test_the_pdf_carries_our_font_and_its_text_can_be_found(tmp_path):
    path = tmp_path / "r.pdf"
    write_report(path, one_of_each())
    data = path.read_bytes()
    assert data.startswith(b"%PDF")
    assert b"NotoSansCJKsc" in data
    assert b"/ToUnicode" in data


@pytest.mark.parametrize("ending", FORMATS)
def test_hostile_text_stays_text(tmp_path, ending):
    opened = probe().fill(tmp_path / "p.govdesk", tmp_path / "probe")
    with opened.read() as session:
        document = build(session, REGISTERS, ReportOrder("lead", "zh", day=DAY))
        units = list(session.connection().exec_driver_sql("SELECT id FROM department LIMIT 3").scalars())
        pages = build_pages(session, REGISTERS, ReportOrder("lead", "zh", day=DAY), units)
    opened.close()
    hostile = "=cmd|' /C calc'!A0 <w:hyperlink/> #link(\"http://x\") *b* $x$ \x00\x1f\u202e_x0041_ \ud800 ]]>"
    series = Series("trend", hostile, hostile, 2, DAY, (hostile, "=1+2"), (Line("=A1", (1, 2)),))
    own = Document(
        hostile, hostile, "en", DAY, "x", "", (hostile,),
        (Section("a", plain(hostile), (Sentences((Sentence(plain(hostile)),)), Figure(series))),), "f",
    )  # fmt: skip
    clean = Document(*(plain(v) if isinstance(v, str) and n < 2 else v for n, v in enumerate(fields_of(own))))
    for number, one in enumerate((document, pages, clean)):
        path = tmp_path / f"h{number}{ending}"
        write_report(path, one)
        if ending == ".pdf":
            assert not re.search(rb"/URI|/Launch|/JavaScript|/S\s*/GoToR", path.read_bytes())
            continue
        for name, part in xml_parts(path):
            ET.fromstring(part)
            text = part.decode()
            assert "<f>" not in text, name
            assert not re.search(r"<w:hyperlink |<a:hlinkClick|<hyperlink |TargetMode=.External", text), name
            assert not re.search("[\u202a-\u202e\x00-\x08\x0b\x0c\x0e-\x1f]", text), name


def xml_parts(path):
    """Every part of a file that is XML, those of workbooks within it too."""
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(BytesIO(book.read(name))) as inner:
                    yield from ((n, inner.read(n)) for n in inner.namelist() if n.endswith((".xml", ".rels")))
            elif name.endswith((".xml", ".rels")):
                yield name, book.read(name)


def fields_of(document):
    return (
        document.title, document.subject, document.language, document.day, document.audience, document.head,
        tuple(map(plain, document.lines)), document.sections, document.foot,
    )  # fmt: skip


def test_the_report_of_the_sample_can_be_read_back(tmp_path):
    from docx import Document as Pages
    from pptx import Presentation

    opened = make_sample(tmp_path / "s.govdesk", REGISTERS, "zh", dt.date(2026, 11, 22))
    with opened.read() as session:
        document = build(session, REGISTERS, ReportOrder("sponsor", "zh", day=dt.date(2026, 11, 22)))
    opened.close()
    for ending in FORMATS:
        write_report(tmp_path / f"r{ending}", document)
    text = "\n".join(p.text for p in Pages(tmp_path / "r.docx").paragraphs)
    slides = "\n".join(
        s.text_frame.text for x in Presentation(tmp_path / "r.pptx").slides for s in x.shapes if s.has_text_frame
    )
    for section in document.sections:
        assert section.title in text
        assert section.title in slides
    assert re.search(r"RSK-\d{4}", slides)


def test_a_file_that_cannot_be_written_leaves_what_was_there(tmp_path):
    path = tmp_path / "r.pdf"
    path.write_bytes(b"before")
    path.chmod(0o444)
    with pytest.raises(GovDeskError) as caught:
        write_report(tmp_path / "nowhere" / "r.pdf", one_of_each())
    assert caught.value.code == "no_folder"
    with pytest.raises(GovDeskError) as caught:
        write_report(tmp_path / "r.txt", one_of_each())
    assert caught.value.code == "format"
    assert path.read_bytes() == b"before"


def test_a_report_that_is_stopped_leaves_nothing(tmp_path):
    from govdesk.errors import Cancelled

    def stop(done, total, doing=None):
        raise Cancelled

    for ending in FORMATS:
        with pytest.raises(Cancelled):
            write_report(tmp_path / f"r{ending}", one_of_each(), stop)
    assert list(tmp_path.iterdir()) == []


def test_names_are_found_longest_first_and_departments_keep_theirs():
    pattern = names_pattern(["王敏", "王敏华", "Li", "财务部", "x"], ["财务部"])
    assert pattern.sub("–", "王敏华与王敏在财务部，Li and Lisa, x") == "–与–在财务部，– and Lisa, x"
    assert names_pattern(["a", ""]) is None
