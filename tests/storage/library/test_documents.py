"""Bytes as text, and files that are refused."""

import pytest

from storage.library.documents import MAX_BYTES, Refused, read

WORDS = "Åtta möten – och ”fika”."


@pytest.mark.parametrize(
    "content",
    [
        WORDS.encode(),
        WORDS.encode("utf-8-sig"),
        WORDS.encode("utf-16"),
        b"\xfe\xff" + WORDS.encode("utf-16-be"),
        WORDS.encode("cp1252"),
    ],
    ids=["utf-8", "with a mark", "utf-16", "utf-16, big end first", "windows"],
)
def test_the_usual_encodings_are_told_apart(content):
    assert read("plan.TXT", content) == WORDS


def test_latin_1_that_windows_never_wrote_is_still_read():
    assert read("plan.txt", b"Sj\xf6\x85 \x81".replace(b"\x81", b"\x9d\xe5")[:4]) == "Sjö…"


def test_letters_come_composed_and_lines_end_alike():
    assert read("plan.md", "A\u030angra\r\nsent\ro".encode()) == "Ångra\nsent\no"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("plan.pdf", b"text", "kind"),
        ("plan", b"text", "kind"),
        ("plan.txt", b"a" * (MAX_BYTES + 1), "large"),
        ("plan.txt", b" \n\t", "empty"),
        ("plan.txt", b"", "empty"),
        ("plan.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        ("plan.txt", b"\xff\xfe\x00\xd8\x00", "binary"),
    ],
)
def test_what_is_no_plan_is_refused_with_one_line(name, content, reason):
    with pytest.raises(Refused) as refused:
        read(name, content)
    assert refused.value.reason == reason
    assert len(str(refused.value).splitlines()) == 1


def test_as_large_as_allowed_is_read():
    assert len(read("plan.txt", b"a" * MAX_BYTES)) == MAX_BYTES
