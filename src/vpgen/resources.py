"""Where template files are found: the organisation's own first, then the repository's, then the package's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PACKAGE = Path(__file__).resolve().parent


def template_roots(project: Path) -> tuple[Path, ...]:
    """Give the `templates` folders that exist, the one that wins first.

    `project` is the folder that holds the organisation's `mkdocs.yml`. A source tree keeps its templates
    beside `src/`; an installed package carries them inside itself.
    """
    source_tree = [PACKAGE.parents[1] / "templates"] if PACKAGE.parent.name == "src" else []
    candidates = [project / "templates", *source_tree, PACKAGE / "templates"]
    return tuple(dict.fromkeys(root.resolve() for root in candidates if root.is_dir()))


def find_template(name: str, roots: Sequence[Path]) -> Path:
    """Give the first file called `name` (a posix path such as `tema/main.html`) in `roots`.

    Raises FileNotFoundError where none has it.
    """
    for root in roots:
        if (root / name).is_file():
            return root / name
    raise FileNotFoundError(f"{name} is in none of {', '.join(map(str, roots))}")


def template_folders(name: str, roots: Sequence[Path]) -> tuple[Path, ...]:
    """Give the folders called `name` in `roots`, the one that wins first: a template engine's search path."""
    return tuple(root / name for root in roots if (root / name).is_dir())


def template_files(name: str, roots: Sequence[Path]) -> dict[str, Path]:
    """Give every visible file under the folders called `name`, each from the first root that has it.

    Keys are posix paths that begin with `name`, in order: for `statiskt` they are addresses in the site.
    """
    found: dict[str, Path] = {}
    for root in roots:
        for path in (root / name).rglob("*"):
            relative = path.relative_to(root)
            if path.is_file() and not any(part.startswith(".") for part in relative.parts):
                found.setdefault(relative.as_posix(), path)
    return dict(sorted(found.items()))
