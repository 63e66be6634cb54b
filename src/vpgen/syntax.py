"""The form of a YAML file, line by line: what goes wrong when it is typed by hand, explained and mended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from vpgen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    import yaml

# Whitespace that looks like indentation and is not: the tab, the hard space of word processors and its kin.
ODD_SPACES = "[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"

_ODD = re.compile(ODD_SPACES)
_INDENT = re.compile(f"(?: |{ODD_SPACES})*")
_DASH = re.compile(r"-(?:[ \t]+|$)")
_KEY = re.compile(
    r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'"""
    r"""|[^\s"'#\[\]{},&*!|>%@`](?:[^#:]|:(?![ \t]|$)|(?<![ \t])\#)*)[ \t]*:(?=[ \t]|$)""",
)
_FIELD = re.compile(r"[a-zåäö][\w-]*(?: [\w-]+){0,2}:|\d{4}:")
_TIGHT = re.compile(r"(\w[\w -]{0,40}):(?!//)([^ \t:])")
_TIGHT_DASH = re.compile(r"-(?=[^\s-])")
_WORD = re.compile(r"[a-zåäö][\w-]*(?=[ \t]+[^\s:])")
_BAD_KEY = re.compile(r"([%@`*&!|>,][^:]*):(?=[ \t]|$)")
_COLON = re.compile(r":(?=[ \t]|$)")
_COMMENT = re.compile(r"(?<![ \t])[ \t]+#.*$")
_NOTHING = re.compile(r"[ \t]*(?:#.*)?$")
_BLOCK = re.compile(r"[|>](?:[+-]?([1-9]?)[+-]?)[ \t]*(?:[ \t]#.*)?$")
_PROPERTIES = re.compile(r"(?:(?:&[A-Za-z0-9_-]+|!!?[A-Za-z0-9_:/.-]+|!<[^>\s]*>)(?:[ \t]+|$))*")
_ALIAS = re.compile(r"\*[A-Za-z0-9_-]+[ \t]*(?:#.*)?$")
_REFERENCE = re.compile(r"(?:[&*][A-Za-z0-9_-]+|!!?[A-Za-z0-9_:/.-]+)(?:[ \t]|$)")
_MARKER = re.compile(r"(?:---|\.\.\.)(?:[ \t]|$)|%(?:YAML|TAG)[ \t]")
_ESCAPE = re.compile(
    r'\\(?:[0abtnvfre "/\\N_LP\t]|x[0-9a-fA-F]{2}|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|U000[0-9a-fA-F]{5}|$)',
)
_BACKSLASH = re.compile(r"\\.?")
_INSIDE = {'"': re.compile(r'(?:[^"\\]|\\.|\\$)*'), "'": re.compile(r"(?:[^']|'')*")}
_FLOW = re.compile(
    r"""(?P<blank>[ \t]+(?:\#.*)?)|(?P<mark>[\[\]{},]|:(?=[ \t]|$))|(?P<quote>["'])"""
    r"""|(?P<text>(?:[^ \t\[\]{},"':]|:(?![ \t]|$))(?:[^\[\]{},:]|:(?![ \t]|$))*)""",
)
_BAD_START = re.compile(r"[%@`&*!|>,\]}]|[-?:](?:[ \t]|$)")
_NUMBER_AFTER_SIGN = re.compile(r">(=?)[ \t]*([+−-]?\d.*)$")

MOST_PROBLEMS = 200  # in one file: beyond these no one reads on, and the work would grow with the damage

LIST_HINT = (
    "en lista står under en nyckel utan eget värde; ska strecket höra till en text skrivs den efter ”|”"
)
_STRAY_MESSAGE = "raden är varken ”nyckel: värde” eller en punkt i en lista"
_BACKSLASH_MESSAGE = "omvänt snedstreck inom dubbla citattecken har en särskild betydelse i YAML"
_BACKSLASH_HINT = "använd enkla citattecken (') runt texten, eller skriv två omvända snedstreck"

_Kind = Literal["map", "seq"]


class _Level(NamedTuple):
    column: int
    kind: _Kind


class Mended(NamedTuple):
    """The lines with their faults mended, how many columns each line has moved right, and what was wrong."""

    lines: list[str]
    shifts: dict[int, int]
    problems: list[Problem]


def mend(lines: Sequence[str], file: str) -> Mended:
    """Find the faults that stop a YAML parser, line by line, and mend them so that the rest can be read.

    Works on block style as authors write it. Text in block scalars, quotes and comments is left alone.
    A blank line never matters, whatever spaces it holds.
    """
    mender = _Mender(lines, file)
    row = 0
    while row < len(lines) and len(mender.problems) < MOST_PROBLEMS:
        row = mender.read(row)
    return Mended(mender.lines, mender.shifts, mender.problems)


class _Mender:
    """Where the reading stands: the open levels, and whether the last key or dash still waits for a value."""

    def __init__(self, lines: Sequence[str], file: str) -> None:
        self.original = lines
        self.file = file
        self.lines = list(lines)
        self.shifts: dict[int, int] = {}
        self.problems: list[Problem] = []
        self.levels: list[_Level] = []
        self.waiting = True
        self.moved = (0, 0)  # lines indented at least so far move so many columns
        self.fetched = 0
        self.block_end = (
            0,
            0,
            0,
        )  # of the latest block scalar: the row after it, its parent's column, its own

    # One line

    def read(self, row: int) -> int:
        """Read the structure that starts on this row; return the row to go on with."""
        line = self.straighten(row)
        column = _indent(line)
        if not line or line[column] == "#":
            return row + 1
        if column == 0 and _MARKER.match(line):
            self.levels, self.waiting = [], True
            return row + 1
        kind: _Kind | None = (
            "seq" if _DASH.match(line, column) else "map" if _KEY.match(line, column) else None
        )
        if kind is None:
            return self.read_loose(row, column)
        placed = self.place(row, column, kind)
        return self.drop(row, column) if placed is None else self.read_entry(row, placed)

    def read_entry(self, row: int, column: int) -> int:
        """Read `- - key: value` from a column whose level is already open."""
        line, at, parent, first = self.lines[row], column, column, True
        while dash := _DASH.match(line, at):
            if not first:
                self.levels.append(_Level(at, "seq"))
            parent, at, first = at, dash.end(), False
        self.waiting = True
        if key := _KEY.match(line, at):
            if not first:
                self.levels.append(_Level(at, "map"))
            parent, at = at, key.end() + len(line[key.end() :]) - len(line[key.end() :].lstrip(" \t"))
        return self.value(row, at, parent)

    def read_loose(self, row: int, column: int) -> int:
        """Read a line that is neither a key nor a dash: a value on its own line, or a stray line."""
        line, parent = self.lines[row], self.levels[-1].column if self.levels else -1
        is_text = bool(self.levels) or line[column] in "[{\"'|>!&"
        if self.waiting and column > parent and is_text and not self.is_key_gone_wrong(row, column):
            return self.value(row, column, parent)
        return self.stray(row, column)

    def is_key_gone_wrong(self, row: int, column: int) -> bool:
        """Whether the line was meant as `key: value` or `- value`: it starts badly, or so does the next line."""
        line = self.lines[row]
        if _BAD_KEY.match(line, column):
            return True
        after = (self.lines[here] for here in range(row + 1, len(self.lines)))
        follower = next((line for line in after if line.strip()), "")
        if follower[:column].strip(" "):
            return False
        if _TIGHT_DASH.match(line, column):
            return follower.startswith("-", column)
        return bool(_KEY.match(follower, column) and _TIGHT.match(line, column))

    # Indentation

    def fetch(self, row: int) -> str:
        """Give the line, moved as far as the wrongly indented line above it was."""
        line, (column, delta) = self.lines[row], self.moved
        if row < self.fetched:
            return line
        self.fetched = row + 1
        indent = _indent(line)
        if delta and line.strip():
            if indent >= column:
                self.indent(row, indent + delta)
            else:
                self.moved = (0, 0)
        return self.lines[row]

    def indent(self, row: int, column: int) -> None:
        """Give the line this indentation and remember how far it moved."""
        line = self.lines[row]
        text = line[_INDENT.match(line).end() :]  # type: ignore[union-attr]  # matches always
        self.lines[row] = " " * column + text
        self.shifts[row] = self.shifts.get(row, 0) + len(self.lines[row]) - len(line)

    def straighten(self, row: int) -> str:
        """Give the line with plain spaces as its indentation; what else stood there is a problem."""
        line = self.fetch(row)
        lead = line[: _INDENT.match(line).end()]  # type: ignore[union-attr]  # matches always
        if len(lead) == len(line):
            self.lines[row] = ""
        elif odd := lead.lstrip(" "):
            width = len(lead) + lead.count("\t")
            code, what = ("tabb", "tabbar") if "\t" in odd else ("hart-mellanslag", "hårda mellanslag")
            message = f"raden är indragen med {what}, men indrag görs med vanliga mellanslag"
            hint = f"skriv med vanliga mellanslag:\n{short(' ' * width + line[len(lead) :])}"
            self.report(row, len(lead) - len(odd), code, message, hint)
            self.indent(row, width)
        return self.lines[row]

    def place(self, row: int, column: int, kind: _Kind) -> int | None:
        """Open or find the level of a key or dash; return its column when mended, None if it has no place."""
        left: _Level | None = None
        while len(self.levels) > 1 and self.levels[-1].column > column:
            left = self.levels.pop()
        if not self.levels or (left is None and self.waiting and self.fits(column, kind)):
            self.levels.append(_Level(column, kind))
            return column
        if kind == "map" and self.levels[-2:] == [(column, "map"), (column, "seq")]:
            self.levels.pop()
        if self.levels[-1] == (column, kind):
            return column
        return self.misplaced(row, column, kind, left)

    def fits(self, column: int, kind: _Kind) -> bool:
        """Whether a first child may stand here: deeper than its parent, or a dash right under its key."""
        top = self.levels[-1]
        return column > top.column or (column == top.column and kind == "seq" and top.kind == "map")

    def misplaced(self, row: int, column: int, kind: _Kind, left: _Level | None) -> int | None:
        """Report a line that stands in no level's column; move it where it seems to belong."""
        if left is not None and left.column - column <= column - self.levels[-1].column:
            self.levels.append(left)
        level = self.levels[-1]
        if level.kind != kind:
            self.report(row, column, "fel-indrag", *_mixed(kind))
            return None
        line = self.lines[row]
        what = "står inte i linje med raderna ovanför" if left else "är indragen under ett värde"
        moved = " " * level.column + line.lstrip(" ")
        hint = f"rader på samma nivå börjar i samma kolumn, skriv:\n{short(moved)}"
        self.report(row, column, "fel-indrag", f"raden {what}", hint)
        self.moved = (column, level.column - column)
        self.indent(row, level.column)
        return level.column

    # Values

    def value(self, row: int, at: int, parent: int) -> int:
        """Read the value that begins at this column, of a key or dash in column `parent`."""
        line = self.lines[row]
        at = _PROPERTIES.match(line, at).end()  # type: ignore[union-attr]  # matches always
        rest = line[at:]
        self.waiting = not rest or rest[0] == "#"
        if self.waiting or _ALIAS.match(rest):
            return row + 1
        if block := _BLOCK.match(rest):
            return self.block(row + 1, parent, int(block[1] or 0))
        match rest[0]:
            case '"' | "'":
                return self.quoted(row, at, parent)
            case "[" | "{":
                return self.flow(row, at, parent)
        if _BAD_START.match(rest):
            return self.bad_start(row, at, parent)
        return self.plain(row, at, parent)

    def bad_start(self, row: int, at: int, parent: int) -> int:
        head, value = self.lines[row][:at], _without_comment(self.lines[row][at:])
        self.report(row, at, *_explain_start(head, value))
        self.rewrite(row, at, value)
        return self.drop_below(row, parent, keep_keys=True)

    def plain(self, row: int, at: int, parent: int) -> int:
        """Read unquoted text, which may go on over deeper lines."""
        rest = self.lines[row][at:]
        value = _without_comment(rest)
        if colon := _COLON.search(value):
            self.report_colon(row, at + colon.start(), _as_block(self.lines[row][:at], value))
            self.rewrite(row, at, value)
            return self.drop_below(row, parent, keep_keys=True)
        return row + 1 if len(value) < len(rest.rstrip()) else self.more_text(row + 1, parent)

    def more_text(self, row: int, parent: int) -> int:
        """Read the deeper lines that unquoted text goes on over."""
        while row < len(self.lines):
            line = self.straighten(row)
            column = _indent(line)
            if line and (column <= parent or line[column] == "#" or _DASH.match(line, column)):
                break
            if line and _FIELD.match(line, column) and _KEY.match(line, column):
                break
            if colon := _COLON.search(_without_comment(line)):
                self.report_colon(row, colon.start(), "skriv hela texten på egna rader efter ”|”")
                self.lines[row] = re.sub(r":(?:[ \t]|$)", ":\u00a0", line)
            row += 1
        return row

    def report_colon(self, row: int, at: int, hint: str) -> None:
        message = "kolon följt av mellanslag inne i en text: YAML tror att det är en ny nyckel"
        self.report(row, at, "kolon-i-text", message, hint)

    def block(self, row: int, parent: int, explicit: int) -> int:
        """Read the lines of a block scalar, whose indentation is that of its first line."""
        content = max(parent, 0) + explicit if explicit else None
        while row < len(self.lines):
            line = self.fetch(row)
            spaces = _indent(line)
            if not line[spaces:].strip():
                self.lines[row] = line if content is not None and spaces >= content else ""
                row += 1
                continue
            if _odd_in_block(line, spaces, parent, content):
                line = self.straighten(row)
                spaces = _indent(line)
            if spaces <= parent:
                break
            content = spaces if content is None else content
            if spaces < content:
                message = "raden är mindre indragen än textstyckets första rad"
                moved = " " * content + line.lstrip(" ")
                hint = f"alla rader i textstycket börjar i samma kolumn, skriv:\n{short(moved)}"
                self.report(row, spaces, "fel-indrag", message, hint)
                self.indent(row, content)
            row += 1
        self.block_end = (row, parent, content or parent + 2)
        return row

    # Quotes

    def quoted(self, row: int, at: int, parent: int) -> int:
        """Read text in quotes: its end, and what may not follow it."""
        end = self.closing(row, at, parent)
        line = self.lines[row]
        if end is None:
            hint = f"sätt ett {line[at]} till där texten slutar:\n{short(line.strip() + line[at])}"
            self.report(row, at, "oavslutat-citat", "citattecknet avslutas aldrig", hint)
            self.rewrite(row, at, line[at:].rstrip())
            return self.drop_below(row, parent)
        last, after = end
        if line[at] == '"':
            self.check_escapes(row, at, last, after)
        if _NOTHING.match(self.lines[last], after):
            return last + 1
        tail = self.lines[last][after:]
        self.report(
            last,
            after + len(tail) - len(tail.lstrip(" \t")),
            "text-efter-citat",
            "efter det avslutande citattecknet står mer text",
            _after_quote(line[:at], _without_comment(line[at:]))
            if last == row
            else "sätt all text innanför citattecknen",
        )
        self.cut_or_quote(row, at, last, after)
        return self.drop_below(last, parent)

    def closing(self, row: int, at: int, parent: int) -> tuple[int, int] | None:
        """Find the row and the column after the closing quote; None if the text runs out of its level."""
        quote, start, first = self.lines[row][at], at + 1, row
        while row < len(self.lines):
            line = self.lines[row] if row == first else self.fetch(row)
            if row > first and line.strip() and _indent(line) <= parent:
                return None
            end = _INSIDE[quote].match(line, start).end()  # type: ignore[union-attr]  # matches always
            if end < len(line) and line[end] == quote:
                return row, end + 1
            row, start = row + 1, 0
        return None

    def check_escapes(self, row: int, at: int, last: int, after: int) -> None:
        r"""Report a backslash that means nothing in double quotes, as in "C:\delad"."""
        for here in range(row, last + 1):
            line = self.lines[here]
            start, stop = (at if here == row else 0), (after if here == last else len(line))
            for found in _BACKSLASH.finditer(line, start, stop):
                if _ESCAPE.match(line, found.start()) or len(self.problems) >= MOST_PROBLEMS:
                    continue
                self.report(here, found.start(), "omvant-snedstreck", _BACKSLASH_MESSAGE, _BACKSLASH_HINT)
                self.lines[here] = _put(self.lines[here], found.start(), "/")

    def cut_or_quote(self, row: int, at: int, last: int, after: int) -> None:
        """Make text after a closing quote or bracket harmless: quote the whole line, or cut it off."""
        if row == last:
            self.rewrite(row, at, _without_comment(self.lines[row][at:]))
        else:
            self.lines[last] = self.lines[last][:after]

    # Braces and brackets

    def flow(self, row: int, at: int, parent: int) -> int:
        """Read what stands in brackets or braces, over several lines if need be."""
        first, depth, start, opening, deepest = row, 0, at, self.lines[row][at], 0
        while row < len(self.lines):
            line = self.lines[row] if row == first else self.fetch(row)
            column = _indent(line)
            if row > first and column <= parent and (_KEY.match(line, column) or _DASH.match(line, column)):
                break
            depth, end = self.flow_line(row, start, depth)
            if not depth:
                return self.after_flow(first, at, row, end, parent)
            deepest = max(deepest, depth)
            row, start = row + 1, 0
        closing = "]" if opening == "[" else "}"
        hint = f"sätt ett {closing} sist, eller skriv listan med en punkt (- ) per rad"
        self.report(first, at, "oavslutad-klammer", f"”{opening}” avslutas aldrig med ”{closing}”", hint)
        if deepest == 1 and not any(line.strip() for line in self.lines[first + 1 : row]):
            self.lines[first] = _without_comment(self.lines[first]) + closing
        else:
            self.rewrite(first, at, self.lines[first][at:].rstrip())
        self.blank(first + 1, row)
        return row

    def flow_line(self, row: int, at: int, depth: int) -> tuple[int, int]:
        """Walk one line of a flow collection; return the depth reached and the column where it ended."""
        line, edits = self.lines[row], []
        while at < len(line) and (token := _FLOW.match(line, at)):
            at = token.end()
            if token["mark"]:
                depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token["mark"], 0)
                if depth == 0:
                    break
            elif token["quote"]:
                inside = _INSIDE[token["quote"]].match(line, at).end()  # type: ignore[union-attr]  # matches always
                at = min(inside + 1, len(line))
            elif (text := token["text"]) and _BAD_START.match(text) and not _REFERENCE.match(text):
                edits.append((token.start(), text.rstrip()))
        for start, text in reversed(edits[: MOST_PROBLEMS - len(self.problems)]):
            self.report(row, start, *_explain_start("", text))
            self.lines[row] = _put(self.lines[row], start, _single(text), len(text))
            at += len(_single(text)) - len(text)
        return depth, at

    def after_flow(self, first: int, at: int, row: int, end: int, parent: int) -> int:
        line = self.lines[row]
        if _NOTHING.match(line, end) or _COLON.match(line[end:].lstrip(" \t")):
            return row + 1
        closing, tail = line[end - 1], line[end:]
        self.report(
            row,
            end + len(tail) - len(tail.lstrip(" \t")),
            "text-efter-klammer",
            f"efter ”{closing}” står mer text, men ett värde som börjar med [ eller {{ är en lista",
            quote_hint(line[:at], _without_comment(line[at:]))
            if first == row
            else "sätt texten inom citattecken",
        )
        self.cut_or_quote(first, at, row, end)
        return self.drop_below(row, parent)

    # Lines that fit nowhere, and how lines are mended

    def stray(self, row: int, column: int) -> int:
        """Report a line that is neither `key: value` nor a dash; mend it where it is plain what was meant."""
        line = self.lines[row]
        after_block, parent, content = self.block_end
        if row == after_block > 0:
            return self.outside_block(row, parent, content)
        if tight := _TIGHT.match(line, column):
            return self.loosen(row, tight)
        if bad := _BAD_KEY.match(line, column):
            self.report(row, column, *_explain_start("", bad[1], key=True))
            self.lines[row] = _put(line, column, _single(bad[1]), len(bad[1]))
            return row
        if dash := _TIGHT_DASH.match(line, column):
            self.lines[row] = _put(line, dash.end(), " ", 0)
            hint = f"skriv: {short(self.lines[row].strip())}"
            self.report(row, column, "saknar-mellanslag", "efter strecket saknas ett mellanslag", hint)
            return row
        self.report(row, column, "saknar-kolon", _STRAY_MESSAGE, self.stray_hint(line, column))
        return self.drop(row, column)

    def stray_hint(self, line: str, column: int) -> str:
        """Say how a stray line is written with the colon that it lacks, or as part of the text above it."""
        word = _WORD.match(line, column)
        colon = (
            f"efter nyckeln saknas ett kolon, skriv: {short(_put(line, word.end(), ':', 0).strip())}"
            if word
            else "skriv en nyckel, kolon och mellanslag före värdet"
        )
        return f"{colon}\nhör raden till texten ovanför: dra in den lika långt" if self.levels else colon

    def outside_block(self, row: int, parent: int, content: int) -> int:
        """Report lines right after a block scalar, or its `|`, that are text but not indented; indent them."""
        line = self.lines[row]
        hint = f"dra in textens rader under nyckeln, skriv:\n{short(' ' * content + line.lstrip(' '))}"
        self.report(row, _indent(line), "fel-indrag", "texten efter ”|” är inte indragen", hint)
        while row < len(self.lines) and (line := self.straighten(row)):
            if _KEY.match(line, _indent(line)) or _DASH.match(line, _indent(line)):
                break
            self.indent(row, content)
            row += 1
        return self.block(row, parent, content - max(parent, 0))

    def loosen(self, row: int, tight: re.Match[str]) -> int:
        """Part a key from its value where the space after the colon is missing or hard."""
        line, hard = self.lines[row], tight[2].isspace()
        self.lines[row] = _put(line, tight.end(1) + 1, " ", 1 if hard else 0)
        self.report(
            row,
            tight.end(1) + 1 if hard else tight.end(1),
            "hart-mellanslag" if hard else "saknar-mellanslag",
            "efter kolonet står ett hårt mellanslag" if hard else "efter kolonet saknas ett mellanslag",
            f"skriv: {short(self.lines[row].strip())}",
        )
        return row

    def rewrite(self, row: int, at: int, value: str) -> None:
        """Put the value that begins at this column in quotes, keep the comment after it."""
        tail = self.lines[row][at + len(value) :]
        self.lines[row] = self.lines[row][:at] + _single(value) + (tail if _NOTHING.match(tail) else "")

    def drop(self, row: int, column: int) -> int:
        """Blank a line that cannot be mended and what is indented under it; return the row of the next."""
        self.lines[row] = ""
        return self.drop_below(row, column)

    def drop_below(self, row: int, parent: int, *, keep_keys: bool = False) -> int:
        """Blank the lines after this one that are indented more than `parent`; return the row of the next."""
        first = row = row + 1
        while row < len(self.lines):
            line = self.fetch(row)
            indent = _indent(line)
            is_key = keep_keys and _FIELD.match(line, indent) and _KEY.match(line, indent)
            if line.strip() and (indent <= parent or is_key):
                break
            row += 1
        self.blank(first, row)
        return row

    def blank(self, row: int, end: int) -> None:
        self.lines[row:end] = [""] * (end - row)

    def report(self, row: int, column: int, code: str, message: str, hint: str) -> None:
        """Add a problem at a column of the line as it stands now; its place is told as the line was typed."""
        source = self.original[row]
        place = Place(self.file, row + 1, min(max(column - self.shifts.get(row, 0), 0), len(source)) + 1)
        self.problems.append(Problem(place, code, message, hint, source=source))


def leave_out(lines: Sequence[str], row: int) -> list[str]:
    """Blank a line that cannot be read, or the nearest above with text, and what is indented under it."""
    first = next((here for here in range(row, -1, -1) if lines[here].strip()), row)
    parent, end = _indent(lines[first]), first + 1
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > parent):
        end += 1
    return [*lines[:first], *[""] * (end - first), *lines[end:]]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _odd_in_block(line: str, spaces: int, parent: int, content: int | None) -> bool:
    """Whether what follows the spaces of a line in a block scalar is odd indentation, not text."""
    if not _ODD.match(line, spaces):
        return False
    return (spaces <= parent or line[spaces] == "\t") if content is None else spaces < content


def _without_comment(text: str) -> str:
    return _COMMENT.sub("", text).rstrip()


def _put(line: str, at: int, new: str, length: int | None = None) -> str:
    """Give the line with `length` characters (as many as `new` has) exchanged for `new`."""
    return line[:at] + new + line[at + (len(new) if length is None else length) :]


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def in_quotes(text: str) -> str:
    """Give the text as an author would quote it: in double quotes unless it holds one, or a backslash."""
    return _single(text) if '"' in text or "\\" in text else f'"{text}"'


def short(text: str, width: int = 100) -> str:
    """Cut a long text, for showing."""
    return text if len(text) <= width else text[: width - 2].rstrip() + " …"


# What is said about each fault


def quote_hint(head: str, value: str) -> str:
    """Say how the line is written with its value in quotes; `head` is what stands before the value."""
    return f"skriv: {short(head.strip() + ' ' + in_quotes(value)).strip()}"


def _as_block(head: str, value: str) -> str:
    """Show the text on lines of its own after `|`."""
    key = head.strip()
    if not key:
        return quote_hint("", value)
    dashes = len(key) - len(key.lstrip("- "))
    return f"skriv texten på egna rader efter ”|”:\n{key} |\n{' ' * (dashes + 2)}{short(value)}"


def _after_quote(head: str, value: str) -> str:
    """Show a text that begins with a quoted word, with typographic quotes, or with other quotes around it all."""
    if value[0] == "'":
        apostrophe = re.fullmatch(r"'(.*\w'\w.*)'", value)
        return quote_hint(head, apostrophe[1] if apostrophe else value)
    curly = re.sub(r'"([^"]*)"', "”\\1”", value)
    key = head.strip()
    return f"skriv: {short(f'{key} {curly}').strip()}\neller: {short(f'{key} {_single(value)}').strip()}"


def _mixed(kind: _Kind) -> tuple[str, str]:
    if kind == "seq":
        return (
            "en listpunkt (- ) står där en ”nyckel: värde” väntas",
            LIST_HINT,
        )
    return (
        "en ”nyckel: värde” står där en listpunkt (- ) väntas",
        "börja raden med ”- ”, eller flytta den till samma kolumn som nycklarna den hör till",
    )


def _explain_start(head: str, value: str, *, key: bool = False) -> tuple[str, str, str]:
    """Say why a value, or a key, may not start as this one does."""
    start, name = value[0], head.strip()
    quoted = f"skriv: {in_quotes(value)}:" if key else quote_hint(head, value)
    if number := _NUMBER_AFTER_SIGN.match(value):
        plain = f"{name} {'minst' if number[1] else 'över'} {number[2]}".strip()
        printed = f"{name} {in_quotes(value)}".strip()
        hint = f"skriv: {short(plain)}\neller, ordagrant som tryckt: {short(printed)}"
        return "storre-an", "ett värde som börjar med > tas för ett textstycke", hint
    if start == "-":
        return _explain_dash(name, value)
    if start in "|>" and not key:
        rest = value[1:].strip()
        message = f"efter ”{start}” står text på samma rad, men textstycket börjar på nästa rad"
        return "text-efter-streck", message, _as_block(head, rest)
    what = "en nyckel" if key else "ett värde"
    return "otillatet-tecken", f"{what} får inte börja med ”{start}” utan citattecken", quoted


def _explain_dash(name: str, value: str) -> tuple[str, str, str]:
    rest = value[1:].strip()
    if not rest:
        missing = f"skriv: {name} saknas\noch en rad därunder: orsak: …"
        printed = f"{missing}\neller, om dokumentet inte redovisar det: {name} ej redovisad"
        hint = printed if name == "utfall:" else "skriv ett värde, eller ta bort raden"
        return "bart-streck", "ett ensamt streck är inget värde", hint
    if rest[0].isdigit():
        return "bart-streck", "efter minustecknet står ett mellanslag", f"skriv: {short(f'{name} -{rest}')}"
    return (
        "bart-streck",
        "en listpunkt (- ) kan inte stå på samma rad som sin nyckel",
        f"skriv listan på egna rader:\n{name}\n  - {short(rest)}",
    )


# What the parser says, in Swedish


class _Said(NamedTuple):
    """What is told when the parser says `words`; at the place where the faulty thing began if `at_start`."""

    words: str
    code: str
    message: str
    hint: str
    at_start: bool = False


_FLOW_MESSAGE = "listan inom klamrar är inte riktigt skriven eller inte avslutad"
_FLOW_HINT = "skriv listan med en punkt (- ) per rad"
_QUOTE_HINT = "sätt texten inom citattecken"

_TRANSLATIONS = (
    _Said(
        "quoted scalar found unexpected",
        "oavslutat-citat",
        "citattecknet avslutas aldrig",
        "sätt ett citattecken där texten slutar",
        at_start=True,
    ),
    _Said("unknown escape", "omvant-snedstreck", _BACKSLASH_MESSAGE, _BACKSLASH_HINT),
    _Said(
        "escape code",
        "omvant-snedstreck",
        "tecknet efter det omvända snedstrecket finns inte",
        "skriv tecknet självt",
    ),
    _Said("expected ',' or", "oavslutad-klammer", _FLOW_MESSAGE, _FLOW_HINT, at_start=True),
    _Said("flow", "oavslutad-klammer", _FLOW_MESSAGE, _FLOW_HINT),
    _Said("tab character", "tabb", "tabb där ett mellanslag väntas", "byt tabben mot mellanslag"),
    _Said(
        "could not find expected ':'",
        "saknar-kolon",
        _STRAY_MESSAGE,
        "sätt kolon och mellanslag efter nyckeln",
        at_start=True,
    ),
    _Said(
        "mapping values are not allowed",
        "kolon-i-text",
        "kolon där inget kolon väntas",
        "hör det till texten: skriv texten efter ”|” på egna rader",
    ),
    _Said("unexpected ':'", "kolon-i-text", "kolon där inget kolon väntas", _QUOTE_HINT),
    _Said(
        "cannot start any token",
        "otillatet-tecken",
        "här står ett tecken som kräver citattecken",
        _QUOTE_HINT,
    ),
    _Said(
        "anchor",
        "yaml-ankare",
        "ett värde får inte börja med ”&” utan citattecken",
        _QUOTE_HINT,
        at_start=True,
    ),
    _Said(
        "alias",
        "yaml-ankare",
        "ett värde får inte börja med ”*” utan citattecken",
        _QUOTE_HINT,
        at_start=True,
    ),
    _Said(
        "tag", "yaml-tagg", "ett värde får inte börja med ”!” utan citattecken", _QUOTE_HINT, at_start=True
    ),
    _Said(
        "directive",
        "yaml-direktiv",
        "rader som börjar med % läses inte",
        "ta bort raden, eller sätt texten inom citattecken",
    ),
    _Said(
        "document start",
        "flera-dokument",
        "filen innehåller mer än ett YAML-dokument",
        "ta bort raden ”...”; en fil är ett dokument",
    ),
    _Said(
        "block",
        "fel-indrag",
        "raden står inte i linje med raderna ovanför",
        "rader på samma nivå börjar i samma kolumn",
    ),
    _Said("depth", "for-djup", "filen är för djupt nästlad", "skriv innehållet i färre nivåer"),
    _Said("nesting", "for-djup", "filen är för djupt nästlad", "skriv innehållet i färre nivåer"),
)
_UNKNOWN = _Said("", "yaml-syntax", "raden går inte att läsa som YAML", "jämför med raderna ovanför")


def explain(error: yaml.YAMLError, shifts: dict[int, int], lines: Sequence[str], file: str) -> Problem:
    """Say in Swedish what stopped the parser, at the place where the fault began if that is what helps."""
    said = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or error}"
    fault = next((row for row in _TRANSLATIONS if row.words in said), _UNKNOWN)
    mark = getattr(error, "context_mark", None) if fault.at_start else None
    mark = mark or getattr(error, "problem_mark", None)
    row = min(mark.line, len(lines) - 1) if mark else 0
    column = min(max(mark.column - shifts.get(row, 0), 0), len(lines[row])) if mark else 0
    return Problem(Place(file, row + 1, column + 1), fault.code, fault.message, fault.hint, source=lines[row])
