"""From files, each read on its own, to a register in which every reference leads somewhere."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from vpgen.answers import make_follow_up
from vpgen.expressions import names
from vpgen.inheritance import make_plan
from vpgen.model.content import Body, Quote, Ref, Register, edition_number
from vpgen.model.lock import ENDING
from vpgen.model.spelling import nearest
from vpgen.problems import Place
from vpgen.quoting import OWN_CELL, complete_target, split_target
from vpgen.reading import YEAR
from vpgen.references import References, cell_hint
from vpgen.source import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from vpgen.model.content import Assignment, Contents, DocumentKey, FollowUp, Goal, Plan, Risk, Section
    from vpgen.model.lock import Lock
    from vpgen.problems import Problem
    from vpgen.reading import Folder


def resolve(folder: Folder) -> tuple[Register | None, list[Problem]]:
    """Return the register that the files make together, and the problems of how they refer to each other.

    There is no register without an organisation.
    """
    if folder.organisation is None:
        return None, []
    refs = References(folder, folder.organisation)
    for indicator in folder.indicators.values():
        refs.scope((indicator.scope,), "")
        deviations = {"acceptabel avvikelse": indicator.tolerance, "oförändrat inom": indicator.unchanged}
        for name, written in deviations.items():
            refs.check_deviation(indicator, written, indicator.at(name), name)
        for earlier in indicator.continues:
            refs.leads(earlier, folder.indicators, "ingen indikator med id")
    bodies = [_body(refs, path) for path in _order(refs)]
    quotes = [quote for quote in (*folder.quotes, *refs.quotes) if _is_there(refs, quote)]
    register = Register(
        folder.organisation,
        dict(sorted(folder.indicators.items())),
        {body.id: body for body in bodies},
        folder.pages,
        quotes=tuple(quote for quote in quotes if quote.document not in folder.editions),
    )
    register = replace(register, locks=_locks(refs, register))
    _check_unused(refs)
    _check_targets(refs, register, quotes)
    _check_editions(refs)
    _check_dropped(refs)
    return replace(register, continues=dict(_continuations(refs, register))), refs.problems


def _is_there(refs: References, quote: Quote) -> bool:
    path, year, slug = quote.document
    known = {*refs.folder.follow_ups, *refs.folder.editions}
    return (path, year) in refs.plans and (slug == "plan" or quote.document in known)


def _check_unused(refs: References) -> None:
    """Report texts and tables beside a document that no document names: they would be shown nowhere."""
    for key in sorted({*refs.folder.texts, *refs.folder.csvs} - refs.used):
        path, year, name = key
        if _every_document_is_read(refs, path, year):
            kind = "rader" if name.endswith(".csv") else "text"
            message = f"filen {name} används inte av något dokument"
            hint = f"skriv {kind}: {name} där den ska stå, eller ta bort filen"
            refs.report(Place(refs.folder.shown(*key)), "oanvand-fil", message, hint)


def _every_document_is_read(refs: References, path: str, year: int) -> bool:
    """Whether it is known what the documents of a year name: one that is broken may name anything."""
    start = refs.folder.shown(path, year, "")
    documents = {
        file
        for file in refs.folder.files
        if file.startswith(start) and not file.endswith((".md", ".csv", ENDING))
    }
    beside = (*refs.folder.follow_ups, *refs.folder.editions)
    slugs = [slug for body, when, slug in beside if (body, when) == (path, year)]
    read = {refs.folder.shown(path, year, f"{slug}.yml") for slug in ("plan", *slugs)}
    broken = {problem.place.file for problem in refs.folder.syntax}
    return not documents or ((path, year) in refs.plans and documents <= read - broken)


def _check_targets(refs: References, register: Register, quotes: Collection[Quote]) -> None:
    """Report quoted cells and figures that there are not, and formulas over cells of other documents."""
    sources = chain(register.documents(), register.replaced())
    contents = {source.document.key: source.contents for source in sources}
    for quote in quotes:
        _check_target(refs, contents, quote)
    for document, each in contents.items():
        expressions = [(figure.expression, figure.place) for figure in each.figures.values()]
        expressions += [(side, each.place) for each in each.equations for side in (each.left, each.right)]
        for expression, place in expressions:
            for name in names(expression):
                if name.count("/") > OWN_CELL:
                    target = complete_target("tabell", name, document)
                    _check_target(refs, contents, Quote(document, "tabell", target, False, "", place))  # noqa: FBT003


def _check_target(refs: References, contents: Mapping[DocumentKey, Contents], quote: Quote) -> None:
    """Report a target that leads nowhere, in the words of the document that it stands in."""
    document, name = split_target(quote.target) or (quote.document, quote.target)
    before = _named(document, quote.document)
    if document not in contents:
        if not refs.folder.has_file(*document[:2], f"{document[2]}.yml"):
            _no_document(refs, contents, quote, document)
        return
    made = contents[document]
    known: Collection[str] = made.figures
    if quote.kind == "tabell":
        id_, _, ref = name.partition("/")
        known = [name] if id_ in made.tables and ref in made.tables[id_].cells else []
    if name in known or name.partition("/")[0] in refs.unread(document, {*made.tables, *made.figures}):
        return
    hint = (
        cell_hint(name, made.tables, before) if quote.kind == "tabell" else _figure_hint(name, made, before)
    )
    refs.no_cell(quote.place, f"{before}{name}", hint)


def _named(document: DocumentKey, within: DocumentKey) -> str:
    """Say how a document is named before a cell of it: not at all in itself, by year and file within the body."""
    if document == within:
        return ""
    path, year, slug = document
    return f"{year}/{slug}/" if path == within[0] else f"{path}/{year}/{slug}/"


def _no_document(refs: References, known: Collection[DocumentKey], quote: Quote, wanted: DocumentKey) -> None:
    beside = [_named(each, quote.document).removesuffix("/") for each in known if each[0] == wanted[0]]
    hint = f"dokumenten heter: {', '.join(filter(None, beside))}"
    if not any(beside):
        near = nearest(wanted[0], refs.folder.bodies)
        hint = (
            f"skriv nämndens mapp så: {near}" if near else "kontrollera nämndens mapp, året och filens namn"
        )
    message = f"det finns inget dokument ”{_named(wanted, quote.document).removesuffix('/')}”"
    refs.report(quote.place, "okand-hanvisning", message, hint)


def _figure_hint(name: str, made: Contents, before: str) -> str:
    if not made.figures:
        return "skriv beräkningen under tal:, överst i dokumentet"
    suggestion = nearest(name, made.figures)
    return f"skriv: {before}{suggestion}" if suggestion else f"talen heter: {', '.join(made.figures)}"


def _locks(refs: References, register: Register) -> dict[DocumentKey, Lock]:
    """Return the lock of each document that has one, with what its file has corrected since."""
    files = {
        source.document.key: source.document.file
        for source in chain(register.documents(), register.replaced())
    }
    for key, lock in refs.folder.locks.items():
        name = f"{key[2]}.yml"
        if key not in files and not refs.folder.has_file(*key[:2], name):
            message = f"låset har inget dokument bredvid sig: {name} saknas"
            hint = f"lägg tillbaka {name}, eller flytta låset tillsammans med dokumentet"
            refs.report(lock.place, "las-utan-dokument", message, hint)
    return {
        key: replace(lock, corrections=files[key].corrections)
        for key, lock in refs.folder.locks.items()
        if key in files
    }


def _check_editions(refs: References) -> None:
    """Report earlier editions of a plan where there is none in force, and gaps in how they are numbered."""
    numbers: dict[tuple[str, int], list[int]] = {}
    for path, year, slug in refs.folder.editions:
        numbers.setdefault((path, year), []).append(edition_number(slug))
    for (path, year), each in numbers.items():
        place = Place(refs.folder.shown(path, year, f"plan-{min(each)}.yml"))
        if not refs.folder.has_file(path, year, "plan.yml"):
            message = f"här ligger en tidigare utgåva av planen {year}, men ingen plan.yml"
            hint = "den plan som gäller heter plan.yml; är det den här, döp om den"
            refs.report(place, "plan-saknas", message, hint)
        for earlier, later in pairwise([0, *sorted(each)]):
            # A file that could not be read is there, but not among the editions.
            missing = next(
                (n for n in range(earlier + 1, later) if not _is_edition(refs, path, year, n)), None
            )
            if missing is not None:
                place = Place(refs.folder.shown(path, year, f"plan-{later}.yml"))
                message = f"plan-{later}.yml ligger här, men inte plan-{missing}.yml"
                hint = f"lägg till plan-{missing}.yml, eller numrera om: den äldsta utgåvan heter plan-1.yml"
                refs.report(place, "lucka-i-utgavor", message, hint)


def _is_edition(refs: References, path: str, year: int, number: int) -> bool:
    return refs.folder.has_file(path, year, f"plan-{number}.yml")


def _check_dropped(refs: References) -> None:
    """Report reasons why a risk is gone that name no risk of an earlier plan."""
    for (path, year), plan in refs.plans.items():
        control = plan.control
        for key in control.dropped if control else ():
            earlier = set(_earlier_risks(refs, path, year))
            if control and key.removeprefix(f"{path}/") not in earlier:
                message = f"det finns ingen risk ”{key}” i någon tidigare plan"
                place = control.at_key("utgår", key)
                refs.report(place, "okand-hanvisning", message, _risk_hint(key, earlier))


def _earlier_risks(refs: References, path: str, year: int) -> Iterator[str]:
    """Yield the risks of earlier plans as a body names them: `år/id` its own, `nämnd/år/id` those of others."""
    for (body, past), plan in refs.plans.items():
        start = f"{past}/" if body == path else f"{body}/{past}/"
        yield from (f"{start}{id_}" for id_ in plan.risks if past < year)


def _risk_hint(key: str, earlier: set[str]) -> str:
    if not earlier:
        return "ta bort raden: ingen tidigare plan har någon risk"
    suggestion = nearest(key, earlier)
    form = f"skriv år/id, till exempel {min(earlier)}, eller nämnd/år/id"
    return f"skriv: {suggestion}" if suggestion else form


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
    executive = refs.organisation.executive
    if executive is not None and executive not in refs.folder.bodies:
        place = refs.organisation.at("styrelse")
        refs.leads(Text(executive, place, plain=True), known, "ingen nämnd med id")
    # What is inherited is resolved before those that inherit it.
    boards = dict.fromkeys([council, *filter(None, [executive]), *map(str, listed), *sorted(known)])
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
        {
            year: editions
            for body, year in refs.plans
            if body == path and (editions := _editions(refs, path, year))
        },
    )


def _editions(refs: References, path: str, year: int) -> tuple[Plan, ...]:
    """Return the editions that a body's plan of a year has replaced, oldest first."""
    beside = [slug for body, when, slug in refs.folder.editions if (body, when) == (path, year)]
    return tuple(make_plan(refs, path, year, slug) for slug in sorted(beside, key=edition_number))


def _by_period(follow_up: FollowUp) -> tuple[object, str]:
    return follow_up.period.end, follow_up.document.slug


def _continuations(refs: References, register: Register) -> Iterator[tuple[Ref, tuple[Ref, ...]]]:
    """Yield what each element says that it continues, from an earlier year."""
    known = {place: {*(id_ for id_, _ in plan.ids()), *plan.risks} for place, plan in refs.plans.items()}
    for body in register.bodies.values():
        for year, plan in body.plans.items():
            elements: list[Section | Goal | Assignment | Risk]
            elements = [
                *plan.sections.values(),
                *plan.goals.values(),
                *plan.assignments.values(),
                *plan.risks.values(),
            ]
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
        if not YEAR.fullmatch(when) or int(when) >= year:
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
