"""Targets as plans print them, read from a text or a mapping into their kinds."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import assert_never

from vpgen.numbers import MINUS, NBSP, NumberError, Quantity, format_quantity, parse_quantity
from vpgen.periods import PeriodError, parse_period
from vpgen.target_kinds import (
    Above,
    AllOf,
    Ambiguous,
    AtLeast,
    AtMost,
    Bare,
    Base,
    Below,
    Better,
    Between,
    ByPerson,
    ChangeTarget,
    Compared,
    Direction,
    GapLimit,
    GapShrinks,
    Keep,
    Limit,
    MeanOver,
    PerGroup,
    Positive,
    RankTarget,
    Relation,
    SomeOf,
    SubGoals,
    Target,
    YesNo,
    describe,
)
from vpgen.values import Range, Rank, Value, parse_range, parse_value

# The kinds themselves are in target_kinds; what most readers of a target need is here.
__all__ = ["Better", "Target", "TargetError", "describe", "parse_target"]

_FORMS_HINT = (
    "skriv till exempel minst 95 %, högst 5 %, över 78, 77–80, öka, minska 10 % till 2030 från 2005, "
    "högre än riket, riket +1 procentenhet, topp 3 av 7, plats 11 av 21, bibehålla, ja, "
    "medelvärde över 3 år minst 2 %, skillnaden mellan kvinnor och män högst 5 procentenheter, "
    "minst 75 % av delmålen, ”alla:” och en lista, ”minst: 2” med ”av:” och en lista, eller "
    "”bedöms:” och texten som den är tryckt"
)


class TargetError(ValueError):
    """A text is no target: `message` is a Swedish sentence, `hint` what could be written."""

    def __init__(self, message: str, hint: str = _FORMS_HINT) -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message}; {hint}")


_LIMITS: dict[str, type[Limit]] = {
    "minst": AtLeast,
    "lägst": AtLeast,
    "≥": AtLeast,
    ">=": AtLeast,
    "högst": AtMost,
    "max": AtMost,
    "≤": AtMost,
    "<=": AtMost,
    "över": Above,
    "mer än": Above,
    "fler än": Above,
    "högre än": Above,
    ">": Above,
    "under": Below,
    "mindre än": Below,
    "färre än": Below,
    "lägre än": Below,
    "<": Below,
}
_RELATIONS: dict[type[Limit], Relation] = {AtLeast: "minst", AtMost: "högst", Above: "högre", Below: "lägre"}
_BASES: dict[str, Base] = {
    **dict.fromkeys(("föregående år", "året innan", "året före", "förra året"), "föregående år"),
    **dict.fromkeys(
        ("föregående mätning", "förra mätningen", "senaste mätningen", "senast kända", "senast kända värde"),
        "föregående mätning",
    ),
}
# What a comparison is never called: a number in words, or a change.
_NO_NAME = re.compile(
    r"(?:en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|hälften|(?:ska )?(?:ök|minsk)\w+)\b", re.IGNORECASE
)

_EXPLAINED = re.compile(r"(?P<main>[^()]+?) ?\((?P<explanation>[^()]+)\)")
_DUE = re.compile(
    r"(?P<head>.+?)(?: till| senast|(?<!\d)(?<!från)(?<!med) år)(?: år)? (?P<year>\d{4})"
    r"(?P<tail> (?:från|jämfört|i jämförelse) .+)?"
)
_LIMIT_TEXT = rf"(?P<word>{'|'.join(sorted(_LIMITS, key=len, reverse=True))})(?: |(?<=[<>=≤≥]))(?P<rest>.+)"
_LIMIT = re.compile(_LIMIT_TEXT, re.IGNORECASE)
_COMPARED_WITH = r"(?: (?:från|(?:i )?jämför(?:t|else) med) (?P<base>.+))?"
_CHANGE = re.compile(
    r"(?:ska )?(?P<stem>ök|minsk)(?:a|ar|as|ning|ad|at)(?: med| på)?(?: minst)?(?: ?(?P<amount>\d.*?))?"
    + _COMPARED_WITH,
    re.IGNORECASE,
)
_KEEP = re.compile(
    r"(?:ska )?(?:bibehåll(?:a|as|s|er|en)|behållas?|(?:vara )?oförändra[dt])" + _COMPARED_WITH, re.IGNORECASE
)
_MARGIN = re.compile(r"(?P<name>[^\W\d_][^\d+]*?) ?(?P<sign>[-+−–]) ?(?P<amount>\d.*)")
_BETWEEN = re.compile(
    r"(?:mellan|inom)(?: intervallet)? (?P<low>.+?)(?: och | ?[–-] ?)(?P<high>[-−]?\d.*)", re.IGNORECASE
)
_GAP = re.compile(r"skillnad\w* (?P<groups>.+?) (?:ska )?minskar?", re.IGNORECASE)
_GAP_LIMIT = re.compile(
    rf"skillnad\w* (?P<groups>.+?) (?:(?:(?:ska|får) )?vara |är )?(?P<limit>{_LIMIT_TEXT})", re.IGNORECASE
)
_GROUPS = re.compile(
    r"mellan (?P<one>.+?) och (?P<other>.+)|(?P<first>.+?) ?[–-] ?(?P<last>.+)", re.IGNORECASE
)
_SUB_GOALS = re.compile(r"(?:alla|(?:minst )?(?P<need>\d.*?)(?: av)?) delmål(?:en)?", re.IGNORECASE)
_MEAN = re.compile(r"medelvärdet? över (?P<years>\d{1,2}) år:? (?P<rest>.+)", re.IGNORECASE)
_POSITIVE = re.compile(r"(?:ska vara )?positivt?(?: [^\W\d_]+)?", re.IGNORECASE)
_VALUE_START = re.compile(r"[-+−–]?\d|(?:topp|plats) \d", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_VALUE = " av värdet"
_MAX_NAME_WORDS = 4
_MANY_WORDS = 6
_MEAN_YEARS = range(2, 11)
_WHOLE = 100


@dataclass(frozen=True)
class _Indicator:
    """What the indicator says that a target needs: which way is good, and its groups."""

    better: Better
    groups: tuple[str, ...]


def parse_target(raw: object, better: Better, groups: Collection[str] = ()) -> Target:
    """Read a target from a text or a mapping; raise TargetError on what cannot be understood.

    `better` is which way is good for the indicator and decides what a bare number means; `groups` are the
    groups that the indicator declares.
    """
    try:
        return _parse(raw, _Indicator(better, tuple(groups)))
    except (NumberError, PeriodError) as error:
        raise TargetError(error.message, error.hint) from None


def _parse(raw: object, indicator: _Indicator) -> Target:
    if isinstance(raw, Mapping):
        entries = {str(key): value for key, value in raw.items()}
        printed = entries.pop("tryckt", None)
        target = _parse_mapping(entries, indicator)
        return target if printed is None else replace(target, text=_scalar(printed))
    return _parse_text(_scalar(raw), indicator)


def _scalar(raw: object) -> str:
    if isinstance(raw, str | int) and not isinstance(raw, bool):
        return re.sub(r"[\s\u00a0\u202f]+", " ", str(raw)).strip()
    raise TargetError("målvärdet är ingen text" if raw is not None else "målvärdet är tomt")


# Boards and years repeat each other's targets.
@lru_cache(maxsize=4096)
def _parse_text(text: str, indicator: _Indicator) -> Target:
    return replace(_read(text.rstrip("."), indicator), text=text)


def _read(text: str, indicator: _Indicator) -> Target:
    if explained := _EXPLAINED.fullmatch(text):
        return replace(_read(explained["main"], indicator), explanation=explained["explanation"])
    if due := _DUE.fullmatch(text):
        return replace(_read(due["head"] + (due["tail"] or ""), indicator), by=parse_period(due["year"]))
    for reader in _READERS:
        target = reader(text, indicator)
        if target is not None:
            return target
    raise _unreadable(text)


def _unreadable(text: str) -> TargetError:
    if not text:
        return TargetError("målvärdet är tomt")
    message = f"målvärdet ”{text}” går inte att tolka"
    if len(text.split(" ")) <= _MANY_WORDS:
        return TargetError(message)
    return TargetError(
        message,
        "skriv ”alla:” och ett krav per rad om det är flera, eller ”bedöms:” och texten som den är tryckt "
        "om bara en människa kan bedöma det",
    )


def _read_word(text: str, _: _Indicator) -> Target | None:
    """Read `ja`, `nej`, `bedöms i text` and `positiv budgetavvikelse`."""
    word = text.lower()
    if word in {"ja", "nej"}:
        return YesNo(yes=word == "ja")
    if word.startswith("bedöms"):
        return ByPerson(text)
    return Positive() if _POSITIVE.fullmatch(text) else None


def _read_gap(text: str, indicator: _Indicator) -> Target | None:
    """Read `skillnaden mellan kvinnor och män minskar`; unknown groups leave it to a person."""
    found = _GAP.fullmatch(text)
    if found is None:
        return None
    pair = _pair(found["groups"], text, indicator)
    return GapShrinks(*pair) if pair else ByPerson(text)


def _read_gap_limit(text: str, indicator: _Indicator) -> Target | None:
    """Read `skillnaden mellan kvinnor och män högst 5 procentenheter`."""
    found = _GAP_LIMIT.fullmatch(text)
    if found is None:
        return None
    pair, limit = _pair(found["groups"], text, indicator), _read_limit(found["limit"], indicator)
    if pair is None:
        raise TargetError(
            f"”{found['groups'].removeprefix('mellan ')}” är inte två av indikatorns grupper",
            _groups_hint(indicator),
        )
    if not isinstance(limit, Limit):
        raise TargetError(
            f"”{found['limit']}” är ingen gräns för en skillnad", "skriv till exempel högst 5 procentenheter"
        )
    if limit.limit.unit == "%":
        points = format_quantity(replace(limit.limit, unit="procentenheter")).replace(NBSP, " ")
        raise TargetError(
            f"en skillnad på {found['rest']} kan betyda procent eller procentenheter",
            f"skriv {found['word']} {points}, eller ”bedöms:” och texten som den är tryckt",
        )
    return GapLimit(*pair, limit)


def _pair(typed: str, text: str, indicator: _Indicator) -> tuple[str, str] | None:
    """Read the names of two groups; None where neither is one of the indicator's."""
    found = _GROUPS.fullmatch(typed)
    names = [name for name in found.groups() if name] if found else []
    known = {group.lower(): group for group in indicator.groups}
    groups = [known[name.lower()] for name in names if name.lower() in known]
    if len(groups) == 1:
        raise TargetError(
            f"bara ”{groups[0]}” är en av indikatorns grupper i ”{text}”", _groups_hint(indicator)
        )
    return (groups[0], groups[1]) if groups else None


def _groups_hint(indicator: _Indicator) -> str:
    if not indicator.groups:
        return "indikatorn har inga grupper; skriv dem under grupper: i dess definition"
    return f"indikatorns grupper är {', '.join(indicator.groups)}"


def _read_sub_goals(text: str, _: _Indicator) -> Target | None:
    """Read `minst 75 % av delmålen`, `minst 3 delmål` and `alla delmål`."""
    found = _SUB_GOALS.fullmatch(text)
    return SubGoals(_need(found["need"] or "100 %")) if found else None


def _need(text: str) -> Quantity:
    """Read how many or how large a share of several must be reached."""
    need = parse_quantity(text)
    is_share = need.unit == "%" and 0 < need.number <= _WHOLE
    is_number = not need.unit and need.value >= 1 and need.value == int(need.value)
    if not is_share and not is_number:
        raise TargetError(
            f"”{text}” är varken ett helt antal eller en andel upp till 100 %",
            "skriv till exempel minst 3, eller minst 75 %",
        )
    return need


def _read_mean(text: str, indicator: _Indicator) -> Target | None:
    """Read `medelvärde över 3 år minst 2 %`."""
    found = _MEAN.fullmatch(text)
    if found is None:
        return None
    target, years = _read(found["rest"], indicator), int(found["years"])
    if not isinstance(target, Limit | Between) or years not in _MEAN_YEARS:
        raise TargetError(
            f"”{text}” går inte att räkna ut", "skriv till exempel medelvärde över 3 år minst 2 %"
        )
    return MeanOver(years, target)


def _read_keep(text: str, _: _Indicator) -> Target | None:
    """Read `bibehålla` and `oförändrat`."""
    found = _KEEP.fullmatch(text)
    return Keep(_base(found["base"])) if found else None


def _read_change(text: str, _: _Indicator) -> Target | None:
    """Read `öka`, `ska minska jämfört med föregående år`, `Ökning10%`, `minska minst 50 % från 2005`."""
    found = _CHANGE.fullmatch(text)
    if found is None:
        return None
    amount = parse_quantity(found["amount"]) if found["amount"] else None
    direction: Direction = "öka" if found["stem"].lower() == "ök" else "minska"
    return ChangeTarget(direction, amount, amount is not None and amount.unit == "%", _base(found["base"]))


def _base(text: str | None) -> Base:
    if text is None or text.lower() in _BASES:
        return None if text is None else _BASES[text.lower()]
    try:
        return parse_period(text)
    except PeriodError:
        raise TargetError(
            f"”{text}” är ingen tidpunkt att jämföra med",
            "skriv föregående år, föregående mätning eller en period, till exempel 2005",
        ) from None


def _read_limit(text: str, _: _Indicator) -> Target | None:
    """Read `minst 95 %`, `över 78`, `högre än riket` and `högre än föregående år`."""
    found = _LIMIT.fullmatch(text)
    if found is None:
        return None
    limit, rest = _LIMITS[found["word"].lower()], found["rest"]
    if rest.lower() in _BASES:
        return _limit_to_base(text, limit, _BASES[rest.lower()])
    if rest[0].isdigit() or rest[0] in "-+−–":
        if found["word"].endswith("än") and _YEAR.fullmatch(rest):
            raise TargetError(
                f"”{text}” kan gälla ett år eller ett tal", f"skriv öka från {rest} eller över {rest}"
            )
        value = parse_value(rest)
        if not isinstance(value, Quantity):
            raise TargetError(
                f"”{rest}” är ingen gräns", f"skriv {rest} för sig, eller en gräns som minst 80 %"
            )
        return limit(value)
    if margin := _MARGIN.fullmatch(rest):
        return _margin(margin, _RELATIONS[limit])
    return Compared(_comparison(rest), _RELATIONS[limit])


def _limit_to_base(text: str, limit: type[Limit], base: Base) -> Target:
    if limit in {AtLeast, AtMost}:
        raise TargetError(f"”{text}” går inte att tolka", "skriv bibehålla, öka eller minska")
    return ChangeTarget("öka" if limit is Above else "minska", base=base)


def _read_margin(text: str, indicator: _Indicator) -> Target | None:
    """Read `riket +1 procentenhet`; `bra` decides between at least and at most."""
    found = _MARGIN.fullmatch(text)
    if found is None:
        return None
    relations: dict[Better, Relation | None] = {"högt": "minst", "lågt": "högst", "inget": None}
    return _margin(found, relations[indicator.better])


def _margin(found: re.Match[str], relation: Relation | None) -> Target:
    name, typed = _comparison(found["name"]), found["amount"].removesuffix(_OF_VALUE)
    plus = "+" if found["sign"] == "+" else MINUS
    margin = parse_quantity(plus + typed)
    share = typed != found["amount"]
    if margin.unit == "%" and not share:
        points = format_quantity(replace(margin, number=abs(margin.number), unit="procentenheter"))
        return Ambiguous(
            why="det framgår inte om procent eller procentenheter menas",
            readings=(f"{name} {plus}{points.replace(NBSP, ' ')}", f"{name} {plus}{typed}{_OF_VALUE}"),
        )
    if share and margin.unit != "%":
        raise TargetError(
            f"”{found.group()}” går inte att tolka", f"skriv till exempel {name} +1 %{_OF_VALUE}"
        )
    if relation is None:
        text = found.group()
        raise TargetError(
            f"”{text}” säger inte om det är minst eller högst", f"skriv minst {text} eller högst {text}"
        )
    return Compared(name, relation, margin)


def _comparison(text: str) -> str:
    name = text.removeprefix("som ").strip()
    words = name.split(" ")
    if any(char.isdigit() for char in name) or len(words) > _MAX_NAME_WORDS or _NO_NAME.match(name):
        raise TargetError(
            f"”{name}” är inget som går att jämföra med", "skriv till exempel riket, eller talet med siffror"
        )
    return "riket" if name.lower() == "riket" else name


def _read_value(text: str, indicator: _Indicator) -> Target | None:
    """Read a bare quantity, range or rank; `bra` decides what a bare quantity demands."""
    between = _BETWEEN.fullmatch(text)
    value: Value | None = parse_range(between["low"], between["high"]) if between else None
    if value is None and _VALUE_START.match(text):
        value = parse_value(text)
    match value:
        case Range(low, high):
            return Between(low, high)
        case Rank(place, of, top):
            return RankTarget(place, of, top)
        case Quantity():
            return _bare(value, indicator.better)
        case _:
            return None


def _bare(value: Quantity, better: Better) -> Target:
    match better:
        case "högt":
            return AtLeast(value)
        case "lågt":
            return AtMost(value)
        case "inget":
            return Bare(value)
        case _:
            assert_never(better)


_READERS = (
    _read_word,
    _read_gap,
    _read_gap_limit,
    _read_sub_goals,
    _read_mean,
    _read_keep,
    _read_change,
    _read_limit,
    _read_margin,
    _read_value,
)

# The word that leads a mapping, and the words that may stand beside it.
_COMPANIONS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("minst", "högst", "över", "under", "mellan", "riket", "högre än", "lägre än"), frozenset({"till"})
    ),
    **dict.fromkeys(("öka", "minska"), frozenset({"från", "till"})),
    **dict.fromkeys(("topp", "plats"), frozenset({"av", "till"})),
    "bibehålla": frozenset({"från"}),
    "medelvärde": frozenset(),
    "alla": frozenset(),
    "bedöms": frozenset(),
}


def _parse_mapping(entries: Mapping[str, object], indicator: _Indicator) -> Target:
    if entries.keys() & set(indicator.groups):
        return _per_group(entries, indicator)
    if {"minst", "av"} <= entries.keys():
        return _some_of(entries, indicator)
    head = _head(entries, indicator)
    if head == "alla":
        return _all_of(head, entries[head], indicator)
    if head == "bedöms":
        demand = _scalar(entries[head])
        return ByPerson(demand, text=demand)
    return _parse_text(_phrase(head, entries), indicator)


def _head(entries: Mapping[str, object], indicator: _Indicator) -> str:
    """Find the one word that leads the mapping."""
    heads = [key for key in entries if key in _COMPANIONS]
    if len(heads) > 1:
        raise TargetError(
            f"{' och '.join(heads)} kan inte stå bredvid varandra", "skriv ”alla:” och en lista av målvärden"
        )
    allowed = _COMPANIONS[heads[0]] | {heads[0]} if heads else frozenset()
    unknown = [key for key in entries if key not in allowed]
    if unknown:
        known = [*_COMPANIONS, *indicator.groups] if not heads else [*sorted(allowed), "tryckt"]
        raise TargetError(
            f"”{unknown[0]}” är inget ord i ett målvärde här", f"skriv något av: {', '.join(known)}"
        )
    if not heads:
        raise TargetError("målvärdet är tomt")
    return heads[0]


def _phrase(head: str, entries: Mapping[str, object]) -> str:
    """Write a mapping as the sentence it stands for."""
    value = entries[head]
    if head == "medelvärde":
        return _mean_phrase(value)
    if head == "mellan" and isinstance(value, Sequence) and not isinstance(value, str):
        value = " och ".join(_scalar(end) for end in value)
    flag = head in {"öka", "minska", "bibehålla"} and (value is None or _scalar(value).lower() in {"", "ja"})
    words = [head] if flag else [head, _scalar(value)]
    for word in ("av", "från", "till"):
        if word in entries:
            words += [word, _scalar(entries[word])]
    return " ".join(words)


def _mean_phrase(value: object) -> str:
    if not isinstance(value, Mapping) or "år" not in value:
        raise TargetError(
            "medelvärde saknar antalet år", "skriv ”medelvärde:” och under det ”år: 3” och ”minst: 2 %”"
        )
    rest = {str(key): entry for key, entry in value.items() if key != "år"}
    head = _head(rest, _Indicator("inget", ()))
    return f"medelvärde över {_scalar(value['år'])} år {_phrase(head, rest)}"


def _all_of(head: str, value: object, indicator: _Indicator) -> AllOf:
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        raise TargetError(
            f"”{head}:” ska följas av en lista",
            "skriv ett målvärde per rad, med ett streck och mellanslag först",
        )
    targets = tuple(_parse(part, indicator) for part in value)
    return AllOf(targets, text="; ".join(target.text or describe(target) for target in targets))


def _some_of(entries: Mapping[str, object], indicator: _Indicator) -> SomeOf:
    """Read `minst:` a number or share, `av:` a list of targets or a target per group."""
    beside = [key for key in entries if key not in {"minst", "av"}]
    if beside:
        raise TargetError(
            f"”{beside[0]}” är inget ord i ett målvärde här", "skriv bara ”minst:” och ”av:” bredvid varandra"
        )
    need, raw = _need(_scalar(entries["minst"])), entries["av"]
    parts: PerGroup | AllOf
    if isinstance(raw, Mapping):
        parts = _per_group({str(key): value for key, value in raw.items()}, indicator)
    else:
        parts = _all_of("av", raw, indicator)
    total = len(parts.targets)
    if not total:
        raise TargetError("”av:” är tomt", "skriv en lista av målvärden, eller ett målvärde per grupp")
    if need.unit != "%" and need.value > total:
        raise TargetError(
            f"minst {format_quantity(need)} ska nås, men det finns bara {total} krav", "skriv ett lägre antal"
        )
    return SomeOf(need, parts)


def _per_group(entries: Mapping[str, object], indicator: _Indicator) -> PerGroup:
    unknown = [key for key in entries if key not in indicator.groups]
    if unknown:
        raise TargetError(f"”{unknown[0]}” är ingen av indikatorns grupper", _groups_hint(indicator))
    within = replace(indicator, groups=())
    targets = {key: _parse(value, within) for key, value in entries.items()}
    if any(isinstance(target, SubGoals) for target in targets.values()):
        raise TargetError("delmål räknas inte per grupp", "skriv målvärdet utan grupper: minst 3 delmål")
    return PerGroup(targets, text="; ".join(f"{key}: {target.text}" for key, target in targets.items()))
