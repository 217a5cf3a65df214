"""Questions that the user answers with Qt's own dialogs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from govdesk.ui.ask import QtAsk


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ERP", "ERP.govdesk"),
        ("ERP 2.0", "ERP 2.0.govdesk"),
        ("ERP.govdesk", "ERP.govdesk"),
        ("ERP.GOVDESK", "ERP.GOVDESK"),
    ],
)
def test_a_file_gets_its_ending_whatever_dots_its_name_has(app, monkeypatch, tmp_path, typed, kept):
    monkeypatch.setattr(QFileDialog, "exec", lambda _: 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _: [str(tmp_path / typed)])
    found = QtAsk(str).save_file("Where?", tmp_path / "new.govdesk", [("Workspaces", ("govdesk",))])
    assert found == Path(tmp_path / kept)


@pytest.mark.parametrize("asked", [
    lambda ask: ask.confirm("Stop and quit?", yes="Stop") is False,
    lambda ask: ask.choose("Which?", ["this", "that"]) is None,
    lambda ask: ask.text("Name?") is None,
])  # fmt: skip
def test_a_question_over_a_dialog_that_ends_meanwhile_is_not_agreed_to(app, asked):
    window = QWidget()
    window.show()
    over = QDialog(window)
    over.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    over.open()
    over.activateWindow()
    QTimer.singleShot(0, over, over.accept)
    assert asked(QtAsk(str))
    window.close()
