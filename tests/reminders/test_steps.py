"""F17 and F18: a clock that is set, and a machine that slept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from reminders.steps import WATCH, Steps
from tests.talk import NOW


@dataclass
class Machine:
    """`wall` can be set; `seconds` only go on."""

    wall: datetime = NOW
    seconds: float = 5000.0

    def now(self) -> datetime:
        return self.wall

    def steady(self) -> float:
        return self.seconds

    def run(self, span: timedelta) -> None:
        self.wall += span
        self.seconds += span.total_seconds()


def begun() -> tuple[Machine, Steps]:
    machine = Machine()
    steps = Steps(machine.now, machine.steady)
    assert steps.trusted()
    return machine, steps


def test_time_that_just_passes_is_trusted_however_much():
    machine, steps = begun()

    machine.run(timedelta(days=40))

    assert steps.trusted()


def test_a_clock_that_is_corrected_by_seconds_is_trusted():
    machine, steps = begun()
    machine.wall += timedelta(seconds=50)

    assert steps.trusted()


def test_two_hours_ahead_and_back_again_is_never_acted_on(logged):
    machine, steps = begun()
    machine.wall += timedelta(hours=2)
    assert not steps.trusted()
    machine.run(timedelta(minutes=1))
    assert not steps.trusted()

    machine.wall -= timedelta(hours=2)

    assert steps.trusted()
    assert logged.getvalue().count("event=clock.jumped") == 1
    assert "seconds=7200" in logged.getvalue()


def test_when_it_stays_there_it_is_believed(logged):
    """A machine that slept for three hours looks the same."""
    machine, steps = begun()
    machine.wall += timedelta(hours=3)
    assert not steps.trusted()

    machine.run(WATCH)

    assert steps.trusted()
    machine.run(timedelta(hours=1))
    assert steps.trusted()
    assert logged.getvalue().count("event=clock.jumped") == 1


def test_set_back_nothing_comes_early_so_it_goes_on(logged):
    machine, steps = begun()
    machine.wall -= timedelta(hours=2)

    assert steps.trusted()
    assert "event=clock.set_back seconds=7200" in logged.getvalue()
