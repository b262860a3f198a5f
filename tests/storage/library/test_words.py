"""What Swedish words have in common, and what they are made of."""

import pytest

from storage.library.features import features
from storage.library.lexicon import lexicon_of
from storage.library.words import fold, language, root, tokens


@pytest.mark.parametrize(
    "forms",
    [
        "möte möten mötet mötena mötenas moten",
        "förening föreningar föreningen föreningarnas forening",
        "kvinna kvinnan kvinnor kvinnorna kvinnornas",
        "stuga stugan stugor stugorna",
        "register registret registren",
        "cirkel cirkeln cirklar cirklarna",
        "förälder föräldrar föräldrarna",
        "kandidat kandidaten kandidater",
        "strategi strategin strategier strategisk",
        "utbildning utbildningar utbilda utbildas",
        "söka söker sökte sökt",
        "rasism rasistisk rasistiska",
        "kommun kommuner kommunal kommunala",
    ],
)
def test_forms_of_a_word_share_a_root(forms):
    assert len({root(word) for word in tokens(forms)}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("maj", "majoritet"), ("möte", "motion"), ("kongress", "konst"), ("insta", "instans"), ("barn", "bara")],
)
def test_different_words_do_not(one, other):
    assert root(fold(one)) != root(fold(other))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ABF:s kurs", ["abfs", "kurs"]),
        ("den 8 mars, 24-timmars", ["den", "8", "mars", "24", "timmars"]),
        ("Ca 10 000 kr!", ["ca", "10", "000", "kr"]),
        ("a\u030a A\u030a Å", ["a", "a", "a"]),
        ("x" * 61, []),
    ],
)
def test_tokens(text, words):
    assert tokens(text) == words


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("flygbladsutdelning", {"flygblad", "utdelning"}),
        ("barnpassning", {"barn", "passning"}),
        ("styrelseutbildning", {"styrelse", "utbildning"}),
        ("medlemsträff", {"medlem", "träff"}),
        ("kvinnonätverk", {"kvinna", "nätverk"}),
        ("resekassa", {"resa", "kassa"}),
    ],
)
def test_compounds_are_taken_apart(compound, parts):
    found = lexicon_of([]).parts(fold(compound))
    assert {root(fold(part)) for part in parts} <= set(found)


def test_a_strange_compound_is_known_by_its_long_half():
    assert lexicon_of([]).half("veteranxlqqar") == root("veteran")
    assert lexicon_of([]).half("xqzwkonferens") == root("konferens")


def test_a_number_and_a_short_word_have_no_parts():
    assert lexicon_of([]).parts("2030") == ()
    assert lexicon_of([]).parts("val") == ()


def test_words_of_one_group_meet():
    lexicon = lexicon_of([])
    nanny, care = features(["barnvakt"], lexicon), features(["childcare"], lexicon)
    assert any(name.startswith("#") for name in nanny.keys() & care.keys())


def test_a_phrase_is_a_feature_of_its_own():
    lexicon = lexicon_of([])
    assert features(tokens("den 8 mars"), lexicon).keys() & features(["kvinnodagen"], lexicon).keys()


def test_the_thesaurus_is_tidy():
    assert all(all(phrase) for group in language().groups for phrase in group)
    assert all(len(group) > 1 for group in language().groups)
    assert all(asks.without < 1 for asks in language().asks)
