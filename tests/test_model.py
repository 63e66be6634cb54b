"""What the content means: inheritance, order, scope, time, and shapes that differ between organisations."""

from itertools import product

import pytest

from invented import ORGANISATION, key, one_goal, registered, results_of, values, write
from vpgen.history import make_history
from vpgen.loader import load
from vpgen.model.content import Ref
from vpgen.periods import parse_period
from vpgen.problems import ContentError
from vpgen.targets import parse_target

COUNCIL = """
    underlag: original
    mottagare: lekplatsnamnden
    avsnitt:
      process:
        sort: perspektiv
        namn: Process
      ekonomi:
        sort: perspektiv
        namn: Ekonomi
      kvalitet:
        sort: strategi
        nr: A
        under: process
        namn: Kvalitet
        punkter:
          lyssna: Att lyssna på barnen.
    mål:
      trygga-lekplatser:
        sort: effektmål
        nr: 1
        under: kvalitet
        text: Lekplatserna är trygga.
        indikatorer:
          besiktigade:
            lydelse: Andelen besiktigade ska vara hög.
            målvärde: 95 %
            långsiktigt: 99 %
            långsiktigt år: 2030
          nojdhet:
            serie: intervju
            målvärde: 70–75
    uppdrag:
      rf-1:
        nr: 1
        under: kvalitet
        mottagare: parknamnden
        text: Att se över gungorna.
      rf-2:
        nr: 2
        under: ekonomi
        text: Att räkna gungorna.
    """
BOARD = """
    underlag: original
    avsnitt:
      natur:
        sort: strategi
        namn: Natur
    mål:
      trygga-lekplatser:
        indikatorer:
          nojdhet:
            målvärde: minst 72
          besiktigade:
      levande-parker:
        sort: nämndens mål
        under: trygga-lekplatser
        text: Parkerna är levande.
    uppdrag:
      rf-1:
    """


def plans(tmp_path, board=BOARD, **more):
    """The council's and a board's plan of the year."""
    files = {"regionfullmaktige/2024/plan.yml": COUNCIL, "parknamnden/2024/plan.yml": board, **more}
    return registered(tmp_path, files)


# Inheritance


def test_a_goal_of_the_councils_is_inherited_by_its_id(tmp_path):
    """A board that writes only the id has the council's text, number, kind and section, and says whose they are."""
    goal = plans(tmp_path).bodies["parknamnden"].plans[2024].goals["trygga-lekplatser"]
    assert (goal.text, goal.number, goal.kind) == ("Lekplatserna är trygga.", "1", "effektmål")
    assert (goal.under, goal.wording) == ("kvalitet", None)
    assert goal.giver == Ref("regionfullmaktige", 2024, "trygga-lekplatser")
    assert goal.label == "Effektmål 1"
    assert goal.place.file == "content/parknamnden/2024/plan.yml"


def test_a_goal_of_the_boards_own_has_no_giver(tmp_path):
    """What stands in no plan above is the board's own."""
    goal = plans(tmp_path).bodies["parknamnden"].plans[2024].goals["levande-parker"]
    assert (goal.giver, goal.under, goal.label) == (None, "trygga-lekplatser", "Nämndens mål")


def test_a_boards_own_words_stand_beside_the_councils(tmp_path):
    """A wording of the board's own leaves the council's text and name as they were; a heading's number is not taken over."""
    board = """
        underlag: original
        avsnitt:
          kvalitet:
            lydelse: Kvalitet i parken
        mål:
          trygga-lekplatser:
            lydelse: Lekplatserna i parkerna är trygga.
            nr: 1.1
        uppdrag:
          rf-1:
            lydelse: Se över parkens gungor.
        """
    plan = plans(tmp_path, board).bodies["parknamnden"].plans[2024]
    goal, section, assignment = (
        plan.goals["trygga-lekplatser"],
        plan.sections["kvalitet"],
        plan.assignments["rf-1"],
    )
    assert (goal.text, goal.wording) == ("Lekplatserna är trygga.", "Lekplatserna i parkerna är trygga.")
    assert goal.number == "1.1"
    assert (section.name, section.wording, section.number) == ("Kvalitet", "Kvalitet i parken", None)
    assert (assignment.text, assignment.wording) == ("Att se över gungorna.", "Se över parkens gungor.")
    assert assignment.number == "1"


def test_a_board_may_place_an_inherited_goal_elsewhere(tmp_path):
    """A board's own `under` goes before the council's, and brings in no heading that nothing stands under."""
    board = BOARD.replace(
        "trygga-lekplatser:\n        indikatorer",
        "trygga-lekplatser:\n        under: natur\n        indikatorer",
    )
    plan = plans(tmp_path, board.replace("      rf-1:\n", "")).bodies["parknamnden"].plans[2024]
    assert plan.goals["trygga-lekplatser"].under == "natur"
    assert list(plan.sections) == ["natur"]


def test_headings_that_inherited_things_stand_under_are_brought_in(tmp_path):
    """The chain of headings above an inherited goal comes with it; headings that nothing stands under do not."""
    plan = plans(tmp_path).bodies["parknamnden"].plans[2024]
    assert list(plan.sections) == ["natur", "process", "kvalitet"]
    assert plan.sections["kvalitet"].place.file == "content/regionfullmaktige/2024/plan.yml"
    assert [node.id for node in plan.ancestors("levande-parker")] == [
        "process",
        "kvalitet",
        "trygga-lekplatser",
        "levande-parker",
    ]
    assert plan.ancestors(None) == ()


def test_an_inherited_row_takes_what_is_not_written_from_the_councils(tmp_path):
    """Wording, targets and series are the council's where the board writes none, and its place is told."""
    goal = plans(tmp_path).bodies["parknamnden"].plans[2024].goals["trygga-lekplatser"]
    nojdhet, besiktigade = goal.rows
    assert (nojdhet.target, nojdhet.series) == (parse_target("minst 72", "högt"), "intervju")
    assert nojdhet.target_place.file == "content/parknamnden/2024/plan.yml"
    assert besiktigade.wording == "Andelen besiktigade ska vara hög."
    assert besiktigade.target == parse_target("95 %", "högt")
    assert besiktigade.target_place.file == "content/regionfullmaktige/2024/plan.yml"
    assert (besiktigade.long_term, besiktigade.long_term_year) == (parse_target("99 %", "högt"), 2030)


def test_an_inherited_assignment_keeps_its_giver_and_receivers(tmp_path):
    """An assignment that a board lists by its id is still the council's, and says who is to do it."""
    register = plans(tmp_path)
    assignment = register.bodies["parknamnden"].plans[2024].assignments["rf-1"]
    assert (assignment.text, assignment.number) == ("Att se över gungorna.", "1")
    assert (assignment.giver, assignment.receivers) == ("regionfullmaktige", ("parknamnden",))
    assert assignment.inherited == Ref("regionfullmaktige", 2024, "rf-1")
    other = register.bodies["regionfullmaktige"].plans[2024].assignments["rf-2"]
    assert (other.receivers, other.giver) == (("lekplatsnamnden",), "regionfullmaktige")


UNIT = {
    "parknamnden/verksamheter/plantskolan/verksamhet.yml": "namn: Plantskolan",
    "parknamnden/verksamheter/plantskolan/2024/plan.yml": """
        underlag: original
        mål:
          levande-parker:
            indikatorer:
              besok:
                målvärde: öka
          trygga-lekplatser:
            indikatorer:
              nojdhet:
                målvärde: minst 70
        """,
}


def test_a_unit_inherits_from_its_board_and_through_it_from_the_council(tmp_path):
    """A unit's goal is its board's, nearest first; what the board inherited has come down from the council."""
    unit = plans(tmp_path, **UNIT).bodies["plantskolan"]
    plan = unit.plans[2024]
    assert (unit.path, unit.parent, unit.name) == (
        "parknamnden/verksamheter/plantskolan",
        "parknamnden",
        "Plantskolan",
    )
    assert plan.goals["levande-parker"].giver == Ref("parknamnden", 2024, "levande-parker")
    assert plan.goals["trygga-lekplatser"].text == "Lekplatserna är trygga."
    assert plan.goals["trygga-lekplatser"].giver == Ref("parknamnden", 2024, "trygga-lekplatser")
    assert plan.goals["trygga-lekplatser"].rows[0].series == "intervju"
    assert set(plan.sections) == {"process", "kvalitet"}


def test_a_plan_inherits_from_the_same_year_only(tmp_path):
    """A goal of the council's from another year is nothing to inherit from."""
    files = {"regionfullmaktige/2023/plan.yml": COUNCIL, "parknamnden/2024/plan.yml": BOARD}
    with pytest.raises(ContentError) as caught:
        load(write(tmp_path, files))
    assert {problem.code for problem in caught.value.problems} == {"saknas-falt"}


# Order


def test_children_come_in_the_plans_order_goals_first(tmp_path):
    """What stands under a node is its goals, then its headings, each as they are written."""
    plan = plans(tmp_path).bodies["regionfullmaktige"].plans[2024]
    assert [node.id for node in plan.children(None)] == ["process", "ekonomi"]
    assert [node.id for node in plan.children("process")] == ["kvalitet"]
    assert [node.id for node in plan.children("kvalitet")] == ["trygga-lekplatser"]
    assert [each.id for each in plan.assignments_under("kvalitet")] == ["rf-1"]
    mixed = """
        underlag: original
        avsnitt:
          b:
            sort: avsnitt
            namn: B
          a:
            sort: avsnitt
            namn: A
        mål:
          d:
            sort: mål
            text: D.
          c:
            sort: mål
            text: C.
        uppdrag:
          e:
            text: E.
            under:
              - a
              - d
        aktiviteter:
          f:
            text: F.
            under: e
        """
    plan = plans(tmp_path / "other", mixed).bodies["parknamnden"].plans[2024]
    assert [node.id for node in plan.children(None)] == ["d", "c", "b", "a"]
    assert [each.id for each in plan.assignments_under("a")] == ["e"]
    assert [each.id for each in plan.assignments_under("d")] == ["e"]
    assert [each.id for each in plan.activities_under("e")] == ["f"]


def test_bodies_come_as_listed_units_after_their_board(tmp_path):
    """The council first, then the boards in the organisation's order, each followed by its units."""
    more = {
        "lekplatsnamnden/verksamheter/sandladan/verksamhet.yml": "namn: Sandlådan",
    }
    register = plans(tmp_path, **UNIT, **more)
    assert list(register.bodies) == [
        "regionfullmaktige",
        "parknamnden",
        "plantskolan",
        "lekplatsnamnden",
        "sandladan",
    ]
    assert register.council is register.bodies["regionfullmaktige"]


# What a value holds for, when, and by which definition

WHERE = ["värdet", "målet", "planens rad", "planens mål", "definitionen", "dokumentet"]
NAMED = dict(
    zip(WHERE, ["riket", "lanet", "regionen", "lekplatsnamnden", "regionfullmaktige", "riket"], strict=True)
)


def scoped(written):
    """A plan and its follow-up, with a scope written in these places."""

    def line(where, indent):
        return f"{' ' * indent}gäller: {NAMED[where]}\n" if where in written else ""

    plan = (
        "underlag: original\nmål:\n  levande-parker:\n    sort: mål\n    text: Parkerna är levande.\n"
        f"{line('planens mål', 4)}    indikatorer:\n      ytor:\n{line('planens rad', 8)}"
    )
    report = (
        f"underlag: original\nperiod: 2024\n{line('dokumentet', 0)}mål:\n  levande-parker:\n    bedömning: grön\n"
        f"{line('målet', 4)}    indikatorer:\n      ytor:\n{line('värdet', 8)}        utfall: 84 %\n"
    )
    return {
        "indikatorer/ytor.yml": f"ytor:\n  namn: Ytor\n  enhet: procent\n{line('definitionen', 2)}",
        "parknamnden/2024/plan.yml": plan,
        "parknamnden/2024/verksamhetsberattelse.yml": report,
    }


@pytest.mark.parametrize("nearest", range(len(WHERE) + 1))
def test_a_value_holds_for_what_is_written_nearest(tmp_path, nearest):
    """Value, goal, the plan's row and goal, definition, document, and at last the board itself."""
    register = registered(tmp_path, scoped(WHERE[nearest:]))
    report = register.bodies["parknamnden"].follow_ups[2024][0].goals["levande-parker"]
    expected = NAMED[WHERE[nearest]] if nearest < len(WHERE) else "parknamnden"
    assert report.rows[0].scope == expected


def test_a_scope_has_a_name(tmp_path):
    """What a value holds for is named as the organisation names it, or as the board."""
    register = registered(tmp_path, {})
    assert register.scope_name("lanet") == "Påhitts län"
    assert register.scope_name("parknamnden") == "Parknämnden"


@pytest.mark.parametrize("written", list(product([False, True], repeat=3)))
def test_the_time_of_a_planned_outcome_is_what_is_written_nearest(tmp_path, written):
    """A plan's latest known outcome is of the period at the row, else at the goal, else at the top."""
    row, goal, top = written
    plan = (
        f"underlag: original\n{'avser: 2021' if top else ''}\nmål:\n  levande-parker:\n    sort: mål\n"
        f"    text: Parkerna är levande.\n{'    avser: 2022' if goal else ''}\n    indikatorer:\n"
        f"      besiktigade:\n        målvärde: 90 %\n{'        avser: dec 2023' if row else ''}\n"
    )
    register = registered(tmp_path, {"parknamnden/2024/plan.yml": plan})
    period = register.bodies["parknamnden"].plans[2024].goals["levande-parker"].rows[0].period
    expected = "dec 2023" if row else "2022" if goal else "2021" if top else None
    assert period == (parse_period(expected) if expected else None)


def test_a_reported_value_is_by_the_plans_definition_unless_it_says_another(tmp_path):
    """The series comes from the value, else from the plan's row."""
    plan = "nojdhet:\n  serie: enkat\nbesiktigade:\n"
    report = "nojdhet:\n  utfall: 71\nbesiktigade:\n  utfall: 90 %\n"
    follow_up = (
        registered(tmp_path, one_goal(plan=plan, report=report)).bodies["parknamnden"].follow_ups[2024][0]
    )
    assert [row.series for row in follow_up.goals["levande-parker"].rows] == ["enkat", None]
    other = one_goal(plan=plan, report="nojdhet:\n  serie: intervju\n  utfall: 71\n")
    follow_up = registered(tmp_path, other).bodies["parknamnden"].follow_ups[2024][0]
    assert [row.series for row in follow_up.goals["levande-parker"].rows] == ["intervju"]


# Legends and rules by year, continuations, documents

LATER = """
      2026:
        bedömning:
          rubrik: Nya symboler
          nivåer:
            ja:
              betyder: klart
    regler:
      2030:
        beslut: Regionfullmäktige 2029-11-03 § 12
        mål:
          grön: minst 80 %
          röd: annars
    """


def test_legend_and_rule_are_those_in_force(tmp_path):
    """The newest legend that has begun holds, before the first one the first; a rule only from its year on."""
    organisation = ORGANISATION.rstrip() + LATER.replace("grön:", "ja:").replace(
        "          röd: annars\n", ""
    )
    register = registered(tmp_path, {"organisation.yml": organisation})
    headings = [register.legend(year).assessment.heading for year in (2020, 2024, 2025, 2026, 2031)]
    assert headings == ["Måluppfyllelse"] * 3 + ["Nya symboler"] * 2
    assert register.rule(2029) is None
    assert register.rule(2031) is register.rule(2030) is not None


def continuing(reference):
    """A council and a board with plans of 2023 and 2024, the latter continuing something."""
    board = "underlag: original\nmål:\n  nya-parker:\n    sort: mål\n    text: Nya parker.\n"
    return {
        "regionfullmaktige/2023/plan.yml": COUNCIL,
        "parknamnden/2023/plan.yml": board.replace("nya", "gamla"),
        "lekplatsnamnden/2023/plan.yml": board.replace("nya", "andra"),
        "parknamnden/2024/plan.yml": f"{board}    fortsätter: {reference}\n",
    }


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("2023/gamla-parker", [Ref("parknamnden", 2023, "gamla-parker")]),
        ("2023/trygga-lekplatser", [Ref("regionfullmaktige", 2023, "trygga-lekplatser")]),
        ("2023/rf-1", [Ref("regionfullmaktige", 2023, "rf-1")]),
        ("2023/lyssna", [Ref("regionfullmaktige", 2023, "lyssna")]),
        ("lekplatsnamnden/2023/andra-parker", [Ref("lekplatsnamnden", 2023, "andra-parker")]),
        (
            "\n      - 2023/gamla-parker\n      - 2023/kvalitet",
            [Ref("parknamnden", 2023, "gamla-parker"), Ref("regionfullmaktige", 2023, "kvalitet")],
        ),
    ],
)
def test_a_goal_continues_what_it_names_from_an_earlier_year(tmp_path, reference, found):
    """A goal, an assignment, a section or a bullet: the board's own, the council's, or another board's by name."""
    register = registered(tmp_path, continuing(reference))
    assert register.continues == {Ref("parknamnden", 2024, "nya-parker"): tuple(found)}


@pytest.mark.parametrize(
    "reference", ["2023/andra-parker", "2024/nya-parker", "2025/nya-parker", "nya-parker"]
)
def test_nothing_continues_what_is_not_earlier_and_near(tmp_path, reference):
    """Another board's goal without its name, the same year, a later one, or no year at all lead nowhere."""
    with pytest.raises(ContentError) as caught:
        load(write(tmp_path, continuing(reference)))
    assert [problem.code for problem in caught.value.problems] == ["okand-hanvisning"]


def test_documents_are_named_by_kind_and_year(tmp_path):
    """A document without a title of its own is called by its kind and year, and by its board."""
    files = one_goal(report="", basis="återskapad ur årsredovisning 2024")
    files["parknamnden/2024/verksamhetsberattelse-t1.yml"] = (
        "underlag: avskrift\ntitel: Vårrapport\nperiod: T1 2024\n"
    )
    body = registered(tmp_path, files).bodies["parknamnden"]
    spring, year = body.follow_ups[2024]
    assert body.plans[2024].document.full_name == "Verksamhetsplan 2024, Parknämnden"
    assert (year.document.name, spring.document.name) == ("Verksamhetsberättelse 2024", "Vårrapport")
    assert (spring.document.is_transcript, spring.document.is_reconstructed) == (True, False)
    assert (year.document.is_transcript, year.document.is_reconstructed) == (True, True)
    assert not body.plans[2024].document.is_transcript
    assert body.newest_follow_up is year


# Two shapes that other organisations have: several times in one row, and symbols of their own


SEVERAL = """
    besiktigade:
      utfall:
        2018: 26 %
        2019: 25 %
    utslapp:
      utfall:
        aug 2019: 12 ton
        T1 2024: 9 ton
        2021/2022: 11 ton
    besok:
      utfall:
        2022:
          barn: 40 %
          vuxna: 50 %
        2023:
          barn: 45 %
          vuxna: 48 %
          alla: 47 %
    """
TARGETS = "besiktigade:\n  målvärde: öka\nutslapp:\n  målvärde: högst 10 ton\nbesok:\n  målvärde: öka\n"


def test_a_row_may_hold_several_times(tmp_path):
    """Each value of a row is a point of its own time, for each group in a series of its own."""
    history = make_history(registered(tmp_path, one_goal(plan=TARGETS, report=SEVERAL)))
    assert values(history, key("besiktigade")) == {"2018": "26 %", "2019": "25 %"}
    assert values(history, key("utslapp")) == {
        "aug 2019": "12 ton",
        "2021/2022": "11 ton",
        "T1 2024": "9 ton",
    }
    assert values(history, key("besok", group="barn")) == {"2022": "40 %", "2023": "45 %"}
    assert values(history, key("besok", group="vuxna")) == {"2022": "50 %", "2023": "48 %"}
    assert values(history, key("besok")) == {"2023": "47 %"}
    assert len(history) == 5


def test_a_row_of_several_times_is_judged_by_the_newest(tmp_path):
    """The newest value is the outcome, the one before it what it is compared with, the whole where there is one."""
    results = results_of(tmp_path, one_goal(plan=TARGETS, report=SEVERAL))
    rows = results.follow_ups["parknamnden", 2024, "verksamhetsberattelse"].goals["levande-parker"].rows
    besiktigade, utslapp, besok = rows
    assert [row.period.text for row in rows] == ["2019", "T1 2024", "2023"]
    assert (besiktigade.verdict.kind, besiktigade.change.kind) == ("inte nått", "försämrad")
    assert "26" in besiktigade.verdict.reason
    # Tons of four months, against at most so many in a year.
    assert utslapp.verdict.kind == "kan inte avgöras"
    # The whole of 2023 is judged, and of 2022 only the groups are told.
    assert besok.verdict.kind == "kan inte avgöras"
    assert besok.verdict.reason.startswith("det finns inget tidigare värde")


def scale(levels):
    """An organisation with symbols of its own, best first."""
    lines = "".join(
        f"            {level}:\n              betyder: {level}, som vi säger\n" for level in levels
    )
    head = ORGANISATION.partition("    symboler:")[0]
    return f"{head}    symboler:\n      2020:\n        bedömning:\n          rubrik: Läge\n          nivåer:\n{lines}"


@pytest.mark.parametrize(
    "levels", [["mycket bra", "bra", "varken eller", "svagt", "mycket svagt"], ["klart", "inte klart"]]
)
def test_an_organisation_has_as_many_levels_as_it_likes(tmp_path, levels):
    """Five levels, or two, with words of their own: statuses, tallies in their order, and the rule's proposal."""
    words = [*levels, "ej bedömd"]
    goals = "".join(
        f"  mal-{number}:\n    sort: delmål\n    text: Mål {number}.\n    indikatorer:\n      besiktigade:\n"
        "        målvärde: 90 %\n"
        for number in range(len(words))
    )
    answers = "".join(
        f"  mal-{number}:\n    bedömning: {word.capitalize()}\n    orsak: så blev det\n    motivering: Därför.\n"
        "    indikatorer:\n      besiktigade:\n        utfall: 91 %\n"
        for number, word in enumerate(words)
    )
    rule = "    regler:\n      2020:\n        beslut: § 1\n        mål:\n"
    rule += f"          {levels[0]}: minst 50 %\n          {levels[-1]}: annars\n"
    files = {
        "organisation.yml": scale(levels) + rule,
        "parknamnden/2024/plan.yml": f"underlag: original\nmål:\n{goals}",
        "parknamnden/2024/verksamhetsberattelse.yml": f"underlag: original\nperiod: 2024\nmål:\n{answers}",
    }
    result = results_of(tmp_path, files).follow_ups["parknamnden", 2024, "verksamhetsberattelse"]
    assert [goal.status.word for goal in result.goals.values()] == words
    assert {goal.change for goal in result.goals.values()} == {None}
    tally = result.tallies["delmål"]
    assert list(tally.counts) == [*levels, "ej bedömd", "okänd"]
    assert set(tally.counts.values()) == {0, 1}
    assert tally.total == len(words)
    assert "indikatorer" not in result.tallies
    assert {goal.proposal.word for goal in result.goals.values()} == {levels[0]}
