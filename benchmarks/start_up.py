"""The start: seconds until the window, then until its first rows are painted, and the memory it then holds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import scene

_PROGRAM = "import sys; from govdesk.cli import main; sys.exit(main())"
_IDLE = 3_000
_BARE_MEMORY = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import scene
{scene.BARE_WINDOW_AND_SQLALCHEMY.replace('print("painted", flush=True)', "")}
app.processEvents()
print(scene.memory())
"""


def results() -> Iterator[object]:
    """Measure."""
    import measure

    scene.prepare()
    sample = scene.sample()
    scene.forget_settings()
    yield measure.compare(
        "window shell painted",
        "bare QMainWindow, first paint",
        limit=lambda: scene.until_first_word("-c", scene.BARE_WINDOW),
        ours=lambda: scene.until_first_word(*scene.command(__file__, "shell", sample)),
        target=1.6,
    )
    yield measure.compare(
        "first real rows painted",
        "bare QMainWindow and sqlalchemy.orm",
        limit=lambda: scene.until_first_word("-c", scene.BARE_WINDOW_AND_SQLALCHEMY),
        ours=lambda: scene.until_first_word("-c", _PROGRAM, str(sample), "--exit-when-ready"),
        target=1.35,
    )
    yield measure.compare(
        "memory at idle, sample open",
        "bare QMainWindow and sqlalchemy.orm",
        limit=lambda: measure.child("-c", _BARE_MEMORY),
        ours=lambda: measure.child(*scene.command(__file__, "memory", sample)),
        target=1.5,
        unit="MB",
        warm=0,
    )


def shell(path: str) -> None:
    """Open the program and tell of the first paint of its window, whatever stands in it by then."""
    scene.run_program(Path(path), lambda app: scene.tell_first_paint(app, app.closeAllWindows))


def memory(path: str) -> None:
    """Open the program and tell what it holds once all is quiet."""

    def work(_window: object) -> None:
        scene.rest(_IDLE)
        print(scene.memory())

    scene.in_window(Path(path), work)


if __name__ == "__main__":
    if sys.argv[1:2] == ["shell"]:
        shell(sys.argv[2])
    elif sys.argv[1:2] == ["memory"]:
        memory(sys.argv[2])
    else:
        import measure

        measure.tell(results())
