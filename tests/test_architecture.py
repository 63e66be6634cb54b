"""The shape of the code: what may import what, and that every room is in the README."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "vpgen"

RANKS = [
    ["problems", "numbers", "periods", "model.spelling", "agenda", "resources"],
    ["values", "syntax", "reports", "settings", "charts"],
    ["source", "target_kinds", "stamping"],
    ["targets", "comparing", "model.fields", "frame", "site"],
    ["limits", "model.owned", "expressions", "target_shifts"],
    ["weighing", "implied_targets", "model.tabular", "model.chapters", "model.control", "model.rules"],
    ["judging", "model.files", "model.lock"],
    ["tables", "separated", "fulfilment", "part_of_year"],
    ["tabulating"],
    ["arithmetic"],
    ["model.content"],
    ["quoting", "history", "economy", "succession", "pages.addresses"],
    ["reading", "figures", "lifelines", "revisions", "facts"],
    ["references", "statuses", "publication", "agreement", "renames", "ordering", "past", "grounds"],
    ["contents", "control", "checks", "proposals", "changes"],
    ["inheritance", "answers", "summaries", "verdicts", "lock"],
    ["assessment", "thread"],
    ["findings", "gaps", "ledger", "side_by_side", "attention", "lowered", "rewritten"],
    ["alarms"],
    ["consequences"],
    ["diff"],
    ["resolve", "review", "reach"],
    ["loader"],
    ["versions"],
    ["preview", "marking"],
    ["pages"],
    ["render", "search"],
    ["drafting", "review_reports", "comment", "review_page"],
    ["build", "serve"],
    ["cli"],
    ["__main__"],
]
RANK = {module: rank for rank, modules in enumerate(RANKS) for module in modules}
ROOMS = {"pages", "charts", "facts"}
"""Packages that are one room: their modules may import each other."""


def module_name(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def room(name):
    """The rank's name of a module: itself, or the package that it lives in."""
    while name and name not in RANK:
        name = name.rpartition(".")[0]
    return name


def imports(path):
    """Every vpgen module that a file imports, also inside functions and for types only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("vpgen"):
            base = (node.module or "").removeprefix("vpgen").lstrip(".")
            for alias in node.names:
                deeper = f"{base}.{alias.name}".lstrip(".")
                is_module = (PACKAGE / (deeper.replace(".", "/") + ".py")).exists()
                yield deeper if is_module else base


def test_every_module_has_a_rank():
    """A new module is given its place before it is used."""
    modules = [module_name(path) for path in PACKAGE.rglob("*.py")]
    unranked = [name for name in modules if name not in {"", "model"} and not room(name)]
    assert len(modules) > 20
    assert unranked == []


def test_a_module_imports_only_from_lower_ranks():
    """Imports point one way: down the ranks, or within a package that is one room."""
    wrong, seen = [], 0
    for path in PACKAGE.rglob("*.py"):
        name = module_name(path)
        for target in imports(path):
            here, there = room(name), room(target)
            if not here or not there or target == "model":
                continue
            seen += 1
            together = here == there and here in ROOMS
            if not together and RANK[there] >= RANK[here]:
                wrong.append(f"{name} imports {target}")
    assert seen > 100
    assert wrong == []


def test_only_the_command_line_prints_and_exits():
    """Nothing below cli.py prints, exits or reads the clock."""
    banned = {"print", "exit", "quit", "input"}
    clocks = {"now", "today", "utcnow"}
    wrong, seen = [], 0
    for path in PACKAGE.rglob("*.py"):
        if path.name == "cli.py":
            continue
        seen += 1
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            if isinstance(called, ast.Name) and called.id in banned:
                wrong.append(f"{path.name}:{node.lineno} {called.id}")
            if isinstance(called, ast.Attribute) and called.attr in clocks:
                wrong.append(f"{path.name}:{node.lineno} {called.attr}")
    assert seen > 20
    assert wrong == []


def test_the_readme_lists_every_room_with_its_own_words():
    """A module's docstring is one sentence, and is its row in the README's table of rooms."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([^`]+)` \| (.+?) \|$", readme, re.MULTILINE))
    expected = {}
    for path in sorted(PACKAGE.glob("*.py")):
        if path.name not in {"__init__.py", "__main__.py"}:
            expected[path.name] = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))).split(
                "\n\n"
            )[0]
    for package in ("charts", "facts", "model", "pages"):
        text = (PACKAGE / package / "__init__.py").read_text(encoding="utf-8")
        expected[f"{package}/"] = ast.get_docstring(ast.parse(text)).split("\n\n")[0]
    assert len(expected) > 20
    assert rows == {name: " ".join(text.split()) for name, text in expected.items()}
