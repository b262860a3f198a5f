"""The figures of the commands as Markdown."""

from statistics import median
from typing import Any

Found = dict[tuple[str, str], list[dict[str, Any]]]

NAMED = {
    "bare telegram": "bare python-telegram-bot handler, AsyncSession",
    "telegram": "the bot on Telegram",
    "bare slack": "bare Bolt listener, AsyncSession",
    "slack": "the bot on Slack",
    "terminal": "the bot in the terminal",
}
BARE = {"telegram": "bare telegram", "slack": "bare slack"}
HEAD = "| | one at a time p50 / p99 ms | 50 at once, commands/s | p99 ms | acknowledged p99 ms | time × bare |"


def middle(rows: list[dict[str, Any]], key: str) -> float | None:
    values = [row[key] for row in rows if row[key] is not None]
    return median(values) if values else None


def show(value: float | None, form: str = ".1f") -> str:
    return "–" if value is None else format(value, form)


def ratio(found: Found, engine: str, name: str) -> str:
    """The median of the pairs of one turn: what was measured in the same minutes is compared."""
    if name not in BARE:
        return "–"
    pairs = zip(found[engine, name], found[engine, BARE[name]], strict=True)
    return format(median(ours["p50"] / bare["p50"] for ours, bare in pairs), ".2f")


def render(found: Found, footprint: dict[str, float], chat: float) -> str:
    lines = [f"Medians of {len(next(iter(found.values())))} runs in turn."]
    for engine in dict.fromkeys(engine for engine, _ in found):
        lines += ["", f"**{engine}**", "", HEAD, "| --- | --- | --- | --- | --- | --- |"]
        for (where, name), rows in found.items():
            if where == engine:
                lines.append(row(found, engine, name, rows))
    lines += ["", "| `bot run` on both platforms | |", "| --- | --- |"]
    lines.append(f"| resident memory | {footprint['rss_mb']:.0f} MB |")
    lines.append(f"| idle processor | {footprint['idle_percent']:.2f} % of one core |")
    lines.append(f"| stops after SIGTERM within | {footprint['stop_s']:.1f} s |")
    lines.append(f"| `bot chat`, from start to the first answer (warm) | {chat:.1f} s |")
    return "\n".join(lines)


def row(found: Found, engine: str, name: str, rows: list[dict[str, Any]]) -> str:
    single = f"{show(middle(rows, 'p50'), '.2f')} / {show(middle(rows, 'p99'), '.2f')}"
    crowd = f"{show(middle(rows, 'at_once'), '.0f')} | {show(middle(rows, 'at_once_p99'), '.0f')}"
    return f"| {NAMED[name]} | {single} | {crowd} | {show(middle(rows, 'ack_p99'))} | {ratio(found, engine, name)} |"
