"""Lines that a person types: with history and completion at a terminal, plainly when they come through a pipe."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping

Lines = AsyncIterator[str]


def lines(prompt: str, commands: Mapping[str, str]) -> Lines:
    """The lines until the end of input. `commands` are completed, each shown with what it does."""
    return typed(prompt, commands) if sys.stdin.isatty() else piped(prompt)


async def typed(prompt: str, commands: Mapping[str, str]) -> Lines:
    # Only who types needs them, and a bot that is started again is quicker without.
    from prompt_toolkit import PromptSession  # noqa: PLC0415
    from prompt_toolkit.completion import WordCompleter  # noqa: PLC0415
    from prompt_toolkit.patch_stdout import patch_stdout  # noqa: PLC0415

    completer = WordCompleter(list(commands), meta_dict=commands, sentence=True)
    session: PromptSession[str] = PromptSession(prompt, completer=completer, complete_while_typing=True)
    while True:
        try:
            with patch_stdout(raw=True):
                yield await session.prompt_async()
        except (EOFError, KeyboardInterrupt):
            return


async def piped(prompt: str) -> Lines:
    """Each line is printed behind the prompt, so that the whole reads as a conversation."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        sys.stdout.write(f"{prompt}{line.rstrip()}\n")
        sys.stdout.flush()
        yield line.rstrip("\n")
