"""The command line: the only place that prints, catches and exits."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vpgen.problems import ContentError, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vpgen.build import Project

GOOD, PROBLEMS, WRONG_USE = 0, 1, 2
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
        formatter.write_usage(ctx.command_path, "[VAL]", prefix="Så här: ")


def _write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    records = [record for param in command.get_params(ctx) if (record := param.get_help_record(ctx))]
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
    type=click.Choice(["text", "json", "github", "gitlab"]),
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
def build(content: Path, site: Path, *, internal: bool) -> None:
    """Bygg webbplatsen."""
    from vpgen.build import build as build_site  # noqa: PLC0415 - the help needs none of it
    from vpgen.site import NotOurFolder  # noqa: PLC0415

    project = _project(content, site, internal=internal)
    try:
        built = build_site(project, _progress())
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


def _progress() -> Callable[[str], None]:
    """Return what says each step on a terminal, and nothing in a pipeline."""
    return (lambda step: click.echo(f"{step} …", err=True)) if sys.stderr.isatty() else (lambda _step: None)


def _print_problems(problems: Sequence[Problem], form: str) -> None:
    from vpgen.reports import as_github, as_gitlab, as_json, as_text  # noqa: PLC0415 - the help needs none of it

    if form == "text":
        if problems:
            errors = any(problem.severity is Severity.ERROR for problem in problems)
            click.echo(as_text(problems, colour=sys.stdout.isatty()), err=not errors)
        return
    writers = {"json": as_json, "github": as_github, "gitlab": as_gitlab}
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
