"""Questions to a small library: what is found, and when the plans are silent."""

from pathlib import Path

import pytest

from storage.library.outline import read_outline
from storage.library.search import Entry, Findings, Index, build

PLANS = Path(__file__).with_name("plans")


@pytest.fixture(scope="module")
def library() -> Index:
    return build(entries())


def entries() -> list[Entry]:
    found: list[Entry] = []
    for plan, path in enumerate(sorted(PLANS.iterdir())):
        outline = read_outline(path.read_text("utf-8"))
        first = len(found)
        found += (
            Entry(first + n, plan, p.text, p.heading, outline.organisation, outline.years, outline.proposal)
            for n, p in enumerate(outline.passages)
        )
    return found


def best(found: Findings, library: Index) -> str:
    return library.entries[found.matches[0].key].text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("var får man låna flaggor?", "lånar ut flaggor"),
        ("hur många hamnar besöker båten", "minst sju hamnar"),
        ("hur mycket pengar finns det till resor?", "18 000 kronor"),
        ("när är medlemsmötena?", "första tisdagen"),
        ("finns det barnpassning på mötena", "Barnvakt finns"),
        ("is there childcare?", "Barnvakt finns"),
        ("ar lokalen anpassad for rullstol", "ramp och hörslinga"),
        ("prajd", "Pride firas"),
        ("studiecirkalr om skogen", "två studiecirklar"),
        ("båt värdar i föreningen", "två båtvärdar"),
        ("vem blir min kontaktperson?", "en fadder"),
        ("VAD KOSTAR MEDLEMSAVGIFTEN", "ingen egen avgift"),
        ("skriva i tidningen", "en insändare i månaden"),
    ],
)
def test_the_passage_is_found(library, question, words):
    found = library.search(question)
    assert words in best(found, library)
    assert found.answered


@pytest.mark.parametrize(
    "question",
    [
        "vad tycker vi om kärnkraft?",
        "vem vann melodifestivalen",
        "vad kostar bensinen",
        "vad gäller för vargjakt",
        "what is the capital of france",
        "hej",
        "vad är det som gäller då",
    ],
)
def test_the_plans_are_silent(library, question):
    assert not library.search(question).answered


@pytest.mark.parametrize(
    "question", ["", " ", "%", "_", "'", '"', "\\", "%%%", "'; DROP TABLE plan; --", "*", "NOT OR AND", "((", "🎉"]
)
def test_signs_are_only_signs(library, question):
    assert library.search(question) == Findings((), answered=False)


@pytest.mark.parametrize("question", ["pride%", "_pride_", '"pride"', "pride\\", "pride' OR 1=1"])
def test_signs_around_a_word_change_nothing(library, question):
    assert "Pride" in best(library.search(question), library)


def test_an_organisation_s_name_keeps_to_its_plans(library):
    for question in (
        "har fjällmark någon fadder",
        "har vänsterpartiet fjällmarks distrikt nån fadder",
        "fjälmark fadder",
    ):
        found = library.search(question)
        assert {library.entries[match.key].organisation for match in found.matches} == {"Vänsterpartiet Fjällmark"}
    assert not library.search("ordnar fjällmark pride?").answered


def test_a_year_goes_before_another_year(library):
    found = [
        library.entries[match.key].years for match in library.search("medlemsmöte nya medlemmar insändare 2032").matches
    ]
    assert found[0] == (2032,)


def test_what_is_decided_goes_before_what_is_proposed():
    same = [Entry(n, n, "Vi ordnar pride i juni.", "Pride", "Distriktet", (2030 + n,), bool(n)) for n in (0, 1)]
    assert [match.key for match in build(same).search("pride").matches] == [0, 1]


def test_a_word_that_only_the_heading_says_is_found():
    rows = [("Studier", "Vi läser tillsammans."), ("Studier", "Vi äter soppa."), ("Fester", "Vi firar i juni.")]
    index = build(Entry(n, 0, text, heading, "", ()) for n, (heading, text) in enumerate(rows))
    assert [match.key for match in index.search("studier").matches] == [0, 1]


def test_scores_fall_and_stay_between_nothing_and_one(library):
    scores = [match.score for match in library.search("ny medlem uppringd vecka barnvakt möten").matches]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_no_more_than_asked_for(library):
    assert len(library.search("styrelsen föreningen medlemmar", limit=2).matches) == 2


def test_the_same_question_has_the_same_answer(library):
    assert library.search("fadder och resekassa") == build(entries()).search("fadder och resekassa")


def test_an_empty_library_is_silent():
    assert build([]).search("pride") == Findings((), answered=False)


@pytest.mark.parametrize("question", ["x" * 500, "ab" * 250, " ".join(["barnpassningsansvarigutbildning"] * 16)])
def test_a_strange_question_is_survived(library, question):
    assert len(library.search(question).matches) <= 10
