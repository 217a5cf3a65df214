"""The risk matrix as a face of the risks: the canvas, beside it the risks of the chosen cell and those without a rating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.exposure import LEVELS, SETTING, Bands, Exposure, Point, exposures, fields_of
from govdesk.progress import Progress
from govdesk.store.edit import change_many
from govdesk.store.query import Filter, Query, count
from govdesk.store.setting import read_setting
from govdesk.ui.context import Context, View
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.icon import icon
from govdesk.ui.pages.face import Face
from govdesk.ui.pages.mitigation_strip import MitigationStrip
from govdesk.ui.pages.reason_bar import ReasonBar
from govdesk.ui.pages.risk_canvas import RiskCanvas
from govdesk.ui.picture import picture_button
from govdesk.ui.text import button, frame, label, tip, tool

_ID = int(Qt.ItemDataRole.UserRole)
_SIDE = 216
_PICTURE = QSize(1100, 760)
_LABELS = {
    "current": (
        N_("{record} reassessed: probability {probability}, impact {impact}"),
        N_("{record} reassessed: probability {probability}, impact {impact} ({reason})"),
    ),
    "residual": (
        N_("{record} residual: probability {probability}, impact {impact}"),
        N_("{record} residual: probability {probability}, impact {impact} ({reason})"),
    ),
}
Taken = tuple[tuple[Exposure, ...], Bands, int]


class RiskMatrix(Face):
    """Probability over impact; a drag is one undoable operation with its reason."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._query = Query("risk")
        self._asked = 0
        self.canvas = RiskCanvas(context)
        self.reason = ReasonBar(context, self.canvas)
        self.strip = MitigationStrip(context)
        self.empty = EmptyState(context)
        self._build()
        say, theme = context.say, context.theme
        self._tools: list[QWidget] = [
            tool(icon("settings", theme.colour("text")), say(N_("Bands of the matrix"))),
            tool(icon("copy", theme.colour("text")), say(N_("Copy the numbers of risks in the cells as a table"))),
            picture_button(context, self.canvas.paint_picture, say(N_("Risk matrix")), lambda: _PICTURE),
        ]
        self._tools[1].clicked.connect(self.copy_counts)  # type: ignore[attr-defined]
        self._tools[0].clicked.connect(self._set_bands)  # type: ignore[attr-defined]
        self.canvas.chosen.connect(lambda identity: context.select("risk", identity))
        self.canvas.cell_chosen.connect(self.show_cell)
        self.canvas.reassessed.connect(self._reassess)
        self.canvas.missed.connect(lambda: context.notify(say(N_("Dropped outside the matrix; nothing was changed."))))
        context.selected.connect(self._selected)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.strip)
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        body: QFrame = frame("card")
        row = QHBoxLayout(body)
        row.setContentsMargins(8, 8, 8, 8)
        row.addWidget(self.canvas, 1)
        side = QVBoxLayout()
        side.setSpacing(4)
        row.addLayout(side)
        say = self.context.say
        self.cell_words, self.cell_list = label("", "strong", wrap=True), self._list(say(N_("Risks of the cell")))
        self.rows = button(say(N_("Open as rows")), "link")
        self.rows.clicked.connect(self._open_rows)
        self.bare_words = label("", "strong", wrap=True)
        self.bare_hint = label(
            say(
                N_(
                    "They have no probability or no impact. Drag one into a cell, or give both in the form at the right."
                )
            ),
            "caption",
            wrap=True,
        )
        self.bare_list = self._list(say(N_("Without a rating")))
        for one in (self.cell_words, self.cell_list, self.rows, self.bare_words, self.bare_hint, self.bare_list):
            if one not in (self.cell_list, self.bare_list):
                one.setMaximumWidth(_SIDE)
            side.addWidget(one, 1 if one is self.cell_list else 0)
        self.bare_list.setMaximumHeight(150)
        self.bare_list.setDragEnabled(self.context.writable)
        self._stack.addWidget(body)
        self._stack.addWidget(self.empty)

    def _list(self, name: str) -> QListWidget:
        made = QListWidget()
        made.setProperty("role", "plain")
        made.setFixedWidth(_SIDE)
        made.setWordWrap(True)
        made.setTextElideMode(Qt.TextElideMode.ElideRight)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setAccessibleName(name)
        made.currentItemChanged.connect(self._listed)
        return made

    def toolbar(self) -> list[QWidget]:
        """Return the picture menu and the bands."""
        return self._tools

    def show_query(self, query: Query) -> None:
        """Fetch the risks of a query and show them."""
        self._query = query
        self._asked += 1
        asked = self._asked
        workspace, registers = self.context.workspace, self.context.registers

        def work(progress: Progress) -> Taken:
            with workspace.read() as session:
                bands = Bands.load(read_setting(session, SETTING))
                total = count(session, registers, Query("risk", query.project))
                return exposures(session, registers, query), bands, total

        self.context.jobs.read(work, lambda found: self._take(asked, found), owner=self)
        self.strip.read(query.project)

    def _take(self, asked: int, found: Taken) -> None:
        if asked != self._asked:
            return
        risks, bands, total = found
        self.reason.drop()
        self.canvas.show_risks(risks, bands)
        self.counted.emit(len(risks), total)
        self._stack.setCurrentIndex(0 if risks else 1)
        if not risks:
            self._say_empty(total)
        self._show_bare([r for r in risks if r.current is None])
        code, identity = self.context.selection
        if code == "risk" and identity:
            self.canvas.show_chosen(identity)
        if self.canvas.scene.cell is None:
            rated = [r.current for r in risks if r.current is not None]
            worst = max(rated, key=lambda p: p[0] * p[1], default=None)
            self.canvas.scene = replace(self.canvas.scene, cell=worst)
        self.show_cell(self.canvas.scene.cell)

    def _say_empty(self, total: int) -> None:
        say = self.context.say
        if total:
            self.empty.show_state(
                "search",
                say(N_("No risk fits the filters")),
                say(N_("Every row is still there; the filters only hide them.")),
                (),
            )
        else:
            words = N_(
                "The matrix shows each risk by its probability and its impact. Add the first with “New risk”, or import your risk list."
            )
            self.empty.show_state("shield-check", say(N_("No risks yet")), say(words), ())

    # ------------------------------------------------------------ the lists beside

    def show_cell(self, point: Point | None) -> None:
        """List the risks of a cell."""
        held = self.canvas.held(point) if point else []
        words = N_("Probability {probability} × impact {impact}: {count}")
        args = {"probability": point[0], "impact": point[1], "count": len(held)} if point else {}
        self.cell_words.setText(self.context.say(Message(words, args)) if point else "")
        self.rows.setVisible(bool(held))
        self._fill(self.cell_list, held)

    def _show_bare(self, risks: Sequence[Exposure]) -> None:
        self.bare_words.setText(self.context.say(Message(N_("Without a rating: {count}"), {"count": len(risks)})))
        for one in (self.bare_words, self.bare_hint, self.bare_list):
            one.setVisible(bool(risks))
        self._fill(self.bare_list, risks)

    def _fill(self, into: QListWidget, risks: Sequence[Exposure]) -> None:
        into.blockSignals(True)
        into.clear()
        for risk in risks:
            item = QListWidgetItem(f"{risk.number}  {risk.title}")
            item.setData(_ID, risk.id)
            item.setToolTip(tip(risk.title))
            into.addItem(item)
            if risk.id == self.canvas.scene.chosen:
                into.setCurrentItem(item)
        into.blockSignals(False)

    def _listed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.context.select("risk", item.data(_ID))

    def _open_rows(self) -> None:
        point = self.canvas.scene.cell
        if point is None:
            return
        others = tuple(f for f in self._query.filters if f.field not in ("probability", "impact"))
        own = tuple(Filter(n, "any_of", (v,)) for n, v in zip(("probability", "impact"), point, strict=True))
        self.context.open_view(View("risk", replace(self._query, filters=(*others, *own))))

    def _selected(self, code: str, identity: str) -> None:
        if code not in ("risk", ""):
            return
        self.canvas.show_chosen(identity)
        risk = self.canvas.risk(identity)
        if risk is not None and risk.current is not None:
            self.show_cell(risk.current)

    # ------------------------------------------------------------ reassessing

    def _reassess(self, identity: str, stage: str, point: Point, at: QPointF | None) -> None:
        """Keep a reassessment: one made by mouse after asking why, one made by a key at once."""
        risk = self.canvas.risk(identity)
        if risk is None:
            return
        if at is None:
            self.keep(risk, stage, point)
            return
        words = self.context.say(_label(risk, stage, point, ""))
        near = QPoint(round(at.x()), round(at.y()))
        before, bands = self.canvas.scene.risks, self.canvas.scene.bands
        place: dict[str, Any] = {stage: point}
        moved = replace(risk, **place)
        self.canvas.show_risks([moved if r is risk else r for r in before], bands)
        self.reason.ask(
            words,
            near,
            lambda why: self.keep(risk, stage, point, why),
            lambda: self.canvas.show_risks(before, bands),
        )

    def keep(self, risk: Exposure, stage: str, point: Point, reason: str = "") -> None:
        """Write a reassessment as one operation."""
        values = dict(zip(fields_of(stage), point, strict=True))
        label_ = _label(risk, stage, point, reason)
        self.context.edit(lambda: change_many(self.context.workspace, "risk", {risk.id: values}, label=label_))

    def copy_counts(self) -> None:
        """Put the number of risks in each cell on the clipboard, as a table for a spreadsheet."""
        context = self.context
        corner = " / ".join((context.say(N_("Probability")), context.say(N_("Impact"))))
        table = [[corner, *map(str, range(1, LEVELS + 1))]]
        for probability in range(LEVELS, 0, -1):
            counts = (len(self.canvas.held((probability, impact))) for impact in range(1, LEVELS + 1))
            table.append([str(probability), *map(str, counts)])
        QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in table))
        context.notify(context.say(N_("The counts are on the clipboard; paste them into Excel.")))

    def _set_bands(self) -> None:
        from govdesk.ui.dialogs.band_dialog import BandDialog  # noqa: PLC0415 - seldom needed

        dialog = BandDialog(self.context, self.canvas.scene.bands, self.window())
        dialog.kept.connect(lambda: self.show_query(self._query))
        dialog.open()


def _label(risk: Exposure, stage: str, point: Point, reason: str) -> Message:
    title = risk.title if len(risk.title) <= 24 else f"{risk.title[:23]}…"
    args = {"record": title, "probability": point[0], "impact": point[1], "reason": reason}
    return Message(_LABELS[stage][bool(reason)], args)
