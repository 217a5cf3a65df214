"""What the benchmarks stand on: workspaces made in bulk, child processes that are alike, the real window driven from inside.

A script measures in its own children: `command(script, STAGE, …)` starts it again, and its `main` plays that stage.
Nothing heavy is imported here, for a child's imports are part of what is timed.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govdesk.ui.window import Window

#: The limit of a start: an empty window of Qt, told of once it is painted.
BARE_WINDOW = """
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            app.removeEventFilter(self)
            QTimer.singleShot(0, app, tell)
        return False
def tell():
    print("painted", flush=True)
    app.quit()
first = FirstPaint()
app.installEventFilter(first)
window.showMaximized()
app.exec()
"""
#: The same with the database library, imported first: behind Qt, whose import hook slows imports, it takes longer.
BARE_WINDOW_AND_SQLALCHEMY = "import sqlalchemy.orm\n" + BARE_WINDOW

_SCREEN = """{"screens": [{"name": "one", "x": 0, "y": 0, "width": 1366, "height": 768, "logicalDpi": 96}]}"""
_SETTLED = 700
#: Width and height of the tables that are compared.
TABLE = (1000, 600)


def folder() -> Path:
    """Return the folder of this run: the one that `benchmarks/run` shares, or one that goes when the script ends."""
    known = os.environ.get("GOVDESK_SCENE")
    if known is None:
        known = os.environ["GOVDESK_SCENE"] = tempfile.mkdtemp(prefix="govdesk-scene-")
        atexit.register(shutil.rmtree, known, ignore_errors=True)
    return Path(known)


def prepare() -> Path:
    """Have this process and its children paint on no screen, keep settings and compiled modules in the run's folder."""
    here = folder()
    screen = here / "screen.json"
    screen.write_text(_SCREEN, "utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
    os.environ["GOVDESK_HOME"] = str(here / "home")
    os.environ["PYTHONPYCACHEPREFIX"] = str(here / "compiled")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return here


def forget_settings() -> None:
    """Let the next window start as on the first day."""
    shutil.rmtree(os.environ["GOVDESK_HOME"], ignore_errors=True)


def command(script: str, *words: object) -> list[str]:
    """Return the arguments that play one stage of a script in a Python of its own."""
    return [script, *map(str, words)]


def until_first_word(*arguments: str) -> float:
    """Start a Python and return the seconds from its start to the first line that it prints; wait for its end."""
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        said = running.stdout.readline()
        took = time.perf_counter() - began
        running.stdout.read()
    if not said or running.returncode:
        raise SystemExit(f"{arguments[:2]} ended with {running.returncode} and said {said!r}")
    return took


def memory() -> float:
    """Return the MB that this process holds."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def tell_first_paint(application: Any, end: Callable[[], object], of: Any = None) -> None:
    """Print a line once a widget, or any, was painted for the first time, and then end."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class FirstPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
            if event.type() == QEvent.Type.Paint and of in (None, watched):
                application.removeEventFilter(self)
                QTimer.singleShot(0, self, tell)
            return False

    def tell() -> None:
        print("painted", flush=True)
        QTimer.singleShot(0, application, end)

    application.first_paint = FirstPaint()
    application.installEventFilter(application.first_paint)


def run_program(path: Path, started: Callable[[Any], None]) -> None:
    """Run the real program on a workspace, and hand over its application as soon as it is made, in the program's order."""
    from govdesk import app

    make = app._application  # noqa: SLF001 - a benchmark looks on where the program gives no handle

    def watched() -> Any:
        application = make()
        started(application)
        return application

    app._application = watched  # noqa: SLF001
    app.run([str(path)])


def in_window(path: Path, work: Callable[[Window], Any]) -> None:
    """Open a workspace in the real program, do some work once its rows are painted and all is quiet, and close it."""
    wrong = []

    def begin(application: Any) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QAbstractButton

        from govdesk.ui.table_view import TableView
        from govdesk.ui.window import Window

        window = next((w for w in application.topLevelWidgets() if isinstance(w, Window)), None)
        table = window.findChild(TableView) if window else None
        rows = table is not None and table.model().rowCount()
        if window is None or not (rows or any(w.property("first_row") for w in window.findChildren(QAbstractButton))):
            QTimer.singleShot(20, lambda: begin(application))
            return
        QTimer.singleShot(_SETTLED, lambda: play(window))

    def play(window: Window) -> None:
        try:
            work(window)
        except BaseException as error:  # noqa: BLE001 - what a slot raises, Qt prints and forgets
            wrong.append(error)
        finally:
            window.close()

    def started(application: Any) -> None:
        from PySide6.QtCore import QTimer

        QTimer.singleShot(0, lambda: begin(application))

    run_program(path, started)
    for error in wrong:
        raise error


def wait_until(reached: Callable[[], bool]) -> None:
    """Let the window live until something holds."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    look = QTimer(interval=5)
    look.timeout.connect(lambda: reached() and loop.quit())
    look.start()
    loop.exec()


def rest(milliseconds: int) -> None:
    """Let the window live for a while."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def sample() -> Path:
    """Return the sample workspace, made once in a run."""
    path = folder() / "sample.govdesk"
    if not path.exists():
        make = f"from govdesk.cli import main; raise SystemExit(main(['demo', {str(path)!r}, '--lang', 'zh']))"
        subprocess.run([sys.executable, "-c", make], check=True, stdout=subprocess.DEVNULL)
    return path


def feedback(rows: int) -> Path:
    """Return a workspace of one project with these many feedback entries, made once in a run."""
    path = folder() / f"feedback-{rows}.govdesk"
    if not path.exists():
        make = f"import scene; scene.make_feedback({str(path)!r}, {rows})"
        here = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
        subprocess.run([sys.executable, "-c", make], check=True, env={**os.environ, "PYTHONPATH": here})
    return path


def show_feedback_first(*paths: Path) -> None:
    """Have the next windows start on the feedback entries of these workspaces."""
    import sqlite3
    from contextlib import closing

    home = Path(os.environ["GOVDESK_HOME"])
    home.mkdir(exist_ok=True)
    places = {}
    for path in paths:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as plain:
            project = plain.execute("SELECT id FROM project").fetchone()[0]
        places[str(path)] = {"register": "feedback", "project": project, "filters": [], "search": "", "order": []}
    kept = {"recent": list(places), "places": places, "language": "zh", "start": "last"}
    (home / "settings.json").write_text(json.dumps(kept), "utf-8")


def plain_table(path: Path) -> Any:
    """Return a plain view of the feedback entries through QSqlQueryModel: the same columns, names and order as ours.

    Only in a process without sqlite3: two SQLite libraries must not hold one file.
    """
    from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
    from PySide6.QtWidgets import QTableView

    from govdesk.ui.font import bring_fonts, window_font

    database = QSqlDatabase.addDatabase("QSQLITE")
    database.setDatabaseName(str(path))
    database.setConnectOptions("QSQLITE_OPEN_READONLY")
    if not database.open():
        raise SystemExit(database.lastError().text())
    model, view = QSqlQueryModel(), QTableView()
    model.setQuery(_SAME_VIEW, database)
    model.setParent(view)
    view.setModel(model)
    bring_fonts()
    view.setFont(window_font(14, "zh"))
    view.verticalHeader().setDefaultSectionSize(34)
    view.verticalHeader().hide()
    view.setWordWrap(False)
    for column, width in enumerate(_WIDTHS):
        view.setColumnWidth(column, width)
    return view


#: As wide as the program makes these columns.
_WIDTHS = (96, 104, 144, 128, 336, 128, 152, 112, 96, 128, 118)


_SAME_VIEW = """
SELECT f.number, f.date, d.name, s.name, f.statement, f.theme, f.cause, f.sentiment, f.status, o.name, f.due
FROM feedback f LEFT JOIN department d ON d.id = f.department LEFT JOIN stakeholder s ON s.id = f.source
LEFT JOIN stakeholder o ON o.id = f.owner ORDER BY f."row"
"""


def make_feedback(path: str, rows: int) -> None:
    """Write such a workspace: 40 departments, 400 stakeholders, and the entries in blocks."""
    from govdesk.registers import REGISTERS
    from govdesk.store.workspace import Workspace
    from govdesk.store.writing import insert_rows

    workspace = Workspace.create(Path(path), REGISTERS, author="Benchmark")
    with workspace.write("Benchmark") as session:
        project = insert_rows(session, REGISTERS["project"], [{"name": "数字化学习平台"}])[0]
        departments = insert_rows(session, REGISTERS["department"], [{"name": f"第{n}门店"} for n in range(40)])
        people = insert_rows(
            session,
            REGISTERS["stakeholder"],
            [{"project": project, "name": f"王{n}", "department": departments[n % 40]} for n in range(400)],
        )
    for start in range(0, rows, 50_000):
        with workspace.write("Benchmark") as session:
            block = list(voices(project, departments, people, range(start, min(rows, start + 50_000))))
            insert_rows(session, REGISTERS["feedback"], block)
    workspace.close()


_SAID = (
    "新系统上线后每天要多录一遍数据，希望能和收银系统打通",
    "培训安排在周末，店里抽不出人，能不能改成线上随时学",
    "The new form asks for things nobody here can know before the goods arrive",
    "考核指标没有讲清楚，大家担心学习时长会扣绩效",
    "用了两周觉得比原来快，建议把常用功能放到首页",
)


def voices(project: str, departments: list[str], people: list[str], numbers: Iterable[int]) -> Iterable[dict[str, Any]]:
    """Yield feedback entries, 15 values each, that no two are alike and sort differently by each field."""
    from datetime import date, timedelta

    from govdesk.registers import REGISTERS

    words = {
        name: [t.code for t in REGISTERS["feedback"].field(name).kind.vocabulary]
        for name in ("channel", "level", "cause", "status")
    }
    first = date(2023, 1, 1)
    for n in numbers:
        mixed = n * 7_919 % 100_003
        yield {
            "project": project,
            "date": first + timedelta(days=mixed % 900),
            "channel": words["channel"][mixed % len(words["channel"])],
            "department": departments[mixed % 40],
            "level": words["level"][mixed % len(words["level"])],
            "source": people[mixed % 400],
            "statement": f"{_SAID[mixed % 5]}（{n}）",
            "theme": f"主题 {mixed % 120}",
            "cause": words["cause"][mixed % len(words["cause"])],
            "sentiment": mixed % 5 - 2,
            "severity": mixed % 5 + 1,
            "status": words["status"][mixed % 4],
            "owner": people[(mixed + 7) % 400],
            "due": first + timedelta(days=mixed % 900 + 14),
            "reply": f"已转给负责部门处理，第 {mixed} 号" if mixed % 3 else None,
            "reference": f"V-{mixed:06d}",
        }
