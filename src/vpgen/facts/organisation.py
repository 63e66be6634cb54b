"""The facts that belong to no document: the organisation, its bodies, the definitions of indicators, the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vpgen.facts.fact import BODIES, INDICATORS, ORGANISATION, PAGES, Fact, FactKey
from vpgen.facts.thing import Thing
from vpgen.model.control import RiskScale
from vpgen.model.files import ChangeScale, Scale
from vpgen.pages.addresses import LEDGER, LEGEND, START, body_address, indicator_address, text_page_address

if TYPE_CHECKING:
    from vpgen.model.content import Register
    from vpgen.model.fields import Entry
    from vpgen.model.files import OrganisationFile

TOLD = {"symboler", "regler", "nämnder", "värdegrund", "gäller", "vision"}


def tell_organisation(register: Register, book: dict[FactKey, Fact]) -> None:
    """Tell what the organisation's own file says; nothing where there is none."""
    file = register.organisation
    if not file.name:
        return
    thing = Thing(book, ORGANISATION, (), file.name, START, "struktur", file.place)
    thing.exists()
    thing.say_rest(file, TOLD)
    thing.say("vision", file.vision, file.at("vision"), kind="text")
    for mandate, ids in file.boards.items():
        thing.say(f"nämnder/{mandate}", " ".join(ids), file.at("nämnder", mandate))
    for id_, scope in file.scopes.items():
        thing.say(f"gäller/{id_}", scope, file.at("gäller", id_), kind="definition")
    for id_, value in file.values.items():
        core = Thing(book, ORGANISATION, ("värdegrund", id_), value.name, START, "text", value.place)
        core.exists()
        core.say_rest(value)
    _tell_legends(file, book)
    for year, rule in file.rules.items():
        each = _thing(book, ("regler", str(year)), f"Regeln från {year}", LEDGER, rule)
        each.exists()
        each.say("beslut", rule.decision, rule.at("beslut"))
        each.say("mål", rule.goals, rule.at("mål"))
        # The first condition that holds decides: their order is what they say.
        for number, (word, condition) in enumerate(rule.indicators.items(), 1):
            each.say(f"indikatorer/{word}", condition, rule.at("indikatorer", word))
            each.say(f"indikatorer/{number}", word, rule.at("indikatorer", word))


def _thing(
    book: dict[FactKey, Fact], element: tuple[str, ...], name: str, address: str, entry: Entry
) -> Thing:
    return Thing(book, ORGANISATION, element, name, address, "definition", entry.place)


def _tell_legends(file: OrganisationFile, book: dict[FactKey, Fact]) -> None:
    for year, legend in file.legends.items():
        element = ("symboler", str(year))
        whole = _thing(book, element, f"Symboler från {year}", LEGEND, legend)
        whole.exists()
        whole.say("källa", legend.source, legend.at("källa"))
        for name, field in type(legend).model_fields.items():
            scale = getattr(legend, name)
            if isinstance(scale, Scale):
                _tell_scale(book, (*element, str(field.alias)), scale, year)
            elif isinstance(scale, RiskScale):
                matrix = _thing(book, (*element, "risk"), f"Riskskalan från {year}", LEGEND, scale)
                matrix.exists()
                matrix.say_rest(scale)


def _tell_scale(book: dict[FactKey, Fact], element: tuple[str, ...], scale: Scale, year: int) -> None:
    """Tell a scale and its levels; their order, best first, is what they say."""
    name = f"{scale.heading} (från {year})"
    thing = _thing(book, element, name, LEGEND, scale)
    thing.exists()
    thing.say("rubrik", scale.heading, scale.at("rubrik"))
    thing.say("nivåer", " > ".join(scale.levels), scale.at("nivåer"))
    if isinstance(scale, ChangeScale):
        thing.say("pilarna visar", scale.arrows, scale.at("pilarna visar"))
    for word, level in scale.levels.items():
        each = _thing(book, (*element, word), f"{name}: {word}", LEGEND, level)
        each.exists()
        each.say_rest(level)


def tell_bodies(register: Register, book: dict[FactKey, Fact]) -> None:
    """Tell the name and description of every body."""
    for body in register.bodies.values():
        thing = Thing(
            book, BODIES, ("nämnd", body.path), body.name, body_address(body), "struktur", body.file.place
        )
        thing.exists()
        thing.say("namn", body.name, body.file.at("namn"))
        thing.say("beskrivning", body.file.description, body.file.at("beskrivning"), kind="text")


def tell_indicators(register: Register, book: dict[FactKey, Fact]) -> None:
    """Tell every definition."""
    for id_, entry in register.indicators.items():
        element = ("indikator", id_)
        thing = Thing(
            book, INDICATORS, element, entry.name, indicator_address(id_), "definition", entry.place
        )
        thing.exists()
        thing.say_rest(entry)


def tell_pages(register: Register, book: dict[FactKey, Fact]) -> None:
    """Tell the hand-written pages."""
    for page in register.pages.values():
        address = text_page_address(page.slug)
        thing = Thing(book, PAGES, ("sida", page.slug), page.title, address, "text", page.place)
        thing.exists()
        thing.say("rubrik", page.title)
        thing.say("text", page.text)
