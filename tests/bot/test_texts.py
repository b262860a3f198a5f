"""The catalogues: every language says everything, with the same values, in marks that can be read."""

import re

import pytest

from bot.markup import parse
from bot.texts import Entry, Texts, languages, placeholders, texts

# Slack: 24 signs for a modal's title and its buttons, 75 for a button's or a choice's label, 150 for a hint in a field.
# https://docs.slack.dev/reference/block-kit/blocks  https://docs.slack.dev/surfaces/modals
LIMITS = {
    r".*\.form_title": 24,
    r"form\.button\..*": 24,
    r".*\.button\..*": 75,
    r"(kind|visibility|settings\.language)\..*": 75,
    r".*\.label\..*": 75,
    r".*\.hint\..*": 150,
    r"help\.command\..*": 100,
}
UNMARKED = re.compile(r".*\.(button|label|hint)\..*|.*\.form_title|help\.command\..*|kind.*")
SAMPLE = "Åsa"

everywhere = pytest.mark.parametrize("language", languages())


def forms(entry: Entry) -> list[str]:
    return list(entry.values()) if isinstance(entry, dict) else [entry]


def sentences(words: Texts) -> list[tuple[str, str]]:
    """Each entry and each plural form of it, with its values filled in."""
    return [
        (key, form.format_map(dict.fromkeys(placeholders(entry), SAMPLE)))
        for key, entry in words.entries.items()
        for form in forms(entry)
    ]


def test_swedish_is_the_source_and_english_is_there():
    assert languages()[:1] == ("sv",)
    assert "en" in languages()


@everywhere
def test_the_same_keys_in_every_language(language):
    assert texts(language).entries.keys() == texts("sv").entries.keys()


@everywhere
def test_the_same_values_in_every_language(language):
    other = texts(language).entries
    differ = {
        key: (placeholders(entry), placeholders(other[key]))
        for key, entry in texts("sv").entries.items()
        if key in other and placeholders(entry) != placeholders(other[key])
    }
    assert differ == {}


@everywhere
def test_plural_forms_are_those_of_the_language_and_no_others(language):
    words = texts(language)
    wanted = {*words.locale.plural_form.tags, "other"}
    wrong = {
        key: set(entry) for key, entry in words.entries.items() if isinstance(entry, dict) and set(entry) != wanted
    }
    assert wrong == {}


@everywhere
def test_what_has_plural_forms_in_swedish_has_them_everywhere(language):
    counted = {key for key, entry in texts("sv").entries.items() if isinstance(entry, dict)}
    assert {key for key, entry in texts(language).entries.items() if isinstance(entry, dict)} == counted
    assert all("n" in placeholders(texts(language).entries[key]) for key in counted)


@everywhere
def test_no_entry_is_empty_or_ends_in_white_space(language):
    untidy = [
        key for key, entry in texts(language).entries.items() if any(f != f.strip() or not f for f in forms(entry))
    ]
    assert untidy == []


@everywhere
def test_placeholders_are_plain_names(language):
    strange = [
        (key, name)
        for key, entry in texts(language).entries.items()
        for name in placeholders(entry)
        if not name.isidentifier()
    ]
    assert strange == []


@everywhere
def test_markup_is_balanced(language):
    stray = [
        key
        for key, sentence in sentences(texts(language))
        if any(mark in line.text for line in parse(sentence) for mark in ("*", "](", "\\"))
    ]
    assert stray == []


@everywhere
def test_what_is_never_read_as_markup_has_none(language):
    marked = [
        key for key, said in sentences(texts(language)) if UNMARKED.fullmatch(key) and re.search(r"[*\[\]\\]", said)
    ]
    assert marked == []


@everywhere
def test_labels_fit_where_they_are_shown(language):
    rules = [(re.compile(rule), limit) for rule, limit in LIMITS.items()]
    long = {
        key: len(said)
        for key, said in sentences(texts(language))
        for rule, limit in rules
        if rule.fullmatch(key) and len(said) > limit
    }
    assert long == {}


@everywhere
def test_names_of_the_same_topic_differ_so_that_a_typed_word_means_one_thing(language):
    for topic in ("kind", "visibility", "role", "form.button"):
        names = [name.casefold() for name in texts(language).listed(topic).values()]
        assert len(names) == len(set(names)), topic


@everywhere
def test_a_kind_s_spellings_belong_to_one_kind(language):
    words = texts(language)
    spelled = {kind: set(line.split(", ")) for kind, line in words.listed("kind_spelling").items()}
    assert spelled.keys() == words.listed("kind").keys()
    every = [word for some in spelled.values() for word in some] + list(words.listed("kind").values())
    assert len(every) == len(set(every))


def test_a_person_s_words_stay_plain():
    said = texts("sv").say("activity.title", title="*Fest* [hit](https://ond.example)", kind="fest")
    (line,) = parse(said)
    assert line.spans[0].text == "*Fest* [hit](https://ond.example)"
    assert line.spans[0].bold
    assert not any(span.url for span in line.spans)


@pytest.mark.parametrize(
    ("n", "swedish", "english"), [(1, "om en vecka", "in a week"), (3, "om 3 veckor", "in 3 weeks")]
)
def test_plural_forms_are_chosen_by_number(n, swedish, english):
    assert texts("sv").say("when.in_weeks", n=n) == swedish
    assert texts("en").say("when.in_weeks", n=n) == english


def test_a_name_that_ends_with_a_full_stop_ends_the_sentence():
    assert texts("sv").say("correct.saved", name="Majken N.") == "Sparat, Majken N."
    assert texts("sv").say("correct.saved", name="Majken") == "Sparat, Majken."
    assert texts("sv").label("roles.nobody", branch="N.").startswith("Jag hittar ingen med det namnet i N. Står")


def test_an_unknown_language_is_swedish():
    assert texts("tlh") is texts("sv")
