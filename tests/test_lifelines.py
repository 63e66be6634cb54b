"""Lifelines: what is one thing through the years, how its words change, where it splits, merges and ends."""

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import INDICATORS, registered, results_of, write
from vpgen.lifelines import KEPT, NEW, STRUCK, Thing, compare_words, make_indicator_lines, make_lifelines
from vpgen.loader import load, load_all
from vpgen.model.content import Ref
from vpgen.pages.lifelines import lifeline_pages
from vpgen.pages.look import Look

PROJECT = Path(__file__).resolve().parents[1]
PARK = "parknamnden"


def plan(*, goals="", assignments="", sections="", risks="", head="underlag: original"):
    """A plan with these parts, each as id: field lines."""
    parts = {"avsnitt": sections, "mål": goals, "uppdrag": assignments}
    text = head + "\n" + "".join(f"{name}:\n{lines}" for name, lines in parts.items() if lines)
    return text + (f"internkontroll:\n  risker:\n{risks}" if risks else "")


def goal(id_, text="Parkerna är levande.", *more):
    return f"  {id_}:\n    sort: nämndens mål\n    text: {text}\n" + "".join(f"    {line}\n" for line in more)


def assignment(id_, text="Plantera träd.", *more):
    return f"  {id_}:\n    text: {text}\n" + "".join(f"    {line}\n" for line in more)


def risk(id_, text="Risk för halka.", *more):
    lines = "".join(f"      {line}\n" for line in more)
    return f"    {id_}:\n      område: Drift\n      risk: {text}\n{lines}"


def strategy(*points):
    lines = "".join(f"      {id_}: {text}\n" for id_, text in points)
    return f"  gront:\n    sort: strategi\n    namn: Grönt\n    punkter:\n{lines}"


def lines_of(tmp_path, **plans):
    """The lifelines of the park board's plans, given as y2023=… and so on."""
    files = {f"{PARK}/{year[1:]}/plan.yml": text for year, text in plans.items()}
    return make_lifelines(registered(tmp_path, files))


def course(line):
    """Every stage of a lifeline as kind, year and id."""
    return [(stage.thing.kind, stage.year, stage.thing.ref.id) for stage in line.stages]


def of(lines, kind, year, id_, body=PARK):
    return lines.of[Thing(kind, Ref(body, year, id_))]


def test_the_same_id_in_two_years_is_the_same_thing(tmp_path):
    """A goal with the same id in two plans of a body is one lifeline, over a year that has it not too."""
    lines = lines_of(
        tmp_path,
        y2022=plan(goals=goal("parker")),
        y2023=plan(goals=goal("annat", "Något annat är bra.")),
        y2024=plan(goals=goal("parker", "Parkerna är gröna.")),
    )
    line = of(lines, "mål", 2022, "parker")
    assert course(line) == [("mål", 2022, "parker"), ("mål", 2024, "parker")]
    assert line.years == (2022, 2024)
    assert [(each.year, each.certain) for each in line.stages[0].absences] == [(2023, True)]
    assert lines.find("mål", Ref(PARK, 2024, "parker")) is line
    assert lines.find("mål", Ref(PARK, 2023, "annat")) is None


def test_the_same_id_of_another_kind_is_another_thing_until_someone_says_so(tmp_path):
    """An assignment with the id of last year's goal, and a risk with that of a point, continue nothing by themselves."""
    lines = lines_of(
        tmp_path,
        y2023=plan(goals=goal("parker"), sections=strategy(("tillit", "Att lita på träden."))),
        y2024=plan(assignments=assignment("parker"), risks=risk("tillit")),
    )
    assert len({id(line) for line in lines.of.values()}) == len(lines.of) == 5
    assert of(lines, "mål", 2023, "parker").stages[0].end == "upphör"


def test_a_thing_is_followed_across_ids_and_kinds(tmp_path):
    """A point of a strategy becomes a goal and the goal an assignment, where each says what it continues."""
    lines = lines_of(
        tmp_path,
        y2022=plan(sections=strategy(("grona", "Att parkerna är gröna."))),
        y2023=plan(goals=goal("parker", "Parkerna är gröna.", "fortsätter: 2022/grona")),
        y2024=plan(assignments=assignment("traden", "Plantera träd.", "fortsätter: 2023/parker")),
    )
    line = of(lines, "uppdrag", 2024, "traden")
    assert course(line) == [("strategi", 2022, "grona"), ("mål", 2023, "parker"), ("uppdrag", 2024, "traden")]
    assert line.kinds == ("strategi", "mål", "uppdrag")
    assert [stage.end for stage in line.stages] == ["fortsätter", "fortsätter", "pågår"]


def test_a_thing_splits_and_merges(tmp_path):
    """What two things continue has split; what continues two things has merged them."""
    lines = lines_of(
        tmp_path,
        y2022=plan(goals=goal("parker")),
        y2023=plan(
            goals=goal("parker") + goal("lekplatser", "Lekplatserna är roliga.", "fortsätter: 2022/parker")
        ),
        y2024=plan(
            goals=goal("allt", "Allt är bra.", "fortsätter:", "  - 2023/parker", "  - 2023/lekplatser")
        ),
    )
    (line,) = {id(each): each for each in lines.of.values()}.values()
    first, *middle, last = line.stages
    assert [thing.ref.id for thing in first.later] == ["parker", "lekplatser"]
    assert [stage.earlier for stage in middle] == [(first.thing,)] * 2
    assert last.earlier == tuple(stage.thing for stage in middle)


def test_what_is_continued_by_way_of_another_is_told_once(tmp_path):
    """A thing that names both last year's and the one before that comes from last year's alone."""
    lines = lines_of(
        tmp_path,
        y2022=plan(goals=goal("parker")),
        y2023=plan(goals=goal("parker")),
        y2024=plan(goals=goal("parker", "Parkerna är gröna.", "fortsätter: 2022/parker")),
    )
    line = of(lines, "mål", 2024, "parker")
    assert [[thing.ref.year for thing in stage.earlier] for stage in line.stages] == [[], [2022], [2023]]


@pytest.mark.parametrize(
    ("head", "end"),
    [("underlag: original", "upphör"), ("underlag: avskrift\nfullständig: nej", "kan inte avgöras")],
)
def test_only_a_whole_plan_tells_that_something_ends(tmp_path, head, end):
    """What is not in a later plan has ended where that is whole; else it cannot be told."""
    lines = lines_of(tmp_path, y2023=plan(goals=goal("parker")), y2024=plan(head=head))
    (stage,) = of(lines, "mål", 2023, "parker").stages
    assert stage.end == end
    assert [each.year for each in stage.absences] == [2024]


def test_the_newest_plan_ends_nothing(tmp_path):
    """Where a body has no later plan, a thing goes on as far as is known."""
    (stage,) = of(lines_of(tmp_path, y2024=plan(goals=goal("parker"))), "mål", 2024, "parker").stages
    assert (stage.end, stage.absences) == ("pågår", ())


def test_a_risk_ends_with_the_reason_that_the_plan_gives(tmp_path):
    """A risk under `utgår` has ended, with its reason; a plan without internal control cannot tell."""
    gone = "  utgår:\n    2023/halka: Allt är sandat.\n"
    lines = lines_of(
        tmp_path, y2023=plan(risks=risk("halka")), y2024=plan(risks=risk("is", "Risk för is.")) + gone
    )
    (stage,) = of(lines, "risk", 2023, "halka").stages
    assert stage.end == "upphör"
    assert stage.absences[0].sentence.endswith(": Allt är sandat.")
    silent = lines_of(tmp_path / "2", y2023=plan(risks=risk("halka")), y2024=plan(goals=goal("parker")))
    assert of(silent, "risk", 2023, "halka").stages[0].end == "kan inte avgöras"


def test_what_is_inherited_belongs_to_the_givers_line(tmp_path):
    """Boards' goals are occurrences of the council's, with their own words; what follows them follows it."""
    council = "regionfullmaktige"
    files = {
        f"{council}/2023/plan.yml": plan(goals=goal("halsa", "Alla mår bra.")),
        f"{council}/2024/plan.yml": plan(goals=goal("halsa", "Alla mår mycket bra.")),
        f"{PARK}/2023/plan.yml": plan(goals="  halsa:\n"),
        f"{PARK}/2024/plan.yml": plan(goals="  halsa:\n    lydelse: Alla i parkerna mår bra.\n"),
        "lekplatsnamnden/2024/plan.yml": plan(goals="  halsa:\n"),
    }
    lines = make_lifelines(registered(tmp_path, files))
    line = of(lines, "mål", 2023, "halsa")
    assert [stage.thing.ref.body for stage in line.stages] == [council, council]
    bearers = [(each.thing.ref.body, each.text, each.departs) for each in line.stages[1].occurrences]
    assert bearers == [
        (council, "Alla mår mycket bra.", False),
        (PARK, "Alla i parkerna mår bra.", True),
        ("lekplatsnamnden", "Alla mår mycket bra.", False),
    ]


def test_a_plan_with_something_internal_left_out_ends_nothing(tmp_path):
    """On the public site, what a later plan hides is not said to have ended."""
    hidden = goal("parker", "Parkerna är levande.", "publicering: intern")
    files = {f"{PARK}/2023/plan.yml": plan(goals=goal("parker")), f"{PARK}/2024/plan.yml": plan(goals=hidden)}
    registered(tmp_path, files)
    public = load_all(tmp_path / "content").public
    (stage,) = of(make_lifelines(public), "mål", 2023, "parker").stages
    assert stage.end == "kan inte avgöras"


words = st.lists(st.sampled_from(["en", "grön", "park", "och", "träd.", "ö"]), max_size=12).map(" ".join)


@given(words, words)
def test_a_compared_text_holds_both_texts(old, new):
    """Kept and new words make the new text, kept and struck ones the old."""
    pieces = compare_words(old, new)
    assert " ".join(piece.text for piece in pieces if piece.kind in {KEPT, NEW}) == new
    assert " ".join(piece.text for piece in pieces if piece.kind in {KEPT, STRUCK}) == old
    assert all(piece.text for piece in pieces)


def test_only_the_changed_words_are_marked():
    """What stands before and after a changed word is kept."""
    assert compare_words("genomföra arbete i parken", "genomföra aktiviteter i parken") == (
        (KEPT, "genomföra"),
        (STRUCK, "arbete"),
        (NEW, "aktiviteter"),
        (KEPT, "i parken"),
    )


def rows(*lines):
    return "    indikatorer:\n" + "".join(f"      {line}\n" for line in lines)


def test_what_changes_of_an_indicator_is_told_between_years(tmp_path):
    """Target, scope and wording that depart from the year before are breaks; what is the same is not."""
    before = rows("besiktigade:", "  lydelse: Fler besiktas.", "  målvärde: minst 80 %")
    after = rows("besiktigade:", "  lydelse: Fler besiktas.", "  målvärde: minst 90 %", "  gäller: regionen")
    files = {
        f"{PARK}/2023/plan.yml": plan(goals=goal("parker") + before),
        f"{PARK}/2024/plan.yml": plan(goals=goal("parker") + after),
    }
    (line,) = make_indicator_lines(registered(tmp_path, files))
    assert (line.ids, line.years) == (("besiktigade",), (2023, 2024))
    assert [(each.what, each.before, each.after) for each in line.breaks["besiktigade"]] == [
        ("gäller", "Parknämnden", "Region Påhitt"),
        ("målvärde", "minst 80 %", "minst 90 %"),
    ]


def test_indicators_that_continue_each_other_are_one_line_with_its_definition_broken(tmp_path):
    """An indicator says which one it continues; the change of definition stands first among its breaks."""
    more = (
        INDICATORS.rstrip() + "\n    trygga:\n      namn: Trygga lekplatser\n      fortsätter: besiktigade\n"
    )
    files = {
        "indikatorer/park.yml": more,
        f"{PARK}/2023/plan.yml": plan(goals=goal("parker") + rows("besiktigade:")),
        f"{PARK}/2024/plan.yml": plan(goals=goal("parker") + rows("trygga:")),
    }
    (line,) = make_indicator_lines(registered(tmp_path, files))
    assert line.ids == ("besiktigade", "trygga")
    first = line.breaks["trygga"][0]
    assert (first.what, first.earlier, first.later) == ("definition", 2023, 2024)
    assert (first.before, first.after) == ("Andel besiktigade lekplatser", "Trygga lekplatser")


def test_an_indicator_can_only_continue_one_that_there_is(tmp_path):
    """A slip of the pen in `fortsätter` of an indicator is reported where it stands."""
    more = (
        INDICATORS.rstrip() + "\n    trygga:\n      namn: Trygga lekplatser\n      fortsätter: besiktigad\n"
    )
    loaded = load_all(write(tmp_path, {"indikatorer/park.yml": more}))
    (problem,) = loaded.problems
    assert (problem.code, problem.hint) == ("okand-hanvisning", "skriv: besiktigade")


def test_a_page_marks_words_and_lists_a_bodys_targets_year_by_year(tmp_path):
    """A lifeline's page has its stages, their changed words, its indicators by year with their breaks, and the end."""
    files = {
        f"{PARK}/2023/plan.yml": plan(goals=goal("parker") + rows("besiktigade:", "  målvärde: minst 80 %")),
        f"{PARK}/2024/plan.yml": plan(
            goals=goal("parker", "Parkerna är gröna.")
            + rows("besiktigade:", "  målvärde: minst 90 %", "besok:")
        ),
        f"{PARK}/2024/verksamhetsberattelse.yml": (
            "underlag: original\nperiod: 2024\nmål:\n  parker:\n    bedömning: grön\n    indikatorer:\n"
            "      besiktigade:\n        utfall: 91 %\n"
        ),
    }
    index, page = lifeline_pages(Look(results_of(tmp_path, files), (), lambda _file, _line: None))
    assert page.address == "livslinjer/mal-parknamnden-parker.html"
    first, second = page.view.stages
    assert [piece.kind for piece in second.words] == [KEPT, STRUCK, NEW]
    assert first.words == ((KEPT, "Parkerna är levande."),)
    assert [shown.word for shown, _ in second.bearers[0].statuses] == ["Grön"]
    (table,) = page.view.indicators
    inspected, visits = table.rows
    assert [cell.row.targets[0].text for cell in inspected.cells] == ["minst 80\xa0%", "minst 90\xa0%"]
    assert [each.what for each in inspected.breaks] == ["Målvärde, 2023 till 2024"]
    assert [cell is None for cell in visits.cells] == [True, False]
    ((_, name, listed),) = index.view.groups
    assert (name, [(row.years, row.course, row.fate) for row in listed]) == (
        "Mål",
        [("2023–2024", "Mål", "Finns i den nyaste planen")],
    )


def test_an_outcome_that_only_a_later_document_tells_is_shown_in_its_year(tmp_path):
    """A year without a follow-up has the outcome that the next one tells, with where it stands; and what was reported."""
    files = {
        f"{PARK}/2023/plan.yml": plan(goals=goal("parker") + rows("besiktigade:", "  målvärde: minst 80 %")),
        f"{PARK}/2024/plan.yml": plan(goals=goal("parker") + rows("besiktigade:", "  målvärde: minst 90 %")),
        f"{PARK}/2024/verksamhetsberattelse.yml": (
            "underlag: original\nperiod: 2024\nmål:\n  parker:\n    bedömning: grön\n"
            "    kommentar: |\n      Gräset\n      växer.\n\n      Mer sedan.\n"
            "    indikatorer:\n      besiktigade:\n        utfall: 91 %\n        tidigare:\n"
            "          2023:\n            utfall: 85 %\n"
        ),
    }
    _, page = lifeline_pages(Look(results_of(tmp_path, files), (), lambda *_: None))
    before, after = page.view.indicators[0].rows[0].cells
    assert before.outcome.values == (("", "85\u00a0%"),)
    assert before.outcome.note == "ur löpande text"
    assert before.outcome.source.text == "Verksamhetsberättelse 2024, Parknämnden"
    assert after.outcome is None
    assert [stage.bearers[0].comment for stage in page.view.stages] == ["", "Gräset växer."]


def test_a_region_of_one_year_has_no_lifelines(tmp_path):
    """Where nothing lives through two years there are no pages of it."""
    files = {f"{PARK}/2024/plan.yml": plan(goals=goal("parker"))}
    assert list(lifeline_pages(Look(results_of(tmp_path, files), (), lambda _file, _line: None))) == []


# The real content


@pytest.fixture(scope="module")
def real():
    return load(PROJECT / "content")


@pytest.mark.parametrize(
    ("body", "kind", "year", "id_", "expected"),
    [
        (
            "regionstyrelsen",
            "uppdrag",
            2025,
            "kvalitetsstrategier-2025",
            [
                ("mål", 2023, "kvalitetsstrategier"),
                ("uppdrag", 2024, "kvalitetsstrategier"),
                ("uppdrag", 2025, "kvalitetsstrategier-2025"),
            ],
        ),
        (
            "regionstyrelsen",
            "uppdrag",
            2025,
            "obemannad-luftfart",
            [
                ("uppdrag", 2023, "dronare"),
                ("uppdrag", 2024, "dronare"),
                ("uppdrag", 2025, "obemannad-luftfart"),
            ],
        ),
        (
            "regionfullmaktige",
            "uppdrag",
            2025,
            "rf-56",
            [
                ("strategi", 2023, "gemensamma-forutsattningar"),
                ("strategi", 2024, "gemensamma-forutsattningar"),
                ("uppdrag", 2025, "rf-56"),
            ],
        ),
        (
            "regionfullmaktige",
            "uppdrag",
            2025,
            "rf-57",
            [
                ("strategi", 2023, "beakta-beredskap"),
                ("strategi", 2024, "beakta-beredskap"),
                ("uppdrag", 2025, "rf-57"),
            ],
        ),
        *(
            ("regionstyrelsen", "uppdrag", 2024, id_, [("mål", 2023, id_), ("uppdrag", 2024, id_)])
            for id_ in ("energi-drivkraft", "program-hallbar-utveckling", "krisarbetsmetoder")
        ),
    ],
)
def test_the_real_lifelines_run_as_the_sources_say(real, body, kind, year, id_, expected):
    """Each runs through its years and kinds, and is the same line seen from the board that bears it."""
    lines = make_lifelines(real)
    line = of(lines, kind, year, id_, body)
    assert course(line) == expected
    if body == "regionfullmaktige":
        assert of(lines, kind, year, id_, "regionstyrelsen") is line


def test_no_goal_of_2025_continues_an_earlier_one(real):
    """No source says that a målsättning of 2025 continues an effektmål, and none ends for certain: the plan is not whole."""
    lines = make_lifelines(real)
    council = real.bodies["regionfullmaktige"]
    assert len(council.plans[2025].goals) == 8
    for id_ in council.plans[2025].goals:
        assert of(lines, "mål", 2025, id_, council.path).years == (2025,)
    for id_ in council.plans[2024].goals:
        assert of(lines, "mål", 2024, id_, council.path).newest.end == "kan inte avgöras"


@pytest.mark.parametrize(
    ("id_", "ids", "years", "breaks"),
    [
        (
            "hme",
            1,
            (2023, 2024, 2025),
            {(2023, 2024, "målvärde"), (2024, 2025, "gäller"), (2024, 2025, "lydelse")},
        ),
        ("bredband-sammanslagen", 3, (2023, 2024, 2025), {(2024, 2025, "definition")}),
        ("kommuner-over-95", 3, (2023, 2024, 2025), {(2023, 2024, "målvärde"), (2024, 2025, "definition")}),
        ("frisktal", 1, (2023, 2024), set()),
        ("personalomsattning", 1, (2023, 2024), set()),
        ("vaxthusgaser-lanet", 1, (2024, 2025), {(2024, 2025, "målvärde")}),
        ("kariesfria", 1, (2024, 2025), {(2024, 2025, "serie")}),
    ],
)
def test_the_real_indicators_run_through_their_years_with_their_breaks(real, id_, ids, years, breaks):
    """Each is told of in its years' documents, and what changed between them is told."""
    (line,) = [line for line in make_indicator_lines(real) if id_ in line.ids]
    assert (len(line.ids), line.years) == (ids, years)
    found = {(each.earlier, each.later, each.what) for every in line.breaks.values() for each in every}
    assert breaks <= found


def test_the_site_leads_to_the_lifelines_and_marks_their_words(real_site):
    """Start, goal, assignment and risk lead to the pages; the changed words are marked, also for a screen reader."""
    start = (real_site / "index.html").read_text(encoding="utf-8")
    assert 'href="livslinjer/index.html"' in start
    council = "regionfullmaktige"
    for page, address in [
        ("regionstyrelsen/2024/mal/god-munhalsa.html", f"mal-{council}-god-munhalsa.html"),
        ("uppdrag/2024.html", "uppdrag-regionstyrelsen-dronare.html"),
        ("regionstyrelsen/2025/internkontroll.html", "risk-regionstyrelsen-sam.html"),
    ]:
        assert f"livslinjer/{address}" in (real_site / page).read_text(encoding="utf-8")
    text = (real_site / "livslinjer/uppdrag-regionstyrelsen-dronare.html").read_text(encoding="utf-8")
    marked = re.findall(r"<(ins|del) class=\"vp-(?:ny|struken)\">(.*?)</\1>", text)
    told = [(tag, unescape(re.sub("<[^>]+>", "", words))) for tag, words in marked]
    assert ("del", "Struket: arbete, slut på struket.") in told
    assert ("ins", "Nytt: aktiviteter, slut på nytt.") in told


def test_the_sites_index_lists_every_lifeline_and_indicator(real, real_site):
    """Every page of a lifeline is in the index, and so is every indicator of several years, with its breaks."""
    text = (real_site / "livslinjer/index.html").read_text(encoding="utf-8")
    pages = [path.name for path in (real_site / "livslinjer").glob("*.html") if path.name != "index.html"]
    lines = [line for line in make_lifelines(real).lines if len(line.years) > 1]
    assert len(pages) == len(lines) > 50
    assert [name for name in pages if f'href="{name}"' not in text] == []
    for line in make_indicator_lines(real):
        assert f'id="indikator-{line.ids[0]}"' in text
    assert "Definition, Regionstyrelsen 2024 till 2025" in text
