"""Write an invented region of any size as content, with the proportions of real plans and follow-ups.

Run it as `python bench/generate.py M FOLDER --seed 1`. The same size and seed give the same bytes. The shares and
lengths below are counted in `content/`; the words are drawn from lists, and no figure is anyone's.
"""

from __future__ import annotations

import argparse
import random
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

Node: TypeAlias = "int | str | list[Node] | dict[str, Node] | None"
Fields: TypeAlias = "dict[str, Node]"

FIRST_YEAR = 2031
MANDATE = 4
WIDTH = 112
FILE_FROM = 1000  # a text of as many characters lies in a file of its own
COUNCIL, EXECUTIVE = "regionfullmaktige", "regionstyrelsen"
REGION_RISKS = 3  # how many of the executive's risks are the whole region's
MOST, MANY = 0.75, 0.4  # the shares of a goal's indicators that make it green and yellow


@dataclass(frozen=True)
class Size:
    """How many boards, years and own goals per board, and how many boards have a unit with plans of its own."""

    boards: int
    years: int
    own_goals: int
    units: int


SIZES = {
    "XS": Size(boards=2, years=2, own_goals=2, units=1),
    "S": Size(boards=2, years=2, own_goals=6, units=2),
    "M": Size(boards=10, years=6, own_goals=10, units=7),
    "L": Size(boards=100, years=6, own_goals=10, units=70),
}

# --- words ----------------------------------------------------------------------------------------------------------


def _listed(text: str) -> list[str]:
    return text.split()


FIRST = _listed("""
    park trafik skol miljö kultur energi bygg data lek vatten skog buss cykel bibliotek musik idrott mark brand
    tandvårds hälso folkhälso språk arkiv lokal fastighets livsmedels besöks turism forsknings närings landsbygds
    ungdoms familje upphandlings personal ekonomi digitaliserings beredskaps kommunikations innovations bostads
    hamn järnvägs klimat natur frivillig konst museums utbildnings kompetens integrations jämställdhets
""")
HEADS = _listed("""
    planerna tiderna vägarna metoderna insatserna rutinerna uppgifterna lösningarna lokalerna systemen tjänsterna
    resurserna mötena besöken underlagen avtalen stöden kraven projekten verktygen riktlinjerna kontakterna
    utredningarna processerna utbildningarna kostnaderna behoven miljöerna nätverken områdena mätningarna köerna
    programmen prognoserna strategierna råden föreningarna anläggningarna beställningarna uppföljningarna
""")
ACTORS = _listed("""
    nämnden förvaltningen verksamheterna cheferna medarbetarna enheterna kommunerna ledningsgruppen samordnarna
    föreningarna invånarna handläggarna controllern regionen arbetsgruppen skyddsombuden brukarna partnerna
""")
PEOPLE = _listed(
    "invånare medarbetare chefer elever resenärer besökare företag föreningar kommuner barn ungdomar"
)
VERBS = _listed("""
    utvecklar förenklar samordnar prövar stärker följer granskar förbättrar förnyar kartlägger prioriterar beskriver
    planerar genomför värderar erbjuder använder säkrar kortar fördelar
""")
PASSIVE = _listed("""
    utvecklas förenklas samordnas prövas stärks följs granskas förbättras förnyas kartläggs prioriteras beskrivs
    planeras genomförs värderas erbjuds används säkras kortas fördelas
""")
ADJECTIVES = _listed("""
    trygga jämlika hållbara tillgängliga samlade tydliga enkla robusta öppna moderna likvärdiga effektiva säkra
    långsiktiga levande gröna nära gemensamma
""")
HOW = (
    "under hela året",
    "tillsammans med kommunerna",
    "enligt den beslutade planen",
    "i samtliga länsdelar",
    "med stöd av nya arbetssätt",
    "inom den ekonomiska ramen",
    "utifrån invånarnas behov",
    "i dialog med medarbetarna",
    "genom tidiga insatser",
    "i högre takt än tidigare",
    "på samma sätt i hela länet",
    "med hänsyn till klimatet",
    "trots färre anställda",
    "när resurserna tillåter",
)
WHEN = (
    "Under året",
    "Sedan våren",
    "På sikt",
    "I nästa steg",
    "Efter sommaren",
    "Fortlöpande",
    "Därför",
    "Samtidigt",
)
WHY = (
    "eftersom behoven ökar",
    "vilket minskar kostnaderna",
    "så att fler får hjälp i tid",
    "även om mycket återstår",
    "eftersom underlaget har blivit bättre",
    "vilket enkäten bekräftar",
    "när fler delar på ansvaret",
    "så att arbetsmiljön blir bättre",
)


def luck(rng: random.Random, chance: float) -> bool:
    """Return whether something happens that does so at a given chance."""
    return rng.random() < chance


def compound(rng: random.Random) -> str:
    """Return a compound noun in the definite plural."""
    return rng.choice(FIRST) + rng.choice(HEADS)


def sentence(rng: random.Random) -> str:
    """Return a sentence of some ninety characters."""
    who, thing, how = rng.choice(ACTORS), compound(rng), rng.choice(HOW)
    match rng.randrange(6):
        case 0:
            return f"{who.capitalize()} {rng.choice(VERBS)} {thing} {how}, {rng.choice(WHY)}."
        case 1:
            return f"{rng.choice(WHEN)} {rng.choice(VERBS)} {who} {thing} och {compound(rng)} {how}."
        case 2:
            return f"{thing.capitalize()} {rng.choice(PASSIVE)} {how}, {rng.choice(WHY)}."
        case 3:
            return f"{rng.choice(WHEN)} har {rng.randint(3, 97)} procent av {thing} blivit mer {rng.choice(ADJECTIVES)}."
        case 4:
            return f"{who.capitalize()} behöver {rng.choice(ADJECTIVES)} arbetssätt för att {thing} ska räcka {how}."
        case _:
            return f"Att {thing} {rng.choice(PASSIVE)} {how} är viktigt för {rng.choice(ACTORS)}."


def prose(rng: random.Random, characters: int) -> str:
    """Return running text of about so many characters, in paragraphs of four sentences."""
    sentences: list[str] = []
    while sum(map(len, sentences)) < characters:
        sentences.append(sentence(rng))
    return "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))


def comment(rng: random.Random) -> str:
    """Return a comment of the usual length in a follow-up, some 320 characters."""
    return prose(rng, rng.randint(120, 480))


def demand(rng: random.Random) -> str:
    """Return what a goal says."""
    one, other = rng.sample(ADJECTIVES, 2)
    return f"{compound(rng).capitalize()} är {one} och {other} för {rng.choice(PEOPLE)} i hela länet."


def task(rng: random.Random) -> str:
    """Return what an assignment, an activity or a measure says."""
    verb = rng.choice(VERBS).removesuffix("r")
    return (
        f"Att {verb} {compound(rng)} {rng.choice(HOW)}." if luck(rng, 0.6) else f"Att {verb} {compound(rng)}."
    )


def slug(text: str) -> str:
    """Return an id made of a text."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(str.maketrans("åäö", "aao"))).strip("-")


# --- YAML -----------------------------------------------------------------------------------------------------------


class Verbatim(str):
    """A text whose lines are written as they are: the rows of a table."""

    __slots__ = ()


def as_yaml(fields: Mapping[str, Node], indent: int = 0) -> str:
    """Return fields as a file of content."""
    return "".join(f"{line}\n" for line in _lines(fields, " " * indent))


def _lines(fields: Mapping[str, Node], lead: str) -> Iterator[str]:
    for key, value in fields.items():
        yield from _entry(f"{lead}{key}:", value, f"{lead}  ")


def _entry(head: str, value: Node, lead: str) -> Iterator[str]:
    match value:
        case None:
            yield head
        case dict():
            yield head
            yield from _lines(value, lead)
        case list():
            yield head
            for item in value:
                yield from _item(item, lead)
        case str() if "\n" in value or ": " in value or len(value) > WIDTH - len(head):
            yield f"{head} |"
            yield from (f"{lead}{line}" if line else "" for line in _wrapped(value))
        case _:
            yield f"{head} {value}"


def _item(item: Node, lead: str) -> Iterator[str]:
    if not isinstance(item, dict):
        yield f"{lead}- {item}"
        return
    first, *rest = _lines(item, f"{lead}  ")
    yield f"{lead}- {first.lstrip()}"
    yield from rest


def _wrapped(text: str) -> Iterator[str]:
    if isinstance(text, Verbatim):
        yield from text.splitlines()
        return
    for line in text.splitlines():
        yield from textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False) or [""]


# --- the region -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Board:
    """A board: its place among the boards, id, name, the name of its unit or "", and how many goals are its own."""

    at: int
    id: str
    name: str
    unit: str
    own_goals: int


@dataclass(frozen=True, eq=False)
class World:
    """What everything is drawn from: the seed, the years and the boards."""

    seed: int
    years: range
    boards: tuple[Board, ...]

    def rng(self, *key: object) -> random.Random:
        """Return the draws of one thing, which no other thing's draws disturb."""
        return random.Random("/".join(map(str, (self.seed, *key))))  # noqa: S311 - drawn alike every time


@dataclass(frozen=True)
class Item:
    """A goal, an assignment, an activity or a risk that lives from the year `since`, in place of the id `before`."""

    id: str
    since: int
    before: str = ""


def make_world(size: Size, seed: int) -> World:
    """Draw the boards of a region."""
    years = range(FIRST_YEAR, FIRST_YEAR + size.years)
    boards = [Board(0, EXECUTIVE, "Regionstyrelsen", "Regionkansliet" if size.units else "", size.own_goals)]
    for at in range(1, size.boards):
        one, other = FIRST[at % len(FIRST)], FIRST[(at * 7 + 3) % len(FIRST)]
        stem = one if at < len(FIRST) else f"{one}- och {other}"
        unit = f"{stem.capitalize()}enheten" if at < size.units else ""
        boards.append(Board(at, slug(f"{stem}nämnden"), f"{stem.capitalize()}nämnden", unit, size.own_goals))
    return World(seed, years, tuple(boards))


@cache
def alive(world: World, name: str, places: int, renewed: float) -> dict[int, list[Item]]:
    """Return what there is of something each year: each place is taken by something new at a given chance per year."""
    rng, now, all_years = world.rng("alive", name), [Item("", 0)] * places, {}
    for year in world.years:
        for place, item in enumerate(now):
            if not item.id or rng.random() < renewed:
                new = f"{slug(compound(rng))}-{place + 1}{chr(ord('a') + year - FIRST_YEAR)}"
                now[place] = Item(new, year, item.id)
        all_years[year] = list(now)
    return all_years


# --- what is measured -----------------------------------------------------------------------------------------------

# Shares of the kinds of targets, in percent of the rows of indicators in the real plans.
KINDS = {
    "change": 38,
    "text": 18,
    "limit": 14,
    "none": 12,
    "riket": 6,
    "range": 4,
    "pairs": 3,
    "groups": 2,
    "rank": 2,
    "keep": 1,
}
UNITS = {"procent": 7, "st": 4, "index": 1, "dagar": 1}
PAIR, AGES = ("kvinnor", "män"), ("3 år", "6 år", "12 år")
PLACES = 21
WORDS = ("helt", "delvis", "inte alls")


@dataclass(frozen=True)
class Measure:
    """An indicator: what kind of target it has, and what it is about; `limit` is in tenths, as every value."""

    id: str
    name: str
    kind: str
    unit: str
    better: str
    scope: str
    limit: int

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that its outcome is told by."""
        return PAIR if self.kind == "pairs" else AGES if self.kind == "groups" else ()


SHARED = (
    Measure("hme", "Hållbart medarbetarengagemang, HME", "range", "index", "högt", "", 770),
    Measure(
        "sjukfranvaro", "Sjukfrånvaro i procent av ordinarie arbetstid", "pairs", "procent", "lågt", "", 60
    ),
    Measure("frisktal", "Andel medarbetare med högst fem sjukdagar", "change", "procent", "högt", "", 680),
    Measure("budgetavvikelse", "Avvikelse från budget", "positive", "mnkr", "högt", "", 0),
)


@cache
def measures(world: World, board: Board) -> dict[int, list[list[Measure]]]:
    """Return a board's indicators of each year, per goal: first the council's three goals, then its own."""
    goals = 3 + board.own_goals
    counts = [world.rng("measures", board.id, goal).choice((1, 2, 2, 3, 4)) for goal in range(goals)]
    items = alive(world, f"measures/{board.id}", sum(counts), 0.08)
    years = {}
    for year, now in items.items():
        drawn = iter([_measure(world, board, item) for item in now])
        years[year] = [[next(drawn) for _ in range(count)] for count in counts]
    return years


@cache
def _measure(world: World, board: Board, item: Item) -> Measure:
    rng = world.rng("measure", board.id, item.id)
    kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
    unit = rng.choices(list(UNITS), list(UNITS.values()))[0]
    match kind:
        case "text":
            unit = ""
        case "range":
            unit = "index"
        case "riket" | "pairs" | "groups":
            unit = "procent"
        case "rank":
            unit = "plats"
    what, people = f"{rng.choice(VERBS)} {compound(rng)}", rng.choice(PEOPLE)
    name = f"Andel {people} som {what}" if unit == "procent" else f"Hur {people} {what} {rng.choice(HOW)}"
    low, high = {"procent": (300, 850), "index": (600, 800), "dagar": (100, 900), "plats": (40, 120)}.get(
        unit, (200, 40000)
    )
    better = "lågt" if unit in {"dagar", "plats"} or luck(rng, 0.2) else "högt"
    better = "inget" if kind == "text" else "lågt" if kind == "rank" else better
    scope = "lanet" if luck(rng, 0.35) and kind != "positive" else ""
    limit = rng.randint(low, high) // 10 * 10
    return Measure(f"{item.id}-{board.id[:12].strip('-')}", name, kind, unit, better, scope, limit)


@cache
def series(world: World, board: Board, measure: Measure, group: str) -> dict[int, int]:
    """Return the outcomes of every year, and of the two before the first, in tenths."""
    rng = world.rng("series", board.id, measure.id, group)
    step = max(measure.limit // 25, 4)
    value, outcomes = measure.limit + rng.randint(-2 * step, step), {}
    for year in range(world.years[0] - 2, world.years[-1] + 1):
        value += rng.randint(-step, step)
        top = {"procent": 1000, "plats": PLACES * 10}.get(measure.unit, value)
        low = value if measure.unit == "mnkr" else 10
        value = max(min(value, top), low)
        outcomes[year] = value if measure.unit in {"procent", "mnkr"} else value // 10 * 10
    return outcomes


def tenths(number: int) -> str:
    """Print tenths as a number with one decimal."""
    whole = f"{abs(number) // 10:,}".replace(",", " ")
    return f"{'-' * (number < 0)}{whole},{abs(number) % 10}"


def show(measure: Measure, number: int) -> str:
    """Print a value of an indicator with its unit."""
    match measure.unit:
        case "procent":
            return f"{tenths(number)} %"
        case "mnkr":
            return f"{tenths(number)} mnkr"
        case "plats":
            return f"plats {number // 10} av {PLACES}"
        case "index":
            return str(number // 10)
        case unit:
            return f"{number // 10:,} {unit}".replace(",", " ")


def verdict(world: World, board: Board, measure: Measure, year: int) -> str:
    """Return the word for how far an indicator came; it follows from the outcome where that can be reckoned."""
    drawn = world.rng("word", board.id, measure.id, year).choices(WORDS, (5, 3, 1))[0]
    sign = -1 if measure.better == "lågt" else 1
    now = [sign * series(world, board, measure, group)[year] for group in measure.groups or ("",)]
    past = [sign * series(world, board, measure, group)[year - 1] for group in measure.groups or ("",)]
    match measure.kind:
        case "limit" | "groups" | "rank":
            met = all(value >= sign * measure.limit for value in now)
        case "range":
            met = measure.limit <= now[0] <= measure.limit + 30
        case "change":
            met = now[0] > past[0]
        case "keep":
            met = now[0] >= past[0]
        case "pairs":
            closer = abs(now[0] - now[1]) < abs(past[0] - past[1])
            met = closer and all(value > before for value, before in zip(now, past, strict=True))
        case "riket":
            met = sign * now[0] > series(world, board, measure, "riket")[year]
        case "positive":
            met = now[0] > 0
        case _:
            return drawn
    return "helt" if met else "delvis" if drawn != "inte alls" else drawn


def target(measure: Measure) -> Node:  # noqa: C901, PLR0911 - one line per kind of target
    """Return the target of a year, as it is written in a plan; None where the plan sets none."""
    direction, limit = ("minska", "högst") if measure.better == "lågt" else ("öka", "minst")
    match measure.kind:
        case "change":
            return f"{direction} jämfört med föregående år"
        case "text":
            return "bedöms i text"
        case "limit":
            return f"{limit} {show(measure, measure.limit)}"
        case "riket":
            return "högre än riket"
        case "range":
            return f"{measure.limit // 10}–{measure.limit // 10 + 3}"
        case "pairs":
            return {"alla": [direction, "skillnaden mellan kvinnor och män minskar"]}
        case "groups":
            return {group: f"{limit} {show(measure, measure.limit)}" for group in AGES}
        case "rank":
            return show(measure, measure.limit)
        case "keep":
            return "bibehålla"
        case "positive":
            return "positiv budgetavvikelse"
        case _:
            return None


def outcome(world: World, board: Board, measure: Measure, year: int) -> Node:
    """Return the outcome of a year, as it is written."""
    if measure.kind == "text":
        return verdict(world, board, measure, year).capitalize()
    if measure.groups:
        return {group: show(measure, series(world, board, measure, group)[year]) for group in measure.groups}
    return show(measure, series(world, board, measure, "")[year])


def definitions(world: World, board: Board) -> Fields:
    """Return the definitions of a board's own indicators."""
    used = {each.id: each for now in measures(world, board).values() for goal in now for each in goal}
    return {each.id: _definition(world, each) for each in used.values()}


def _definition(world: World, measure: Measure) -> Fields:
    rng = world.rng("definition", measure.id)
    fields: Fields = {"namn": measure.name}
    if measure.unit not in {"", "plats"}:
        fields["enhet"] = measure.unit
    fields["bra"] = measure.better
    if measure.scope:
        fields["gäller"] = measure.scope
    if luck(rng, 0.3):
        fields["beskrivning"] = prose(rng, 150)
    if measure.groups:
        fields["grupper"] = list(measure.groups)
    return fields


# --- tables ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column: its heading or, where `explained`, its id; its cells by row, or worked out of the columns before it."""

    head: str
    cell: Callable[[str], int] | None = None
    worked_out: Callable[[Mapping[str, int]], int] | None = None
    explained: Mapping[str, Node] | None = None


Row: TypeAlias = tuple[str, str, str]  # kind, id, text


def make_table(
    title: str, columns: list[Column], rows: list[Row], unit: str = "mnkr", diagram: str = ""
) -> Fields:
    """Return a table whose sums and derived columns add up."""
    since: list[dict[str, int]] = []
    every: list[dict[str, int]] = []
    lines = [["sort", "id", "Belopp", *(column.head for column in columns)]]
    for kind, row, text in rows:
        if kind == "rubrik":
            lines.append([kind, "", text, *([""] * len(columns))])
            continue
        added = {"summa": since, "totalt": every}.get(kind)
        cells = _cells(columns, row, added)
        if kind == "rad":
            since.append(cells)
            every.append(cells)
        elif kind == "summa":
            since = []
        lines.append([kind, row, text, *map(tenths, cells.values())])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    printed = [
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines
    ]
    explained: Fields = {column.head: dict(column.explained) for column in columns if column.explained}
    return {
        "rubrik": title,
        "enhet": unit,
        **({"kolumner": explained} if explained else {}),
        "rader": Verbatim("\n".join(line.rstrip() for line in printed)),
        **({"diagram": diagram} if diagram else {}),
    }


def _cells(columns: list[Column], row: str, added: list[dict[str, int]] | None) -> dict[str, int]:
    cells: dict[str, int] = {}
    for column in columns:
        if column.worked_out:
            cells[column.head] = column.worked_out(cells)
        elif added is not None:
            cells[column.head] = sum(each[column.head] for each in added)
        else:
            assert column.cell
            cells[column.head] = column.cell(row)
    return cells


def amounts(world: World, body: str, table: str, kind: str, year: int) -> Callable[[str], int]:
    """Return the amounts of a table's rows: the same wherever the same amount of the same year is printed."""

    def amount(row: str) -> int:
        base = world.rng(body, table, row).randint(60, 4000) * (100 + 3 * (year - FIRST_YEAR)) // 100
        apart = {"budget": 0, "prognos": base // 50, "utfall": base // 25}[kind]
        return -base - world.rng(body, table, row, kind, year).randint(-apart, apart)

    return amount


def money(world: World, body: str, table: str, *wanted: tuple[str, int]) -> list[Column]:
    """Return columns such as Budget 2031."""
    return [
        Column(f"{kind.capitalize()} {year}", amounts(world, body, table, kind, year))
        for kind, year in wanted
    ]


def _less(one: str, other: str) -> Callable[[Mapping[str, int]], int]:
    return lambda cells: cells[one] - cells[other]


def _plus(one: str, other: str) -> Callable[[Mapping[str, int]], int]:
    return lambda cells: cells[one] + cells[other]


def _growth(now: str, before: str) -> Callable[[Mapping[str, int]], int]:
    """Return the growth in tenths of a percent."""
    return lambda cells: round(1000 * (cells[now] - cells[before]) / cells[before]) if cells[before] else 0


def areas(world: World, body: str, count: int, parts: int) -> list[Row]:
    """Return rows of a body's areas, each with some of its parts, and a sum."""
    rng, rows = world.rng("areas", body), []
    for at in range(count):
        rows.append(("rad", f"omrade-{at + 1}", f"{compound(rng).capitalize()}{', varav' if parts else ''}"))
        rows += [("varav", f"omrade-{at + 1}-{part + 1}", f"- {compound(rng)}") for part in range(parts)]
    return [*rows, ("summa", "summa", "Summa")]


def total(world: World, body: str, kind: str, year: int) -> int:
    """Return the sum of a body's running budget or its outcome."""
    amount = amounts(world, body, "drift", kind, year)
    return sum(amount(row) for what, row, _ in areas(world, body, 5, 2) if what == "rad")


def result_rows(world: World, body: str) -> list[Row]:
    """Return the rows of a statement of income and costs."""
    rng = world.rng("result", body)
    income: list[Row] = [("rad", f"intakt-{at}", compound(rng).capitalize()) for at in range(4)]
    costs: list[Row] = [("rad", f"kostnad-{at}", compound(rng).capitalize()) for at in range(5)]
    return [
        ("rubrik", "", "Verksamhetens intäkter"),
        *income,
        ("summa", "summa-intakter", "Summa intäkter"),
        ("rubrik", "", "Verksamhetens kostnader"),
        *costs,
        ("summa", "summa-kostnader", "Summa kostnader"),
        ("totalt", "resultat", "Resultat"),
    ]


def plan_tables(world: World, body: str, year: int) -> Fields:
    """Return the tables of a plan: income and costs, the budgets of running and of investments."""
    wanted = (("budget", year), ("prognos", year - 1), ("budget", year - 1))
    drawn = f"budget-{year}, budget-{year - 1}"
    return {
        "resultatbudget": make_table(
            "Resultatbudget", money(world, body, "resultat", *wanted), result_rows(world, body)
        ),
        "driftbudget": make_table(
            "Driftbudget", money(world, body, "drift", *wanted), areas(world, body, 5, 2), diagram=drawn
        ),
        "investeringar": make_table(
            "Investeringsbudget", money(world, body, "investering", *wanted), areas(world, f"{body}/i", 5, 0)
        ),
    }


def interim_tables(world: World, body: str, year: int) -> Fields:
    """Return the tables of an interim report: what running is expected to cost."""
    wanted = (("prognos", year), ("budget", year))
    return {
        "driftbudget": make_table("Prognos", money(world, body, "drift", *wanted), areas(world, body, 5, 2))
    }


def report_tables(world: World, body: str, year: int) -> Fields:
    """Return the tables of a follow-up, eight of them."""
    now, before, budget = f"Utfall {year}", f"Utfall {year - 1}", f"Budget {year}"
    wanted = (("utfall", year), ("budget", year), ("utfall", year - 1))
    deviation: Fields = {"rubrik": "Avvikelse", "är": "avvikelse", "formel": f"utfall-{year} - budget-{year}"}
    change: Fields = {
        "rubrik": "Förändring",
        "är": "förändring",
        "formel": f"utfall-{year} - utfall-{year - 1}",
    }
    growth: Fields = {
        "rubrik": "Förändring %",
        "är": "förändring",
        "enhet": '"%"',
        "formel": f"(utfall-{year} - utfall-{year - 1}) / utfall-{year - 1}",
    }
    derived = [
        Column("avvikelse", worked_out=_less(now, budget), explained=deviation),
        Column("forandring", worked_out=_less(now, before), explained=change),
    ]
    percent = Column("procent", worked_out=_growth(now, before), explained=growth)
    years = (("utfall", year), ("utfall", year - 1))
    plain = money(world, body, "drift", *wanted)
    return {
        "driftbudget": make_table(
            "Resultatrapport",
            [*plain, *derived],
            areas(world, body, 5, 2),
            diagram=f"utfall-{year}, budget-{year}",
        ),
        "investeringar": make_table(
            "Investeringar", money(world, body, "investering", *wanted), areas(world, f"{body}/i", 5, 0)
        ),
        "personalkostnader": make_table(
            "Personalkostnader",
            [*money(world, body, "personal", *years), percent],
            areas(world, f"{body}/p", 2, 0),
        ),
        "kostnadsanalys": make_table(
            "Kostnadsanalys",
            [*money(world, body, "kostnad", *years), derived[1], percent],
            areas(world, f"{body}/k", 7, 0),
        ),
        "listade": make_table(
            "Ersättning per område",
            [*money(world, body, "listade", *years), derived[1]],
            areas(world, f"{body}/l", 4, 0),
        ),
        **{
            name: _staff(world, body, name, title, year)
            for name, title in (
                ("arsarbetare", "Årsarbetare, avtalad sysselsättning"),
                ("arsarbetare-exkl", "Årsarbetare exklusive tjänstlediga"),
                ("timmar", "Arbetade timmar i tusental"),
            )
        },
    }


def _staff(world: World, body: str, table: str, title: str, year: int) -> Fields:
    """Return a table of women, men and all, of two years and the change between them."""
    columns = []
    for when in (year, year - 1):
        told: Fields = {"grupp": f"31 dec {when}", "är": "utfall", "avser": f"31 dec {when}"}
        for sex, heading in (("kvinnor", "Kvinnor"), ("man", "Män")):
            cell = amounts(world, f"{body}/{sex}", table, "utfall", when)
            columns.append(Column(f"{sex}-{when}", _positive(cell), explained={"rubrik": heading, **told}))
        formula = f"kvinnor-{when} + man-{when}"
        explained: Fields = {"rubrik": "Totalt", **told, "formel": formula}
        both = _plus(f"kvinnor-{when}", f"man-{when}")
        columns.append(Column(f"totalt-{when}", worked_out=both, explained=explained))
    for name, heading in (("kvinnor", "Kvinnor"), ("man", "Män"), ("totalt", "Totalt")):
        ids = f"{name}-{year}", f"{name}-{year - 1}"
        formula = " - ".join(ids)
        changed: Fields = {"rubrik": heading, "grupp": "Förändring", "är": "förändring", "formel": formula}
        columns.append(Column(f"{name}-forandring", worked_out=_less(*ids), explained=changed))
    return make_table(title, columns, areas(world, f"{body}/{table}", 6, 0), unit="årsarbetare")


def _positive(cell: Callable[[str], int]) -> Callable[[str], int]:
    return lambda row: -cell(row)


# --- documents ------------------------------------------------------------------------------------------------------

LEVELS = ("grön", "gul", "röd")
CHANGES = ("förbättrad", "oförändrad", "försämrad")
STRATEGIES = ("kvalitet", "beredskap", "digitalisering", "hallbarhet", "samverkan", "utveckling")
CITIZEN_GOALS = ("halsa", "vard", "munhalsa", "tandvard", "konkurrenskraft", "digitala-tjanster")
STAFF_GOAL, MONEY_GOAL = "arbetsgivare", "ekonomi"


@dataclass(frozen=True)
class Goal:
    """A goal in a board's plan of a year: one of the council's, or its own where there is an `item`."""

    id: str
    measures: tuple[Measure, ...]
    item: Item | None = None


def goals_of(world: World, board: Board, year: int) -> list[Goal]:
    """Return the goals in a board's plan of a year."""
    chosen = world.rng("chosen", board.id).sample(CITIZEN_GOALS, 3)
    own = alive(world, f"goals/{board.id}", board.own_goals, 0.15)[year]
    ids: list[tuple[str, Item | None]] = [
        *((goal, None) for goal in chosen),
        *((item.id, item) for item in own),
    ]
    goals = [
        Goal(goal, tuple(used), item)
        for (goal, item), used in zip(ids, measures(world, board)[year], strict=True)
    ]
    return [*goals, Goal(STAFF_GOAL, SHARED[:3]), Goal(MONEY_GOAL, SHARED[3:])]


def given(world: World, board: Board, year: int) -> list[tuple[str, str, Item]]:
    """Return the council's assignments to a board in a year: number, id and item."""
    items = alive(world, f"given/{board.id}", 4, 0.3)[year]
    return [
        (f"{board.at * 30 + place * 6 + item.since - FIRST_YEAR + 1}", f"rf-{item.id}-{board.at}", item)
        for place, item in enumerate(items)
    ]


def own_assignments(world: World, board: Board, year: int) -> list[Item]:
    """Return the assignments that a board has given itself in a year."""
    return alive(world, f"own/{board.id}", 9, 0.35)[year]


def activities_of(world: World, board: Board, year: int) -> list[Item]:
    """Return the activities of a board in a year."""
    return alive(world, f"activities/{board.id}", 4, 0.6)[year]


def risks_of(world: World, board: Board, year: int) -> list[Item]:
    """Return the risks of a board in a year; the executive's first three are the whole region's."""
    return alive(world, f"risks/{board.id}", 7, 0.2)[year]


def measure_ids(world: World, risk: Item) -> list[str]:
    """Return the ids of the measures against a risk."""
    return [f"{risk.id}-{at + 1}" for at in range(world.rng("actions", risk.id).choice((1, 1, 2)))]


def decision(name: str, year: int, month: int) -> Fields:
    """Return who adopted a document, and when."""
    return {"organ": name, "datum": f"{year}-{month:02}-15", "paragraf": f"§ {month * 7 + year % 10}"}


Heading: TypeAlias = "tuple[str, str, int, list[Node]]"  # number, heading, length of the text, contents
Texts: TypeAlias = "dict[str, str]"  # files of running text, by name


def chapters(rng: random.Random, texts: Texts, listed: list[Heading]) -> Fields:
    """Return chapters of (number, heading, length of text, contents); a long text goes to a file."""
    fields: Fields = {}
    above = ""
    for number, heading, length, contents in listed:
        chapter: Fields = {"nr": number} if number else {"under": above}
        if not number:
            chapter["sort"] = "utmaning" if "utmaning" in above else "händelse"
        name = slug(f"{heading}-{number}" if number else f"{above}-{len(fields)}")
        above = name if number else above
        chapter["rubrik"] = heading
        if length:
            chapter["text"] = placed(prose(rng, length), f"{name}.md", texts)
        if contents:
            chapter["innehåll"] = contents
        fields[name] = chapter
    return fields


def placed(text: str, name: str, texts: Texts) -> str:
    """Return a text, or the name of the file where a long one is put."""
    if len(text) < FILE_FROM:
        return text
    texts[name] = "".join(f"{line}\n" for line in _wrapped(text))
    return name


def headings(rng: random.Random, count: int, length: int) -> list[Heading]:
    """Return chapters without numbers, each with a heading and text."""
    return [
        ("", f"{compound(rng).capitalize()} {rng.choice(HOW)}", rng.randint(length // 2, 3 * length // 2), [])
        for _ in range(count)
    ]


def council_plan(world: World, year: int) -> Fields:
    """Return the council's plan of a year: perspectives, strategies, goals and numbered assignments."""
    rng = world.rng("council", (year - FIRST_YEAR) // MANDATE)
    sections: Fields = {}
    for name, heading in (
        ("invanare", "Invånare och samhälle"),
        ("process", "Process"),
        ("resurs", "Resurs"),
    ):
        sections[name] = {"sort": "perspektiv", "namn": heading, "beskrivning": prose(rng, 220)}
    for name in STRATEGIES:
        bullets: Fields = {f"{name}-{at + 1}": task(rng) for at in range(rng.randint(3, 5))}
        heading = name.replace("hallbar", "hållbar").capitalize()
        sections[name] = {
            "sort": "strategi",
            "under": "process",
            "namn": heading,
            "listrubrik": f"Strategier för {heading.lower()}",
            "punkter": bullets,
        }
    goals: Fields = {}
    for nr, name in enumerate((*CITIZEN_GOALS, STAFF_GOAL, MONEY_GOAL), 1):
        under = "invanare" if name in CITIZEN_GOALS else "resurs"
        goals[name] = {"sort": "effektmål", "nr": nr, "under": under, "text": demand(rng)}
    assignments: Fields = {}
    for board in world.boards:
        for number, name, item in given(world, board, year):
            draw = world.rng("given", item.id, board.id)
            goal = draw.choice(CITIZEN_GOALS)
            assignments[name] = {"nr": number, "under": goal, "mottagare": board.id, "text": task(draw)}
    return {
        "underlag": "original",
        "beslut": decision("Regionfullmäktige", year - 1, 6),
        "avsnitt": sections,
        "mål": goals,
        "uppdrag": assignments,
    }


def plan(world: World, board: Board, year: int, texts: Texts) -> Fields:
    """Return a board's plan of a year."""
    rng = world.rng("plan", board.id, year)
    goals = goals_of(world, board, year)
    sections: Fields = {name: {"beskrivning": prose(rng, rng.randint(250, 900))} for name in STRATEGIES}
    own = [goal.id for goal in goals]
    assignments: Fields = {name: None for _, name, _ in given(world, board, year)}
    for item in own_assignments(world, board, year):
        draw = world.rng("assignment", board.id, item.id)
        assignments[item.id] = {"under": goals[draw.randrange(len(own))].id, "text": task(draw)}
    activities: Fields = {
        item.id: {
            "under": rng.choice(own),
            "text": task(rng),
            "klart": f"{rng.choice(('mars', 'juni', 'oktober'))} {year}",
        }
        for item in activities_of(world, board, year)
    }
    fields: Fields = {
        "underlag": "original",
        "källa": f"Verksamhetsplan med budget {year}, {board.name.lower()}",
        "beslut": decision(board.name, year - 1, 11),
        "ekonomi": {
            "budget": f"driftbudget/summa/budget-{year}",
            "prognos": f"driftbudget/summa/prognos-{year - 1}",
        },
        "kapitel": _plan_chapters(rng, year, texts, contributing=board.at % 4 == 1),
        "avsnitt": sections,
        "mål": {goal.id: _planned(world, board, year, goal) for goal in goals},
        "uppdrag": assignments,
        "aktiviteter": activities,
        "tabeller": plan_tables(world, board.id, year),
        "tal": {
            "okning": f"(driftbudget/summa/budget-{year} - driftbudget/summa/budget-{year - 1})"
            f" / driftbudget/summa/budget-{year - 1}"
        },
        "internkontroll": _control_plan(world, board, year),
    }
    if board.at % 4 == 1:
        fields["bidrag"] = _contributions(rng, goals, texts)
    return fields


def _plan_chapters(rng: random.Random, year: int, texts: Texts, *, contributing: bool) -> Fields:
    cost = f"Nämndens kostnader är [](tabell:-driftbudget/summa/budget-{year}), en ökning med [](tal:okning)."
    cost += f" Året före var budgeten [](tabell:-driftbudget/summa/budget-{year - 1})."
    contributions: list[Heading] = [("4.1", "Områdenas bidrag", 300, ["bidrag"])] if contributing else []
    listed: list[Heading] = [
        ("1", "Inledning", 700, []),
        ("1.1", "Nämndens ansvar", 1400, []),
        ("1.2", "Organisation", 800, []),
        ("2", "Vision och värdegrund", 0, ["vision"]),
        ("3", "Utmaningar", 400, []),
        *headings(rng, 3, 700),
        ("4", "Mål, strategier och uppdrag", 1200, ["mål"]),
        *contributions,
        ("5", "Ekonomi", 0, []),
        ("5.1", "Ekonomiskt utgångsläge", 2400, []),
        ("5.2", "Resultatbudget", 200, [{"tabell": "resultatbudget"}]),
        ("5.3", "Driftbudget", 0, [{"text": cost}, {"tabell": "driftbudget"}]),
        ("5.4", "Investeringsbudget", 300, [{"tabell": "investeringar"}]),
        ("6", "Uppföljning", 700, []),
        ("7", "Intern styrning och kontroll", 1700, []),
        ("7.1", "Internkontrollplan", 0, ["internkontroll"]),
    ]
    return chapters(rng, texts, listed)


def _planned(world: World, board: Board, year: int, goal: Goal) -> Fields:
    rng = world.rng("goal", board.id, goal.id)
    fields: Fields = {}
    if goal.item:
        fields = {"sort": "nämndens mål", "under": rng.choice(STRATEGIES), "text": demand(rng)}
        if luck(rng, 0.4):
            fields["beskrivning"] = prose(rng, 350)
        if goal.item.before and goal.item.since == year and luck(rng, 0.6):
            fields["fortsätter"] = [f"{year - 1}/{goal.item.before}"]
    fields["indikatorer"] = {each.id: _planned_row(world, board, year, each) for each in goal.measures}
    return fields


def _planned_row(world: World, board: Board, year: int, measure: Measure) -> Fields:
    rng = world.rng("row", board.id, measure.id)
    fields: Fields = {"lydelse": f"{measure.name}: {sentence(rng)}"}
    if board.at % 5 == 0 and measure.kind not in {"text", "none"}:
        fields |= {"utfall": outcome(world, board, measure, year - 2), "avser": year - 2}
    aim = target(measure)
    if aim:
        fields["målvärde"] = aim
    if measure.kind == "limit" and luck(rng, 0.5):
        fields |= {"långsiktigt": aim, "långsiktigt år": FIRST_YEAR + 10}
    return fields


def _control_plan(world: World, board: Board, year: int) -> Fields:
    region = [] if board.at == 0 else risks_of(world, world.boards[0], year)[:REGION_RISKS]
    risks: Fields = {risk.id: None for risk in region}
    own = risks_of(world, board, year)
    for place, risk in enumerate(own):
        risks[risk.id] = _risk(world, risk, shared=board.at == 0 and place < REGION_RISKS)
    fields: Fields = {"risker": risks}
    before = [risk.before for risk in (*own, *region) if risk.since == year and risk.before]
    if before:
        fields["utgår"] = {f"{year - 1}/{risk}": sentence(world.rng("gone", risk)) for risk in before}
    return fields


def _risk(world: World, risk: Item, *, shared: bool) -> Fields:
    rng = world.rng("risk", risk.id)
    everywhere: Fields = {"övergripande": "ja"} if shared else {}
    fields: Fields = {
        "område": rng.choice(("Ekonomi", "Personal", "Säkerhet", "Miljö", "It", "Kvalitet", "Kommunikation")),
        "risk": f"Risken att {compound(rng)} inte {rng.choice(PASSIVE)} {rng.choice(HOW)}.",
        **everywhere,
    }
    if luck(rng, 0.5):
        fields |= {"sannolikhet": rng.randint(1, 5), "konsekvens": rng.randint(1, 5)}
    fields["åtgärder"] = {name: {"text": task(rng), **everywhere} for name in measure_ids(world, risk)}
    return fields


def _contributions(rng: random.Random, goals: list[Goal], texts: Texts) -> Fields:
    areas_of_board: Fields = {}
    for at in range(4):
        name = compound(rng)
        told: Fields = {}
        for goal in goals[:4]:
            text = placed(prose(rng, rng.randint(400, 1600)), f"bidrag-{at + 1}-{goal.id}.md", texts)
            told[goal.id] = {"text": text, "utmaningar": prose(rng, 400)}
        areas_of_board[f"bidrag-{at + 1}"] = {"namn": name.capitalize(), "mål": told}
    return areas_of_board


def unit_plan(world: World, board: Board, year: int, texts: Texts) -> Fields:
    """Return the plan of a board's unit: some of the board's goals and indicators, and activities of its own."""
    rng, unit = world.rng("unit", board.id, year), slug(board.unit)
    goals = [goal for goal in goals_of(world, board, year) if goal.item or goal.id == STAFF_GOAL][-5:]
    activities: Fields = {
        item.id: {"under": rng.choice(goals).id, "text": task(rng)}
        for item in alive(world, f"unit/{board.id}", 12, 0.5)[year]
    }
    listed: list[Heading] = [
        ("1", "Inledning", 900, []),
        ("2", "Syfte", 600, []),
        ("3", "Mål, strategier och uppdrag", 1500, ["mål"]),
        ("4", "Budget", 400, [{"tabell": "driftbudget"}]),
        ("5", "Uppföljning", 500, []),
    ]
    wanted = (("budget", year), ("budget", year - 1))
    budget = make_table("Driftbudget", money(world, unit, "drift", *wanted), areas(world, unit, 6, 0))
    return {
        "underlag": "original",
        "gäller": unit,
        "beslut": decision(board.name, year - 1, 12),
        "kapitel": chapters(rng, texts, listed),
        "mål": {goal.id: {"indikatorer": {each.id: None for each in goal.measures}} for goal in goals},
        "aktiviteter": activities,
        "tabeller": {"driftbudget": budget},
    }


def report(world: World, board: Board, year: int, texts: Texts) -> Fields:
    """Return the follow-up of a board's year."""
    rng = world.rng("report", board.id, year)
    spent = tenths(-total(world, board.id, "utfall", year))
    cost = f"Kostnaderna blev [{spent} miljoner kronor](tabell:-driftbudget/summa/utfall-{year}), mot budgeterade"
    cost += f" [](tabell:-driftbudget/summa/budget-{year}). {prose(rng, 900)}"
    listed: list[Heading] = [
        ("1", "Inledning", 900, []),
        ("2", "Väsentliga händelser", 300, []),
        *headings(rng, 9, 1100),
        ("3", "Nämndens mål, strategier och uppdrag", 300, []),
        ("3.1", "Sammanfattning", 600, ["sammanfattning", "mål"]),
        ("4", "Ekonomi", 0, []),
        ("4.1", "Resultatrapport", 0, [{"tabell": "driftbudget"}, {"text": cost}]),
        ("4.2", "Investeringar", 800, [{"tabell": "investeringar"}]),
        ("4.3", "Ersättning per område", 700, [{"tabell": "listade"}]),
        ("5", "Personalekonomi", 0, []),
        ("5.1", "Personalkostnader", 400, [{"tabell": "personalkostnader"}]),
        ("5.2", "Kostnadsanalys", 400, [{"tabell": "kostnadsanalys"}]),
        ("5.3", "Årsarbetare", 500, [{"tabell": "arsarbetare"}]),
        ("5.4", "Årsarbetare exklusive tjänstlediga", 700, [{"tabell": "arsarbetare-exkl"}]),
        ("5.5", "Arbetade timmar", 500, [{"tabell": "timmar"}]),
        ("6", "Framtida utmaningar", 300, []),
        *headings(rng, 6, 700),
        ("7", "Intern kontroll", 0, []),
        ("7.1", "Nämndens ansvar för den interna kontrollen", 900, []),
        ("7.2", "Internkontrollplan", 0, ["internkontroll"]),
        ("7.3", "ISK-bedömning", 0, ["isk-bedömning"]),
    ]
    economy = {"utfall": f"utfall-{year}", "budget": f"budget-{year}", "avvikelse": "avvikelse"}
    judged: Fields = {
        goal.id: _assessed(world, board, year, goal, interim=False) for goal in goals_of(world, board, year)
    }
    tasks = _tasks(world, board, year)
    return {
        "underlag": "original",
        "beslut": decision(board.name, year + 1, 2),
        "period": year,
        "ekonomi": {key: f"driftbudget/summa/{column}" for key, column in economy.items()},
        "kapitel": chapters(rng, texts, listed),
        "sammanfattning": _summary(world, board, year, judged, tasks),
        "avsnitt": {name: {"kommentar": comment(rng)} for name in STRATEGIES[:2]},
        "mål": judged,
        **tasks,
        "tabeller": report_tables(world, board.id, year),
        "internkontroll": {
            **_control_report(world, board, year, interim=False),
            "bedömning": rng.choice(("tillräcklig", "tillräcklig", "delvis tillräcklig")),
            "motivering": prose(rng, 500),
        },
    }


def interim_report(world: World, board: Board, year: int, texts: Texts) -> Fields:
    """Return the follow-up of January to August."""
    rng = world.rng("interim", board.id, year)
    listed: list[Heading] = [
        ("1", "Läget i augusti", 800, []),
        ("2", "Händelser till och med augusti", 200, []),
        *headings(rng, 4, 800),
        ("3", "Mål och uppdrag i augusti", 400, ["mål"]),
        ("4", "Prognos", 1200, [{"tabell": "driftbudget"}]),
        ("5", "Intern kontroll i augusti", 500, ["internkontroll"]),
    ]
    goals = goals_of(world, board, year)
    return {
        "underlag": "original",
        "beslut": decision(board.name, year, 9),
        "period": f"jan–aug {year}",
        "ekonomi": {"prognos": f"driftbudget/summa/prognos-{year}"},
        "kapitel": chapters(rng, texts, listed),
        "mål": {goal.id: _assessed(world, board, year, goal, interim=True) for goal in goals},
        **_tasks(world, board, year, "interim"),
        "tabeller": interim_tables(world, board.id, year),
        "internkontroll": _control_report(world, board, year, interim=True),
    }


def _assessed(world: World, board: Board, year: int, goal: Goal, *, interim: bool) -> Fields:
    rng = world.rng("assessed", board.id, goal.id, year, interim)
    words = [verdict(world, board, each, year) for each in goal.measures]
    share = words.count("helt") / len(words)
    level = LEVELS[0] if share >= MOST else LEVELS[1] if share >= MANY else LEVELS[2]
    row = _interim_row if interim else _reported_row
    return {
        "bedömning": level,
        "utveckling": rng.choice(CHANGES),
        "kommentar": comment(rng),
        "indikatorer": {each.id: row(world, board, year, each) for each in goal.measures},
    }


def _reported_row(world: World, board: Board, year: int, measure: Measure) -> Fields:
    rng = world.rng("reported", board.id, measure.id, year)
    if luck(rng, 0.05):
        return {"utfall": "saknas", "orsak": "mätningen gjordes inte under året", "status": "värde saknas"}
    fields: Fields = {"utfall": outcome(world, board, measure, year)}
    if measure.kind == "riket":
        fields["jämförelse"] = {"riket": show(measure, series(world, board, measure, "riket")[year])}
    if year == FIRST_YEAR and measure.kind in {"change", "pairs", "keep"}:
        fields["tidigare"] = {str(year - 1): {"utfall": outcome(world, board, measure, year - 1)}}
    return {**fields, "status": verdict(world, board, measure, year), "kommentar": comment(rng)}


def _interim_row(world: World, board: Board, year: int, measure: Measure) -> Fields:
    rng = world.rng("interim", board.id, measure.id, year)
    if luck(rng, 0.4):
        return {"utfall": "saknas", "orsak": "mäts bara vid årets slut", "status": "värde saknas"}
    fields: Fields = {
        "utfall": outcome(world, board, measure, year),
        "status": verdict(world, board, measure, year),
    }
    if measure.kind in {"limit", "change", "range", "riket"}:
        fields["prognos"] = outcome(world, board, measure, year)
    return fields


def _tasks(world: World, board: Board, year: int, *when: str) -> Fields:
    """Return how far assignments and activities came."""
    fields: Fields = {}
    names = [*(name for _, name, _ in given(world, board, year))]
    names += [item.id for item in own_assignments(world, board, year)]
    for key, ids in (
        ("uppdrag", names),
        ("aktiviteter", [item.id for item in activities_of(world, board, year)]),
    ):
        told: Fields = {}
        for name in ids:
            rng = world.rng("task", board.id, name, year, *when)
            told[name] = {"bedömning": rng.choices(LEVELS, (6, 4, 1))[0], "kommentar": comment(rng)}
        fields[key] = told
    return fields


def _summary(world: World, board: Board, year: int, judged: Fields, tasks: Fields) -> Fields:
    """Return the document's own counts of its assessments."""
    own = {goal.id for goal in goals_of(world, board, year) if goal.item}
    told = {
        "effektmål": {name: goal for name, goal in judged.items() if name not in own},
        "nämndens mål": {name: goal for name, goal in judged.items() if name in own},
        "uppdrag": tasks["uppdrag"],
    }
    fields: Fields = {}
    for kind, entries in told.items():
        assert isinstance(entries, dict)
        counts = Counter(entry["bedömning"] for entry in entries.values() if isinstance(entry, dict))
        # Documents miscount now and then; what the tool says of it is a part of its work.
        miscounted = luck(world.rng("summary", board.id, kind, year), 0.03)
        fields[kind] = {"antal": len(entries) + miscounted, **{level: counts[level] for level in LEVELS}}
    return fields


def _control_report(world: World, board: Board, year: int, *, interim: bool) -> Fields:
    region = [] if board.at == 0 else risks_of(world, world.boards[0], year)[:REGION_RISKS]
    answered: Fields = {}
    for risk in (*region, *risks_of(world, board, year)):
        rng = world.rng("answer", board.id, risk.id, year, interim)
        answers: Fields = {}
        for name in measure_ids(world, risk):
            answer: Fields = {"status": rng.choice(("avslutad", "pågår"))}
            if not interim:
                answer |= {"effekt": rng.choice(("ja", "ja", "delvis")), "kommentar": comment(rng)}
            answers[name] = answer
        answered[risk.id] = {"åtgärder": answers}
    return {"risker": answered}


def organisation(world: World) -> Fields:
    """Return the organisation: its name, boards, symbols."""
    mandates: Fields = {}
    for first in range(FIRST_YEAR, world.years[-1] + 1, MANDATE):
        mandates[f"{first}–{first + MANDATE - 1}"] = [COUNCIL, *(board.id for board in world.boards)]
    colours, shapes, arrows = (
        ("grön", "gul", "röd"),
        ("cirkel", "triangel", "fyrkant"),
        ("upp", "vågrät", "ned"),
    )
    means = ("målnivån är nådd", "mindre avvikelse från målnivån", "större avvikelse från målnivån")
    shown: list[Node] = [
        {"betyder": what, "färg": colour, "form": shape}
        for what, colour, shape in zip(means, colours, shapes, strict=True)
    ]
    levels: Fields = dict(zip(LEVELS, shown, strict=True))
    words: Fields = dict(zip(WORDS, shown, strict=True))
    words["värde saknas"] = {"betyder": "värde saknas", "färg": "grå", "form": "ring", "saknas": "ja"}
    changes: Fields = {
        word: {"betyder": f"resultatet är {word}", "pil": arrow}
        for word, arrow in zip(CHANGES, arrows, strict=True)
    }
    symbols: Fields = {
        "bedömning": {"rubrik": "Måluppfyllelse", "nivåer": levels},
        "utveckling": {"rubrik": "Förändring", "nivåer": changes},
        "indikator": {"rubrik": "Indikatorer", "nivåer": words},
    }
    values: Fields = {
        name.lower(): {"namn": name, "text": prose(world.rng(name), 150)}
        for name in ("Omtanke", "Mod", "Ansvar")
    }
    return {
        "namn": "Region Påhitt",
        "fullmäktige": COUNCIL,
        "styrelse": EXECUTIVE,
        "nämnder": mandates,
        "gäller": {"lanet": "Påhitts län", "riket": "Riket"},
        "vision": "Ett bättre liv i hela länet",
        "värdegrund": values,
        "symboler": {str(FIRST_YEAR): symbols},
    }


# --- files ----------------------------------------------------------------------------------------------------------

Writer: TypeAlias = Callable[[World, Board, int, "dict[str, str]"], "dict[str, Node]"]
DOCUMENTS: dict[str, Writer] = {
    "plan": plan,
    "verksamhetsberattelse": report,
    "delarsrapport": interim_report,
}

MKDOCS = """\
site_name: Region Påhitt
theme:
  name: material
  language: sv
  font: false
docs_dir: templates/ram
site_dir: .cache/mkdocs
"""


def files(world: World) -> Iterator[tuple[str, str]]:
    """Yield every file: its path under the folder, and its text."""
    yield "mkdocs.yml", MKDOCS
    yield "content/organisation.yml", as_yaml(organisation(world))
    yield "content/sidor/om.md", f"# Om webbplatsen\n\n{prose(world.rng('om'), 900)}\n"
    yield (
        "content/indikatorer/gemensamma.yml",
        as_yaml({each.id: _definition(world, each) for each in SHARED}),
    )
    yield f"content/{COUNCIL}/namnd.yml", as_yaml({"namn": "Regionfullmäktige"})
    for year in world.years:
        yield f"content/{COUNCIL}/{year}/plan.yml", as_yaml(council_plan(world, year))
    for board in world.boards:
        yield f"content/indikatorer/{board.id}.yml", as_yaml(definitions(world, board))
        yield f"content/{board.id}/namnd.yml", as_yaml({"namn": board.name})
        yield from _documents(world, board, f"content/{board.id}", DOCUMENTS)
        if board.unit:
            folder = f"content/{board.id}/verksamheter/{slug(board.unit)}"
            yield f"{folder}/verksamhet.yml", as_yaml({"namn": board.unit})
            yield from _documents(world, board, folder, {"plan": unit_plan})


def _documents(
    world: World, board: Board, folder: str, writers: Mapping[str, Writer]
) -> Iterator[tuple[str, str]]:
    for year in world.years:
        for name, write in writers.items():
            texts: Texts = {}
            yield f"{folder}/{year}/{name}.yml", as_yaml(write(world, board, year, texts))
            yield from ((f"{folder}/{year}/{text}", told) for text, told in texts.items())


def generate(size: Size, folder: Path, seed: int) -> None:
    """Write `content/` and `mkdocs.yml` of an invented region of a size into a folder."""
    for name, text in files(make_world(size, seed)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


OUTCOME = re.compile(r"^( +utfall: )(\d+)((?:,\d+)?(?: %| st| dagar)?)$", re.MULTILINE)


def change_one_outcome(folder: Path, seed: int) -> Path:
    """Raise or lower one outcome in one follow-up of the newest year by one, and return the file."""
    rng = random.Random(seed)  # noqa: S311 - drawn alike every time
    reports = sorted(folder.glob("content/*/*/verksamhetsberattelse.yml"))
    newest = max(path.parent.name for path in reports)
    path = rng.choice([path for path in reports if path.parent.name == newest])
    text = path.read_text(encoding="utf-8")
    found = rng.choice(list(OUTCOME.finditer(text)))
    number = int(found[2]) + (1 if int(found[2]) % 2 == 0 else -1)
    changed = f"{text[: found.start(2)]}{number}{text[found.end(2) :]}"
    path.write_text(changed, encoding="utf-8", newline="\n")
    return path


def main() -> None:
    """Read the command line, and write."""
    parser = argparse.ArgumentParser(description="Write an invented region as content.")
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    generate(SIZES[asked.size], asked.folder, asked.seed)


if __name__ == "__main__":
    main()
