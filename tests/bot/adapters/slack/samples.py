"""Hand-written requests in the shape that Slack sends them, and JSON that nobody sends."""

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from bot.adapters.slack.parse import Me

FOLDER = Path(__file__).parents[3] / "payloads" / "slack"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
ME = Me(team="T1", user="UBOT")

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


def sample(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return body


@st.composite
def broken(draw: st.DrawFn) -> Any:
    """A real request with one thing in it that is something else, or gone."""
    body = sample(draw(st.sampled_from(NAMES)))
    place: Any = body
    while True:
        keys = list(place) if isinstance(place, dict) else range(len(place))
        key = draw(st.sampled_from(sorted(keys, key=str)))
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or draw(st.booleans()):
            place[key] = draw(anything)
            return body
        place = inner
