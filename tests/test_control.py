"""Internal control: what boards inherit from the executive board, and risks that follow each other through the years."""

import pytest

from invented import ORGANISATION, registered, results_of, write
from vpgen.build import check_content
from vpgen.findings import as_warning, find
from vpgen.pages.control import control_pages, region_control_page
from vpgen.pages.look import Look
from vpgen.pages.texts import legend_page

WITH_EXECUTIVE = ORGANISATION.replace(
    "fullmäktige: regionfullmaktige\n", "fullmäktige: regionfullmaktige\n    styrelse: parknamnden\n"
)
EXECUTIVE = """
    underlag: original
    internkontroll:
      risker:
        halka:
          område: Drift
          risk: Risk för halka i parkerna.
          övergripande: ja
          åtgärder:
            sanda:
              text: Sanda gångarna.
              övergripande: ja
            parkens-egen:
              text: Stäng parken vid is.
        rost:
          område: Material
          risk: Risk för rost.
          åtgärder:
            mala:
              text: Måla det som rostar.
              övergripande: ja
        egen:
          område: Drift
          risk: Risk för ankor.
    """


def board(tmp_path, risks):
    """The risks of lekplatsnämnden, with these lines under `risker`, beside those of the executive board."""
    plan = "underlag: original\ninternkontroll:\n  risker:\n" + "".join(
        f"    {line}\n" for line in risks.strip("\n").split("\n")
    )
    files = {"parknamnden/2024/plan.yml": EXECUTIVE, "lekplatsnamnden/2024/plan.yml": plan}
    register = registered(tmp_path, {"organisation.yml": WITH_EXECUTIVE} | files)
    return register.bodies["lekplatsnamnden"].plans[2024].risks


def test_an_organisation_wide_risk_is_inherited_by_its_id(tmp_path):
    """The id alone takes over area, text and the organisation-wide measures, but not those of the executive board alone."""
    risk = board(tmp_path, "halka:")["halka"]
    assert (risk.area, risk.text, risk.printed) == ("Drift",) + ("Risk för halka i parkerna.",) * 2
    assert risk.organisation_wide
    assert risk.giver == ("parknamnden", 2024, "halka")
    assert {id_: (each.text, each.organisation_wide) for id_, each in risk.measures.items()} == {
        "sanda": ("Sanda gångarna.", True)
    }
    assert risk.place.file == "content/lekplatsnamnden/2024/plan.yml"


def test_a_risk_with_an_organisation_wide_measure_is_inherited_too(tmp_path):
    """A risk is for all boards when one of its measures is, though the risk itself is not marked."""
    risk = board(tmp_path, "rost:")["rost"]
    assert (risk.text, risk.organisation_wide) == ("Risk för rost.", False)
    assert list(risk.measures) == ["mala"]


def test_a_boards_own_words_stand_beside_the_executives(tmp_path):
    """With `lydelse` the board's words are printed, and the executive board's are kept beside them."""
    risk = board(tmp_path, "halka:\n  lydelse: Risk för halka på lekplatsen.")["halka"]
    assert (risk.printed, risk.text) == ("Risk för halka på lekplatsen.", "Risk för halka i parkerna.")


def test_a_board_lists_its_own_measures(tmp_path):
    """Where measures are listed those are all: one by its id alone inherits its text, one with a text is the board's."""
    risk = board(
        tmp_path,
        """
halka:
  åtgärder:
    sanda:
      lydelse: Sanda rutschkanan.
    mattor:
      text: Lägg ut mattor.
""",
    )["halka"]
    sand, mats = risk.measures.values()
    assert (sand.text, sand.wording, sand.inherited, sand.organisation_wide) == (
        "Sanda gångarna.",
        "Sanda rutschkanan.",
        True,
        True,
    )
    assert (mats.text, mats.inherited, mats.organisation_wide) == ("Lägg ut mattor.", False, False)


def test_a_board_may_have_a_risk_of_its_own_with_the_same_id(tmp_path):
    """A risk that is written whole is the board's own, and takes nothing over from the executive board's."""
    risk = board(tmp_path, "halka:\n  område: Lek\n  risk: Risk för hala gungor.")["halka"]
    assert (risk.area, risk.text, risk.giver, dict(risk.measures)) == (
        "Lek",
        "Risk för hala gungor.",
        None,
        {},
    )
    assert not risk.organisation_wide


def test_what_concerns_the_executive_board_alone_is_not_inherited(tmp_path):
    """The id of a risk that nobody else has must be written whole."""
    files = {
        "organisation.yml": WITH_EXECUTIVE,
        "parknamnden/2024/plan.yml": EXECUTIVE,
        "lekplatsnamnden/2024/plan.yml": "underlag: original\ninternkontroll:\n  risker:\n    egen:\n",
    }
    (problem,) = check_content(write(tmp_path, files)).problems
    assert (problem.code, problem.place.line) == ("saknas-falt", 4)


# Follow-ups


def test_measures_that_are_not_reported_on_are_counted(tmp_path):
    """Every measure of the plan has a status: the legend's word, or that it is not filled in; a copy's lost one is unknown."""
    report = """
    underlag: {}
    period: 2024
    internkontroll:
      risker:
        halka:
          åtgärder:
            sanda:
              status: Avslutad
        rost:
    """
    for basis, missing in (("original", "ej ifylld"), ("avskrift", "okänd")):
        files = {
            "parknamnden/2024/plan.yml": EXECUTIVE,
            "parknamnden/2024/verksamhetsberattelse.yml": report.format(basis),
        }
        result = results_of(tmp_path / basis, files).newest("parknamnden", 2024)
        assert {key: status.word for key, status in result.measures.items()} == {
            ("halka", "sanda"): "avslutad",
            ("halka", "parkens-egen"): missing,
            ("rost", "mala"): missing,
        }
        assert result.tallies["åtgärder"].total == 3


def test_the_organisations_own_words_for_measures_go_before_ours(tmp_path):
    """A legend may say how measures stand; then our own words are no longer among them."""
    scale = "åtgärd:\n          rubrik: Åtgärder\n          nivåer:\n            klar:\n              betyder: klar\n"
    organisation = ORGANISATION.replace("        utveckling:\n", f"        {scale}        utveckling:\n", 1)
    report = (
        "underlag: original\nperiod: 2024\ninternkontroll:\n  risker:\n    halka:\n      åtgärder:\n"
        "        sanda:\n          status: {}\n"
    )
    files = {"organisation.yml": organisation, "parknamnden/2024/plan.yml": EXECUTIVE}
    name = "parknamnden/2024/verksamhetsberattelse.yml"
    result = results_of(tmp_path / "a", files | {name: report.format("klar")}).newest("parknamnden", 2024)
    assert result.measures["halka", "sanda"].word == "klar"
    content = write(tmp_path / "b", files | {name: report.format("avslutad")})
    assert [problem.code for problem in check_content(content).problems] == ["okant-val"]


# From year to year


def years(tmp_path, later, before="halka:\n  område: Drift\n  risk: Risk för halka."):
    """What is found of two years' plans of a board, with these risks in the first and this control in the second."""

    def indented(text, by):
        return "".join(f"{by}{line}\n" for line in text.strip("\n").split("\n"))

    files = {
        "parknamnden/2023/plan.yml": "underlag: original\ninternkontroll:\n  risker:\n"
        + indented(before, "    "),
        "parknamnden/2024/plan.yml": later,
    }
    return [finding for finding in find(results_of(tmp_path, files)) if finding.concerns_control]


OTHER = "    vind:\n      område: Drift\n      risk: Risk för vind.\n"
HEAD = "underlag: original\ninternkontroll:\n"


def test_a_risk_that_disappears_is_told(tmp_path):
    """A risk that the next plan neither has nor explains is found, at the next plan and with where it stood."""
    (finding,) = years(tmp_path, HEAD + "  risker:\n" + OTHER)
    assert finding.code == "risk-forsvunnen"
    assert finding.sentence == (
        "risken ”Risk för halka.” fanns i Parknämndens internkontrollplan 2023, men inte 2024, "
        "och planen säger inte varför"
    )
    assert [place.file.split("/")[2] for place in finding.places] == ["2024", "2023"]
    assert as_warning(finding).hint.endswith("\nutgår:\n  2023/halka: skälet")


@pytest.mark.parametrize(
    "later",
    [
        HEAD + "  risker:\n    halka:\n      område: Drift\n      risk: Risk för is.\n",
        HEAD + "  risker:\n" + OTHER + "      fortsätter: 2023/halka\n",
        HEAD + "  utgår:\n    2023/halka: Marken är uppvärmd.\n  risker:\n" + OTHER,
        HEAD + "  utgår:\n    parknamnden/2023/halka: Marken är uppvärmd.\n  risker:\n" + OTHER,
        "fullständig: nej\n" + HEAD + "  risker:\n" + OTHER,
        "underlag: original\n",
    ],
    ids=["same id", "continued", "dropped", "dropped by its full name", "incomplete", "no control"],
)
def test_a_risk_that_is_kept_or_explained_has_not_disappeared(tmp_path, later):
    """Its id, a risk that continues it, a reason, or a plan that does not tell all: none is a silent loss."""
    assert years(tmp_path, later) == []


def test_a_reason_for_another_boards_risk_explains_nothing(tmp_path):
    """A key that names the same id at another board leaves the board's own risk unexplained."""
    other = "underlag: original\ninternkontroll:\n  risker:\n    halka:\n      område: Lek\n      risk: Risk för lek.\n"
    later = HEAD + "  utgår:\n    lekplatsnamnden/2023/halka: Den var deras.\n  risker:\n" + OTHER
    files = {
        "parknamnden/2023/plan.yml": HEAD + "  risker:\n    halka:\n      område: Drift\n      risk: Risk.\n",
        "parknamnden/2024/plan.yml": later,
        "lekplatsnamnden/2023/plan.yml": other,
    }
    assert [finding.code for finding in find(results_of(tmp_path, files))] == ["risk-forsvunnen"]


# The risk matrix

SCALE = """        risk:
          sannolikhet:
            1: Osannolik
            2: Möjlig
            3: Sannolik
          konsekvens:
            1: Försumbar
            2: Lindrig
            3: Kännbar
            4: Allvarlig
"""
CUTOFF = "          åtgärdas från: 6\n"
GRADED = """
    underlag: original
    internkontroll:
      risker:
        over:
          område: Drift
          risk: Risk för halka.
          sannolikhet: 3
          konsekvens: 4
          åtgärder:
            sanda:
              text: Sanda gångarna.
        pa:
          område: Drift
          risk: Risk för is.
          sannolikhet: 2
          konsekvens: 3
        under:
          område: Natur
          risk: Risk för ankor.
          sannolikhet: 1
          konsekvens: 4
        utan:
          område: Natur
          risk: Risk för bin.
    """


def graded(tmp_path, scale=SCALE + CUTOFF, plan=GRADED):
    """The region and the look at it, where risks are graded by this scale from 2020 on."""
    organisation = ORGANISATION.replace("      2020:\n", f"      2020:\n{scale}", 1)
    results = results_of(tmp_path, {"organisation.yml": organisation, "parknamnden/2024/plan.yml": plan})
    body = results.register.bodies["parknamnden"]
    look = Look(results, (), lambda _file, _line: None)
    (page,) = control_pages(look, body, body.plans[2024])
    return look, page.view


def test_the_matrix_has_the_organisations_steps_and_words(tmp_path):
    """Three by four steps make a matrix of three rows, the highest first, and four columns, with the words at both."""
    _, view = graded(tmp_path)
    assert [(step.number, step.word) for step, _ in view.matrix.rows] == [
        (3, "Sannolik"),
        (2, "Möjlig"),
        (1, "Osannolik"),
    ]
    assert [step.word for step in view.matrix.columns] == ["Försumbar", "Lindrig", "Kännbar", "Allvarlig"]
    assert [[cell.value for cell in cells] for _, cells in view.matrix.rows] == [
        [3, 6, 9, 12],
        [2, 4, 6, 8],
        [1, 2, 3, 4],
    ]
    placed = {
        cell.value: [link.text for link in cell.risks] for _, cells in view.matrix.rows for cell in cells
    }
    assert placed[12] == ["R1"]
    assert placed[4] == ["R3"]


def test_every_cell_says_on_which_side_of_the_cut_off_it_is(tmp_path):
    """From the cut-off on a cell says that its risks are to be dealt with, also exactly at it; under it, that."""
    _, view = graded(tmp_path)
    cells = [cell for _, cells in view.matrix.rows for cell in cells]
    assert {cell.value for cell in cells if cell.word == "ska åtgärdas"} == {6, 8, 9, 12}
    assert {cell.value for cell in cells if cell.word == "under gränsen"} == {1, 2, 3, 4}
    assert view.matrix.cutoff == "En risk med riskvärdet 6 eller mer ska åtgärdas."
    assert [value for _, value in view.matrix.legend] == [
        "Riskvärde 12, når gränsen 6, ska åtgärdas",
        "Riskvärde 6, når gränsen 6, ska åtgärdas",
        "Riskvärde 4, under gränsen 6",
    ]


def test_a_risk_says_its_grade_in_words_and_why_it_has_no_measure(tmp_path):
    """The words of the scale stand at the risk; without a measure it says whether one is needed."""
    _, view = graded(tmp_path)
    risks = {risk.id: risk for area in view.areas for risk in area.risks}
    assert risks["over"].grade == "Sannolikhet 3 (sannolik) × konsekvens 4 (allvarlig)"
    assert {id_: risk.no_measure for id_, risk in risks.items()} == {
        "over": "",
        "pa": "Ingen åtgärd är angiven.",
        "under": "Ingen åtgärd: riskvärdet 4 är under gränsen 6.",
        "utan": "Ingen åtgärd är angiven.",
    }
    assert (risks["utan"].grade, risks["utan"].cutoff) == ("", "")


def test_a_scale_without_a_cut_off_passes_no_judgement(tmp_path):
    """Where the organisation has said no cut-off, no cell is said to be high or low."""
    _, view = graded(tmp_path, SCALE)
    assert {cell.word for _, cells in view.matrix.rows for cell in cells} == {""}
    assert [value for _, value in view.matrix.legend] == ["Riskvärde 12", "Riskvärde 6", "Riskvärde 4"]


def test_without_a_scale_there_are_five_steps(tmp_path):
    """An organisation that has written no scale has grades from 1 to 5, without words."""
    _, view = graded(tmp_path, "")
    _, top = view.matrix.rows[0]
    assert [cell.value for cell in top] == [5, 10, 15, 20, 25]
    assert {step.word for step in view.matrix.columns} == {""}
    words = {cell.value: cell.word for _, cells in view.matrix.rows for cell in cells}
    assert (words[3], words[4], words[9]) == ("låg", "medel", "hög")


def test_the_scale_is_that_of_the_plans_year(tmp_path):
    """A scale that begins after the plan's year does not grade its risks."""
    legend = ORGANISATION.partition("    symboler:\n")[2].replace("2020:", f"2025:\n{SCALE[:-1]}")
    later = ORGANISATION.rstrip(" ") + legend
    plan = GRADED.replace("sannolikhet: 3", "sannolikhet: 5")
    files = {"organisation.yml": later, "parknamnden/2024/plan.yml": plan}
    assert registered(tmp_path, files).bodies["parknamnden"].plans[2024].risks["over"].value == 20
    after = {"organisation.yml": later, "parknamnden/2025/plan.yml": plan}
    (problem,) = check_content(write(tmp_path / "b", after)).problems
    assert (problem.message, problem.hint) == (
        "”5” är ingen siffra mellan 1 och 3",
        "stegen är: 1 Osannolik; 2 Möjlig; 3 Sannolik",
    )


def test_the_legend_explains_the_risk_scale(tmp_path):
    """The page of symbols has the steps in words and the cut-off; nothing where the organisation has no scale."""
    look, _ = graded(tmp_path)
    (year,) = legend_page(look).view.years
    assert dict(year.risks) == {
        "Sannolikhet": "1 osannolik, 2 möjlig, 3 sannolik",
        "Konsekvens": "1 försumbar, 2 lindrig, 3 kännbar, 4 allvarlig",
        "Riskvärde": "Sannolikhet gånger konsekvens. Från 6 ska risken åtgärdas; en risk under gränsen får sakna åtgärd.",
    }
    plain, _ = graded(tmp_path / "b", "")
    assert legend_page(plain).view.years[0].risks == ()


def test_the_regions_page_says_where_a_risk_stands_against_the_cut_off(tmp_path):
    """On the page of all risks a risk without a measure says that it is under the cut-off."""
    look, _ = graded(tmp_path)
    lines = {line.text: line for _, lines in region_control_page(look).view.areas for line in lines}
    (once,) = lines["Risk för ankor."].occurrences
    assert (once.measures, once.value) == (0, "Riskvärde 4, under gränsen 6")


def test_several_answer_for_a_risk(tmp_path):
    """One is `Ansvarig`, several are `Ansvariga`, joined as a Swede would."""
    plan = GRADED.replace(
        "          sannolikhet: 3",
        "          ansvarig:\n            - Driftchefen\n            - Parkchefen\n            - Lag norr\n"
        "          sannolikhet: 3",
    ).replace("          sannolikhet: 1", "          ansvarig: Biologen\n          sannolikhet: 1")
    _, view = graded(tmp_path, plan=plan)
    risks = {risk.id: risk for area in view.areas for risk in area.risks}
    assert risks["over"].ownership == (("Ansvariga", "Driftchefen, Parkchefen och Lag norr"),)
    assert risks["under"].ownership == (("Ansvarig", "Biologen"),)
