"""Problems as people, forges and programs are shown them."""

import json
import re

import pytest

from vpgen.problems import Place, Problem, Severity
from vpgen.reports import as_azure, as_github, as_gitlab, as_json, as_text

PLAN = "content/parknamnden/2024/plan.yml"
UNKNOWN = Problem(
    Place(PLAN, 8, 5),
    "okant-falt",
    "okänt fält ”malvarde”",
    "skriv: målvärde",
    source="    malvarde: 38213",
)
WARNING = Problem(
    Place("content/organisation.yml", 1, 1), "summa", "summan stämmer inte", "", Severity.WARNING, "a: 1"
)


def caret(source, column):
    """The two lines that show a source line and the caret under it, without their margins."""
    text = as_text([Problem(Place("f", 1, column), "kod", "fel", source=source)]).split("\n")
    return text[1].removeprefix("     1 | "), text[2].removeprefix("       | ")


def test_a_problem_is_shown_with_its_line_and_the_right_form():
    """The place, what is wrong, the line, a caret under the culprit, what to write, and a count."""
    assert as_text([UNKNOWN]) == (
        f"{PLAN}:8:5: fel: okänt fält ”malvarde” [okant-falt]\n"
        "     8 |     malvarde: 38213\n"
        "       |     ^\n"
        "       = skriv: målvärde\n"
        "\n"
        "1 fel i 1 fil"
    )


def test_problems_come_in_the_order_of_the_files():
    """Whatever order they were found in, they are read from the top of each file."""
    text = as_text([UNKNOWN, WARNING])
    assert text.index("varning: summan stämmer inte [summa]") < text.index("fel: okänt fält")
    assert as_text([WARNING, UNKNOWN]) == text


@pytest.mark.parametrize(
    ("errors", "warnings", "files", "count"),
    [
        (3, 1, 2, "3 fel och 1 varning i 2 filer"),
        (1, 0, 1, "1 fel i 1 fil"),
        (0, 2, 1, "2 varningar i 1 fil"),
        (1, 2, 3, "1 fel och 2 varningar i 3 filer"),
    ],
)
def test_the_last_line_counts(errors, warnings, files, count):
    """The count names errors and warnings apart, in the right number."""
    kinds = [Severity.ERROR] * errors + [Severity.WARNING] * warnings
    problems = [
        Problem(Place(f"{index % files}.yml", index + 1), "kod", "så", severity=kind)
        for index, kind in enumerate(kinds)
    ]
    assert as_text(problems).split("\n")[-1] == count


def test_no_problem_gives_no_text():
    """Where nothing is wrong, nothing is said."""
    assert as_text([]) == ""


def test_a_hint_of_several_lines_is_kept_together():
    """The right form of several lines is indented under its sign, with its own indentation kept."""
    problem = Problem(Place("f.yml"), "kod", "så", "skriv:\n  a: |\n    b")
    assert as_text([problem]).split("\n")[1:4] == ["       = skriv:", "           a: |", "             b"]


def test_a_problem_of_a_whole_file_shows_no_line():
    """Where there is no line to show, the message and the hint stand alone."""
    problem = Problem(Place("f.yml"), "tom-fil", "filen är tom", "fyll i filen")
    assert (
        as_text([problem]) == "f.yml:1:1: fel: filen är tom [tom-fil]\n       = fyll i filen\n\n1 fel i 1 fil"
    )


@pytest.mark.parametrize(
    ("source", "column", "before"),
    [
        ("a: b", 4, "   "),
        ("a: b", 5, "    "),
        ("a: b", 99, "    "),
        ("\ta: b", 2, "\t"),
        ("日本: b", 5, "      "),
        ("a\u030a: b", 5, "   "),
        ("👩\u200d🌾: b", 6, "       "),
    ],
)
def test_the_caret_stands_under_the_character(source, column, before):
    """Tabs, wide characters and combining marks do not push the caret aside."""
    assert caret(source, column)[1] == f"{before}^"


def test_a_long_line_is_cut_around_the_caret():
    """Of a very long line the part around the fault is shown, with the caret still under it."""
    source = "x" * 500 + "FEL" + "y" * 500
    shown, under = caret(source, 501)
    assert len(shown) < 120
    assert shown[len(under) - 1 :].startswith("FEL")
    assert shown.startswith("…")
    assert shown.endswith("…")
    shown, under = caret(source, 1)
    assert (shown[0], under) == ("x", "^")


def test_nothing_in_a_file_steers_the_terminal():
    """Control characters, and those that hide text or turn it around, are shown, not obeyed."""
    problem = Problem(Place("f\x1b.yml"), "kod", "så\x1b[2J", "rätt\u202e", source="a: \x1b[31m\u200bx")
    text = as_text([problem])
    assert not re.search("[\x00-\x09\x0b-\x1f\u200b\u202e]", text)
    assert "a: \ufffd[31m\ufffdx" in text


def test_colour_changes_nothing_but_colour():
    """The coloured form is the plain one with ANSI codes."""
    coloured = as_text([UNKNOWN, WARNING], colour=True)
    assert "\x1b[31m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == as_text([UNKNOWN, WARNING])


def test_json_holds_every_field_in_a_fixed_order():
    """Programs get the same fields in the same order, with Swedish letters as they are."""
    text = as_json([UNKNOWN, WARNING])
    assert "okänt fält ”malvarde”" in text
    first, second = json.loads(text)["problems"]
    assert list(first) == ["file", "line", "column", "code", "severity", "message", "hint"]
    assert (first["severity"], second["severity"]) == ("warning", "error")
    assert second == {
        "file": PLAN,
        "line": 8,
        "column": 5,
        "code": "okant-falt",
        "severity": "error",
        "message": "okänt fält ”malvarde”",
        "hint": "skriv: målvärde",
    }


def test_github_gets_one_command_a_problem():
    """A problem is an annotation at its line, of its severity."""
    assert as_github([WARNING, UNKNOWN]).split("\n") == [
        "::warning file=content/organisation.yml,line=1,col=1,title=summa::summan stämmer inte",
        f"::error file={PLAN},line=8,col=5,title=okant-falt::okänt fält ”malvarde”%0Askriv: målvärde",
    ]


def test_github_commands_cannot_be_forged():
    """Line breaks, percent signs, commas and colons in names and texts stay inside their command."""
    problem = Problem(Place("a,b:c%.yml"), "kod", "så\r\n::error::falskt", "100 %")
    (line,) = as_github([problem]).split("\n")
    assert line == ("::error file=a%2Cb%3Ac%25.yml,line=1,col=1,title=kod::så%0D%0A::error::falskt%0A100 %25")


def test_azure_gets_one_command_a_problem():
    """A problem is an issue of its severity with file, line, column and code."""
    assert as_azure([WARNING, UNKNOWN]).split("\n") == [
        (
            "##vso[task.logissue type=warning;sourcepath=content/organisation.yml;linenumber=1;columnnumber=1;"
            "code=summa;]summan stämmer inte"
        ),
        (
            f"##vso[task.logissue type=error;sourcepath={PLAN};linenumber=8;columnnumber=5;"
            "code=okant-falt;]okänt fält ”malvarde”. skriv: målvärde"
        ),
    ]


def test_azure_commands_cannot_be_forged():
    """Line breaks, brackets, semicolons and percent signs in names and texts stay inside their command."""
    problem = Problem(Place("a;b]c%.yml"), "kod", "så\r\n##vso[task.setvariable variable=a]b", "100 %")
    (line,) = as_azure([problem]).split("\n")
    assert line == (
        "##vso[task.logissue type=error;sourcepath=a%3Bb%5Dc%AZP25.yml;linenumber=1;columnnumber=1;code=kod;]"
        "så%0D%0A##vso[task.setvariable variable=a]b. 100 %AZP25"
    )


def test_gitlab_gets_a_code_quality_report():
    """Each problem has a description, a name, a severity, a line and a fingerprint of its own."""
    warning, error = json.loads(as_gitlab([UNKNOWN, WARNING]))
    assert set(error) == {"description", "check_name", "fingerprint", "severity", "location"}
    assert error["description"] == "okänt fält ”malvarde”. skriv: målvärde"
    assert error["location"] == {"path": PLAN, "lines": {"begin": 8}}
    assert (error["severity"], warning["severity"]) == ("major", "minor")
    assert error["fingerprint"] != warning["fingerprint"]


def fingerprints(*problems):
    return [row["fingerprint"] for row in json.loads(as_gitlab(problems))]


def test_a_fingerprint_stays_when_the_line_moves():
    """A fault that is only pushed down in its file is the same fault, also where its message names lines."""
    first = Problem(Place("f", 7, 3), "dubbel", "”a” finns redan på rad 3", source="  a: 1")
    moved = Problem(Place("f", 9, 5), "dubbel", "”a” finns redan på rad 5", source="    a: 1")
    assert fingerprints(first) == fingerprints(moved)


def test_faults_that_look_alike_have_fingerprints_of_their_own():
    """Two equal lines with the same fault are two faults; so are other files, codes and messages."""
    same = [Problem(Place("f", line), "kod", "så", source="a: x") for line in (1, 2)]
    others = [
        Problem(Place("g", 1), "kod", "så", source="a: x"),
        Problem(Place("f", 3), "annan", "så", source="a: x"),
        Problem(Place("f", 4), "kod", "inte så", source="a: x"),
        Problem(Place("f", 5), "kod", "så", source="b: x"),
    ]
    assert len(set(fingerprints(*same, *others))) == 6
