"""How long a state machine runs: a little in the suite, and long where STEPS is set (see `make soak`)."""

import os

import hypothesis

STEPS = int(os.environ.get("STEPS", "0"))


def settings(examples: int, steps: int) -> hypothesis.settings:
    """So many runs of at most so many steps; with STEPS so many of each, with other examples every time."""
    # To make a failing run short takes minutes, which only the long run has.
    phases = [hypothesis.Phase.generate, *([hypothesis.Phase.shrink] if STEPS else [])]
    return hypothesis.settings(
        max_examples=STEPS or examples,
        stateful_step_count=STEPS or steps,
        derandomize=not STEPS,
        phases=phases,
        report_multiple_bugs=False,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
