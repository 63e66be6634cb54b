"""What a document rests on that it does not say itself: names of scopes, the symbols it judges by, the tasks it answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vpgen.facts import ORGANISATION, Fact, FactKey, document_facts, owner_of
from vpgen.facts.elements import above
from vpgen.model.content import FollowUp
from vpgen.pages.addresses import LEGEND, document_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vpgen.facts import Element
    from vpgen.model.content import Plan, Register
    from vpgen.model.files import Legend, Scale

SCOPE, SYMBOL = "gäller", "symboler"
"""The sorts of things that facts are told of here and nowhere else."""
ANSWERED = {
    "avsnitt": ("namn", "nr", "lydelse"),
    "uppdrag": ("text", "nr", "lydelse"),
    "aktivitet": ("text",),
    "risk": ("område", "risk", "lydelse"),
    "åtgärd": ("text", "lydelse"),
}
"""What a follow-up answers in its plan, beside goals and indicators, and the fields that are the words of it."""


def grounds(register: Register, source: Plan | FollowUp, book: Mapping[FactKey, Fact]) -> dict[FactKey, Fact]:
    """Return what a document rests on, each fact with where it is taken from; `book` is what the document says."""
    facts = [*_scopes(register, source, book)]
    if isinstance(source, FollowUp):
        facts += [*_symbols(register, source, book), *_answered(register, source, book)]
    return {key: fact for key, fact in facts if key not in book}


def _scopes(
    register: Register, source: Plan | FollowUp, book: Mapping[FactKey, Fact]
) -> Iterator[tuple[FactKey, Fact]]:
    """Yield the names of what the document's values hold for and are compared with."""
    organisation, owner = register.organisation, owner_of(source)
    told = {fact.text for key, fact in book.items() if key.field.rpartition("/")[2] == SCOPE}
    told |= {step for root, _, step in (key.field.partition("/") for key in book) if root == "jämförelse"}
    for id_ in sorted(told & set(organisation.scopes)):
        yield (
            FactKey(owner, (SCOPE, id_), "namn"),
            Fact(
                organisation.scopes[id_],
                organisation.at("gäller", id_),
                "definition",
                organisation.scopes[id_],
                document_address(source.document),
                FactKey(ORGANISATION, (), f"gäller/{id_}"),
            ),
        )


def _symbols(
    register: Register, source: FollowUp, book: Mapping[FactKey, Fact]
) -> Iterator[tuple[FactKey, Fact]]:
    """Yield the meaning and the look of each level that the follow-up gives something."""
    legend = register.legend(source.document.year)
    start = next(str(year) for year, each in register.organisation.legends.items() if each is legend)
    given = {
        (scale, word)
        for key, fact in book.items()
        for scale, word in _levels(legend, key, fact)
        if word in getattr(legend, scale).levels
    }
    for name, word in sorted(given):
        scale: Scale = getattr(legend, name)
        level, alias = scale.levels[word], str(type(legend).model_fields[name].alias)
        said = {"betyder": level.meaning, "färg": level.colour, "form": level.shape, "pil": level.arrow}
        for field, text in said.items():
            if text:
                key = FactKey(owner_of(source), (SYMBOL, alias, word), field)
                giver = FactKey(ORGANISATION, (SYMBOL, start, alias, word), field)
                called = f"{scale.heading}: {word}"
                yield key, Fact(text, level.at(field), "definition", called, LEGEND, giver)


def _levels(legend: Legend, key: FactKey, fact: Fact) -> Iterator[tuple[str, str]]:
    """Yield the words that a fact may give something, each with the scale that it would be of by its name in the code."""
    assignment = "assignment" if legend.assignment else "assessment"
    scales = {
        ("mål", "bedömning"): "assessment",
        ("uppdrag", "bedömning"): assignment,
        ("aktivitet", "bedömning"): "activity" if legend.activity else assignment,
        ("indikator", "status"): "indicator",
        ("indikator", "utfall"): "indicator",
        ("åtgärd", "status"): "measure",
    }
    sort = key.element[0] if key.element else ""
    name = "change" if key.field == "utveckling" else scales.get((sort, key.field), "")
    if sort == "sammanfattning":
        name, word = (assignment if key.element[1] == "uppdrag" else "assessment"), key.field
    else:
        word = fact.text
    if name and getattr(legend, name):
        yield name, word.lower()


def _answered(
    register: Register, source: FollowUp, book: Mapping[FactKey, Fact]
) -> Iterator[tuple[FactKey, Fact]]:
    """Yield the plan's words for what the follow-up tells how it went with."""
    owner = owner_of(source)
    told: set[Element] = {each for key in book for each in (key.element, *above(owner, key.element))}
    for key, fact in document_facts(register, source.plan).items():
        if key.element in told and key.element and key.field in ANSWERED.get(key.element[0], ()):
            yield FactKey(owner, key.element, key.field), replace(fact, giver=key)
