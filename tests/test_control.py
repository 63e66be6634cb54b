"""Internal control: what boards inherit from the executive board, and risks that follow each other through the years."""

import pytest

from invented import ORGANISATION, registered, results_of, write
from vpgen.build import check_content
from vpgen.findings import as_warning, find

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
          regionövergripande: ja
          åtgärder:
            sanda:
              text: Sanda gångarna.
              regionövergripande: ja
            parkens-egen:
              text: Stäng parken vid is.
        rost:
          område: Material
          risk: Risk för rost.
          åtgärder:
            mala:
              text: Måla det som rostar.
              regionövergripande: ja
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


def test_a_region_wide_risk_is_inherited_by_its_id(tmp_path):
    """The id alone takes over area, text and the region-wide measures, but not those of the executive board alone."""
    risk = board(tmp_path, "halka:")["halka"]
    assert (risk.area, risk.text, risk.printed) == ("Drift",) + ("Risk för halka i parkerna.",) * 2
    assert risk.region_wide
    assert risk.giver == ("parknamnden", 2024, "halka")
    assert {id_: (each.text, each.region_wide) for id_, each in risk.measures.items()} == {
        "sanda": ("Sanda gångarna.", True)
    }
    assert risk.place.file == "content/lekplatsnamnden/2024/plan.yml"


def test_a_risk_with_a_region_wide_measure_is_inherited_too(tmp_path):
    """A risk is for all boards when one of its measures is, though the risk itself is not marked."""
    risk = board(tmp_path, "rost:")["rost"]
    assert (risk.text, risk.region_wide) == ("Risk för rost.", False)
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
    assert (sand.text, sand.wording, sand.inherited, sand.region_wide) == (
        "Sanda gångarna.",
        "Sanda rutschkanan.",
        True,
        True,
    )
    assert (mats.text, mats.inherited, mats.region_wide) == ("Lägg ut mattor.", False, False)


def test_a_board_may_have_a_risk_of_its_own_with_the_same_id(tmp_path):
    """A risk that is written whole is the board's own, and takes nothing over from the executive board's."""
    risk = board(tmp_path, "halka:\n  område: Lek\n  risk: Risk för hala gungor.")["halka"]
    assert (risk.area, risk.text, risk.giver, dict(risk.measures)) == (
        "Lek",
        "Risk för hala gungor.",
        None,
        {},
    )
    assert not risk.region_wide


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
