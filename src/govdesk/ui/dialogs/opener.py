"""Opens the dialogs that belong to the window as a whole, one at a time; each loads when it is wanted."""

# ruff: noqa: PLC0415 - seldom needed
from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from govdesk.settings import Settings
from govdesk.ui.command import Commands
from govdesk.ui.context import Context
from govdesk.ui.guide_opener import GuideOpener
from govdesk.ui.keeping import Keeping


class DialogOpener:
    """Shows quick entry, guide, settings, keys, backups and what the program is."""

    def __init__(
        self,
        context: Context,
        commands: Commands,
        apply: Callable[[Settings], None],
        keeping: Keeping,
        over: QWidget,
    ) -> None:
        self._context = context
        self._commands = commands
        self._apply = apply
        self._keeping = keeping
        self._over = over
        self._guide = GuideOpener(context, over)
        self._dialog: QDialog | None = None

    def show_guide(self) -> None:
        """Show the guide where it tells of what is in front."""
        self._guide.show()

    def show_voice(self) -> None:
        """Let the user write down a voice, where he is."""
        from govdesk.ui.pages.voice import write_down_voice

        if self._context.writable:
            write_down_voice(self._context, self._over)

    def show_settings(self) -> None:
        """Show the settings."""
        from govdesk.ui.dialogs.preferences import Preferences

        self._show(Preferences(self._context, self._apply, self._over))

    def show_keys(self) -> None:
        """Show which keys do what."""
        from govdesk.ui.dialogs.shortcut import ShortcutSheet

        self._show(ShortcutSheet(self._context, self._commands, self._over))

    def show_about(self) -> None:
        """Show what the program is, and its notices."""
        from govdesk.ui.dialogs.about import About

        self._show(About(self._context, self._over))

    def show_mishaps(self) -> None:
        """Show what went wrong so far, as it was written down."""
        from govdesk.ui.dialogs.mishap_dialog import MishapDialog

        self._show(MishapDialog(self._context, self._over))

    def show_backups(self) -> None:
        """Show the backups of the open workspace."""
        from govdesk.ui.dialogs.backup_dialog import BackupDialog

        dialog = BackupDialog(self._context, self._over)
        dialog.wanted.connect(self._keeping.go_back)
        dialog.looked_at.connect(self._keeping.look_at)
        self._show(dialog)

    def show_password(self) -> None:
        """Show what gives the open workspace a password, or takes it away."""
        from govdesk.ui.dialogs.password_dialog import PasswordDialog

        dialog = PasswordDialog(self._context, self._over)
        dialog.wanted.connect(self._keeping.convert)
        self._show(dialog)

    def _show(self, dialog: QDialog) -> None:
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.close()
        self._dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
