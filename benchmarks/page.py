"""Tables as Markdown, and where each stands in docs/benchmarks.md: between its own two marks."""

from collections.abc import Iterable, Sequence
from pathlib import Path

PAGE = Path("docs/benchmarks.md")


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(part: str, told: str) -> None:
    start, end = f"<!-- {part}: made by make bench -->", f"<!-- end of {part} -->"
    before, found, rest = PAGE.read_text("utf-8").partition(start)
    if not found:
        raise LookupError(f"{PAGE} has no {start}")
    _, _, after = rest.partition(end)
    PAGE.write_text(f"{before}{start}\n{told}\n{end}{after}", "utf-8")
