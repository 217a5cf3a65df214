"""The risk matrix as a face of the risks: the canvas, beside it the risks of the chosen cell and those without a rating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QPointF, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from govdesk.i18n import N_, Message
from govdesk.insight.exposure import SETTING, STAGES, Bands, Exposure, Point, exposures, fields_of
from govdesk.store.edit import change_many
from govdesk.store.query import Filter, Query
from govdesk.store.setting import read_setting
from govdesk.ui.context import Context, View
from govdesk.ui.icon import icon
from govdesk.ui.pages.mitigation_face import MitigationFace
from govdesk.ui.pages.reason_bar import ReasonBar
from govdesk.ui.pages.risk_canvas import RiskCanvas
from govdesk.ui.pages.risk_painter import STAGE_WORDS
from govdesk.ui.pages.risk_sheet import counts, sheets
from govdesk.ui.pages.risk_side import RiskSide
from govdesk.ui.picture import picture_button
from govdesk.ui.slot import giving
from govdesk.ui.text import button, label, tool

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from govdesk.sheet.numbers import NumberSheet

_PICTURE = QSize(1100, 760)
_LABELS = {
    "inherent": (
        N_("{record} inherent: probability {probability}, impact {impact}"),
        N_("{record} inherent: probability {probability}, impact {impact} ({reason})"),
    ),
    "current": (
        N_("{record} reassessed: probability {probability}, impact {impact}"),
        N_("{record} reassessed: probability {probability}, impact {impact} ({reason})"),
    ),
    "residual": (
        N_("{record} residual: probability {probability}, impact {impact}"),
        N_("{record} residual: probability {probability}, impact {impact} ({reason})"),
    ),
}


class RiskMatrix(MitigationFace):
    """Probability over impact; a drag is one undoable operation with its reason."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "risk")
        self.canvas = RiskCanvas(context)
        self.reason = ReasonBar(context, self.canvas)
        self._build()
        say, theme = context.say, context.theme
        self._tools: list[QWidget] = [
            tool(icon("settings", theme.colour("text")), say(N_("Bands of the matrix"))),
            tool(icon("copy", theme.colour("text")), say(N_("Copy the numbers of risks in the cells as a table"))),
            picture_button(
                context,
                self.canvas.paint_picture,
                say(N_("Risk matrix")),
                lambda: _PICTURE,
                numbers=self.numbers,
                note=self.note,
            ),
        ]
        self._tools[1].clicked.connect(self.copy_counts)  # type: ignore[attr-defined]
        self._tools[0].clicked.connect(self._set_bands)  # type: ignore[attr-defined]
        self.canvas.chosen.connect(lambda identity: context.select("risk", identity))
        self.canvas.cell_chosen.connect(self.show_cell)
        self.canvas.reassessed.connect(self._reassess)
        self.canvas.stage_asked.connect(self.show_stage)
        self.canvas.missed.connect(lambda: context.notify(say(N_("Dropped outside the matrix; nothing was changed."))))
        context.selected.connect(self._selected)

    def _build(self) -> None:
        row = QHBoxLayout(self.body)
        row.setContentsMargins(8, 8, 8, 8)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addLayout(self._stages())
        left.addWidget(self.canvas, 1)
        row.addLayout(left, 1)
        self.side = RiskSide(self.context)
        self.side.chosen.connect(lambda identity: self.context.select("risk", identity))
        self.side.rows.clicked.connect(self._open_rows)
        row.addWidget(self.side)

    def _stages(self) -> QHBoxLayout:
        """Make the buttons that say at which stage the discs stand, and which a drag sets."""
        say, row = self.context.say, QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(label(say(N_("Where it stands:")), "muted"))
        self.stages = QButtonGroup(self)
        for place, stage in enumerate(STAGES):
            made = button(say(STAGE_WORDS[stage]), "chip", tip=say(Message(N_("Key {key}"), {"key": place + 1})))
            made.setCheckable(True)
            made.setChecked(stage == "current")
            made.clicked.connect(giving(self.show_stage, stage))
            self.stages.addButton(made, place)
            row.addWidget(made)
        row.addStretch(1)
        return row

    def show_stage(self, stage: str) -> None:
        """Let the discs stand at a stage; a drag and the keys set that stage from now on."""
        self.stages.button(STAGES.index(stage)).setChecked(True)
        self.reason.drop()
        self.canvas.show_stage(stage)
        self.side.show_bare([r for r in self.canvas.scene.risks if r.at(stage) is None])
        self.show_cell(self.canvas.scene.cell)

    def toolbar(self) -> list[QWidget]:
        """Return the picture menu and the bands."""
        return self._tools

    unfit = N_("No risk fits the filters")

    def fetch(self, session: Session, query: Query) -> tuple[tuple[Exposure, ...], Bands]:
        """Return the risks of a query, and the bands that name their scores."""
        return exposures(session, self.context.registers, query), Bands.load(read_setting(session, SETTING))

    def take(self, found: Sequence[Exposure], beside: Bands) -> None:
        """Show the risks."""
        risks = found
        self.reason.drop()
        self.canvas.show_risks(risks, beside)
        stage = self.canvas.scene.stage
        self.side.show_bare([r for r in risks if r.at(stage) is None])
        code, identity = self.context.selection
        if code == "risk" and identity:
            self.canvas.show_chosen(identity)
        if self.canvas.scene.cell is None:
            rated = [p for r in risks if (p := r.at(stage))]
            worst = max(rated, key=lambda p: p[0] * p[1], default=None)
            self.canvas.scene = replace(self.canvas.scene, cell=worst)
        self.show_cell(self.canvas.scene.cell)

    def teach(self) -> None:
        """Say what the matrix shows."""
        say = self.context.say
        words = N_(
            "The matrix shows each risk by its probability and its impact. Add the first with “New risk”, or import your risk list."
        )
        offer = (say(N_("New risk")), "primary", "plus", self.adding.emit)
        offers = (offer,) if self.context.writable else ()
        self.empty.show_state("shield-check", say(N_("No risks yet")), say(words), offers)

    # ------------------------------------------------------------ the lists beside

    def show_cell(self, point: Point | None) -> None:
        """List the risks of a cell."""
        self.side.show_cell(point, self.canvas.held(point) if point else [], self.canvas.scene.chosen)

    def _open_rows(self) -> None:
        point = self.canvas.scene.cell
        if point is None:
            return
        names = fields_of(self.canvas.scene.stage)
        others = tuple(f for f in self._query.filters if f.field not in names)
        own = tuple(Filter(n, "any_of", (v,)) for n, v in zip(names, point, strict=True))
        self.context.open_view(View("risk", replace(self._query, filters=(*others, *own))))

    def _selected(self, code: str, identity: str) -> None:
        if code not in ("risk", ""):
            return
        self.canvas.show_chosen(identity)
        risk = self.canvas.risk(identity)
        point = risk.at(self.canvas.scene.stage) if risk is not None else None
        if point is not None:
            self.show_cell(point)

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
        table = counts(self.context.language, self.canvas.scene)
        QGuiApplication.clipboard().setText("\n".join("\t".join(map(str, row)) for row in table))
        self.context.notify(self.context.say(N_("The counts are on the clipboard; paste them into Excel.")))

    def numbers(self) -> list[NumberSheet]:
        """Return the counts and the risks as sheets for Excel."""
        return sheets(self.context, self.canvas.scene)

    def note(self) -> str:
        """Return what a picture says below its title."""
        scene = self.canvas.scene
        args = {
            "stage": self.context.say(STAGE_WORDS[scene.stage]),
            "count": sum(r.at(scene.stage) is not None for r in scene.risks),
            "total": len(scene.risks),
        }
        return self.context.say(Message(N_("{stage} · {count} of {total} risks are rated"), args))

    def _set_bands(self) -> None:
        from govdesk.ui.dialogs.band_dialog import BandDialog  # noqa: PLC0415 - seldom needed

        dialog = BandDialog(self.context, self.canvas.scene.bands, self.window())
        dialog.kept.connect(lambda: self.show_query(self._query))
        dialog.open()


def _label(risk: Exposure, stage: str, point: Point, reason: str) -> Message:
    title = risk.title if len(risk.title) <= 24 else f"{risk.title[:23]}…"
    args = {"record": title, "probability": point[0], "impact": point[1], "reason": reason}
    return Message(_LABELS[stage][bool(reason)], args)
