"""A sort, a filter and a search of 100,000 rows, from the wish to the painted table, against raw SQL of the same ids."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import scene

ROWS = 100_000
#: One frame of a screen, in seconds, which the goal allows beside the ratio.
FRAME = 0.016


def results() -> Iterator[object]:
    """Measure in one window, which tells its results."""
    import subprocess

    import measure

    scene.prepare()
    path = scene.feedback(ROWS)
    scene.show_feedback_first(path)
    done = subprocess.run([sys.executable, __file__, "ours", path], check=True, stdout=subprocess.PIPE, text=True)
    for told in done.stdout.splitlines():
        yield measure.Result(**json.loads(told))


def ours(path: str) -> None:
    """Ask the program's table for other rows, in turn with plain SQL over a second connection with the same settings."""
    import measure
    from govdesk.store.opening import connect
    from govdesk.store.query import Filter, Order

    raw = connect(Path(path), {}, read_only=True)

    def work(window: Any) -> None:
        plain = window.context.view.query
        where = (plain.project,)
        wishes = (
            ("sort by a date", {"order": (Order("due"),)}, 'ORDER BY due IS NULL, due, "number"', ()),
            ("sort by a text", {"order": (Order("theme"),)}, 'ORDER BY theme IS NULL, theme, "number"', ()),
            ("filter", {"filters": (Filter("status", "any_of", ("new",)),)}, 'AND status = ? ORDER BY "number"', ("new",)),
            ("filter by words", {"filters": (Filter("statement", "contains", ("绩效",)),)},
             'AND statement LIKE ? ORDER BY "number"', ("%绩效%",)),
        )  # fmt: skip
        for words, wish, tail, values in wishes:
            statement = f"SELECT id FROM feedback WHERE project = ? {tail}"
            found = measure.compare(
                f"{words} to repaint, {ROWS:,}",
                "raw SELECT id, fetchall",
                before_limit=lambda: show(window, plain),
                limit=lambda statement=statement, values=values: len(
                    raw.execute(statement, (*where, *values)).fetchall()
                ),
                before_ours=lambda: show(window, plain),
                ours=lambda wish=wish: show(window, _with(plain, wish)),
                target=1.5,
            )
            told = asdict(found)
            told["target"] = 1.5 + FRAME / found.limit
            print(json.dumps(told), flush=True)
        raw.close()

    scene.in_window(Path(path), work)


def _with(query: Any, wish: dict[str, Any]) -> Any:
    from dataclasses import replace

    return replace(query, **wish)


def show(window: Any, query: Any) -> None:
    """Show a query and come back once its rows are painted."""
    from govdesk.ui.context import View
    from govdesk.ui.table_view import TableView

    table = window.findChild(TableView)
    if table.model().query == query:
        return
    arrived = []
    kept = table.model().loaded.connect(lambda *_: arrived.append(True))
    window.context.open_view(View(query.register, query))
    if not arrived:
        scene.wait_until(lambda: bool(arrived))
    table.model().loaded.disconnect(kept)
    table.viewport().repaint()


if __name__ == "__main__":
    if sys.argv[1:2] == ["ours"]:
        ours(sys.argv[2])
    else:
        import measure

        measure.tell(results())
