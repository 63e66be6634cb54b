"""The overview: is the budget held, the year's page, the lists behind the counts, and a board's years compared."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import one_goal, registered, results_of, write
from vpgen.build import check_content
from vpgen.economy import asides_of, economy_of, economy_years, sentence_of
from vpgen.findings import find
from vpgen.pages.boards import change_line, make_body
from vpgen.pages.comparison import comparison_page
from vpgen.pages.look import Look
from vpgen.pages.money import money_view, newest_money
from vpgen.pages.site_map import make_pages
from vpgen.pages.standing import standing_pages
from vpgen.pages.years import year_page
from vpgen.statuses import Tally
from vpgen.succession import compare_plans, successions
from vpgen.target_shifts import shift
from vpgen.targets import parse_target

GAP = "skillnaden mellan barn och vuxna"
PLAN = "underlag: original\n"
REPORT = "underlag: original\nperiod: 2024\n"


def money(economy, heads, rows):
    """A document's table with these column heads and rows, the cells that it points out, and a chapter for it."""
    pointed = "".join(f"  {role}: drift/{ref}\n" for role, ref in economy.items())
    lines = "".join(f"      {line}\n" for line in [f"sort | id | Belopp | {heads}", *rows])
    placed = "kapitel:\n  budget:\n    rubrik: Budget\n    innehåll:\n      - tabell: drift\n"
    table = f"tabeller:\n  drift:\n    rubrik: Driftbudget\n    enhet: mnkr\n    rader: |\n{lines}"
    return (f"ekonomi:\n{pointed}" if economy else "") + placed + table


def economy(tmp_path, year=2024, plan="", report=None):
    """What the parknämnd's plan and follow-up of 2024 tell of a year's economy."""
    files = {"parknamnden/2024/plan.yml": PLAN + plan}
    if report is not None:
        files["parknamnden/2024/verksamhetsberattelse.yml"] = REPORT + report
    return economy_of(registered(tmp_path, files).bodies["parknamnden"], year)


def told(tmp_path, outcome, budget, deviation=None):
    """The sentence for an outcome and a budget of 2024, with the printed deviation if one is given."""
    roles = {"utfall": "summa/utfall-2024", "budget": "summa/budget-2024"}
    heads, row = "Utfall 2024 | Budget 2024", f"rad | summa | Summa | {outcome} | {budget}"
    if deviation is not None:
        roles["avvikelse"] = "summa/avvikelse"
        heads, row = f"{heads} | Avvikelse", f"{row} | {deviation}"
    report = money(roles, heads, [row])
    if deviation is not None:
        report = report.replace(
            "    rader:", "    kolumner:\n      avvikelse:\n        är: avvikelse\n    rader:"
        )
    return economy(tmp_path, report=report)


def looked(tmp_path, files):
    """The look of the invented region with these files, and its parknämnd."""
    results = results_of(tmp_path, files)
    look = Look(results, find(results), lambda *_: None)
    return look, results.register.bodies["parknamnden"]


def plain(text):
    """HTML as a reader sees it, with every space as one space."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)).replace("\xa0", " ")).strip()


def spaced(text):
    return text.replace("\xa0", " ")


# Is the budget held


@pytest.mark.parametrize(
    ("outcome", "budget", "deviation", "sentence"),
    [
        ("-90,0", "-100,0", None, "Överskott på 10,0 mnkr mot budget 2024 (10,0 %)"),
        ("-110,5", "-100,0", None, "Underskott på 10,5 mnkr mot budget 2024 (10,5 %)"),
        ("-100,0", "-100,0", None, "Utfallet är lika med budgeten 2024"),
        ("110", "100", None, "Utfallet är 10 mnkr högre än budgeten 2024 (10,0 %)"),
        ("90", "100", None, "Utfallet är 10 mnkr lägre än budgeten 2024 (10,0 %)"),
        ("110", "100", "-10", "Underskott på 10 mnkr mot budget 2024 (10,0 %)"),
        ("5", "-100", None, "Utfallet är 105 mnkr högre än budgeten 2024 (105,0 %)"),
        ("-5", "0", None, "Utfallet är 5 mnkr lägre än budgeten 2024"),
    ],
)
def test_the_direction_is_told_from_the_sign(tmp_path, outcome, budget, deviation, sentence):
    """Below a budgeted net cost is a surplus, above it a deficit; where the sign tells neither, neither is said."""
    assert spaced(sentence_of(told(tmp_path, outcome, budget, deviation))) == sentence


def test_another_printed_deviation_is_told_beside_the_computed_one(tmp_path):
    """A printed deviation that does not follow from the amounts is shown, and so is the one that does."""
    files = {"parknamnden/2024/plan.yml": PLAN}
    report = money(
        {"utfall": "summa/utfall-2024", "budget": "summa/budget-2024", "avvikelse": "summa/avvikelse"},
        "Utfall 2024 | Budget 2024 | Avvikelse",
        ["rad | summa | Summa | -90 | -100 | 12"],
    ).replace("    rader:", "    kolumner:\n      avvikelse:\n        är: avvikelse\n    rader:")
    files["parknamnden/2024/verksamhetsberattelse.yml"] = REPORT + report
    view = money_view(*looked(tmp_path, files), 2024)
    assert spaced(view.difference) == "överskott 10 mnkr"
    assert spaced(view.note) == "Dokumentets tryckta avvikelse är en annan: 12 mnkr"
    assert view.answer.endswith("#cell-drift--summa--avvikelse")


def test_a_printed_deviation_alone_is_said_to_be_the_documents(tmp_path):
    """Without amounts to compare, the deviation is given as the document has it, and leans nowhere."""
    report = money({"avvikelse": "summa/avvikelse"}, "Avvikelse", ["rad | summa | Summa | 12"]).replace(
        "    rader:",
        "    kolumner:\n      avvikelse:\n        är: avvikelse\n        avser: 2024\n    rader:",
    )
    found = economy(tmp_path, report=report)
    assert spaced(sentence_of(found)) == "Avvikelsen mot budget 2024 är 12 mnkr enligt dokumentet"


def test_a_budget_alone_is_no_answer(tmp_path):
    """A plan's budget is told with its amount, and that nobody can say whether it is held."""
    plan = money({"budget": "summa/budget-2024"}, "Budget 2024", ["rad | summa | Summa | -100,0"])
    found = economy(tmp_path, plan=plan)
    assert found.deviation is None
    assert spaced(sentence_of(found)) == (
        "Om budgeten 2024 på −100,0 mnkr hålls kan inte avgöras: "
        "ingen tabell pekar ut utfall eller prognos för året"
    )


def test_a_part_of_the_year_is_not_set_against_the_whole_years_budget(tmp_path):
    """The outcome of half a year is not compared with the budget of the whole; the full year's forecast is."""
    heads = "Utfall jan–jul 2024 | Budget 2024"
    roles = {"utfall": "summa/utfall-jan-jul-2024", "budget": "summa/budget-2024"}
    alone = economy(tmp_path / "a", report=money(roles, heads, ["rad | summa | Summa | -50 | -100"]))
    assert alone.deviation is None
    assert "beloppen gäller olika tid" in sentence_of(alone)
    roles["prognos"] = "summa/prognos-2024"
    rows = ["rad | summa | Summa | -50 | -100 | -104"]
    both = economy(tmp_path / "b", report=money(roles, f"{heads} | Prognos 2024", rows))
    assert spaced(sentence_of(both)) == "Prognosen pekar på ett underskott på 4 mnkr mot budget 2024 (4,0 %)"


def test_a_plan_tells_last_years_forecast_against_last_years_budget(tmp_path):
    """The forecast of the year before is compared with that year's budget in the same row, not with the plan's own."""
    plan = money(
        {"budget": "summa/budget-2024", "prognos": "summa/prognos-2023"},
        "Budget 2024 | Prognos 2023 | Budget 2023",
        ["rad | summa | Summa | -100 | -80 | -90"],
    )
    look, body = looked(tmp_path, {"parknamnden/2024/plan.yml": PLAN + plan})
    assert economy_years(body) == [2024, 2023]
    assert spaced(sentence_of(economy_of(body, 2023))).startswith(
        "Prognosen pekar på ett överskott på 10 mnkr"
    )
    views = newest_money(look, body)
    assert [(view.year, view.lean, view.computed) for view in views] == [
        (2024, "oklart", False),
        (2023, "prognos", True),
    ]


def test_the_follow_up_is_believed_before_the_plan(tmp_path):
    """Where the plan and the follow-up print different budgets, the follow-up's is compared."""
    plan = money({"budget": "summa/budget-2024"}, "Budget 2024", ["rad | summa | Summa | -90"])
    report = money(
        {"utfall": "summa/utfall-2024", "budget": "summa/budget-2024"},
        "Utfall 2024 | Budget 2024",
        ["rad | summa | Summa | -95 | -100"],
    )
    assert spaced(sentence_of(economy(tmp_path, plan=plan, report=report))).startswith("Överskott på 5 mnkr")


def test_a_dash_is_no_amount(tmp_path):
    """A cell that prints a dash gives no economy at all."""
    plan = money({"budget": "summa/budget-2024"}, "Budget 2024", ["rad | summa | Summa | -"])
    assert economy(tmp_path, plan=plan) is None


def test_what_was_forecast_and_the_worst_row_stand_beside_the_answer(tmp_path):
    """Beside an outcome: how far the forecast lay from the same budget, and the row that exceeds its budget by most."""
    heads = "Utfall 2024 | Budget 2024 | Prognos 2024"
    roles = {name: f"summa/{name}-2024" for name in ("utfall", "budget", "prognos")}
    rows = [
        "rad | drift | Drift | -62 | -60 | -60",
        "rad | lek | Lek | -25 | -20 | -20",
        "rad | intakter | Intäkter | 7 | 8 | 6",
        "summa | summa | Summa | -80 | -72 | -74",
    ]
    found = economy(tmp_path, report=money(roles, heads, rows))
    assert spaced(sentence_of(found)).startswith("Underskott på 8 mnkr")
    assert [spaced(each.text) for each in asides_of(found)] == [
        "Prognosen pekade på ett underskott på 2 mnkr",
        "Störst överskridande: Lek, 5 mnkr över budget",
    ]


def test_a_forecast_is_set_against_the_budget_of_its_own_document(tmp_path):
    """A forecast of another document is compared with the budget beside it there, by name, with what contradicts them."""
    report = money(
        {"utfall": "summa/utfall-2024", "budget": "summa/budget-2024"},
        "Utfall 2024 | Budget 2024",
        ["rad | summa | Summa | -80 | -90"],
    )
    plan = money(
        {"prognos": "summa/prognos-2024"}, "Prognos 2024 | Budget 2024", ["rad | summa | Summa | -84 | -91"]
    )
    files = {
        "parknamnden/2024/plan.yml": PLAN,
        "parknamnden/2024/verksamhetsberattelse.yml": REPORT + report,
        "parknamnden/2025/plan.yml": PLAN + plan,
    }
    view = money_view(*looked(tmp_path, files), 2024)
    assert spaced(view.sentence).removeprefix("Osäkert: ").lower().startswith("överskott på 10 mnkr")
    [aside] = view.asides
    assert spaced(aside.text) == (
        "Prognosen pekade på ett överskott på 7 mnkr mot budgeten −91 mnkr, enligt Verksamhetsplan 2025"
    )
    assert len(aside.doubts) == 1
    assert "−91 mnkr i Verksamhetsplan 2025" in spaced(aside.doubts[0])


def test_rows_that_exceed_their_budgets_by_as_much_are_all_named(tmp_path):
    """Of a tie every row is named; of very many only how many they are."""
    roles = {"utfall": "summa/utfall-2024", "budget": "summa/budget-2024"}

    def worst(folder, *names):
        rows = [f"rad | r{at} | {name} | -3 | -2" for at, name in enumerate(names)]
        rows.append(f"summa | summa | Summa | -{3 * len(names)} | -{2 * len(names)}")
        report = money(roles, "Utfall 2024 | Budget 2024", rows)
        [aside] = asides_of(economy(tmp_path / folder, report=report))
        return spaced(aside.text)

    assert worst("a", "Lek", "Park") == "Störst överskridande: Lek och Park, 1 mnkr vardera över budget"
    assert worst("b", "Lek och sand", "Park", "Hamn") == (
        "Störst överskridande: Lek och sand, Park samt Hamn, 1 mnkr vardera över budget"
    )
    assert worst("c", *"ABCD") == "Störst överskridande: 4 rader, 1 mnkr vardera över budget"


def test_an_amount_that_is_not_the_boards_total_names_its_row(tmp_path):
    """A result that stands in a row of its own says of what it is; a sum, and a row with the board's name, need not."""
    table = money(
        {"utfall": "summa/utfall-2024", "budget": "egen/budget-2024", "resultat": "regionen/utfall-2024"},
        "Utfall 2024 | Budget 2024",
        [
            "rad | egen | Parknämnden | -3 | -2",
            "summa | summa | Summa | -3 | -2",
            "rad | regionen | Hela regionens resultat | 7 | 8",
        ],
    )
    files = {"parknamnden/2024/plan.yml": PLAN, "parknamnden/2024/verksamhetsberattelse.yml": REPORT + table}
    view = money_view(*looked(tmp_path, files), 2024)
    assert [view.amount(role).name for role in ("utfall", "budget", "resultat")] == [
        "Utfall 2024",
        "Budget 2024",
        "Resultat 2024 (Hela regionens resultat)",
    ]


def test_no_row_is_named_worst_where_the_signs_do_not_tell(tmp_path):
    """Where costs stand without a minus, and no deviation is printed, no row is said to exceed its budget."""
    roles = {"utfall": "summa/utfall-2024", "budget": "summa/budget-2024"}
    rows = ["rad | lek | Lek | 25 | 20", "summa | summa | Summa | 25 | 20"]
    assert asides_of(economy(tmp_path, report=money(roles, "Utfall 2024 | Budget 2024", rows))) == ()


def test_an_answer_on_contradicted_amounts_is_uncertain(tmp_path):
    """Where a sum that the answer rests on does not add up, it is said to be uncertain, without a percentage, and why."""
    roles = {"utfall": "summa/utfall-2024", "budget": "summa/budget-2024"}
    rows = ["rad | lek | Lek | -25 | -20", "summa | summa | Summa | -52 | -20"]
    files = {"parknamnden/2024/plan.yml": PLAN}
    report = REPORT + money(roles, "Utfall 2024 | Budget 2024", rows)
    look, body = looked(tmp_path / "a", files | {"parknamnden/2024/verksamhetsberattelse.yml": report})
    view = money_view(look, body, 2024)
    assert spaced(view.sentence) == "Osäkert: underskott på 32 mnkr mot budget 2024"
    assert len(view.doubts) == 1
    assert "−52" in spaced(view.doubts[0])
    explained = report + "förklaringar:\n  drift/summa/utfall-2024: en rad är utelämnad\n"
    look, body = looked(tmp_path / "b", files | {"parknamnden/2024/verksamhetsberattelse.yml": explained})
    assert money_view(look, body, 2024).doubts == ()


# Targets from year to year


@pytest.mark.parametrize(
    ("old", "new", "better", "kind", "reason"),
    [
        ("74 %", "76 %", "högt", "höjt", "med 2 procentenheter, ett strängare mål"),
        ("76 %", "74 %", "högt", "sänkt", "med 2 procentenheter, ett mindre strängt mål"),
        ("6 %", "5 %", "lågt", "sänkt", "med 1 procentenhet, ett strängare mål"),
        ("74 %", "74 %", "högt", "oförändrat", "samma målvärde"),
        ("74,0 %", "74 %", "högt", "oförändrat", "samma målvärde"),
        ("högre än riket (86 %)", "högre än riket", "högt", "oförändrat", "samma målvärde"),
        ("74 % (flickor)", "74 % (alla)", "högt", "oförändrat", "samma målvärde"),
        ("74 % (flickor)", "76 %", "högt", "höjt", "med 2 procentenheter, ett strängare mål"),
        ({"barn": "öka (2023: 7)"}, {"barn": "öka"}, "högt", "oförändrat", "samma målvärden"),
        (
            {"bedöms": "Blir bättre"},
            {"bedöms": "Blir bra"},
            "högt",
            "ändrat",
            "målet bedöms i text, och texten är en annan",
        ),
        ("10", "12", "inget", "höjt", "med 2"),
        ("10 st", "12 ton", "högt", "kan inte avgöras", "enheterna st och ton"),
        ("öka", "74 %", "högt", "ändrat", "förut: ökar; nu: minst 74 %"),
        ("topp 5 av 21", "topp 3 av 21", "högt", "höjt", "från plats 5 till plats 3, ett strängare mål"),
        ("topp 3 av 21", "5 av 21", "högt", "sänkt", "från plats 3 till plats 5, ett mindre strängt mål"),
        ("topp 5 av 21", "5 av 21", "högt", "ändrat", "förut: topp 5 av 21; nu: plats 5 av 21 eller bättre"),
        ("topp 5 av 21", "topp 5 av 22", "högt", "ändrat", "förut: topp 5 av 21; nu: topp 5 av 22"),
        ("över 74 %", "74 %", "högt", "ändrat", "förut: över 74 %; nu: minst 74 %, ett mindre strängt mål"),
        ("74 %", "över 74 %", "högt", "ändrat", "förut: minst 74 %; nu: över 74 %, ett strängare mål"),
        ("0,734", "0,7", "högt", "oförändrat", "samma målvärde, avrundat olika"),
        ("74 % till 2030", "74 % till 2031", "högt", "ändrat", "samma målvärde, men till en annan tid"),
        (
            "74 % till 2030",
            "76 % till 2031",
            "högt",
            "ändrat",
            "förut: minst 74 % till 2030; nu: minst 76 % till 2031",
        ),
        ("öka 5 st", "öka 3 st", "högt", "sänkt", "med 2 st, ett mindre strängt mål"),
        ("minska 5 st", "minska 8 st", "lågt", "höjt", "med 3 st, ett strängare mål"),
        ("öka", "öka 3 st", "högt", "ändrat", "förut: ökar; nu: ökar minst 3 st, ett strängare mål"),
        ("riket +2 år", "riket +1 år", "högt", "sänkt", "med 1 år, ett mindre strängt mål"),
        (
            "högre än riket",
            "minst riket",
            "högt",
            "ändrat",
            "förut: högre än riket; nu: minst lika högt som riket, ett mindre strängt mål",
        ),
        (
            "medelvärde över 3 år minst 2 %",
            "medelvärde över 3 år minst 3 %",
            "högt",
            "höjt",
            "med 1 procentenhet, ett strängare mål",
        ),
        (f"{GAP} högst 5 st", f"{GAP} högst 3 st", "högt", "sänkt", "med 2 st, ett strängare mål"),
        (
            "minst 75 % av delmålen",
            "minst 50 % av delmålen",
            "högt",
            "sänkt",
            "med 25 procentenheter, ett mindre strängt mål",
        ),
        ("minst 2 delmål", "alla delmål", "högt", "kan inte avgöras", "enheterna utan enhet och %"),
        (
            {"minst": 1, "av": ["öka", "ja"]},
            {"minst": 2, "av": ["öka", "ja"]},
            "högt",
            "höjt",
            "med 1, ett strängare mål",
        ),
        ({"barn": "öka 5 st", "vuxna": "3 st"}, {"barn": "öka 4 st", "vuxna": "3 st"}, "högt", "sänkt", None),
        (None, "74 %", "högt", "nytt", "inget målvärde året före"),
        ("74 %", None, "högt", "borttaget", "inget målvärde längre"),
        (None, None, "högt", "oförändrat", "inget målvärde något av åren"),
    ],
)
def test_a_target_is_raised_or_lowered(old, new, better, kind, reason):
    """A target is compared with last year's by its limit; another kind of demand is another, not more or less."""
    targets = [None if each is None else parse_target(each, better, ("barn", "vuxna")) for each in (old, new)]
    found = shift(*targets)
    assert found.kind == kind
    assert reason is None or spaced(found.reason) == reason


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from(["högt", "lågt"]))
def test_a_raised_target_is_harder_where_high_is_good(old, new, better):
    """The word for the limit and that for the demand agree, whichever way is good."""
    found = shift(parse_target(f"{old} st", better), parse_target(f"{new} st", better))
    expected = "höjt" if new > old else "sänkt" if new < old else "oförändrat"
    assert found.kind == expected
    if old != new:
        assert ("ett strängare mål" in found.reason) == ((new > old) == (better == "högt"))


# Plans from year to year

BEFORE = """
    underlag: original
    mål:
      trygga:
        sort: nämndens mål
        text: Parkerna är trygga.
        indikatorer:
          besiktigade:
            målvärde: 90 %
          nojdhet:
            målvärde: 70
      grona:
        sort: nämndens mål
        text: Parkerna är gröna.
    uppdrag:
      plantera:
        text: Plantera tio träd.
    """
AFTER = """
    underlag: original
    mål:
      trygga:
        sort: nämndens mål
        text: Parkerna är trygga och ljusa.
        indikatorer:
          besiktigade:
            målvärde: 95 %
          utslapp:
            målvärde: 4 ton
      lummiga:
        sort: nämndens mål
        text: Parkerna är lummiga.
        fortsätter: [2023/grona]
    uppdrag:
      klippa:
        text: Klipp gräset.
    """


def two_years(tmp_path, before=BEFORE, after=AFTER):
    files = {"parknamnden/2023/plan.yml": before, "parknamnden/2024/plan.yml": after}
    return registered(tmp_path, files)


def test_two_years_are_compared_by_id_and_continuation(tmp_path):
    """The same id with other words is renamed, what says that it continues is no new thing, and the rest is new or gone."""
    register = two_years(tmp_path)
    [pair] = successions(register, register.bodies["parknamnden"])
    assert [
        (step.kind, step.before and step.before.id, step.after and step.after.id) for step in pair.goals
    ] == [
        ("omformulerad", "trygga", "trygga"),
        ("omformulerad", "grona", "lummiga"),
    ]
    assert sorted(step.kind for step in pair.assignments) == ["ny", "utgår"]
    assert {step.id: (step.kind, step.shift and step.shift.kind) for step in pair.indicators} == {
        "besiktigade": ("oförändrad", "höjt"),
        "utslapp": ("ny", None),
        "nojdhet": ("utgår", None),
    }


@pytest.mark.parametrize(
    ("broken", "undecided", "decided"), [("before", "klippa", "utgår"), ("after", "plantera", "ny")]
)
def test_what_a_plan_that_is_not_whole_lacks_cannot_be_told(tmp_path, broken, undecided, decided):
    """What only the whole plan has is neither new nor dropped where the other may have had it too."""
    partly = "underlag: original\n    fullständig: nej"
    before = BEFORE.replace("underlag: original", partly) if broken == "before" else BEFORE
    after = AFTER.replace("underlag: original", partly) if broken == "after" else AFTER
    register = two_years(tmp_path, before, after)
    plans = register.bodies["parknamnden"].plans
    steps = compare_plans(register, plans[2023], plans[2024]).assignments
    of = {(step.after or step.before).id: step for step in steps}
    assert of.pop(undecided).kind == "kan inte avgöras"
    assert [step.kind for step in of.values()] == [decided]
    assert "finns inte här i sin helhet" in next(step.reason for step in steps if step.reason)


def test_a_goal_that_goes_on_as_an_assignment_is_not_dropped(tmp_path):
    """What continues as another kind of thing leads there, in the old plan's list and in the new one's."""
    after = AFTER.replace(
        "text: Klipp gräset.", "text: Klipp gräset.\n        fortsätter: [2023/grona]"
    ).replace("        fortsätter: [2023/grona]\n    uppdrag", "    uppdrag")
    register = two_years(tmp_path, after=after)
    [pair] = successions(register, register.bodies["parknamnden"])
    gone = next(step for step in pair.goals if step.after is None)
    assert (gone.kind, gone.refs[0].id) == ("fortsätter", "klippa")
    assert next(step.kind for step in pair.assignments if step.after) == "fortsätter"


def test_years_that_do_not_follow_each_other_are_not_compared(tmp_path):
    """With a year between them two plans say nothing of each other, and there is no page."""
    files = {"parknamnden/2022/plan.yml": BEFORE, "parknamnden/2024/plan.yml": PLAN}
    results = results_of(tmp_path, files)
    look = Look(results, (), lambda _file, _line: None)
    assert comparison_page(look, results.register.bodies["parknamnden"]) is None


# The year's page, and counts that differ

COUNCIL = """
    underlag: original
    mål:
      levande:
        sort: effektmål
        nr: 1
        text: Länet är levande.
      lugnt:
        sort: effektmål
        nr: 2
        text: Länet är lugnt.
    """
OWN = "underlag: original\nmål:\n  levande:\n  eget:\n    sort: nämndens mål\n    text: Eget.\n"


def look_at(tmp_path, files):
    results = results_of(tmp_path, {"regionfullmaktige/2024/plan.yml": COUNCIL} | files)
    return Look(results, (), lambda _file, _line: None)


def cells(look):
    """The matrix of 2024: goal by goal, each board's word and reason."""
    view = year_page(look, 2024, [2024]).view
    return {
        row.link.text: [(cell.symbol.word if cell.symbol else cell.text, cell.reason) for cell in row.cells]
        for row in view.goals
    }


def test_the_matrix_says_why_there_is_no_verdict(tmp_path):
    """A board without the goal, without a follow-up or without an assessment says so in words, each its own."""
    report = "underlag: avskrift\nperiod: 2024\nmål:\n  levande:\n    bedömning: {}\n"
    look = look_at(
        tmp_path,
        {
            "parknamnden/2024/plan.yml": OWN,
            "parknamnden/2024/verksamhetsberattelse.yml": report.format(
                "ej bedömd\n    orsak: mätningen dröjer"
            ),
            "lekplatsnamnden/2024/plan.yml": OWN.replace("original\n", "original\nfullständig: nej\n"),
        },
    )
    assert cells(look) == {
        "Länet är levande.": [
            ("Ej bedömd", "mätningen dröjer"),
            ("Inte uppföljt", "ingen uppföljning finns här"),
        ],
        "Länet är lugnt.": [
            ("Har inte målet", ""),
            ("Framgår inte", "planen för 2024 finns inte här i sin helhet"),
        ],
    }
    view = year_page(look, 2024, [2024]).view
    assert [(board.name, board.own_goals) for board in view.boards] == [
        ("Parknämnden", 1),
        ("Lekplatsnämnden", 1),
    ]


@pytest.mark.parametrize(
    ("slug", "period", "said"), [("uppfoljning-t1", "T1 2024", True), ("uppfoljning", "2024", False)]
)
def test_what_is_said_before_the_year_is_out_says_when(tmp_path, slug, period, said):
    """The head of a column names the follow-up of its cells; a goal is uppnått only with the time that says so."""
    report = f"underlag: original\nperiod: {period}\nmål:\n  levande:\n    bedömning: grön\n"
    look = look_at(tmp_path, {"parknamnden/2024/plan.yml": OWN, f"parknamnden/2024/{slug}.yml": report})
    (column,) = year_page(look, 2024, [2024]).view.bodies
    assert (column.body.text, column.source.text) == ("Parknämnden", f"Uppföljning {period}")
    assert cells(look)["Länet är levande."] == [("Grön", f"uppnått ({period})" if said else "uppnått")]
    (page,) = standing_pages(look, look.results.register.bodies["parknamnden"], 2024)
    notes = {each.symbol.note for kind in page.view.kinds for each in kind.lists}
    assert notes == {f"enligt Uppföljning {period}" if said else ""}


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        (
            "internkontroll:\n  risker:\n    is:\n      område: Drift\n      risk: Is.\n      publicering: intern\n",
            ("Har inte målet", ""),
        ),
        (
            "  hemligt:\n    sort: nämndens mål\n    text: Hemligt.\n    publicering: intern\n",
            ("Framgår inte", "allt i planen för 2024 visas inte"),
        ),
    ],
)
def test_only_hidden_goals_make_the_matrix_unsure(tmp_path, hidden, said):
    """That a plan has an internal risk says nothing of its goals; that it may have an internal goal does."""
    files = {"regionfullmaktige/2024/plan.yml": COUNCIL, "parknamnden/2024/plan.yml": OWN + hidden}
    results = check_content(write(tmp_path, files), internal=False).results
    assert cells(Look(results, (), lambda _file, _line: None))["Länet är lugnt."] == [said]


def test_boards_without_a_plan_are_named(tmp_path):
    """A board of the mandate that has no plan for the year is named as missing, not left out."""
    look = look_at(tmp_path, {"parknamnden/2024/plan.yml": OWN})
    assert year_page(look, 2024, [2024]).view.missing == ("Lekplatsnämnden",)


def test_an_unknown_assessment_is_warned_of(tmp_path):
    """A board's goals without a known assessment are counted, and the count leads to the list."""
    report = "underlag: avskrift\nperiod: 2024\nmål:\n  levande:\n    bedömning: grön\n"
    look = look_at(
        tmp_path,
        {"parknamnden/2024/plan.yml": OWN, "parknamnden/2024/verksamhetsberattelse.yml": report},
    )
    view = make_body(look, look.results.register.bodies["parknamnden"])
    assert view.unjudged.text == "1 av 2 mål"
    assert view.changes is None


def test_counts_are_compared_with_the_follow_up_before(tmp_path):
    """The newest follow-up's counts are told as steps from those of the one before."""
    half = "underlag: original\nperiod: jan–jul 2024\nmål:\n  levande:\n    bedömning: röd\n  eget:\n    bedömning: gul\n"
    whole = "underlag: original\nperiod: 2024\nmål:\n  levande:\n    bedömning: grön\n  eget:\n    bedömning: gul\n"
    look = look_at(
        tmp_path,
        {
            "parknamnden/2024/plan.yml": OWN,
            "parknamnden/2024/delarsrapport.yml": half,
            "parknamnden/2024/verksamhetsberattelse.yml": whole,
        },
    )
    changes = make_body(look, look.results.register.bodies["parknamnden"]).changes
    assert changes.before.address == "parknamnden/2024/delarsrapport.html"
    assert dict(changes.lines) == {
        "Effektmål": "grön +1, röd −1",
        "Nämndens mål": "oförändrat",
    }


ATTENTION = """
    underlag: original
    period: {period}
    mål:
      levande:
        bedömning: {levande}
        motivering: Träden dör.
      eget:
        bedömning: röd
    """


def test_what_needs_attention_says_why_and_since_when(tmp_path):
    """A raised goal has the board's motivation where it has no comment, and says that it was raised before, too."""
    look = look_at(
        tmp_path,
        {
            "parknamnden/2024/plan.yml": OWN,
            "parknamnden/2024/delarsrapport.yml": ATTENTION.format(period="jan–jul 2024", levande="gul"),
            "parknamnden/2024/verksamhetsberattelse.yml": ATTENTION.format(period="2024", levande="röd"),
        },
    )
    body = look.results.register.bodies["parknamnden"]
    view = make_body(look, body)
    assert [(each.since, each.comment) for each in view.attention] == [
        ("", "Träden dör."),
        ("även jan–jul 2024", ""),
    ]
    assert (view.worst.number, view.worst.symbol.word, view.more) == (2, "Röd", None)
    short = make_body(look, body, most=1)
    assert (len(short.attention), short.worst.number) == (1, 2)
    assert (short.more.text, short.more.address) == (
        "och 1 till",
        "parknamnden/2024/verksamhetsberattelse-bedomningar.html",
    )


def test_a_board_where_nothing_is_raised_says_so_with_what_is_not_known(tmp_path):
    """The list of boards tells nothing raised from nothing known, and from nothing followed up."""
    report = "underlag: avskrift\nperiod: 2024\nmål:\n  levande:\n    bedömning: grön\n"
    look = look_at(
        tmp_path,
        {"parknamnden/2024/plan.yml": OWN, "parknamnden/2024/verksamhetsberattelse.yml": report},
    )
    bodies = look.results.register.bodies
    assert make_body(look, bodies["parknamnden"]).calm == "inget lyfts fram; 1 av 2 mål utan känd bedömning"
    assert make_body(look, bodies["lekplatsnamnden"]).calm == "ingen uppföljning"


def test_a_missed_target_says_of_what_and_when(tmp_path):
    """A value of another year or scope than the follow-up's is told beside it, and the older ones are counted."""
    plan = "besiktigade:\n  målvärde: 90 %\nutslapp:\n  målvärde: 4 ton\n  gäller: lanet\n"
    report = "besiktigade:\n  utfall: 80 %\nutslapp:\n  utfall: 9 ton\n  avser: 2022\n"
    look = look_at(tmp_path, one_goal(plan=plan, report=report))
    view = make_body(look, look.results.register.bodies["parknamnden"])
    assert [(each.link.text, each.of) for each in view.missed] == [
        ("Andel besiktigade lekplatser", ""),
        ("Utsläpp från parkmaskiner", "avser 2022, gäller Påhitts län"),
    ]
    assert view.verdicts.note == "1 av de 2 utfall som kunde jämföras är från ett tidigare år än 2024."


def test_a_count_of_another_total_says_so():
    """Where there were fewer before, the steps alone would mislead."""
    before, after = Tally({"grön": 1, "röd": 2}), Tally({"grön": 3, "röd": 2})
    assert change_line(before, after) == "grön +2 (då 3 st, nu 5 st)"


def test_every_count_has_its_list(tmp_path):
    """Each status that somebody has is listed with as many as are counted."""
    report = "underlag: avskrift\nperiod: 2024\nmål:\n  levande:\n    bedömning: grön\n"
    look = look_at(
        tmp_path,
        {"parknamnden/2024/plan.yml": OWN, "parknamnden/2024/verksamhetsberattelse.yml": report},
    )
    body = look.results.register.bodies["parknamnden"]
    [page] = standing_pages(look, body, 2024)
    lists = {each.id: len(each.things) for kind in page.view.kinds for each in kind.lists}
    counts = [count for tally in make_body(look, body).tallies for count in tally.counts if count.number]
    assert counts
    assert {count.address.partition("#")[2]: count.number for count in counts} == lists
    assert {count.address.partition("#")[0] for count in counts} == {page.address}
    assert page.address in {each.address for each in make_pages(look)}


# The site of the real content


@pytest.fixture(scope="module")
def read(real_site):
    """Reads a page of the real site."""
    return lambda address: (real_site / address).read_text(encoding="utf-8")


def test_the_start_page_begins_with_the_budget(read):
    """Each board's first words are whether its budget is held, with the amount, the direction and a link to the cell."""
    html = read("index.html")
    text = plain(html[html.index('<h1 id="innehall"') :])
    assert text.index("Överskott på 88,5 mnkr mot budget 2024 (3,0 %) räknat") < text.index(
        "Så gick det 2024"
    )
    assert "Om budgeten 2025 på −3 748,8 mnkr hålls kan inte avgöras" in text
    assert (
        'href="regionstyrelsen/2024/verksamhetsberattelse-tabeller.html#cell-driftbudget--totalt--budget-avvikelse"'
        in html
    )
    assert "Effekt av beslutade åtgärder 2024: 35,3 mnkr" in text
    told = "Prognosen vid delår 2024 pekade på ett överskott på 31,0 mnkr mot budgeten −2 957,8 mnkr, enligt"
    assert f"{told} Verksamhetsplan 2025 räknat ▲ Verksamhetsplan 2025, Regionstyrelsen" in text
    assert "Störst överskridande: Regionstyrelsens verksamhetskostnad, 78,2 mnkr över budget räknat" in text
    assert "Osäkert: prognosen pekar på ett överskott på 33,3 mnkr mot budget 2022 räknat" in text
    assert "Utan känd bedömning: 8 av 10 mål och 12 av 13 uppdrag" in text


def test_every_count_leads_to_as_many(read):
    """A count of a status on the start page leads to a list with that many things."""
    found = re.findall(r'<a href="([^"#]+)#([a-z0-9-]+)"><b>(\d+)</b> ([^<]+)</a>', read("index.html"))
    single = [each for each in found if each[1].count("-") and not each[1].startswith("ar-")]
    lists = 0
    for address, id_, number, _ in single:
        html = read(address)
        section = re.search(rf'<h3 id="{id_}">.*?</ul>', html, re.DOTALL)
        if section:
            lists += 1
            assert section[0].count("<li>") == int(number)
    assert lists > 10


def test_the_year_page_has_every_board_and_goal(read):
    """2024 has the economy of both boards, the eight goals, and names the board without a plan."""
    html = read("ar/2024.html")
    text = plain(html)
    assert "överskott 88,5 mnkr −2 957,5 mnkr" in text
    assert "Regional tillväxtnämnd: Om budgeten 2024 på −143,4 mnkr hålls kan inte avgöras" in text
    matrix = re.search(r'<table class="vp-tabell vp-matris">.*?</table>', html, re.DOTALL)[0]
    assert matrix.count("<tr>") == 9
    assert matrix.count("Har inte målet") == 4
    assert matrix.count("vp-symbol--rod ") == 2
    assert matrix.count("framgår inte av källan") == 5
    assert "Ingen plan för 2024 finns här för: Servicenämnden." in text


def test_a_year_never_shows_green_where_nothing_is_known(read):
    """In a year without a follow-up no goal has a level's symbol, only the words for why not."""
    matrix = re.search(r'<table class="vp-tabell vp-matris">.*?</table>', read("ar/2023.html"), re.DOTALL)[0]
    assert matrix.count("Inte uppföljt") > 10
    assert not re.search(r"vp-symbol--(gron|gul|rod)\b", matrix)


def test_regionstyrelsens_years_are_compared(read):
    """The page has what is known of 2024 and 2025: the drone assignment renamed, nr 56 continued, a target that is another."""
    text = plain(read("regionstyrelsen/jamforelse.html"))
    assert "Planen för 2024 finns inte här i sin helhet" in text
    assert "Nr 56: Att skapa gemensamma förutsättningar" in text
    assert (
        "öka jämfört med föregående år 90 % Ändrat förut: ökar jämfört med föregående år; nu: minst 90 %"
        in text
    )


def test_a_politician_with_a_phone_reads_the_matrix(open_page, real_address):
    """From the start page one tap leads to the year; the goal stays in sight when the boards are scrolled."""
    page = open_page(real_address, width=390)
    page.get_by_role("link", name=re.compile("Alla nämnder ?, år 2023")).click()
    page.wait_for_url("**/ar/2023.html")
    frame = page.get_by_role("region", name="Fullmäktiges mål, nämnd för nämnd")
    frame.evaluate("element => { element.scrollLeft = 300 }")
    first = frame.locator("tbody th").first.bounding_box()
    assert frame.evaluate("element => element.scrollLeft") > 100
    assert 0 <= first["x"] < 40
    page.get_by_role("navigation", name="Välj år").get_by_role("link", name="2024").click()
    page.wait_for_url("**/ar/2024.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
