"""The pipeline, straight down: load, check, assess, make pages, render, stamp, write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vpgen.assessment import assess
from vpgen.drafting import draw_preview
from vpgen.findings import as_warning, find_shown
from vpgen.frame import load_frame
from vpgen.history import make_history
from vpgen.loader import errors_of, load_all, with_source
from vpgen.pages.addresses import NOT_FOUND, SEARCH
from vpgen.pages.look import Look
from vpgen.pages.site_map import make_pages, make_site_tree
from vpgen.pages.tables import csv_files, quoted_figures
from vpgen.preview import make_preview
from vpgen.problems import ContentError, Problem, Severity
from vpgen.render import Renderer
from vpgen.resources import template_files, template_folders, template_roots
from vpgen.search import make_index
from vpgen.settings import source_address
from vpgen.site import make_sitemap, write_site
from vpgen.stamping import stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from vpgen.assessment import Results
    from vpgen.model.content import Register
    from vpgen.pages import Found, Page
    from vpgen.preview import Preview, Proposal
    from vpgen.problems import Finding
    from vpgen.site import Content, WriteReport
    from vpgen.stamping import Frame, Slots
    from vpgen.thread import Orphan

THEME = "tema"
STATIC = "statiskt"
DRAFT = "utkast"


@dataclass(frozen=True)
class Project:
    """Where everything is: the content, the site to write, `mkdocs.yml`, and what may be kept between builds.

    `internal`: the site also shows what is marked as internal. `proposal`: the site is a preview of what it is, and
    shows what it changes.
    """

    content: Path
    site: Path
    config: Path
    cache: Path
    internal: bool = False
    proposal: Proposal | None = None


@dataclass(frozen=True)
class Checked:
    """The content, assessed, and what it contradicts itself about; `results` is None when there are errors.

    `whole` is the register with what is internal, where the results are without it and there is any.
    """

    results: Results | None
    findings: tuple[Finding, ...]
    orphans: tuple[Orphan, ...]
    problems: tuple[Problem, ...]
    whole: Register | None = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


@dataclass(frozen=True)
class Built:
    """What a build wrote, and what it warns of."""

    report: WriteReport
    warnings: tuple[Problem, ...]
    pages: int


def check_content(content: Path, *, internal: bool = True) -> Checked:
    """Return the content of a folder, checked and assessed, with every problem; without what is internal if so asked."""
    loaded = load_all(content, public_too=not internal)
    errors = errors_of(loaded)
    if errors or loaded.register is None:
        return Checked(None, (), (), errors)
    results, whole = assess(loaded.register, make_history(loaded.register)), None
    if not internal and loaded.public is not None and loaded.public is not loaded.register:
        results, whole = assess(loaded.public, make_history(loaded.public)), results
    findings, orphans = find_shown(results, whole)
    warnings = with_source([as_warning(finding) for finding in findings], loaded.lines)
    return Checked(results, findings, orphans, tuple(sorted(warnings)), whole.register if whole else None)


def build(project: Project, say: Callable[[str], None]) -> Built:
    """Build the site of a project; `say` hears each step.

    Raises ContentError, NotOurFolder or, for a preview, RevisionError with nothing written.
    """
    roots = template_roots(project.config.parent)
    say("Läser innehållet")
    checked = check_content(project.content, internal=project.internal)
    if checked.results is None:
        raise ContentError(checked.problems)
    preview = None
    if project.proposal:
        say("Jämför")
        of = project.content, project.proposal, checked.results
        preview = make_preview(*of, internal=project.internal, whole=checked.whole)
    say("Ritar ramen")
    frame = load_frame(project.config, template_folders(THEME, roots), project.cache)
    say("Skriver sidorna")
    report = write_site(_files(checked.results, checked, frame, roots, preview), project.site)
    pages = sum(address.endswith(".html") for address in (*report.written, *report.unchanged))
    return Built(report, checked.problems, pages)


def _files(
    results: Results, checked: Checked, frame: Frame, roots: tuple[Path, ...], preview: Preview | None
) -> Iterator[tuple[str, Content]]:
    """Yield every file of the site: pages, the frame's own files, ours, the search index, the site map."""
    settings = frame.settings
    look = Look(
        results, checked.findings, lambda file, line: source_address(settings, file, line), checked.orphans
    )
    renderer = Renderer(roots, settings, quoted_figures(results.register))
    drawn = draw_preview(look, preview, renderer) if preview else _drawn(look, renderer)
    if preview:
        # What is no published page has no address of its own.
        frame = replace(frame, settings=replace(settings, site_url=None))
    addresses = []
    found: list[Found] = []
    for page, slots in drawn:
        yield page.address, stamp(frame, slots)
        found += page.found
        if page.address not in {NOT_FOUND, SEARCH}:
            addresses.append(page.address)
    yield from csv_files(results.register)
    yield from frame.assets.items()
    yield from template_files(STATIC, roots).items()
    yield from make_index(found).items()
    if preview:
        yield from template_files(DRAFT, roots).items()
    elif settings.site_url:
        yield "sitemap.xml", make_sitemap(addresses, settings.site_url)


def _drawn(look: Look, renderer: Renderer) -> Iterator[tuple[Page, Slots]]:
    """Yield every page, drawn."""
    tree = make_site_tree(look)
    for page in make_pages(look):
        yield page, renderer.slots(page, tree, tree.neighbours(page.address))
