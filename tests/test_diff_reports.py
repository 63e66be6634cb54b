"""What `vpgen diff` tells of two versions: the same in four forms, whatever anybody has written in them."""

import json
import os
import pty
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from revised import changed, commit, git, put, reformatted, region, repository, written
from vpgen.alarms import Alarm
from vpgen.changes import Change, Part
from vpgen.comment import MOST, as_markdown
from vpgen.consequences import Consequence
from vpgen.diff import Differences
from vpgen.facts.labels import before_field
from vpgen.lifelines import NEW, STRUCK, Piece
from vpgen.problems import Place, Problem
from vpgen.resources import template_roots
from vpgen.review import Side, make_review
from vpgen.review_page import as_html
from vpgen.review_reports import as_text

PROJECT = Path(__file__).resolve().parents[1]
GOLDEN = PROJECT / "tests" / "golden" / "granskning"
SITE = "https://intranat.example.org/granska/17/"
FORMS = ("text", "markdown", "html", "json")
CHANGED = (
    "assessment",
    "councils_target",
    "councils_wording",
    "definition",
    "drop_goal",
    "budget_cell",
    "rename_assignment",
    "old_outcome",
    "move_goal",
    "comment",
    "add_row",
)


def vpgen(*words, cwd):
    """Run the command as a person would."""
    command = [sys.executable, "-m", "vpgen", *map(str, words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path):
    """A repository with the invented region in its first commit, tagged `bas`."""
    folder = repository(tmp_path / "arkiv")
    commit(folder, written(region()))
    git(folder, "tag", "bas")
    return folder


# In four forms


@pytest.mark.parametrize(
    ("form", "name"),
    [("text", "text.txt"), ("markdown", "kommentar.md"), ("html", "sida.html"), ("json", "data.json")],
)
def test_a_review_reads_as_expected(folder, request, form, name):
    """A proposal with every sort of change is told as in the golden file, on standard output and nowhere else."""
    commit(folder, written(changed(CHANGED, 70)))
    done = vpgen("diff", "bas", "main", "--format", form, "--adress", SITE.rstrip("/"), cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    ids = {git(folder, "rev-parse", name)[:10]: f"{name}-id" for name in ("bas", "main")}
    told = re.sub("|".join(ids), lambda found: ids[found[0]], done.stdout)
    golden = GOLDEN / name
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


def test_json_has_the_same_keys_whatever_there_is(folder):
    """The JSON document has its four lists, each change its keys, and an alarm the number of its change."""
    put(folder, written(changed(CHANGED, 70)))
    told = json.loads(vpgen("diff", "bas", "--format", "json", cwd=folder).stdout)
    assert list(told) == ["changes", "consequences", "alarms", "problems", "internal"]
    assert len(told["changes"]) == len(CHANGED)
    assert told["problems"] == []
    keys = "what kind owner title element name field before after words places address link parts"
    assert {" ".join(change) for change in told["changes"]} == {keys}
    assert told["alarms"]
    for alarm in told["alarms"]:
        assert list(alarm) == ["what", "sentence", "change"]
        assert told["changes"][alarm["change"]]["owner"] != "indikatorer"
    dropped = next(change for change in told["changes"] if change["what"] == "borttagen")
    assert dropped["places"]["after"] is None
    assert dropped["places"]["before"]["file"] == "content/parknamnden/2024/plan.yml"


@pytest.mark.parametrize("form", FORMS)
def test_writing_the_same_otherwise_is_told_as_that(folder, form):
    """Files that are written anew and say the same are counted, and nothing is told as changed."""
    put(folder, reformatted(region(), Random(5)))
    done = vpgen("diff", "bas", "--format", form, cwd=folder)
    assert done.returncode == 0
    if form == "json":
        lists = ("changes", "consequences", "alarms", "problems")
        assert json.loads(done.stdout) == {name: [] for name in lists} | {"internal": 0}
    else:
        found = re.search(
            r"Inget i sak har ändrats: (\d+) filer är omskrivna, men säger detsamma\.", done.stdout
        )
        assert int(found[1]) > 5


def with_secret(told, aim="", names=()):
    """The region with an internal goal that says something, and changes of what is published."""
    files = changed(names, 70)
    goal = {
        "publicering": "intern",
        "sort": "nämndens mål",
        "text": f"Uttern {told}",
        "beskrivning": aim or "Ån.",
    }
    files["parknamnden/2024/plan.yml"]["mål"]["hemligt"] = goal
    return written(files)


@pytest.mark.parametrize("form", FORMS)
def test_changes_of_what_is_internal_are_counted_and_shown_when_asked(folder, form):
    """Without --intern what is published is compared, and the rest is one line, or a number; with it everything is told."""
    first = commit(folder, with_secret("trivs"))
    put(folder, with_secret("simmar", "Bäcken.", ["outcome"]))
    public = vpgen("diff", first, "--format", form, cwd=folder)
    whole = vpgen("diff", first, "--format", form, "--intern", cwd=folder)
    assert (public.returncode, whole.returncode) == (0, 0)
    assert [word for word in ("Uttern", "trivs", "Bäcken", "hemligt") if word in public.stdout] == []
    assert "simmar" in whole.stdout
    assert "Bäcken" in whole.stdout
    if form == "json":
        counts = [
            (told["internal"], len(told["changes"]))
            for told in map(json.loads, (public.stdout, whole.stdout))
        ]
        assert counts == [(2, 1), (0, 3)]
    else:
        line = "2 uppgifter som är interna ändras, och visas inte här; ta med dem med --intern."
        assert (public.stdout.count(line), whole.stdout.count("interna ändras")) == (1, 0)
        assert "1 ändring: uppföljningsvärde." in public.stdout
        assert "3 ändringar:" in whole.stdout


@pytest.mark.parametrize("form", FORMS)
def test_an_internal_change_alone_is_never_told_as_no_change(folder, form):
    """That what is published is the same is said with what is counted, and of no file that it says the same."""
    first = commit(folder, with_secret("trivs"))
    put(folder, with_secret("simmar"))
    done = vpgen("diff", first, "--format", form, cwd=folder)
    assert done.returncode == 0
    if form == "json":
        told = json.loads(done.stdout)
        assert (told["changes"], told["consequences"], told["internal"]) == ([], [], 1)
        return
    line = "1 uppgift som är intern ändras, och visas inte här; ta med den med --intern."
    assert "Det som publiceras är oförändrat." in done.stdout
    assert line in done.stdout
    assert [
        words for words in ("omskriv", "säger detsamma", "Ingenting är ändrat") if words in done.stdout
    ] == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("broken", ["before", "after"])
def test_a_version_that_does_not_load_says_so_and_ends_with_1(folder, form, broken):
    """Where a version has errors they are told, whichever version and form; never that nothing has changed."""
    texts = written(region())
    texts["indikatorer/park.yml"] = texts["indikatorer/park.yml"].replace("namn: Svarstid", "nman: Svarstid")
    commit(folder, texts)
    words = ("main", "bas") if broken == "before" else ("bas", "main")
    done = vpgen("diff", *words, "--format", form, cwd=folder)
    assert done.returncode == 1
    assert "nman" in done.stdout
    assert "Traceback" not in done.stderr
    if form == "json":
        told = json.loads(done.stdout)
        assert {problem["version"] for problem in told["problems"]} == {broken}
        assert told["problems"][0]["file"] == "content/indikatorer/park.yml"
    else:
        which = "tidigare" if broken == "before" else "nya"
        assert f"Den {which} versionen går inte att läsa" in done.stdout
        assert "Inget" not in done.stdout


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_content_where_there_was_none_is_told(folder, form):
    """Against a version without the folder all is new, and it is said."""
    git(folder, "commit", "-q", "--allow-empty", "-m", "x")
    empty = git(folder, "hash-object", "-t", "tree", os.devnull)
    done = vpgen("diff", empty, "--format", form, cwd=folder)
    assert done.returncode == 0
    assert "Den tidigare versionen har inget innehåll: allt är nytt." in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "BASE saknas"),
        (("finns-inte",), "ingen version ”finns-inte”"),
        (("bas", "--format", "xml"), "text, markdown, html, json"),
        (("bas", "--adress", "javascript:alert(1)"), "--adress ska vara en webbadress"),
        (("bas", "--adress", "https://exempel.se/)[x]"), "--adress ska vara en webbadress"),
        (("bas", "--content", "saknas"), "mappen saknas finns inte"),
    ],
)
def test_wrong_use_ends_with_2(folder, words, said):
    """A wrong call ends with 2, one Swedish line and nothing on standard output."""
    done = vpgen("diff", *words, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_is_for_terminals_that_want_it(folder, environment, coloured):
    """There are colour codes on a terminal, unless NO_COLOR is set; in a pipe there are none."""
    put(folder, written(changed(["comment"])))
    command = [sys.executable, "-m", "vpgen", "diff", "bas"]
    plain = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    ours, theirs = pty.openpty()
    subprocess.run(command, cwd=folder, stdout=theirs, env=plain | environment, check=True)
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "1 ändring: text." in shown
    assert ("\x1b[" in shown) is coloured
    assert "\x1b" not in vpgen("diff", "bas", cwd=folder).stdout


# The headline


def change(name="Mål", kind="text", **others):
    """A change of an invented plan."""
    facts = {
        "what": "ändrad",
        "owner": "parknamnden/2024/plan",
        "title": "Verksamhetsplan 2024, Parknämnden",
        "element": ("mål", "parker"),
        "field": "text",
        "before": "Förr",
        "after": "Nu",
        "places": (Place("content/p.yml", 3), Place("content/p.yml", 4)),
        "address": "parknamnden/2024/mal/parker.html",
    }
    return Change(kind=kind, name=name, **(facts | others))


FILES = ("p.yml", "parknamnden/2024/inledning.md", "x.yml")


def review_of(changes, consequences=(), alarms=(), rewritten=("x.yml",), site=SITE):
    sides = Side("main", "a" * 40, files=FILES), Side("", "", files=FILES)
    return make_review(
        *sides, Differences(tuple(changes), tuple(consequences), tuple(alarms)), rewritten, site
    )


DECIDED = "beslutad plan ändrad utan ny utgåva"


@pytest.mark.parametrize(
    ("kinds", "decided", "said"),
    [
        (["text"], 0, "1 ändring: text."),
        (["text", "text"], 0, "2 ändringar: texter."),
        (["plan"], 0, "1 ändring av plan."),
        (["plan", "plan", "plan"], 0, "3 ändringar av plan."),
        (["plan"], 1, "1 ändring av beslutad plan. 1 varning."),
        (
            ["plan", "uppföljning", "bedömning"],
            1,
            "3 ändringar: 1 uppföljningsvärde, 1 bedömning, 1 ändring av beslutad plan. 1 varning.",
        ),
        (
            ["plan", "plan", "plan"],
            2,
            "3 ändringar: 2 ändringar av beslutad plan, 1 ändring av plan. 2 varningar.",
        ),
        (
            ["struktur", "definition"],
            0,
            "2 ändringar: 1 definition, 1 uppgift om ett dokument eller en nämnd.",
        ),
        (["text"] * 1200, 0, "1\u00a0200 ändringar: texter."),
    ],
)
def test_the_headline_counts_in_good_swedish(kinds, decided, said):
    """Changes are counted class by class, one and many, and a plan that is decided apart from one that is not."""
    changes = [change(kind=kind) for kind in kinds]
    alarms = [Alarm(DECIDED, each, "planen är beslutad") for each in changes[:decided]]
    assert review_of(changes, alarms=alarms).headline == said


def test_no_difference_and_consequences_alone_have_headlines_of_their_own():
    """Nothing at all, a file that is written anew, and consequences without a change are three things."""
    follows = Consequence("räkning", "mål", "grön 1", "grön 2", None)
    assert review_of([], rewritten=()).headline == "Ingenting är ändrat: versionerna är lika."
    assert review_of([]).headline == "Inget i sak har ändrats: 1 fil är omskriven, men säger detsamma."
    assert review_of([], [follows]).headline == "Inget är ändrat i sak. 1 följd."


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ((), ""),
        (("p.yml",), ""),
        (("p.yml", "x.yml"), "1 fil är bara omskriven."),
        (("parknamnden/2024/inledning.md", "p.yml", "x.yml"), "2 filer är bara omskrivna."),
        (("p.yml", "ny.yml"), ""),
    ],
)
def test_a_file_that_says_the_same_among_others_is_told_last(changed, said):
    """Of the files that are not the same, those without a change in them are counted; a new file is none of them."""
    told = review_of([change()], rewritten=changed)
    assert told.rewritten == said
    for text in (as_text(told), as_markdown(told), as_html(told, template_roots(PROJECT))):
        assert text.count("omskriv") == bool(said)


def test_a_text_in_several_files_is_not_told_as_written_anew():
    """Where a chapter's text has changed, no text beside it is said to be the same: it may be a part of it."""
    chapter = change(
        element=("kapitel", "inledning"), places=(None, Place("content/parknamnden/2024/plan.yml", 3))
    )
    assert review_of([chapter], rewritten=("parknamnden/2024/inledning.md",)).rewritten == ""


# What to stop at

ASKED = "Behöver nytt beslut: 1 ändring av beslutad plan (Verksamhetsplan 2024, Parknämnden)."
TURNED = [
    Consequence("utslag", "Svarstid", "nått", "inte nått", "x.html#svar"),
    Consequence("föreslagen status", "Mål 1", "grön", "röd", "x.html"),
    Consequence("avvikelse", "fel-summa", None, "Summa är tryckt 3, men raderna ger 4", "avvikelser.html"),
    Consequence("avvikelse", "fel-summa", "Summa är tryckt 5, men raderna ger 6", None, "avvikelser.html"),
    Consequence("räkning", "mål", "grön 1", "röd 1", "y.html"),
    Consequence("sammanfattning", "Effektmål", "exakt 1 gul", "exakt 1 grön", "y.html"),
    Consequence("text", "Svarstid, Plan B", None, "kommentaren säger fortfarande 84", "x.html#svar"),
    Consequence("uppmärksamhet", "Mål 7", "lyfts fram: röd", "lyfts inte fram", "x.html"),
]


@pytest.mark.parametrize("form", [as_text, as_markdown, lambda told: as_html(told, template_roots(PROJECT))])
def test_what_to_stop_at_is_told_before_everything_else(form):
    """Alarms, and then what turns, is contradicted or raised, stand above the changes; what else follows does not."""
    changes = [change(kind="plan")]
    text = form(review_of(changes, TURNED, [Alarm(DECIDED, changes[0], "planen är beslutad")]))
    at = [
        text.lower().index(words.lower())
        for words in (
            "att stanna vid",
            "Beslutad plan ändrad utan ny utgåva",
            "1 omdöme vänder",
            "1 status enligt regeln blir en annan",
            "1 ny avvikelse",
            "raderna ger 4",
            "1 tryckt sammanfattning säger något annat om bedömningarna",
            "exakt 1 grön",
            "1 text säger det gamla värdet",
            "Svarstid, Plan B: kommentaren säger fortfarande 84",
            "1 sak går in i eller ut ur ”Behöver uppmärksamhet”",
            "lyfts inte fram",
            ASKED,
            "Verksamhetsplan 2024, Parknämnden: 1 ändring",
            "raderna ger 6",
        )
    ]
    assert at == sorted(at)
    assert "Inget att stanna vid" not in text


@pytest.mark.parametrize("form", [as_text, as_markdown, lambda told: as_html(told, template_roots(PROJECT))])
def test_nothing_to_stop_at_is_said_where_there_is_none_of_it(form):
    """Not where something has turned, and not where nothing differs at all."""
    assert "Inget att stanna vid." in form(review_of([change()], TURNED[3:5]))
    assert "Inget att stanna vid." not in form(review_of([change()], TURNED[:1]))
    assert "Inget att stanna vid." not in form(review_of([]))


NO_DECISION = "Ingen ändring rör en beslutad plan"
NEW_EDITION = {"kind": "struktur", "field": "utgåva", "element": (), "owner": "b", "title": "Plan B"}


@pytest.mark.parametrize(
    ("changes", "decided", "said"),
    [
        ([change(kind="text")], 0, "Ingen ändring rör en beslutad plan."),
        (
            [change(kind="plan"), change(kind="plan")],
            0,
            f"{NO_DECISION}; 2 ändringar rör planer utan angivet beslut: Verksamhetsplan 2024, Parknämnden.",
        ),
        (
            [change(kind="plan", owner=f"{at}/plan", title=f"Plan {at}") for at in range(6)],
            0,
            f"{NO_DECISION}; 6 ändringar rör planer utan angivet beslut: Plan 0; Plan 1; Plan 2; Plan 3 och 2 till.",
        ),
        ([change(kind="plan", what="nytt id", field="")], 0, f"{NO_DECISION}."),
        (
            [change(kind="plan"), change(kind="plan", owner="b", title="Plan B"), change(**NEW_EDITION)],
            1,
            f"{ASKED} 1 ändring rör en ny plan eller en ny utgåva.",
        ),
        ([], 0, ""),
    ],
)
def test_it_is_said_whether_anything_needs_a_decision(changes, decided, said):
    """Changes of decided plans by their documents, those of plans without a decision, and those of new editions."""
    alarms = [Alarm(DECIDED, each, "planen är beslutad") for each in changes[:decided]]
    assert review_of(changes, alarms=alarms).decision == said


def test_a_comment_shows_what_matters_most_without_a_click():
    """Eight changes stand open, what rings first and texts last, each on a line with both values."""
    kinds = ["text"] * 4 + ["definition", "uppföljning", "plan", "bedömning"] + ["text"] * 4
    changes = [change(f"Sak {at}", kind=kind) for at, kind in enumerate(kinds)]
    alarm = Alarm("utfall för ett avslutat år ändrat", changes[11], "därför")
    told = as_markdown(review_of(changes, alarms=[alarm])).partition("<details>")[0]
    assert "#### De 8 viktigaste av 12 ändringar" in told
    brief = re.findall(r"^- \*\*Sak (\d+), text\*\*: ~~Förr~~ → \*\*Nu\*\*", told, re.MULTILINE)
    assert brief == ["11", "5", "7", "6", "4", "0", "1", "2"]


def test_the_class_of_each_change_is_said_and_its_file_last():
    """In the comment and on the page; the file and the line are for those who edit, at the end."""
    told = review_of([change(kind="uppföljning")])
    line = re.search(r"^- Uppföljningsvärde: \*\*Mål, text\*\*: .*$", as_markdown(told), re.MULTILINE)[0]
    assert line.endswith("· `content/p.yml:4`")
    page = as_html(told, template_roots(PROJECT))
    assert page.index('<span class="klass">Uppföljningsvärde</span>') < page.index("content/p.yml:4")


def test_a_text_whose_words_are_the_same_says_what_is_other():
    """Two texts with the same words, broken into paragraphs otherwise, are not told as if nothing differed."""
    pieces = (Piece("lika", "Ett två tre fyra fem sex"),)
    told = review_of(
        [change(before="Ett två tre\n\nfyra fem sex", after="Ett två tre fyra fem sex", words=pieces)]
    )
    for text in (as_text(told), as_markdown(told)):
        assert "samma ord, annan styckeindelning" in text


# Hostile words


HOSTILE = [
    "@alla",
    "@org/grupp",
    "#123",
    "!45",
    "GH-7",
    "org/repo#8",
    "$1 $x^2$ $$y$$ $`z`$",
    "~etikett %1 &2 *iteration:3",
    ":tada:",
    "https://ond.example/x?y=1",
    "www.ond.example",
    "ond@example.org",
    "[klicka](https://ond.example)",
    "![bild](https://ond.example/b.png)",
    "[^1] [x]: https://ond.example",
    "<script>alert(1)</script>",
    "</details></summary><h1>",
    "<!-- ",
    "<https://ond.example>",
    "&lt;b&gt; &#64;alla",
    "`kod` ```",
    "~~~",
    "**fet** __x__ ~~y~~ ==z==",
    "| a | b |",
    "\\",
    "\\`",
    "# rubrik",
    "\n\n# rubrik\n\n- punkt\n1. ett\n> citat\n\n---\n",
    "[-bort-] {+till+}",
    "\u202eomvänt\u202c",
    "\u200b\u2060",
    "\x1b[31mröd",
    "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
    "{{ 7*7 }} {% raw %}",
    "- [ ] gör",
    "/close",
    "x" * 400,
    "$" * 400,
    "ä",
    " ",
]
words = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=12), min_size=1, max_size=6).map(" ".join)
OURS = {"h3", "h4", "p", "ul", "li", "strong", "s", "a", "code", "details", "summary"}
OURS |= {"table", "thead", "tbody", "tr", "th", "td"}
SEEN_BY_FORGES = re.compile(
    r"[@#!~%&:$][\w\[{]|(?i:https?:/|ftp:/|www\.\w)|[0-9a-fA-F]{7}|[\[{][+-]|[A-Za-z]{2}-\d", re.ASCII
)


class Shown(HTMLParser):
    """What a reader of a comment sees, and what it is made of."""

    def __init__(self, markdown):
        super().__init__()
        self.tags, self.links, self.stray, self.text, self.inside = [], [], [], "", []
        self.feed(
            MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)
        )
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.inside.append(tag)
        self.links += [value for name, value in attributes if name == "href"]
        assert {name for name, _ in attributes} <= {"href", "style"}

    def handle_endtag(self, tag):
        assert self.inside.pop() == tag

    def handle_data(self, data):
        self.text += data
        if "code" not in self.inside:
            self.stray += SEEN_BY_FORGES.findall(data)

    def handle_comment(self, data):
        raise AssertionError(data)


def hostile_review(one, two, three):
    """A review in which every text is somebody's."""
    changes = [
        change(one, title=two, before=three, after=one, places=(None, Place(f"content/{two}.yml", 1))),
        change(two, words=(Piece("lika", "k"), Piece(STRUCK, three or "s"), Piece(NEW, one or "n"))),
        change(three, what="tillagd", field="", parts=(Part(("mål", "x"), one, two, "text", three),)),
        change(one, owner="annan", title=three, what="borttagen", places=(Place("content/x.yml"), None)),
    ]
    follows = [
        Consequence("ärvt", one, two, three, "x.html", (two,)),
        Consequence("avvikelse", "fel-summa", None, three, "x.html"),
        Consequence("bruten tråd", two, one, None, None),
    ]
    return review_of(changes, follows, [Alarm(DECIDED, changes[0], three), Alarm(DECIDED, changes[1], one)])


@settings(max_examples=150)
@given(one=words, two=words, three=words)
def test_nobodys_words_become_markup_in_a_comment(one, two, three):
    """Whatever is written in the content, a comment holds our markup and links alone, and nothing that forges act on."""
    told = as_markdown(hostile_review(one, two, three))
    shown = Shown(told)
    assert len(told) <= MOST
    assert set(shown.tags) <= OURS
    assert shown.tags.count("details") == 3
    assert all(link.startswith(SITE) for link in shown.links)
    assert shown.stray == []
    assert shown.inside == []


MOST_SEEN = 250


@settings(max_examples=100)
@given(text=words)
def test_words_are_shown_as_they_are(text):
    """What is escaped reads as it was written, but for what cannot be seen and a last full stop."""
    seen = " ".join(f"{before_field(text)}, text: inget → 8".split())
    if not seen.isprintable() or len(seen) > MOST_SEEN:
        return
    told = as_markdown(review_of([change(text, before=None, after="8")]))
    assert seen in Shown(told).text.replace("\u200b", "")


@settings(max_examples=40)
@given(one=words, two=words, three=words)
def test_nobodys_words_become_markup_on_the_page(one, two, three):
    """The page of a review has no element of anybody's, nothing that is fetched, and no script."""
    page = as_html(hostile_review(one, two, three), template_roots(PROJECT))
    assert set(re.findall(r"<([a-z][a-z0-9]*)[ >]", page)) <= OURS | {
        *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "section", "div", "span"),
        *("del", "ins", "dl", "dt", "dd", "br"),
    }
    assert "<script" not in page
    assert all(link.startswith((SITE, "#d")) for link in re.findall(r'href="([^"]*)"', page))
    assert "src=" not in re.sub(r">[^<]*<", "><", page)


@given(one=words, two=words, three=words)
def test_nothing_hidden_reaches_a_terminal(one, two, three):
    """No control character and none that turns text around is printed; every line is one of ours."""
    told = as_text(hostile_review(one, two, three))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", told)


# Size


@settings(max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    counts=st.lists(st.integers(min_value=1, max_value=200), min_size=1, max_size=40),
    text=words,
    site=st.sampled_from([None, SITE, f"https://example.org/{'x' * 240}/"]),
)
def test_a_comment_is_never_too_long_and_counts_what_it_leaves_out(counts, text, site):
    """However many changes of whatever length: at most 60,000 characters, and each change is shown or counted."""
    changes = [
        change(
            f"{text} {at}", owner=f"nämnd-{owner}", title=f"Plan {owner} {text}", before=text, after=text * 3
        )
        for owner, count in enumerate(counts)
        for at in range(count)
    ]
    told = as_markdown(review_of(changes, site=site))
    assert len(told) <= MOST
    shown = len(re.findall(r"^- Text: \*\*", told, re.MULTILINE))
    left = re.findall(r"^(?:- )?… och ([\d\u00a0]+) ändring", told, re.MULTILINE)
    assert shown + sum(int(each.replace("\u00a0", "")) for each in left) == len(changes)
    assert shown > 0


def test_a_change_cannot_hide_by_its_length():
    """A text of any length is told as too long beside the name of its change, and does not push out the others."""
    long = "$" * 100_000
    changes = [change("Lång", before=long, after=f"{long}1"), change("Kort", after="8 st")]
    alarms = [Alarm(DECIDED, changes[0], long)]
    told = as_markdown(review_of(changes, alarms=alarms))
    assert "**Lång, text**: för lång för att visas här" in told
    assert "**Kort, text**: ~~Förr~~ → **8 st**" in told
    assert "#### Att stanna vid" in told
    assert len(as_text(review_of(changes))) < 10_000


@given(text=words, number=st.integers(min_value=1, max_value=1500))
@settings(max_examples=15)
def test_many_problems_fit_in_a_comment(text, number):
    """A version with thousands of errors is told in a comment that fits, with those that are left out counted."""
    place = Place(f"content/{text}.yml", 2, 3)
    problems = tuple(Problem(place, "fel-form", f"{text} {at}", text) for at in range(number))
    told = as_markdown(make_review(Side("main", "a" * 40), Side("", "", problems), None, (), SITE))
    assert len(told) <= MOST
    assert set(Shown(told).tags) <= OURS
    left = re.findall(r"… och ([\d\u00a0]+) fel till", told)
    shown = len(re.findall(r"^- `", told, re.MULTILINE))
    assert shown + sum(int(each.replace("\u00a0", "")) for each in left) == number
