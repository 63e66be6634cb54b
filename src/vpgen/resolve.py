"""From files, each read on its own, to a register in which every reference leads somewhere."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from vpgen.answers import make_follow_up
from vpgen.inheritance import make_plan
from vpgen.model.content import Body, Ref, Register, Rule
from vpgen.model.spelling import nearest
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
    for indicator in folder.indicators.values():
        refs.scope((indicator.scope,), "")
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
        if not refs.folder.has_file(board, "namnd.yml"):
            refs.leads(board, known, "ingen nämnd med id")
    council = refs.organisation.council
    if council not in refs.folder.bodies and not refs.folder.has_file(council, "namnd.yml"):
        suggestion = nearest(council, known)
        message = f"det finns ingen nämnd med id ”{council}”"
        hint = f"skriv: {suggestion}" if suggestion else f"lägg till {council}/namnd.yml"
        refs.report(refs.organisation.at("fullmäktige"), "okand-hanvisning", message, hint)
    for unlisted in set(known) - {council, *listed}:
        message = f"nämnden {unlisted} står inte bland nämnderna i organisation.yml"
        hint = f"lägg till - {unlisted} under nämnder, där den ska visas"
        refs.report(refs.folder.bodies[unlisted].place, "saknas-namnd", message, hint)
    _need_names(refs)
    _need_ids_of_their_own(refs)
    boards = dict.fromkeys([council, *map(str, listed), *sorted(known)])
    return [path for board in boards for path in _with_units(refs, board)]


def _need_names(refs: References) -> None:
    """Report folders that hold documents of a body but not its name."""
    documented = {key[0] for key in refs.folder.plans} | {key[0] for key in refs.folder.follow_ups}
    for path in sorted(documented - set(refs.folder.bodies)):
        name = "verksamhet.yml" if "/" in path else "namnd.yml"
        if not refs.folder.has_file(path, name):
            place = Place(refs.folder.shown(path, name))
            refs.report(
                place, "saknas-fil", f"filen {path}/{name} saknas", "lägg till den, med raden namn: …"
            )


def _need_ids_of_their_own(refs: References) -> None:
    """Report bodies with the same id: values hold for bodies by their id alone."""
    seen: dict[str, str] = {}
    for path, file in refs.folder.bodies.items():
        id_ = path.rpartition("/")[2]
        if id_ in seen:
            message = f"mappen ”{path}” har samma id som ”{seen[id_]}”"
            refs.report(file.place, "dubblett-id", message, "ge den ena mappen ett eget namn")
        seen.setdefault(id_, path)


def _with_units(refs: References, board: str) -> list[str]:
    units = sorted(path for path in refs.folder.bodies if path.startswith(f"{board}/"))
    return [path for path in (board, *units) if path in refs.folder.bodies]


def _body(refs: References, path: str) -> Body:
    """Return a body with its plans and follow-ups; those above it are resolved already."""
    for year in sorted(year for body, year in refs.folder.plans if body == path):
        if refs.knows_givers(path, year):
            refs.plans[path, year] = make_plan(refs, path, year)
    follow_ups: dict[int, list[FollowUp]] = {}
    for (body, year, slug), file in sorted(refs.folder.follow_ups.items(), key=lambda item: item[0]):
        if body != path:
            continue
        if (path, year) in refs.plans:
            follow_ups.setdefault(year, []).append(make_follow_up(refs, refs.plans[path, year], slug))
        elif not refs.folder.has_file(path, year, "plan.yml"):
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
    shares = []
    for level, condition in words.items():
        least = _share(condition)
        if level != "beslut" and least is None:
            message = f"”{condition}” säger inte hur stor andel av indikatorerna som ska vara nådda"
            hint = "skriv till exempel: minst 80 %, eller: annars"
            refs.report(refs.organisation.at("regler", str(year), level), "ogiltigt-tal", message, hint)
        elif level != "beslut" and least is not None:
            shares.append((level, least))
    if "beslut" not in words:
        message = f"regeln från {year} säger inte vilket beslut den vilar på"
        place = refs.organisation.at_key("regler", str(year))
        refs.report(place, "saknas-falt", message, "lägg till raden beslut: …")
        return None
    return Rule(words["beslut"], tuple(shares))


def _share(condition: str) -> Decimal | None:
    """Read `minst 80 %` or `annars`."""
    if condition == "annars":
        return Decimal(0)
    try:
        share = parse_quantity(condition.removeprefix("minst "))
    except NumberError:
        return None
    return share.number if share.unit == "%" else None


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
        if not when.isdigit() or int(when) >= year:
            continue
        if id_ in known.get((owner, int(when)), ()):
            return Ref(owner, int(when), id_)
        if (owner, int(when)) not in known and refs.folder.has_file(owner, when, "plan.yml"):
            return None
    prefix = f"{named}/" if named else ""
    earlier = [
        f"{prefix}{past}/{each}"
        for (owner, past), ids in known.items()
        for each in ids
        if owner in owners and past < year
    ]
    suggestion = nearest(reference, earlier)
    form = "skriv år/id, till exempel 2023/levande-parker, eller nämnd/år/id"
    hint = f"skriv: {suggestion}" if suggestion else form
    message = f"”{reference}” finns inte i någon tidigare plan"
    refs.report(reference.place, "okand-hanvisning", message, hint)
    return None
