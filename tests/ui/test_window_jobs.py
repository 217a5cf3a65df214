"""Work beside the window: answers, errors, progress, cancel, and an end that waits."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject, QThread

from govdesk.errors import GovDeskError
from govdesk.i18n import Message
from govdesk.store import edit
from govdesk.ui.jobs import Jobs


@pytest.fixture
def jobs(app):
    made = Jobs()
    yield made
    made.close()


def test_an_answer_comes_back_on_the_gui_thread(jobs, app, wait_until):
    got = []
    jobs.read(
        lambda progress: threading.current_thread().name, lambda name: got.append((name, QThread.currentThread()))
    )
    wait_until(lambda: got)
    assert got[0][0].startswith("govdesk-read")
    assert got[0][1] is app.thread()


def test_writes_come_one_after_the_other(jobs, wait_until):
    order, gate = [], threading.Event()

    def first(progress):
        gate.wait(5)
        order.append("first")

    jobs.write(first)
    jobs.write(lambda progress: order.append("second"))
    read = []
    jobs.read(lambda progress: None, read.append)
    wait_until(lambda: read)
    assert order == []
    assert jobs.writing
    gate.set()
    wait_until(lambda: not jobs.writing)
    assert order == ["first", "second"]


def test_an_error_is_told(jobs, wait_until):
    told, own = [], []
    jobs.failed.connect(told.append)

    def work(progress):
        raise GovDeskError(Message("Broken"), code="broken")

    jobs.read(work)
    jobs.read(work, failed=own.append)
    wait_until(lambda: told and own)
    assert [e.code for e in (*told, *own)] == ["broken", "broken"]


def test_a_cancelled_job_stops_at_its_next_report_and_tells_nobody(jobs, wait_until):
    begun, done, told = threading.Event(), [], []
    jobs.failed.connect(told.append)

    def work(progress):
        begun.set()
        for step in range(10_000_000):
            progress(step, 10_000_000)

    job = jobs.write(work, done.append)
    begun.wait(5)
    ends = []
    job.ended.connect(lambda: ends.append(job.cancelled))
    job.cancel()
    wait_until(lambda: ends)
    assert ends == [True]
    assert done == told == []


def test_progress_arrives_with_its_words(jobs, wait_until):
    got = []
    jobs.began.connect(lambda job: job.progressed.connect(lambda *told: got.append(told)))
    jobs.read(lambda progress: progress(3, 3, Message("Reading")), label=Message("Import"))
    wait_until(lambda: got)
    assert got[-1] == (3, 3, Message("Reading"))


def test_nobody_is_called_for_an_owner_that_is_gone(jobs, wait_until):
    import shiboken6

    owner, gate, done, ends = QObject(), threading.Event(), [], []
    job = jobs.read(lambda progress: gate.wait(5), done.append, owner=owner)
    job.ended.connect(lambda: ends.append(True))
    shiboken6.delete(owner)
    gate.set()
    wait_until(lambda: ends)
    assert done == []


def test_draining_waits_for_what_runs(jobs):
    over = threading.Event()

    def work(progress):
        over.set()

    jobs.write(work)
    jobs.drain(cancel=False)
    assert over.is_set()


def test_a_cancelled_write_leaves_the_workspace_as_it_was(context, open_workspace, wait_until):
    begun, ends = threading.Event(), []

    def work(progress):
        with open_workspace.write(Message("Import")) as session:
            session.connection().exec_driver_sql("UPDATE stakeholder SET title = 'x'")
            begun.set()
            for step in range(10_000_000):
                progress(step, 10_000_000)

    job = context.jobs.write(work)
    job.ended.connect(lambda: ends.append(True))
    begun.wait(5)
    job.cancel()
    wait_until(lambda: ends)
    with open_workspace.read() as session:
        found = session.connection().exec_driver_sql("SELECT count(*) FROM stakeholder WHERE title = 'x'").scalar_one()
    assert found == 0


def test_an_edit_waits_behind_a_write_that_runs(context, open_workspace, wait_until):
    gate, made = threading.Event(), []
    context.jobs.write(lambda progress: gate.wait(5))
    context.edit(lambda: edit.create(open_workspace, "department", {"name": "财务部"}), made.append)
    assert made == []
    gate.set()
    wait_until(lambda: made)
    context.edit(lambda: edit.create(open_workspace, "department", {"name": "法务部"}), made.append)
    assert len(made) == 2


def test_an_edit_that_is_refused_is_said(context, open_workspace, answers):
    assert not context.edit(lambda: edit.create(open_workspace, "department", {}))
    assert len(answers.said) == 1


def test_changes_arrive_on_the_gui_thread(context, open_workspace, app, wait_until):
    heard = []
    context.bridge.changed.connect(lambda changes: heard.append((changes.registers, QThread.currentThread())))
    context.jobs.write(lambda progress: edit.create(open_workspace, "department", {"name": "财务部"}))
    wait_until(lambda: heard)
    assert heard[0][0] == frozenset({"department"})
    assert heard[0][1] is app.thread()


def test_closing_over_a_running_write_asks_first(window, context, answers, wait_until):
    begun = threading.Event()

    def work(progress):
        begun.set()
        for step in range(10_000_000):
            progress(step, 10_000_000)

    context.jobs.write(work, label=Message("Import"))
    begun.wait(5)
    answers.confirms = False
    assert not window.close()
    assert context.is_open
    assert context.jobs.writing
    answers.confirms = True
    assert window.close()
    assert not context.is_open


def test_a_long_job_is_shown_with_a_way_to_stop_it(window, context, wait_until):
    gate = threading.Event()

    def work(progress):
        progress(1, 4, Message("Reading the rows"))
        while not gate.wait(0.01):
            progress(2, 4)

    context.jobs.read(work, label=Message("Import"))
    shown = window.shell.status._job
    wait_until(shown.isVisible)
    assert shown._text.text() == "Reading the rows"
    shown._stop.click()
    wait_until(lambda: not shown.isVisible())
    assert not gate.is_set()


def test_what_was_committed_on_a_thread_is_not_told_once_the_workspace_is_left(context, open_workspace, app):
    heard = []
    context.bridge.changed.connect(heard.append)
    context.jobs.write(lambda progress: edit.create(open_workspace, "department", {"name": "财务部"}))
    context.jobs.drain(cancel=False)
    context.attach(None)
    app.processEvents()
    assert heard == []


class Remains(QObject):
    """What is left of a dialog: it refers to itself, so that only the collector finds it."""

    died_on: ClassVar[list[str]] = []

    def __init__(self):
        super().__init__()
        self.own = self
        weakref.finalize(self, lambda: Remains.died_on.append(threading.current_thread().name))


def allocate(count):
    """Allocate what has Python's collector run."""
    return [[n] for n in range(count)]


def test_what_is_left_of_a_widget_dies_on_the_gui_thread_alone(jobs, wait_until):
    Remains.died_on.clear()
    Remains()
    done = []
    jobs.read(lambda progress: allocate(300_000), done.append)
    wait_until(lambda: done and Remains.died_on)
    assert Remains.died_on == ["MainThread"]


def test_a_job_is_not_the_last_to_hold_what_it_works_with(jobs, wait_until):
    Remains.died_on.clear()
    held, let_go, gone = Remains(), threading.Event(), threading.Event()
    held.own = None

    def work(progress, held=held):
        let_go.wait(5)
        if held is not None:
            raise GovDeskError(Message("Broken"), code="broken")

    del held
    told = []
    jobs.failed.connect(lambda error: told.append(error.code))
    jobs.read(work)
    jobs.read(lambda progress: gone.set())
    del work
    let_go.set()
    gone.wait(5)
    assert Remains.died_on == []
    wait_until(lambda: told)
    wait_until(lambda: gc.collect() >= 0 and Remains.died_on)
    assert Remains.died_on == ["MainThread"]
    assert told == ["broken"]


def test_python_collects_by_itself_again_when_the_threads_are_joined(app):
    first, second = Jobs(), Jobs()
    assert not gc.isenabled()
    first.close()
    assert not gc.isenabled()
    second.close()
    assert gc.isenabled()
