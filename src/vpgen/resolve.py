"""From files, each read on its own, to a register in which every reference leads somewhere."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from vpgen.answers import make_follow_up
from vpgen.inheritance import make_plan
from vpgen.model.content import Body, Ref, Register, Rule
from vpgen.numbers import NumberError, parse_quantity
from vpgen.problems import Place
from vpgen.references import References

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vpgen.model.content import Assignment, FollowUp, Goal, Section
    from vpgen.problems import Problem
    from vpgen.reading import Folder
    from vpgen.source import Text


def resolve(folder: Folder) -> tuple[Register | None, list[Problem]]:
    """Return the register that the files make together, and the problems of how they refer to each other.

    There is no register without an organisation.
    """
    if folder.organisation is None:
        return None, []
    refs = References(folder, folder.organisation)
    bodies = [_body(refs, path) for path in _order(refs)]
    words = folder.organisation.rules
    rules = {year: rule for year, each in words.items() if (rule := _rule(refs, year, each))}
    register = Register(
        folder.organisation,
        dict(sorted(folder.indicators.items())),
        {body.id: body for body in bodies},
        rules,
        folder.pages,
    )
    return replace(register, continues=dict(_continuations(refs, register))), refs.problems


def _order(refs: References) -> list[str]:
    """Return the paths of the bodies as they are shown: the council, as listed, the rest; units after their board."""
    known = [path for path in refs.folder.bodies if "/" not in path]
    listed = [board for boards in refs.organisation.boards.values() for board in boards]
    for board in listed:
        refs.leads(board, known, "ingen nämnd med id")
    council = refs.organisation.council
    place = refs.organisation.place
    if council not in refs.folder.bodies:
        message = f"det finns ingen nämnd med id ”{council}”"
        refs.report(place, "okand-hanvisning", message, f"lägg till {council}/namnd.yml")
    _need_names(refs, place.file.rpartition("/")[0])
    boards = dict.fromkeys([council, *map(str, listed), *sorted(known)])
    return [path for board in boards for path in _with_units(refs, board)]


def _need_names(refs: References, content: str) -> None:
    """Report folders that hold documents of a body but not its name."""
    documented = {key[0] for key in refs.folder.plans} | {key[0] for key in refs.folder.follow_ups}
    for path in sorted(documented - set(refs.folder.bodies)):
        name = f"{path}/{'verksamhet.yml' if '/' in path else 'namnd.yml'}"
        if f"{content}/{name}" not in refs.folder.lines:
            message = f"filen {name} saknas"
            refs.report(Place(f"{content}/{name}"), "saknas-fil", message, "lägg till den, med raden namn: …")


def _with_units(refs: References, board: str) -> list[str]:
    units = sorted(path for path in refs.folder.bodies if path.startswith(f"{board}/"))
    return [path for path in (board, *units) if path in refs.folder.bodies]


def _body(refs: References, path: str) -> Body:
    """Return a body with its plans and follow-ups; those above it are resolved already."""
    for year in sorted(year for body, year in refs.folder.plans if body == path):
        refs.plans[path, year] = make_plan(refs, path, year)
    follow_ups: dict[int, list[FollowUp]] = {}
    for (body, year, slug), file in sorted(refs.folder.follow_ups.items(), key=lambda item: item[0]):
        if body != path:
            continue
        if (path, year) in refs.plans:
            follow_ups.setdefault(year, []).append(make_follow_up(refs, refs.plans[path, year], slug))
        elif f"{file.place.file.rpartition('/')[0]}/plan.yml" not in refs.folder.lines:
            message = f"uppföljningen ”{slug}” har ingen plan att svara på"
            refs.report(file.place, "plan-saknas", message, f"lägg till {path}/{year}/plan.yml")
    return Body(
        path.rpartition("/")[2],
        path,
        refs.folder.bodies[path],
        path.partition("/")[0] if "/" in path else None,
        {year: plan for (body, year), plan in refs.plans.items() if body == path},
        {year: tuple(sorted(each, key=_by_period)) for year, each in follow_ups.items()},
    )


def _by_period(follow_up: FollowUp) -> tuple[object, str]:
    return follow_up.period.end, follow_up.document.slug


def _rule(refs: References, year: int, words: Mapping[str, str]) -> Rule | None:
    """Read an adopted rule: the share of indicators reached that each level asks for."""
    place = refs.organisation.place
    shares = []
    for level, condition in words.items():
        if level == "beslut":
            continue
        try:
            least = (
                parse_quantity(condition.removeprefix("minst ")).number
                if condition != "annars"
                else Decimal(0)
            )
        except NumberError as error:
            refs.report(place, "ogiltigt-tal", error.message, "skriv till exempel: minst 80 %, eller: annars")
            return None
        shares.append((level, least))
    if "beslut" not in words:
        message = f"regeln från {year} säger inte vilket beslut den vilar på"
        refs.report(place, "saknas-falt", message, "lägg till raden beslut: …")
        return None
    return Rule(words["beslut"], tuple(shares))


def _continuations(refs: References, register: Register) -> Iterator[tuple[Ref, tuple[Ref, ...]]]:
    """Yield what each element says that it continues, from an earlier year."""
    known = {place: {id_ for id_, _ in plan.ids()} for place, plan in refs.plans.items()}
    for body in register.bodies.values():
        for year, plan in body.plans.items():
            elements: list[Section | Goal | Assignment]
            elements = [*plan.sections.values(), *plan.goals.values(), *plan.assignments.values()]
            for element in elements:
                # An inherited heading that the plan does not list is the giver's, and told there.
                own = element.place.file == plan.document.place.file
                written = element.entry.continues if own else ()
                found = [_earlier(refs, body, year, reference, known) for reference in written]
                if earlier := tuple(ref for ref in found if ref):
                    yield Ref(body.path, year, element.id), earlier


def _earlier(
    refs: References, body: Body, year: int, reference: Text, known: Mapping[tuple[str, int], set[str]]
) -> Ref | None:
    """Find `år/id` in the body itself or those above it, or `nämnd/år/id`, of an earlier year."""
    *path, when, id_ = ("", *reference.split("/"))
    named = "/".join(filter(None, path))
    owners = [named] if named else [body.path, *filter(None, [body.parent]), refs.organisation.council]
    for owner in owners:
        if when.isdigit() and int(when) < year and id_ in known.get((owner, int(when)), ()):
            return Ref(owner, int(when), id_)
    hint = "skriv år/id, till exempel 2023/levande-parker, eller nämnd/år/id"
    message = f"”{reference}” finns inte i någon tidigare plan"
    refs.report(reference.place, "okand-hanvisning", message, hint)
    return None
