"""YAML as authors type it: what it becomes, where each part stands, and what is said when it goes wrong."""

import copy
import pickle
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from vpgen import source
from vpgen.problems import Place
from vpgen.reports import as_text
from vpgen.source import Map, Seq, Text, key_at, misread, read_content_file, read_yaml, value_at
from vpgen.syntax import MOST_PROBLEMS, mend

BAD = Path(__file__).parent / "bad"
CASES = (BAD / "YAML_LEVEL.txt").read_text(encoding="utf-8").split()

PLAN = """\
underlag: original
mål:
  levande-parker:  # nämndens eget
    sort: nämndens mål
    nr: "2.10"
    text: |
      Parkerna är levande: lek, vila och *natur*.

      - ”Grön” yta, 77–80 %
        # ingen kommentar
    indikatorer:
      besok:
        målvärde: öka
        lydelse: Besöken ökar (räknat kl. 12:30), se https://exempel.invalid/a#b
          och bilagan, C# eller a*)
      nojdhet:
        långsiktigt: [70, '75,5', "80"]
        mäts:
uppdrag:
- Ställ ut bänkar
- ~
"""


def codes(text):
    """The problems of a file as line, column and code."""
    return [(p.place.line, p.place.column, p.code) for p in read_yaml(text, "f.yml")[1]]


def only(text):
    """The one problem of a file."""
    (problem,) = read_yaml(text, "f.yml")[1]
    return problem


# What YAML becomes


def test_every_value_is_text_as_typed():
    """Numbers, dates and truth values stay what the author wrote."""
    typed = "a: 5.10\nb: 012\nc: 2024-13-01\nd: no\ne: 1_000\nf: 12:30\ng: 1e3\nh: On\n"
    data, problems = read_yaml(typed, "f.yml")
    assert problems == []
    assert list(data.values()) == ["5.10", "012", "2024-13-01", "no", "1_000", "12:30", "1e3", "On"]
    assert all(type(value) is Text and value.plain for value in data.values())


def test_a_plan_is_read_without_a_problem():
    """Block text, quotes, comments, lists, several lines and empty values are read, with nothing to remark."""
    data, problems = read_yaml(PLAN, "f.yml")
    assert problems == []
    goal = data["mål"]["levande-parker"]
    assert goal["text"].startswith("Parkerna är levande: lek, vila och *natur*.\n\n- ”Grön” yta")
    assert goal["text"].endswith("# ingen kommentar\n")
    assert goal["indikatorer"]["besok"]["lydelse"].endswith("a#b och bilagan, C# eller a*)")
    assert goal["indikatorer"]["nojdhet"] == {"långsiktigt": ["70", "75,5", "80"], "mäts": None}
    assert data["uppdrag"] == ["Ställ ut bänkar", None]
    assert not goal["nr"].plain


@pytest.mark.parametrize("empty", ["", "~", "null", "|\n", "  # inget än"])
def test_what_is_empty_is_none(empty):
    """A value that is not filled in is None, and its place is known all the same."""
    data, problems = read_yaml(f"a: {empty}\nb: x\n", "f.yml")
    assert problems == []
    assert data["a"] is None
    assert data.value_places["a"].line == 1


def test_quoted_words_are_not_empty():
    """Quotes make a text of what would else be nothing."""
    assert read_yaml("a: ''\nb: 'null'\n", "f.yml")[0] == {"a": "", "b": "null"}


def test_keys_and_texts_are_composed():
    """What a Mac types as letter and dots apart is the same key and the same text."""
    typed = unicodedata.normalize("NFD", "mål: Öka\n")
    assert typed != "mål: Öka\n"
    assert read_yaml(typed, "f.yml") == ({"mål": "Öka"}, [])


def test_windows_line_ends_and_bom_are_accepted():
    """How Windows ends lines and marks files changes nothing."""
    data, problems = read_yaml("\ufeffa: |\r\n  x\r\n  y\r\nb: z\r\n", "f.yml")
    assert problems == []
    assert data == {"a": "x\ny\n", "b": "z"}


def test_a_blank_line_never_matters():
    """Spaces, tabs and hard spaces on an empty line are no fault."""
    data, problems = read_yaml("a: x\n\t\nb: |\n        \n  y\n\u00a0\nc: z\n", "f.yml")
    assert problems == []
    assert data == {"a": "x", "b": "\ny\n", "c": "z"}


def test_one_leading_document_marker_is_accepted():
    """A file may begin as YAML files often do."""
    assert read_yaml("---\na: x\n", "f.yml") == ({"a": "x"}, [])


# Where things stand


def test_places_point_at_what_was_typed():
    """A key, a value, an item, a collection and an empty value each know their line and column."""
    data, _ = read_yaml(PLAN, "f.yml")
    goal = data["mål"]["levande-parker"]
    assert data.key_places["mål"] == Place("f.yml", 2, 1)
    assert goal.place == Place("f.yml", 4, 5)
    assert goal["nr"].place == goal.value_places["nr"] == Place("f.yml", 5, 9)
    assert goal["indikatorer"]["nojdhet"]["långsiktigt"].item_places[1] == Place("f.yml", 17, 27)
    assert goal["indikatorer"]["nojdhet"].value_places["mäts"] == Place("f.yml", 18, 14)
    assert data["uppdrag"].place == Place("f.yml", 20, 1)
    assert data["uppdrag"].item_places == [Place("f.yml", 20, 3), Place("f.yml", 21, 3)]


@pytest.mark.parametrize(
    ("loc", "value", "key"),
    [
        (("mål", "levande-parker", "sort"), (4, 11), (4, 5)),
        (("mål", "levande-parker", "namn"), (4, 5), (3, 3)),
        (("mål", "function-wrap", "levande-parker", "nr", "str"), (5, 9), (5, 5)),
        (("uppdrag", 1), (21, 3), (21, 3)),
        (("uppdrag", 7), (20, 1), (19, 1)),
        ((), (1, 1), (1, 1)),
    ],
)
def test_an_error_location_has_a_place(loc, value, key):
    """A path from the model leads to the value and the key, or as near as the data goes."""
    data, _ = read_yaml(PLAN, "f.yml")
    assert value_at(data, loc) == Place("f.yml", *value)
    assert key_at(data, loc) == Place("f.yml", *key)


def test_nothing_has_no_place():
    """A path in no data leads nowhere, and does not fail."""
    assert value_at(None, ("a",)) == Place("")


def test_copies_keep_their_places():
    """A text that is copied or sent between processes still knows where it stood."""
    text = read_yaml("a: x\n", "f.yml")[0]["a"]
    for same in (copy.deepcopy(text), pickle.loads(pickle.dumps(text))):
        assert (same, same.place, same.plain) == ("x", Place("f.yml", 1, 4), True)


def test_places_hold_on_lines_that_were_mended():
    """What follows on a line that was moved or mended is told where the author typed it."""
    data, problems = read_yaml("a:\n\tb: x\n\tc: {d: y}\n     e: >5 st\nf: z\n", "f.yml")
    assert [problem.place.line for problem in problems] == [2, 3, 4, 4]
    assert data["a"].key_places["b"] == Place("f.yml", 2, 2)
    assert data["a"]["c"]["d"].place == Place("f.yml", 3, 9)
    assert data["a"]["e"].place == Place("f.yml", 4, 9)


# What is said of each fault


@pytest.mark.parametrize("case", CASES)
def test_a_bad_file_is_explained(case):
    """Each folder of `tests/bad/` that is about the form of files gives the expected text."""
    content = BAD / case / "content"
    found, files = [], sorted(content.rglob("*.yml"))
    for path in files:
        shown = f"content/{path.relative_to(content).as_posix()}"
        text, problems = read_content_file(path, content, shown)
        found += problems + (read_yaml(text, shown)[1] if text is not None else [])
    assert files
    assert as_text(found) + "\n" == (BAD / case / "expected.txt").read_text(encoding="utf-8")


def test_there_are_many_bad_files():
    """The list of folders names those that exist, and is long."""
    assert len(CASES) >= 30
    assert all((BAD / case / "expected.txt").is_file() for case in CASES)


@pytest.mark.parametrize(
    ("typed", "place", "code", "hint"),
    [
        ("målvärde: >78", (1, 11), "storre-an", 'målvärde: ">78"'),
        ("målvärde: >78", (1, 11), "storre-an", "målvärde: över 78"),
        ("målvärde: >= 5 %", (1, 11), "storre-an", "målvärde: minst 5 %"),
        ("målvärde: > över riket", (1, 11), "text-efter-streck", "målvärde: |\n  över riket"),
        ("utfall: -", (1, 9), "bart-streck", "utfall: saknas\noch en rad därunder: orsak: …"),
        ("a:\n  - %5", (2, 5), "otillatet-tecken", 'skriv: - "%5"'),
        ('a:\n  - "x" y', (2, 9), "text-efter-citat", "skriv: - ”x” y"),
        ("a:\n  - lydelse: b: c", (2, 15), "kolon-i-text", "- lydelse: |\n    b: c"),
        ("a: 'x' 'y'", (1, 8), "text-efter-citat", "skriv: a: \"'x' 'y'\""),
        ("a: 'b'c d'", (1, 7), "text-efter-citat", 'skriv: a: "b\'c d"'),
        ("a: 'b'c \"d\"'", (1, 7), "text-efter-citat", "skriv: a: 'b''c \"d\"'"),
        ("a: {b: Andel 11,0 %}", (1, 16), "decimalkomma-i-klammer", 'a: {b: "Andel 11,0 %"}'),
        ("a: [kl 12:30,5, b]", (1, 13), "decimalkomma-i-klammer", 'a: ["kl 12:30,5", b]'),
        ("a b", (1, 1), "saknar-kolon", "efter nyckeln saknas ett kolon, skriv: a: b"),
        ("# x\na:b", (2, 2), "saknar-mellanslag", "skriv: a: b"),
        ("-ett\n- två", (1, 1), "saknar-mellanslag", "skriv: - ett"),
        ("a:\n  -ett\n  - två", (2, 3), "saknar-mellanslag", "skriv: - ett"),
        ("a:\n- ett\n-två", (3, 1), "saknar-mellanslag", "skriv: - två"),
        ("a: {st}", (1, 5), "text-i-klammer", "skriv utan klamrar: a: st"),
        ("a: {b, c}", (1, 5), "text-i-klammer", "skriv utan klamrar: a: b, c"),
        ("a: &b [&c x, *b]", (1, 4), "yaml-ankare", "ta bort ”&b”"),
        ("a: [&b x, &c y]", (1, 5), "yaml-ankare", "ta bort ”&b”"),
        ("a: text # b", (1, 9), "klippt-text", "a: text  # b"),
        ("a: #1", (1, 4), "klippt-text", 'a: "#1"'),
        ("a:\n  - b #1", (2, 7), "klippt-text", "- b  #1"),
        ("a: {b: 11,0 %}", (1, 10), "decimalkomma-i-klammer", 'a: {b: "11,0 %"}'),
        ('a: "\\d"', (1, 5), "omvant-snedstreck", "enkla citattecken"),
        ('a: "\\u200b\\0"', (1, 4), "styrtecken", "ta bort tecknet"),
        ("a: x\n...\nb: y", (3, 1), "flera-dokument", "ta bort raden"),
        ("%x: 1", (1, 1), "otillatet-tecken", 'skriv: "%x":'),
        ("a: 'x\ny'", (1, 4), "oavslutat-citat", "dra in textens rader"),
        ("a: {b: c: d}", (1, 4), "oavslutad-klammer", "en punkt (- ) per rad"),
        ("a: !", (1, 4), "yaml-tagg", 'a: "!"'),
        ("- x\ny: z", (2, 1), "fel-indrag", "börja raden med ”- ”"),
        ("a: |\n    x\n  y", (3, 3), "fel-indrag", "    y"),
        ("a: x\nb:\u2003y", (2, 3), "hart-mellanslag", "skriv: b: y"),
        ("a: &b\n  c: d", (1, 4), "yaml-ankare", "ta bort ”&b”"),
        ("a: x\u2028y", (1, 5), "styrtecken", "ta bort tecknet"),
        ("a: x\u202ey", (1, 5), "osynligt-tecken", "ta bort tecknet"),
    ],
)
def test_a_fault_is_told_where_it_is_and_how_to_write(typed, place, code, hint):
    """One fault gives one problem, at the character that is wrong, with the line as it should be."""
    problem = only(f"{typed}\n")
    assert (problem.place.line, problem.place.column) == place
    assert problem.code == code
    assert hint in problem.hint
    assert problem.source == typed.split("\n")[place[0] - 1].translate({0x2028: 0xFFFD, 0x202E: 0xFFFD})


FAULTS = [
    "x: >78",
    "x: %5",
    "x: *) se bilagan",
    "x: a: b",
    'x: "a" b',
    'x: "a',
    "x: 'a",
    "x: [a, b",
    "x: {a: b",
    "x: -",
    "x: |a",
    "x:a",
    "x a",
    "x: `a`",
    "  x: a",
    " x: a",
    "- x",
    "x: {a: b: c}",
    "x: [%]",
    "x: @a # b",
]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("indent", ["", "  ", "      "])
def test_the_rest_of_the_file_is_read(fault, indent):
    """After a line that no parser accepts, and before it, everything else is read as if it were not there."""
    before = f"{indent}a: 1\n{indent}b:\n{indent}  c: 2\n{indent}d: 3\n"
    after = f"{indent}e:\n{indent}  - 4\n{indent}f: 5\n"
    data, problems = read_yaml(f"{before}{indent}{fault}\n{after}", "f.yml")
    assert {problem.place.line for problem in problems} == {5}
    data.pop("x", None)
    assert data == {"a": "1", "b": {"c": "2"}, "d": "3", "e": ["4"], "f": "5"}


def test_all_faults_of_a_file_are_told_at_once():
    """One run lists every fault of a file, in order."""
    typed = "a: >78\nb: x # y\nc: d: e\nf:\n\tg: h\ni: *j\ni: k\nl: [1,5]\nm: 'n\no:p\n"
    assert [line for line, _, _ in codes(typed)] == [1, 2, 3, 5, 6, 7, 8, 9, 10]


def test_a_value_that_was_mended_is_the_text_as_typed():
    """What could not be read is kept as text, so that the model sees what the author wrote."""
    data, _ = read_yaml('a: >78  # tryckt så\nb: "C" d\nc: {{ utfall x }}\nd: [1,5, 2]\n', "f.yml")
    assert data == {"a": ">78", "b": '"C" d', "c": "{{ utfall x }}", "d": ["1,5", "2"]}


def test_a_moved_block_is_told_once():
    """Lines that share one wrong indentation are one fault, and are read where they belong."""
    data, problems = read_yaml("a:\n  b: 1\n    c: 2\n    d:\n      e: 3\n  f: 4\n", "f.yml")
    assert [problem.place.line for problem in problems] == [3]
    assert data == {"a": {"b": "1", "c": "2", "d": {"e": "3"}, "f": "4"}}


def test_text_that_was_not_indented_is_taken_in():
    """Paragraphs typed at the edge after `|` are one fault, and become the text."""
    data, problems = read_yaml("a: |\nFörsta stycket.\nAndra raden\nb: 1\n", "f.yml")
    assert [problem.code for problem in problems] == ["fel-indrag"]
    assert data == {"a": "Första stycket.\nAndra raden\n", "b": "1"}


def test_dashes_without_a_space_are_items_all_the_same():
    """Where dashes stand under each other, those without a space begin items too; elsewhere they are text."""
    data, problems = read_yaml("a:\n  -ett\n  - två\n  -tre\nb: -5\nc: |\n  -x\n  -y\nd:\n  -z\n", "f.yml")
    assert [problem.place.line for problem in problems] == [2, 4]
    assert data == {"a": ["ett", "två", "tre"], "b": "-5", "c": "-x\n-y\n", "d": "-z"}


@pytest.mark.parametrize("raw", [b"PK\3\4" + bytes(range(256)) * 9, b"a\0b\0:\0 \0c\0d\0"])
def test_a_file_that_is_not_text_is_told_once(tmp_path, raw):
    """An archive, a picture or text with a zero byte in every character is one problem, and is not guessed at."""
    (tmp_path / "f.yml").write_bytes(raw)
    text, (problem,) = read_content_file(tmp_path / "f.yml", tmp_path, "f.yml")
    assert text is None
    assert (problem.place, problem.code) == (Place("f.yml"), "inte-text")


def test_a_few_control_characters_do_not_make_a_file_other_than_text(tmp_path):
    """Characters that came along when something was pasted are told where they stand."""
    (tmp_path / "f.yml").write_bytes(b"a: \0\1\2x\n")
    text, (problem,) = read_content_file(tmp_path / "f.yml", tmp_path, "f.yml")
    assert (text, problem.code) == ("a:    x\n", "styrtecken")


def test_the_first_of_two_equal_keys_counts():
    """Both lines of a repeated key are named, and the first is kept."""
    data, (problem,) = read_yaml("a: 1\nb: 2\na: 3\n", "f.yml")
    assert data == {"a": "1", "b": "2"}
    assert "rad 1" in problem.message
    assert "1 och 3" in problem.hint


def test_references_are_never_followed():
    """Anchors and aliases give problems and no data, so that no file can unfold into a larger one."""
    data, problems = read_yaml("a: &a [x]\nb: &b [*a, *a]\nc: *b\nd: {e: *a}\n", "f.yml")
    assert {problem.code for problem in problems} == {"yaml-ankare"}
    assert data == {"a": ["x"], "b": [], "d": {}}


@pytest.mark.parametrize(
    "typed",
    [
        "[" * 100_000,
        "a: " + "{" * 100_000,
        "- " * 100_000,
        "".join(" " * depth + "a:\n" for depth in range(500)),
        "a: b: c\n" * 20_000,
        "\ta: b\n" * 20_000,
        "a: [" + "*a," * 50_000 + "]",
        "a: [" + "1," * 50_000 + "1]",
        "a: [" + "%," * 50_000 + "]",
        'a: "' + "\\d" * 50_000 + '"',
        "a: x" + " " * 100_000 + "y: z",
        "a: 1\n" * 20_000,
        "a: \u200b\n" * 20_000,
        "{{" + "*a," * 50_000 + "}}",
    ],
)
def test_a_hostile_file_ends_in_problems(typed):
    """Depth, length and endless faults end in a limited list of problems that can be shown."""
    _, problems = read_yaml(typed, "f.yml")
    assert 0 < len(problems) <= 2 * MOST_PROBLEMS + 20
    assert len(as_text(problems)) < 2000 * len(problems)


@pytest.mark.parametrize("case", CASES)
def test_the_slower_parser_finds_the_same_lines(case, monkeypatch):
    """Where PyYAML was built without its C parser, the same lines are told."""
    path = BAD / case / "content" / "indikatorer" / "park.yml"
    text, _ = read_content_file(path, path.parent, "f.yml")
    fast = codes(text)
    monkeypatch.setattr(source, "_LOADER", yaml.SafeLoader)
    assert [(line, code) for line, _, code in codes(text)] == [(line, code) for line, _, code in fast]


# Files


def read_bytes(tmp_path, raw):
    """Read a file with these bytes."""
    path = tmp_path / "f.yml"
    path.write_bytes(raw)
    return read_content_file(path, tmp_path, "content/f.yml")


def test_a_file_is_read_without_bom_and_with_plain_line_ends(tmp_path):
    """The text of a file is the same however it was saved."""
    assert read_bytes(tmp_path, "\ufeffå: ä\r\n".encode()) == ("å: ä\n", [])


@pytest.mark.parametrize(
    ("raw", "text", "line", "said"),
    [
        ("a: x\nb: få\n".encode("latin-1"), "a: x\nb: få\n", 2, "Latin-1"),
        ("a: få\n".encode("utf-16"), "a: få\n", 1, "UTF-16"),
        ("a: få\nb: ".encode() + b"\xff\n", "a: få\nb: \ufffd\n", 2, "skadat"),
    ],
)
def test_another_encoding_is_told_and_guessed(tmp_path, raw, text, line, said):
    """A file that is not UTF-8 is told at its first wrong line, and read as what it seems to be."""
    found, (problem,) = read_bytes(tmp_path, raw)
    assert found == text
    assert problem.place == Place("content/f.yml", line, problem.place.column)
    assert problem.code == "fel-teckenkodning"
    assert said in problem.message
    assert "UTF-8" in problem.hint


def test_control_characters_are_told_once_a_line_and_become_spaces(tmp_path):
    """NUL and its kin neither reach the parser nor move what stands after them."""
    text, problems = read_bytes(tmp_path, b"a: x\x00\x07y\nb: z\n")
    assert text == "a: x  y\nb: z\n"
    assert [(p.place.line, p.place.column, p.code) for p in problems] == [(1, 5, "styrtecken")]


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    """Above the limit only the size is told; at the limit the file is read."""
    text, (problem,) = read_bytes(tmp_path, b"#" * 2_000_001)
    assert text is None
    assert problem.code == "for-stor-fil"
    assert read_bytes(tmp_path, b"#" * 2_000_000)[1] == []


def test_links_are_not_followed(tmp_path):
    """A symbolic link, be it the file or a folder on the way to it, is told and not read."""
    root = tmp_path / "content"
    root.mkdir()
    outside = tmp_path / "utanför"
    outside.mkdir()
    (outside / "f.yml").write_text("a: x\n", encoding="utf-8")
    (root / "f.yml").symlink_to(outside / "f.yml")
    (root / "mapp").symlink_to(outside)
    for inside in ("f.yml", "mapp/f.yml"):
        text, (problem,) = read_content_file(root / inside, root, f"content/{inside}")
        assert text is None
        assert problem.code == "symbolisk-lank"


def test_nothing_outside_the_folder_is_read(tmp_path):
    """A path that leads out of the content, and one that leads to nothing, is told."""
    root = tmp_path / "content"
    root.mkdir()
    (tmp_path / "f.yml").write_text("a: x\n", encoding="utf-8")
    for path, code in [
        (root / ".." / "f.yml", "utanfor-mappen"),
        (tmp_path / "f.yml", "utanfor-mappen"),
        (root / "f.yml", "ingen-fil"),
        (root, "ingen-fil"),
    ]:
        text, (problem,) = read_content_file(path, root, "content/f.yml")
        assert (text, problem.code) == (None, code)


# What other tools would read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("5.10", "talet 5,1"),
        ("1.0", "talet 1"),
        ("012", "talet 10"),
        ("018", "talet 18"),
        ("1_000", "talet 1000"),
        ("1e3", "talet 1000"),
        ("12:30", "talet 750"),
        ("0x1F", "talet 31"),
        ("0o17", "talet 15"),
        ("+5", "talet 5"),
        ("12345678901234567890", "talet 1,23456789012346e+19"),
        ("1e999999999", "talet inf"),
        ("2024-1-5", "datumet 2024-01-05"),
        ("no", "falskt (false)"),
        ("On", "sant (true)"),
        ("NULL", "ingenting (null)"),
        (".NaN", "inget tal (NaN)"),
    ],
)
def test_what_another_tool_would_misread_is_said(typed, read):
    """An unquoted text that YAML tools turn into something else is told with what they make of it."""
    assert misread(Text(typed, Place("f.yml"), plain=True)) == read
    assert misread(Text(typed, Place("f.yml"), plain=False)) is None


@pytest.mark.parametrize(
    "typed",
    [
        "5.1",
        "5",
        "-7",
        "0",
        "2024-01-05",
        "08:30",
        "5.1.1",
        "77–80",
        "24RS1234",
        "nO",
        "x",
        "0x",
        "0b12",
        "1" * 50,
    ],
)
def test_what_reads_back_the_same_is_harmless(typed):
    """Texts, and numbers and dates that any tool gives back as typed, need no quotes."""
    assert misread(Text(typed, Place("f.yml"), plain=True)) is None


# Properties

LETTERS = "abcdeåäöÅÄÖé0123456789 .,;:!?#&*|>%@`'\"-–−()[]{}<>/\\=+~_”’§…"
words = st.text(LETTERS, max_size=25).map(lambda text: unicodedata.normalize("NFC", text))
keys = words.filter(bool)
paragraphs = st.lists(words, min_size=1, max_size=4).map("\n".join)
nested = st.recursive(
    st.none() | paragraphs,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)
documents = st.lists(nested, max_size=5) | st.dictionaries(keys, nested, max_size=5)


def dumped(data):
    """Block style on one line per text, as our own stricter rules ask for; empty items and `{}` keep their form."""
    return yaml.safe_dump(data, allow_unicode=True, default_flow_style=False, sort_keys=False, width=10**6)


def leaves(data):
    """Every text of the data."""
    match data:
        case Text():
            yield data
        case Map():
            for value in data.values():
                yield from leaves(value)
        case Seq():
            for value in data:
                yield from leaves(value)


@given(documents)
def test_what_a_yaml_tool_writes_reads_back_the_same(data):
    """Any nesting of lists, maps and Swedish text comes back equal, without a remark, and points at its text."""
    typed = dumped(data)
    found, problems = read_yaml(typed, "f.yml")
    assert problems == []
    assert found == data
    lines = typed.split("\n")
    for text in leaves(found):
        rest = lines[text.place.line - 1][text.place.column - 1 :]
        assert rest.startswith(text) if text.plain else rest[0] in "'\"|>"


@given(documents)
def test_nothing_is_mended_in_sound_yaml(data):
    """The search for faults finds none where there are none."""
    lines = dumped(data).split("\n")
    mended = mend(lines, "f.yml")
    assert mended.problems == []
    assert [line for line in mended.lines if line] == [line for line in lines if line.strip()]


text_lines = st.lists(st.text(LETTERS, max_size=30), max_size=6)


@given(st.text(LETTERS, min_size=1).filter(lambda line: line[0] != " "), text_lines, st.sampled_from("|>"))
@example("- x", ["  a: b", '"', "  {", "# c", "%", "---", ">78 # x"], "|")
def test_text_after_a_bar_may_hold_anything(first, others, style):
    """In a block of text no character means anything but itself, also when the rest of the file is damaged."""
    body = [first, *others, "slut"]
    block = "".join(f"    {line}".rstrip() + "\n" for line in body)
    lines = f"a:\n  b: {style}\n{block}  c: d\n".split("\n")
    assert mend(lines, "f.yml").problems == []
    data, problems = read_yaml("\n".join([*lines, "e: >7 8"]), "f.yml")
    assert [problem.place.line for problem in problems] == [len(lines) + 1] or not lines[-1]
    assert data["a"]["c"] == "d"
    if style == "|":
        assert data["a"]["b"] == "".join(line.rstrip() + "\n" for line in body)


ODD = [
    "\t",
    "\u00a0",
    "\n",
    "\n  ",
    "\n\t",
    ": ",
    " #",
    "- ",
    "'",
    '"',
    "{",
    "}",
    "[",
    "]",
    "|",
    ">",
    "*",
    "&",
    "!",
]
ODD += [
    "%",
    "@",
    "`",
    "?",
    ",",
    "\\",
    "~",
    "---\n",
    "...\n",
    "<<: ",
    "{{",
    "\u200b",
    "\x00",
    "\r",
    "1,5",
    "\u2028",
    "\ud800",
]
cuts = st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(["", *ODD]))


@given(st.lists(cuts, min_size=1, max_size=6))
def test_a_damaged_file_gives_data_or_problems(changes):
    """Whatever is typed into a plan or lost from it, nothing fails, and every problem points into the file."""
    typed = PLAN
    for where, lost, new in changes:
        at = int(where * len(typed))
        typed = typed[:at] + new + typed[at + lost :]
    data, problems = read_yaml(typed, "f.yml")
    assert data is not None or problems
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
        assert problem.code
        assert problem.message
        assert problem.hint
    assert read_yaml(typed, "f.yml") == (data, problems)


@given(st.text(max_size=200))
def test_any_text_at_all_gives_data_or_problems(typed):
    """No text makes the reading fail."""
    data, problems = read_yaml(typed, "f.yml")
    assert data is not None or problems


@given(st.text(max_size=12))
def test_no_text_is_too_odd_to_be_misread(typed):
    """What other tools would read can be asked of any text."""
    assert misread(Text(typed, Place("f.yml"), plain=True)) != ""
