"""A dialog that lets one long piece of work run beside it: a bar, a line that says what goes on, a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from govdesk.i18n import Message
from govdesk.ui.context import Context
from govdesk.ui.dialogs.careful import CarefulDialog
from govdesk.ui.dialogs.notice import told
from govdesk.ui.jobs import Job
from govdesk.ui.text import button, label, set_role


class JobDialog(CarefulDialog):
    """Holds the running job with what shows of it; who derives from it places `_bar`, `_text` and `cancel`."""

    def __init__(self, context: Context, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        gettext = context.language.gettext
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(gettext("Progress"))
        self._bar.hide()
        self._text = label("", "muted", wrap=True)
        self.cancel = button(gettext("Cancel"))
        self.cancel.clicked.connect(self.reject)

    def text(self) -> str:
        """Return what is said of the work."""
        return self._text.text()

    def reject(self) -> None:
        """Stop the work; where nothing runs, close."""
        if self._job is None:
            super().reject()
            return
        self._job.cancel()
        self.cancel.setEnabled(False)
        self._say(self._context.language.gettext("Stopping…"))

    def _wait(self, words: str) -> None:
        """Show that work begins."""
        self._bar.setRange(0, 0)
        self._bar.show()
        self._say(words)

    def _watch(self, job: Job) -> None:
        self._job = job
        job.progressed.connect(self._progress)
        job.ended.connect(self._ended)

    def _progress(self, done: int, total: int, doing: Message | None) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if doing is not None and self.cancel.isEnabled():
            self._say(self._context.say(doing))

    def _ended(self) -> None:
        """Forget the job that is over, and answer to its end in `_rest`."""
        job, self._job = self._job, None
        self._bar.hide()
        self.cancel.setEnabled(True)
        self._say("")
        self._rest(stopped=job is not None and job.cancelled)

    def _rest(self, *, stopped: bool) -> None:
        """Offer again what can be done once nothing runs."""

    def _failed(self, error: Exception) -> None:
        self._say(self._context.say(told(error)), role="error")

    def _say(self, text: str, *, role: str = "muted") -> None:
        set_role(self._text, role)
        self._text.setText(text)
