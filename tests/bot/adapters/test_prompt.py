"""Lines that come through a pipe, shown behind the prompt."""

import io
import sys

from bot.adapters.prompt import lines


async def test_lines_from_a_pipe_read_as_a_conversation(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO("/hjalp\n\n  å \nsist"))

    typed = [line async for line in lines("medlem> ", {})]

    assert typed == ["/hjalp", "", "  å ", "sist"]
    assert capsys.readouterr().out == "medlem> /hjalp\nmedlem> \nmedlem>   å\nmedlem> sist\n"
