"""The command line: the only place that prints, catches and exits."""

from __future__ import annotations

import os
import re
import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from vpgen.problems import ContentError, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vpgen.build import Project
    from vpgen.preview import Proposal
    from vpgen.review import Review

GOOD, PROBLEMS, WRONG_USE = 0, 1, 2
WEB_ADDRESS = re.compile(r"https?://[\w.:@%~/?=&;,+-]{1,250}", re.ASCII)
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

content_option = click.option(
    "--content",
    "content",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("content"),
    show_default=True,
    metavar="MAPP",
    help="Mappen med innehållet.",
)
site_option = click.option(
    "--site",
    "site",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("site"),
    show_default=True,
    metavar="MAPP",
    help="Mappen som webbplatsen skrivs till.",
)
internal_option = click.option(
    "--intern",
    "internal",
    is_flag=True,
    help="Ta med det som är märkt publicering: intern.",
)


class Swedish(click.Group):
    """A group whose own words in the help are Swedish."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under a Swedish heading, and no options but the help's."""
        commands = [(name, command.get_short_help_str(80)) for name, command in self.commands.items()]
        with formatter.section("Kommandon"):
            formatter.write_dl(commands)
        _write_options(self, ctx, formatter)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the program is used."""
        formatter.write_usage(ctx.command_path, "KOMMANDO [VAL]", prefix="Så här: ")


class SwedishCommand(click.Command):
    """A command whose own words in the help are Swedish."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under a Swedish heading."""
        _write_options(self, ctx, formatter)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is used."""
        words = [param.make_metavar(ctx) for param in self.params if isinstance(param, click.Argument)]
        formatter.write_usage(ctx.command_path, " ".join([*words, "[VAL]"]), prefix="Så här: ")


def _write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    options = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    records = [record for param in options if (record := param.get_help_record(ctx))]
    swedish = [
        (
            names,
            text.replace("[default: ", "[annars: ").replace(
                "Show this message and exit.", "Visa den här hjälpen."
            ),
        )
        for names, text in records
    ]
    with formatter.section("Val"):
        formatter.write_dl(swedish)


@click.group(cls=Swedish, context_settings=CONTEXT)
@click.version_option(package_name="vpgen", message="vpgen %(version)s", help="Visa versionen.")
def vpgen() -> None:
    """Planer och uppföljningar som YAML i git, publicerade som en webbplats."""


@vpgen.command(cls=SwedishCommand)
@content_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "gitlab", "azure"]),
    default="text",
    show_default=True,
    help="Hur problemen skrivs ut: för en människa, för program, eller för en forge.",
)
def check(content: Path, form: str) -> None:
    """Säg vad som är fel i innehållet, var, och vad som ska stå i stället."""
    from vpgen.build import check_content  # noqa: PLC0415 - the help needs none of it

    _need_folder(content)
    checked = check_content(content)
    _print_problems(checked.problems, form)
    if form == "text" and not checked.errors:
        click.echo("Inga fel i innehållet.", err=True)
    sys.exit(PROBLEMS if checked.errors else GOOD)


@vpgen.command(cls=SwedishCommand)
@content_option
@site_option
@internal_option
@click.option(
    "--mot",
    "base",
    metavar="VERSION",
    help="Bygg en förhandsgranskning: ett utkast som visar vad som ändras mot en gren, tagg eller commit i git.",
)
@click.option(
    "--utkast", "label", default="", metavar="TEXT", help="Gren och commit, att visa överst på varje sida."
)
@click.option(
    "--publicerad",
    "published",
    default="",
    metavar="URL",
    help="Den publicerade webbplatsen, att länka till.",
)
def build(content: Path, site: Path, base: str | None, label: str, published: str, *, internal: bool) -> None:
    """Bygg webbplatsen, eller med --mot en förhandsgranskning av den."""
    from vpgen.build import build as build_site  # noqa: PLC0415 - the help needs none of it
    from vpgen.site import NotOurFolder  # noqa: PLC0415
    from vpgen.versions import RevisionError  # noqa: PLC0415

    proposal = _proposal(base, label, published)
    project = replace(_project(content, site, internal=internal), proposal=proposal)
    try:
        built = build_site(project, _progress())
    except RevisionError as error:
        click.echo(f"Fel: {error}", err=True)
        sys.exit(WRONG_USE)
    except ContentError as error:
        _print_problems(error.problems, "text")
        untouched = f" Det som låg i {site} är orört." if site.exists() else ""
        click.echo(f"Webbplatsen byggdes inte.{untouched}", err=True)
        sys.exit(PROBLEMS)
    except NotOurFolder as error:
        click.echo(str(error), err=True)
        sys.exit(WRONG_USE)
    _print_problems(built.warnings, "text")
    report = built.report
    click.echo(
        f"{built.pages} sidor i {site}: {len(report.written)} filer skrivna, {len(report.unchanged)} oförändrade, "
        f"{len(report.deleted)} borttagna.",
        err=True,
    )


@vpgen.command(cls=SwedishCommand)
@content_option
@site_option
@internal_option
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    metavar="NUMMER",
    help="Porten att visa på.",
)
def serve(content: Path, site: Path, port: int, *, internal: bool) -> None:
    """Visa webbplatsen medan du skriver: varje sparad ändring byggs och visas."""
    from vpgen.build import build as build_site  # noqa: PLC0415 - the help needs none of it
    from vpgen.reports import as_text  # noqa: PLC0415
    from vpgen.resources import template_roots  # noqa: PLC0415
    from vpgen.serve import Outcome  # noqa: PLC0415
    from vpgen.serve import serve as serve_site  # noqa: PLC0415
    from vpgen.site import NotOurFolder  # noqa: PLC0415

    project = _project(content, site, internal=internal)

    def rebuild() -> Outcome:
        try:
            built = build_site(project, lambda _step: None)
        except ContentError as error:
            return Outcome(as_text(error.problems), ())
        return Outcome("", (*built.report.written, *built.report.deleted))

    watched = [
        project.content,
        project.config,
        *(root for root in template_roots(project.config.parent) if root.is_dir()),
    ]
    try:
        serve_site(project.site, watched, rebuild, port=port, say=lambda text: click.echo(text, err=True))
    except NotOurFolder as error:
        click.echo(str(error), err=True)
        sys.exit(WRONG_USE)


@vpgen.command(cls=SwedishCommand)
@click.argument("base", metavar="BASE")
@click.argument("head", metavar="[HEAD]", required=False)
@content_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json"]),
    default="text",
    show_default=True,
    help="Hur ändringarna skrivs ut: i terminalen, som kommentar, som en egen sida, eller för program.",
)
@click.option(
    "--adress",
    "site",
    metavar="URL",
    help="Förhandsgranskningens adress, som ändringarna då länkar till.",
)
@internal_option
def diff(base: str, head: str | None, content: Path, form: str, site: str | None, *, internal: bool) -> None:
    """Säg vad som skiljer två versioner i sak.

    BASE är den tidigare versionen: en gren, en tagg eller en commit i git. HEAD är den nya; utelämnas den är
    det filerna som de ligger i mappen. Inget hämtas, checkas ut eller ändras.
    """
    from vpgen.reading import without_collecting  # noqa: PLC0415 - the help needs none of it
    from vpgen.review import Side, make_review  # noqa: PLC0415
    from vpgen.versions import RevisionError, asked_from, changed_files, load_both  # noqa: PLC0415

    if head is None:
        _need_folder(content)
    if site is not None and not WEB_ADDRESS.fullmatch(site):
        raise click.UsageError(
            "--adress ska vara en webbadress, som https://intranat.example.org/granska/17/"
        )
    site = f"{site.rstrip('/')}/" if site else None
    try:
        repository, inside = asked_from(content)
        with without_collecting():
            before, after, found = load_both(repository, base, head, inside, internal=internal)
    except RevisionError as error:
        raise click.UsageError(str(error)) from error
    if form == "json":
        from vpgen.review_reports import as_json  # noqa: PLC0415

        text = as_json(found, {"before": before.problems, "after": after.problems}, site)
    else:
        old, new = (
            Side(each.revision, each.commit, each.problems, each.is_empty, each.files)
            for each in (before, after)
        )
        review = make_review(old, new, found, changed_files(before, after), site)
        text = _told(review, form, content.resolve().parent)
    # In the encoding of the content, whatever that of the machine is.
    click.echo(text.encode(errors="replace"), nl=not text.endswith("\n"))
    sys.exit(PROBLEMS if found is None else GOOD)


@vpgen.command(cls=SwedishCommand)
@click.argument("document", metavar="NÄMND/ÅR/DOKUMENT")
@content_option
def beslut(document: str, content: Path) -> None:
    """Lås ett beslutat dokument, så att varje senare ändring syns."""
    from vpgen.loader import errors_of, load_all  # noqa: PLC0415 - the help needs none of it
    from vpgen.lock import LockError, new_lock  # noqa: PLC0415

    _need_folder(content)
    loaded = load_all(content)
    errors = errors_of(loaded)
    if errors or loaded.register is None or loaded.public is None:
        _print_problems(errors, "text")
        click.echo("Inget låstes: rätta felen först.", err=True)
        sys.exit(PROBLEMS)
    name = document.removeprefix(f"{content.name}/").removesuffix(".yml")
    try:
        lock = new_lock(loaded.register, loaded.public, name)
    except LockError as error:
        click.echo(f"Inget låstes: {error.message}.\n{error.hint}", err=True)
        sys.exit(PROBLEMS)
    if not lock.text:
        click.echo(f"{lock.decision} är redan låst, och ett lås skrivs aldrig över.", err=True)
        return
    # A lock is never written over.
    with (content / lock.path).open("x", encoding="utf-8", newline="\n") as file:
        file.write(lock.text)
    click.echo(
        f"Låst: {content / lock.path}\nLägg filen i git tillsammans med dokumentet. Vill du märka beslutet där:\n"
        f"  git tag -a {lock.tag} -m {shlex.quote(lock.decision)}"
    )


def _told(review: Review, form: str, project: Path) -> str:
    """Return a review in the form that was asked for."""
    match form:
        case "markdown":
            from vpgen.comment import as_markdown  # noqa: PLC0415 - only what is asked for is loaded

            return as_markdown(review)
        case "html":
            from vpgen.resources import template_roots  # noqa: PLC0415
            from vpgen.review_page import as_html  # noqa: PLC0415

            return as_html(review, template_roots(project))
        case _:
            from vpgen.review_reports import as_text  # noqa: PLC0415

            return as_text(review, colour=_in_colour())


def _in_colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _need_folder(content: Path) -> None:
    if not content.is_dir():
        raise click.UsageError(
            f"mappen {content} finns inte; ange den med --content, eller kör där innehållet ligger"
        )


def _project(content: Path, site: Path, *, internal: bool) -> Project:
    """Find `mkdocs.yml` beside the content, else where the command is run."""
    from vpgen.build import Project  # noqa: PLC0415 - the help needs none of it

    _need_folder(content)
    beside = content.resolve().parent / "mkdocs.yml"
    here = Path("mkdocs.yml").resolve()
    config = next((path for path in (beside, here) if path.is_file()), None)
    if config is None:
        raise click.UsageError(f"filen mkdocs.yml saknas; den ska ligga bredvid mappen {content.name}")
    return Project(content, site, config, config.parent / ".cache" / "vpgen", internal)


def _proposal(base: str | None, label: str, published: str) -> Proposal | None:
    """Return what a preview is of; None for the site itself."""
    from vpgen.preview import Proposal  # noqa: PLC0415 - the help needs none of it

    if base is None:
        if label or published:
            raise click.UsageError(
                "--utkast och --publicerad hör till en förhandsgranskning: ange också --mot"
            )
        return None
    if published and urlsplit(published).scheme not in {"http", "https"}:
        raise click.UsageError("--publicerad ska vara en adress som börjar med https:// eller http://")
    return Proposal(base, label, f"{published.rstrip('/')}/" if published else "")


def _progress() -> Callable[[str], None]:
    """Return what says each step on a terminal, and nothing in a pipeline."""
    return (lambda step: click.echo(f"{step} …", err=True)) if sys.stderr.isatty() else (lambda _step: None)


def _print_problems(problems: Sequence[Problem], form: str) -> None:
    from vpgen.reports import (  # noqa: PLC0415 - the help needs none of it
        as_azure,
        as_github,
        as_gitlab,
        as_json,
        as_text,
    )

    if form == "text":
        if problems:
            errors = any(problem.severity is Severity.ERROR for problem in problems)
            click.echo(as_text(problems, colour=_in_colour()), err=not errors)
        return
    writers = {"json": as_json, "github": as_github, "gitlab": as_gitlab, "azure": as_azure}
    click.echo(writers[form](problems))


def main() -> None:
    """Run the program; wrong use is said in Swedish."""
    try:
        code = vpgen.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(WRONG_USE)
    except click.UsageError as error:
        click.echo(f"Fel: {_swedish(error)}", err=True)
        sys.exit(WRONG_USE)
    except click.Abort:
        sys.exit(WRONG_USE)
    sys.exit(code if isinstance(code, int) else GOOD)


def _swedish(error: click.UsageError) -> str:
    """Say click's complaint in Swedish."""
    match error:
        case click.NoSuchOption():
            return f"valet {error.option_name} finns inte; se vpgen --help"
        case click.MissingParameter():
            name = error.param.human_readable_name if error.param else "något"
            return f"{name} saknas på raden; se vpgen --help"
        case click.BadParameter():
            name = error.param.opts[0] if error.param else "valet"
            choices = getattr(error.param.type, "choices", None) if error.param else None
            return f"{name} kan inte vara så" + (f"; välj bland {', '.join(choices)}" if choices else "")
        case _:
            text = error.format_message()
            if text.startswith("No such command"):
                return f"kommandot {text.split(chr(39))[1]} finns inte; kommandona är {', '.join(vpgen.commands)}"
            if text.startswith("Got unexpected extra argument"):
                return "för många ord på raden; se vpgen --help"
            return text


if __name__ == "__main__":
    main()
