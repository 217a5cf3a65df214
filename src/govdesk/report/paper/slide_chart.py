"""Puts a series on a slide as a chart that can be edited there, or as a table of shaded cells where it is one."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from govdesk.i18n import Language
from govdesk.report.figures.groups import shades
from govdesk.report.figures.matrix import ground
from govdesk.report.figures.style import readable
from govdesk.report.paper.look import INK, STYLE
from govdesk.report.paper.slide_shape import box, describe, fill, first, points, rgb, run
from govdesk.report.paper.wording import plain
from govdesk.report.series import HIDDEN, Series, told

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD, _SMALL = 34.0, 10.0
_TABLES = ("heat", "matrix")
_COLUMNS, _LINES, _BARS = ("trend", "wait", "groups"), ("line",), ("course",)


def put(slide: Any, series: Series, lang: Language, left: float, top: float, width: float, height: float) -> None:
    """Put a series into a rectangle: its title, its caption, and the chart."""
    frame = box(slide, left, top, width, _HEAD)
    run(first(frame), plain(lang.say(series.title)), lang.code, size=13, bold=True)
    run(frame.add_paragraph(), plain(series.caption(lang)), lang.code, size=9, colour=STYLE.muted)
    place = (left, top + _HEAD, width, height - _HEAD)
    made = _table(slide, series, lang, *place) if series.code in _TABLES else _chart(slide, series, lang, *place)
    describe(made, plain(f"{lang.say(series.title)}. {series.caption(lang)}", 300))


def _names(series: Series, lang: Language) -> list[str]:
    """Return the names of the columns; one whose number may not be told says so."""
    first_line = series.lines[0].values if series.lines else ()
    names = []
    for j, column in enumerate(series.columns):
        hidden = j < len(first_line) and first_line[j] is None
        names.append(plain(lang.say(column), 60) + (f" ({HIDDEN})" if hidden else ""))
    if series.code == "course" and len(series.lines) > 1:
        shares = series.lines[1].values
        names = [n if s is None else f"{n} · {s:.0f}%" for n, s in zip(names, shares, strict=True)]
    return names


def _chart(slide: Any, series: Series, lang: Language, *place: float) -> Any:
    from pptx.chart.data import CategoryChartData  # noqa: PLC0415 - loaded when the first slides are written
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION  # noqa: PLC0415

    kinds = {**dict.fromkeys(_LINES, XL_CHART_TYPE.LINE_MARKERS), **dict.fromkeys(_BARS, XL_CHART_TYPE.BAR_CLUSTERED)}
    lines = series.lines[:1] if series.code in _BARS else series.lines
    names = _names(series, lang) or ["–"]
    data = CategoryChartData()
    data.categories = names
    titles = [plain(lang.say(line.name), 60) or plain(lang.say(series.unit), 60) for line in lines]
    if series.code in _LINES:
        titles = [titles[0], *(f"{t} {told(line.values[-1])}" for t, line in zip(titles[1:], lines[1:], strict=True))]
    for title, line in zip(titles, lines, strict=True):
        data.add_series(title, line.values or (None,))
    kind = kinds.get(series.code, XL_CHART_TYPE.COLUMN_CLUSTERED)
    shape = slide.shapes.add_chart(kind, *map(points, place), data)
    chart = shape.chart
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(names, titles, [line.values for line in lines]))
    chart.has_title = False
    chart.font.size = points(_SMALL)
    chart.font.color.rgb = rgb(INK)
    chart.has_legend = len(lines) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
    _style(chart, series)
    return shape


def _style(chart: Any, series: Series) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE  # noqa: PLC0415 - as above
    from pptx.enum.dml import MSO_LINE  # noqa: PLC0415

    plot, axis, other = chart.plots[0], chart.value_axis, chart.category_axis
    axis.has_major_gridlines, axis.visible = False, False
    other.format.line.color.rgb = rgb(STYLE.border)
    other.has_major_gridlines = False
    plot.has_data_labels = True
    plot.data_labels.font.size = points(_SMALL)
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "#,##0.##;-#,##0.##;;", False
    plot.data_labels.show_value = True
    if series.code in _BARS:
        other.reverse_order = True
    if series.code == "groups":
        plot.data_labels.number_format = '[>=1000000]0.0#,,"M";[>=1000]0,"k";0'
    if series.code in _LINES:
        plot.data_labels.number_format, plot.data_labels.position = "General", XL_LABEL_POSITION.ABOVE
        for n, one in enumerate(plot.series):
            one.smooth = False
            if n:
                one.marker.style = XL_MARKER_STYLE.NONE
                one.data_labels.show_value = False
            one.format.line.color.rgb = rgb(STYLE.watch if n else STYLE.accent)
            one.format.line.width = points(1.5 if n else 2.5)
            if n:
                one.format.line.dash_style = MSO_LINE.DASH
        return
    plot.gap_width = 60
    for one, colour in zip(
        plot.series, shades(STYLE, len(series.lines)) if len(plot.series) > 1 else (STYLE.accent,), strict=False
    ):
        one.format.fill.solid()
        one.format.fill.fore_color.rgb = rgb(colour)


def _workbook(names: Sequence[str], titles: Sequence[str], rows: Sequence[Sequence[float | None]]) -> bytes:
    """Return the sheet behind a chart, in which no text becomes a formula or a link."""
    import xlsxwriter  # noqa: PLC0415 - as above

    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    page = book.add_worksheet("Sheet1")
    for row, name in enumerate(names, 1):
        page.write_string(row, 0, name)
    for column, (title, values) in enumerate(zip(titles, rows, strict=True), 1):
        page.write_string(0, column, title)
        for row, value in enumerate(values, 1):
            if value is not None:
                page.write_number(row, column, value)
    book.close()
    return kept.getvalue()


def _table(slide: Any, series: Series, lang: Language, *place: float) -> Any:
    left, top, width, height = place
    columns = len(series.columns)
    shape = slide.shapes.add_table(len(series.lines) + 1, columns + 1, *map(points, (left, top, width, height)))
    plain_table(shape)
    table = shape.table
    name = min(0.3 * width, 150.0)
    table.columns[0].width = points(name)
    for j in range(columns):
        table.columns[j + 1].width = points((width - name) / columns)
    tall = min(26.0, height / (len(series.lines) + 1))
    for row in table.rows:
        row.height = points(tall)
    size = 9 if columns > 7 or tall < 24 else _SMALL  # noqa: PLR2004 - narrower cells, smaller print
    fill(table.cell(0, 0), "", lang.code, size=size)
    for j, column in enumerate(series.columns):
        fill(table.cell(0, j + 1), plain(lang.say(column), 40), lang.code, size=size, colour=STYLE.muted)
        _middle(table.cell(0, j + 1))
    totals = series.code == "heat"
    body = series.lines[:-1] if totals else series.lines
    highest = max((v or 0 for line in body for v in (line.values[:-1] if totals else line.values)), default=0)
    for i, line in enumerate(series.lines):
        fill(table.cell(i + 1, 0), plain(lang.say(line.name), 40), lang.code, size=size)
        for j, value in enumerate(line.values):
            total = totals and (i == len(series.lines) - 1 or j == columns - 1)
            colour = _ground(series, i, j, value, highest, total=total)
            words = "" if series.code == "matrix" and value == 0 else "·" if value == 0 else told(value)
            ink = readable(colour) if colour else STYLE.text if value else STYLE.muted
            bold = total or series.code == "matrix"
            fill(table.cell(i + 1, j + 1), words, lang.code, size=size, colour=ink, bold=bold, ground=colour)
            _middle(table.cell(i + 1, j + 1))
    return shape


def _ground(series: Series, row: int, column: int, value: float | None, highest: float, *, total: bool) -> str:
    if series.code == "matrix":
        return ground(STYLE, series.grades[row][column])
    if total or not value or not highest:
        return STYLE.sunken if value is None else ""
    return STYLE.shade(value / highest)


def _middle(cell: Any) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN  # noqa: PLC0415 - as above

    first(cell.text_frame).alignment = PP_ALIGN.CENTER
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE


def plain_table(shape: Any) -> None:
    """Take the library's own colours off a table."""
    properties = shape._element.graphic.graphicData.tbl.tblPr  # noqa: SLF001 - the library has no face for it
    for name in ("bandRow", "firstRow"):
        properties.set(name, "1" if name == "firstRow" else "0")
    style = properties.find("{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId")
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
