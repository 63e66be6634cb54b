"""Verdicts: at, just under and just over each limit, and the sentence that says why."""

from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpgen.comparing import change, is_amount
from vpgen.fulfilment import fulfilment
from vpgen.judging import Case, SubGoalCount, judge
from vpgen.numbers import Quantity, parse_quantity
from vpgen.periods import parse_period
from vpgen.targets import parse_target
from vpgen.values import Missing, parse_outcome, parse_value

GROUPS = ("kvinnor", "män")
NOW, BEFORE = parse_period("2024"), parse_period("2023")
NO_EARLIER = "det finns inget tidigare värde för samma slags period att jämföra med"
MET, NOT_MET, OPEN = "nått", "inte nått", "kan inte avgöras"


def figure(raw):
    """Read a figure from a text, or one per group from a mapping; a figure stays what it is."""
    if isinstance(raw, dict):
        return {group: figure(part) for group, part in raw.items()}
    return parse_outcome(raw) if isinstance(raw, str) else raw


def case(outcome, previous=None, better="högt", **more):
    """Make a case of 2024 with 2023 before it."""
    return replace(
        Case(figure(outcome), better, NOW, figure(previous), BEFORE if previous is not None else None), **more
    )


def verdict(target, of_case):
    """Judge a target as written, and give its kind and its reason with plain spaces."""
    result = judge(parse_target(target, of_case.better, GROUPS), of_case)
    return result.kind, result.reason.replace("\u00a0", " ")


LIMITS = [
    ("minst 95 %", "95 %", MET, "95 % är lika med gränsen i målet, minst 95 %"),
    ("minst 95 %", "96 %", MET, "96 % är högre än målet, minst 95 %"),
    ("minst 95 %", "94,9 %", NOT_MET, "94,9 % är lägre än målet, minst 95 %"),
    ("minst 95,4 %", "95 %", OPEN, "95 % är avrundat, och gränsen 95,4 % ligger inom avrundningen"),
    ("minst 95,4 %", "96 %", MET, "96 % är högre än målet, minst 95,4 %"),
    ("minst 95,5 %", "95 %", NOT_MET, "95 % är lägre än målet, minst 95,5 %"),
    ("högst 5 %", "5 %", MET, "5 % är lika med gränsen i målet, högst 5 %"),
    ("högst 5 %", "5,1 %", NOT_MET, "5,1 % är högre än målet, högst 5 %"),
    ("högst 5 %", "4,9 %", MET, "4,9 % är lägre än målet, högst 5 %"),
    ("över 78", "78", NOT_MET, "78 är lika med gränsen i målet, över 78"),
    ("över 78", "79", MET, "79 är högre än målet, över 78"),
    ("under 5 %", "5 %", NOT_MET, "5 % är lika med gränsen i målet, under 5 %"),
    ("under 5 %", "4 %", MET, "4 % är lägre än målet, under 5 %"),
    ("12 st", "1 st", NOT_MET, "1 st är färre än målet, minst 12 st"),
    ("12 st", "12 st", MET, "12 st är lika med gränsen i målet, minst 12 st"),
    ("12 st", "13 st", MET, "13 st är fler än målet, minst 12 st"),
    (
        "högst 1,0 miljoner ton",
        "1,174 miljoner ton",
        NOT_MET,
        "1,174 miljoner ton är mer än målet, högst 1,0 miljoner ton",
    ),
    (
        "högst 1 174 000 ton",
        "1,2 miljoner ton",
        OPEN,
        "1,2 miljoner ton är avrundat, och gränsen 1 174 000 ton ligger inom avrundningen",
    ),
    ("minst 95 %", "95 st", OPEN, "olika enheter: ”st” mot ”%”"),
    ("minst 95 %", "95", OPEN, "olika enheter: ingen enhet mot ”%”"),
    ("minst 95 %", "Helt", OPEN, "utfallet är ett ord, ”Helt”, inget värde att räkna på"),
    ("minst 95 %", "12 av 21", OPEN, "utfallet är en placering, plats 12 av 21, inget värde att räkna på"),
    ("minst 95 %", "saknas", OPEN, "utfallet saknas"),
    ("minst 95 %", None, OPEN, "utfallet är inte ifyllt än"),
    ("minst 90 %", "90–100 %", MET, "90–100 % är högre än målet, minst 90 %"),
    ("över 90 %", "85–90 %", NOT_MET, "85–90 % är lägre än målet, över 90 %"),
    ("minst 90 %", "85–95 %", OPEN, "85–95 % ligger på båda sidor om gränsen i målet, minst 90 %"),
    ("Positiv budgetavvikelse", "31 mnkr", MET, "31 mnkr är större än noll"),
    ("Positiv budgetavvikelse", "0,0 mnkr", NOT_MET, "0,0 mnkr är noll, inte större än noll"),
    ("Positiv budgetavvikelse", "−0,1 mnkr", NOT_MET, "−0,1 mnkr är mindre än noll"),
    ("Positiv budgetavvikelse", "-1–1", OPEN, "−1–1 ligger på båda sidor om noll"),
    ("Topp 3 av 7", "Topp 3 av 7", MET, "topp 3 av 7 är lika med gränsen i målet, topp 3 av 7"),
    ("11 av 21", "12 av 21", NOT_MET, "plats 12 av 21 är sämre än målet, plats 11 av 21 eller bättre"),
    ("11 av 21", "11 av 21", MET, "plats 11 av 21 är lika med gränsen i målet, plats 11 av 21 eller bättre"),
    ("11 av 21", "10 av 21", MET, "plats 10 av 21 är bättre än målet, plats 11 av 21 eller bättre"),
    (
        "11 av 21",
        "10 av 20",
        OPEN,
        (
            "plats 10 av 20 mot målet, plats 11 av 21 eller bättre: platser bland olika "
            "många går inte att jämföra"
        ),
    ),
    ("topp 2 av 7", "topp 3 av 7", OPEN, "topp 3 av 7 kan vara både bättre och sämre än målet, topp 2 av 7"),
    ("11 av 21", "11 %", OPEN, "utfallet är ingen placering: 11 %"),
    ("ja", "Ja", MET, "utfallet är ja, som målet kräver"),
    ("ja", "nej", NOT_MET, "utfallet är nej, men målet är ja"),
    ("nej", "Nej", MET, "utfallet är nej, som målet kräver"),
    ("ja", "Delvis", OPEN, "utfallet är varken ja eller nej: Delvis"),
    ("bedöms i text", "Delvis", OPEN, "målet bedöms i text, ingen regel kan avgöra det"),
    (
        "riket +1 %",
        "58 %",
        OPEN,
        (
            "målet ”riket +1 %” kan betyda riket +1 procentenhet eller riket +1 % av värdet: "
            "det framgår inte om procent eller procentenheter menas"
        ),
    ),
]


@pytest.mark.parametrize(("target", "outcome", "kind", "reason"), LIMITS)
def test_outcome_against_a_limit(target, outcome, kind, reason):
    """An outcome is judged at the precision it is printed with, and the sentence gives both figures."""
    assert verdict(target, case(outcome)) == (kind, reason)


RELATIVE = [
    (
        "öka jämfört med föregående år",
        "27 483 st",
        "38 213 st",
        NOT_MET,
        "27 483 st är färre än föregående år, 38 213 st",
    ),
    ("öka", "38 214 st", "38 213 st", MET, "38 214 st är fler än föregående år, 38 213 st"),
    ("öka", "1 st", "1 st", NOT_MET, "1 st är lika med föregående år, 1 st"),
    (
        "öka",
        "40 %",
        "40 %",
        OPEN,
        "40 % mot föregående år, 40 %: skillnaden är mindre än den tryckta noggrannheten",
    ),
    ("öka", "41 %", "40 %", MET, "41 % är högre än föregående år, 40 %"),
    (
        "öka",
        "88 %",
        "87,53 %",
        OPEN,
        "88 % mot föregående år, 87,53 %: skillnaden är mindre än den tryckta noggrannheten",
    ),
    (
        "öka",
        "69 %",
        "68,6 %",
        OPEN,
        "69 % mot föregående år, 68,6 %: skillnaden är mindre än den tryckta noggrannheten",
    ),
    ("öka", "69,2 %", "68,6 %", MET, "69,2 % är högre än föregående år, 68,6 %"),
    (
        "minska",
        "1,174 miljoner ton",
        "1,145 miljoner ton",
        NOT_MET,
        "1,174 miljoner ton är mer än föregående år, 1,145 miljoner ton",
    ),
    ("minska", "8 %", "6 %", NOT_MET, "8 % är högre än föregående år, 6 %"),
    ("minska", "3,4 %", "3,5 %", MET, "3,4 % är lägre än föregående år, 3,5 %"),
    ("Ökning 5 %", "105 st", "100 st", MET, "105 st är lika med 105 st (föregående år, 100 st, plus 5 %)"),
    (
        "Ökning 5 %",
        "104 st",
        "100 st",
        NOT_MET,
        "104 st är färre än 105 st (föregående år, 100 st, plus 5 %)",
    ),
    (
        "Ökning 5 %",
        "47 882 KVÅ-koder",
        "45 600 KVÅ-koder",
        MET,
        "47 882 KVÅ-koder är fler än 47 880 KVÅ-koder (föregående år, 45 600 KVÅ-koder, plus 5 %)",
    ),
    (
        "Ökning 5 %",
        "47 880 KVÅ-koder",
        "45 600 KVÅ-koder",
        OPEN,
        (
            "47 880 KVÅ-koder mot 47 880 KVÅ-koder (föregående år, 45 600 KVÅ-koder, plus 5 %): "
            "skillnaden är mindre än den tryckta noggrannheten"
        ),
    ),
    (
        "öka 50 %",
        "16 ton",
        "10 ton",
        OPEN,
        (
            "16 ton mot 15 ton (föregående år, 10 ton, plus 50 %): "
            "skillnaden är mindre än den tryckta noggrannheten"
        ),
    ),
    ("minska 15 %", "84 st", "100 st", MET, "84 st är färre än 85 st (föregående år, 100 st, minus 15 %)"),
    ("minska 15 %", "86 st", "100 st", NOT_MET, "86 st är fler än 85 st (föregående år, 100 st, minus 15 %)"),
    ("öka 5 %", "45 %", "40 %", OPEN, "5 % av ett värde i procent kan betyda procent eller procentenheter"),
    (
        "öka 5 procentenheter",
        "46 %",
        "40 %",
        MET,
        "46 % är högre än 45 % (föregående år, 40 %, plus 5 procentenheter)",
    ),
    ("öka 5 %", "5 ton", "−5 ton", OPEN, "en förändring i procent går inte att räkna från −5 ton"),
    ("öka 5 st", "46 %", "40 %", OPEN, "olika enheter: ”st” mot ”procentenheter”"),
    ("öka", "46 %", "40 st", OPEN, "olika enheter: ”%” mot ”st”"),
    (
        "öka",
        "46 %",
        "Delvis",
        OPEN,
        "värdet för föregående år är ett ord, ”Delvis”, inget värde att räkna på",
    ),
    ("öka", "46 %", None, OPEN, NO_EARLIER),
    ("öka jämfört med föregående år", "46 %", None, OPEN, NO_EARLIER),
    ("öka jämfört med föregående år", "46 %", "saknas", OPEN, "värdet för föregående år saknas"),
    ("bibehålla", "46 %", None, OPEN, NO_EARLIER),
    ("oförändrad", "76 %", "76 %", MET, "76 % är lika med föregående år, 76 %, så noga som de är tryckta"),
    ("Ökning10%", "110 st", "100 st", MET, "110 st är lika med 110 st (föregående år, 100 st, plus 10 %)"),
    ("öka", "77–80", "75–78", OPEN, "77–80 mot föregående år, 75–78: intervallen går inte att skilja åt"),
    ("bibehålla", "76 %", "76 %", MET, "76 % är lika med föregående år, 76 %, så noga som de är tryckta"),
    ("bibehålla", "77 %", "76 %", MET, "77 % är högre än föregående år, 76 %"),
    ("bibehålla", "75 %", "76 %", NOT_MET, "75 % är lägre än föregående år, 76 %"),
    ("bibehålla", "3 st", "3 st", MET, "3 st är lika med föregående år, 3 st"),
    ("bibehålla", "12 av 21", "12 av 21", MET, "plats 12 av 21 är lika med föregående år, plats 12 av 21"),
    (
        "bibehålla",
        "13 av 21",
        "12 av 21",
        NOT_MET,
        "plats 13 av 21 är sämre än föregående år, plats 12 av 21",
    ),
    ("bibehålla", "77–80", "77–80", MET, "77–80 är lika med föregående år, 77–80, så noga som de är tryckta"),
    (
        "bibehålla",
        "77–80",
        "76–80",
        OPEN,
        "77–80 mot föregående år, 76–80: intervallen går inte att skilja åt",
    ),
]


@pytest.mark.parametrize(("target", "outcome", "previous", "kind", "reason"), RELATIVE)
def test_outcome_against_the_year_before(target, outcome, previous, kind, reason):
    """A change is told only where the printed intervals lie apart; a value is kept also where they do not."""
    assert verdict(target, case(outcome, previous)) == (kind, reason)


COMPARED = [
    ("högre än riket", "84 %", "87 %", NOT_MET, "84 % är lägre än riket, 87 %"),
    ("högre än riket", "88 %", "87 %", MET, "88 % är högre än riket, 87 %"),
    (
        "högre än riket",
        "87 %",
        "87 %",
        OPEN,
        "87 % mot riket, 87 %: skillnaden är mindre än den tryckta noggrannheten",
    ),
    ("lägre än riket", "86 %", "87 %", MET, "86 % är lägre än riket, 87 %"),
    ("minst riket", "5 st", "5 st", MET, "5 st är lika med riket, 5 st"),
    (
        "riket +1 procentenhet",
        "63 %",
        "61 %",
        MET,
        "63 % är högre än 62 % (riket, 61 %, plus 1 procentenhet)",
    ),
    (
        "riket +1 procentenhet",
        "58 %",
        "61 %",
        NOT_MET,
        "58 % är lägre än 62 % (riket, 61 %, plus 1 procentenhet)",
    ),
    (
        "riket -2 procentenheter",
        "58 %",
        "61 %",
        NOT_MET,
        "58 % är lägre än 59 % (riket, 61 %, minus 2 procentenheter)",
    ),
    ("riket +10 % av värdet", "13 år", "10 år", MET, "13 år är högre än 11 år (riket, 10 år, plus 10 %)"),
    ("högre än jämförbara län", "12 år", "10 år", OPEN, "jämförelsevärdet för jämförbara län saknas"),
]


@pytest.mark.parametrize(("target", "outcome", "country", "kind", "reason"), COMPARED)
def test_outcome_against_a_comparison(target, outcome, country, kind, reason):
    """A comparison is between two rounded figures of the same period."""
    assert verdict(target, case(outcome, comparisons={"Riket": parse_value(country)})) == (kind, reason)


@pytest.mark.parametrize(
    ("outcome", "better", "beyond", "kind", "reason"),
    [
        ("77", "högt", "okänt", MET, "77 ligger inom intervallet 77–80"),
        ("80", "högt", "okänt", MET, "80 ligger inom intervallet 77–80"),
        ("76", "högt", "bättre", NOT_MET, "76 ligger under intervallet 77–80"),
        (
            "83",
            "högt",
            "okänt",
            OPEN,
            "83 ligger över intervallet 77–80, och källan säger inte om det är bättre eller en avvikelse",
        ),
        ("83", "högt", "bättre", MET, "83 ligger över intervallet 77–80, på den bättre sidan"),
        ("83", "högt", "avvikelse", NOT_MET, "83 ligger över intervallet 77–80, och det är en avvikelse"),
        ("83", "lågt", "bättre", NOT_MET, "83 ligger över intervallet 77–80"),
        ("76", "lågt", "bättre", MET, "76 ligger under intervallet 77–80, på den bättre sidan"),
        ("83", "inget", "okänt", NOT_MET, "83 ligger över intervallet 77–80"),
        ("78–79", "högt", "okänt", MET, "78–79 ligger inom intervallet 77–80"),
        ("76–79", "högt", "okänt", OPEN, "76–79 ligger delvis utanför intervallet 77–80"),
        ("78 %", "högt", "okänt", OPEN, "olika enheter: ”%” mot ingen enhet"),
    ],
)
def test_outcome_against_an_interval(outcome, better, beyond, kind, reason):
    """Inside is met; outside on the good side is what the source says it is."""
    assert verdict("77–80", case(outcome, better=better, beyond=beyond)) == (kind, reason)


def test_limit_of_an_interval_inside_the_rounding_is_open():
    """An interval finer than the outcome cannot be told at its edge."""
    kind, reason = verdict("6,3–6,1 %", case("6 %", better="lågt", beyond="bättre"))
    assert (kind, reason) == (
        OPEN,
        "6 % är avrundat, och gränsen för intervallet 6,1–6,3 % ligger inom avrundningen",
    )


def test_bare_number_where_nothing_is_good_is_not_judged():
    """A number without a direction is shown beside the outcome, no more."""
    kind, reason = verdict("6 %", case("8 %", better="inget"))
    assert (kind, reason) == (OPEN, "8 % mot 6 %: det är inte sagt om ett högt eller ett lågt värde är bra")


def test_missing_outcome_gives_its_reason():
    """Each kind of nothing is told, with the reason where there is one."""
    said = {
        kind: judge(parse_target("öka", "högt"), case(Missing(kind, "ej mätt"))).reason
        for kind in ("saknas", "ej bedömd", "ej redovisad", "okänd")
    }
    assert said == {
        "saknas": "utfallet saknas: ej mätt",
        "ej bedömd": "utfallet är inte bedömt: ej mätt",
        "ej redovisad": "utfallet redovisas inte i dokumentet: ej mätt",
        "okänd": "utfallet framgår inte av källan: ej mätt",
    }


def test_year_before_is_the_year_before():
    """A value of two years ago is not taken for the year before, but the history may hold that."""
    two_years_ago = case("84 %", "86 %", previous_period=parse_period("2022"))
    assert verdict("öka jämfört med föregående år", two_years_ago) == (
        OPEN,
        "värdet för föregående år saknas, det senaste avser 2022",
    )
    assert verdict("öka", two_years_ago) == (NOT_MET, "84 % är lägre än 2022, 86 %")
    with_history = replace(two_years_ago, history={BEFORE: parse_value("80 %")})
    assert verdict("öka jämfört med föregående år", with_history) == (
        MET,
        "84 % är högre än föregående år, 80 %",
    )


def test_base_year_is_found_in_the_history():
    """A change from a base year needs that year's value."""
    history = {parse_period("2005"): parse_value("1 835 tusen ton")}
    target = "minska 60 % från 2005"
    assert verdict(target, case("700 tusen ton", history=history)) == (
        MET,
        "700 tusen ton är mindre än 734 tusen ton (2005, 1 835 tusen ton, minus 60 %)",
    )
    assert verdict(target, case("700 tusen ton")) == (OPEN, "värdet för 2005 saknas")


def test_target_of_a_later_year_stays_open():
    """A target for 2030 is neither met nor failed in 2024, and the sentence says how it stands."""
    target = "högst 0,7 miljoner ton år 2030"
    early = case("1,174 miljoner ton")
    assert verdict(target, early) == (
        OPEN,
        (
            "målet gäller 2030, och utfallet låg ännu inte på rätt sida om gränsen 2024: 1,174 miljoner ton är "
            "mer än målet, högst 0,7 miljoner ton"
        ),
    )
    assert verdict(target, case("0,6 miljoner ton"))[1].startswith(
        "målet gäller 2030, och utfallet låg på rätt sida om gränsen 2024: "
    )
    assert verdict(target, replace(early, outcome_period=parse_period("2030")))[0] == NOT_MET
    assert verdict(target, replace(early, outcome_period=None))[0] == OPEN


def test_mean_needs_every_year():
    """A mean over years is reckoned exactly, and only where no year is missing."""
    history = {parse_period("2022"): parse_value("1,9 %")}
    target = "medelvärde över 3 år minst 2 %"
    assert verdict(target, case("2,0 %", "2,1 %", history=history)) == (
        MET,
        "medelvärdet 2022–2024 (räknat), 2,00 %, är lika med gränsen i målet, minst 2 %",
    )
    assert verdict(target, case("1,9 %", "2,0 %", history=history)) == (
        NOT_MET,
        "medelvärdet 2022–2024 (räknat), 1,93 %, är lägre än målet, minst 2 %",
    )
    assert verdict(target, case("2,1 %", "2,1 %")) == (OPEN, "värdet för 2022 saknas")
    assert verdict(target, case("2,1 %", "2,1 %", outcome_period=None))[0] == OPEN


def test_every_group_must_hold():
    """One group that fails decides and is named; then one that cannot be told."""
    target = {"kvinnor": "90 %", "män": "80 %"}
    assert verdict(target, case({"kvinnor": "90 %", "män": "80 %"}))[0] == MET
    assert verdict(target, case({"kvinnor": "91 %", "män": "79 %"})) == (
        NOT_MET,
        "män: 79 % är lägre än målet, minst 80 %",
    )
    assert verdict(target, case({"kvinnor": "91 %"})) == (OPEN, "män: utfallet saknas")
    assert verdict(target, case({"kvinnor": "89 %", "män": "saknas"}))[0] == NOT_MET
    assert verdict(target, case("91 %")) == (OPEN, "utfallet är inte redovisat per grupp")


@pytest.mark.parametrize(
    ("outcome", "name", "expected"),
    [
        ({"kvinnor": "95 %"}, "utfallet", (OPEN, "män: utfallet saknas")),
        ({"kvinnor": "95 %"}, "prognosen", (OPEN, "män: prognosen saknas")),
        ({"kvinnor": "89 %"}, "utfallet", (NOT_MET, "kvinnor: 89 % är lägre än målet, minst 90 %")),
        (
            {"alla": "90 %", "kvinnor": "95 %"},
            "utfallet",
            (MET, "90 % är lika med gränsen i målet, minst 90 %"),
        ),
    ],
)
def test_a_group_that_is_left_out_has_not_reached_the_target(outcome, name, expected):
    """Every group of the indicator must reach a target that names none, unless the whole is told."""
    assert verdict("minst 90 %", case(outcome, name=name, groups=GROUPS)) == expected


def test_an_undivided_figure_is_of_the_whole_where_that_is_a_group():
    """A lone value answers a target of `alla`, and is set against lone values before it and elsewhere; not else."""
    of_case = case("95 %", "94 %", groups=("kvinnor", "alla"), comparisons={"riket": parse_value("90 %")})
    of_case = replace(of_case, history={parse_period("2020"): parse_value("96 %")})
    targets = ("minst 95 %", "öka", "högre än riket", "öka från 2020")
    kinds = [
        judge(parse_target({"alla": each}, "högt", ("kvinnor", "alla")), of_case).kind for each in targets
    ]
    assert kinds == [MET, MET, MET, NOT_MET]
    women = parse_target({"kvinnor": "minst 95 %"}, "högt", ("kvinnor", "alla"))
    assert judge(women, of_case).reason == "utfallet är inte redovisat per grupp"


@pytest.mark.parametrize(
    ("target", "base", "kind"),
    [
        ("bibehålla jämfört med 2023", "2023", OPEN),
        ("öka jämfört med 2023", "2022", OPEN),
        ("minska 5 procentenheter från 2023", "jan–aug 2023", OPEN),
        ("bibehålla jämfört med 2023", "jan–aug 2024", MET),
    ],
)
def test_a_value_is_compared_only_with_an_earlier_time(target, base, kind):
    """A base that is the outcome's own time, or a later one, says nothing; nor does one that is partly the same."""
    of_case = case(
        "90 %", history={parse_period("2023"): parse_value("90 %")}, outcome_period=parse_period(base)
    )
    for name in ("utfallet", "prognosen"):
        found, reason = verdict(target, replace(of_case, name=name))
        assert found == kind
        assert (f"målet jämför med 2023, och {name} avser {base}" in reason) is (kind == OPEN)
        assert (fulfilment(parse_target(target, "högt"), of_case).percent is None) is (kind == OPEN)


@pytest.mark.parametrize(
    ("better", "outcome", "previous", "kind"),
    [
        ("högt", "5 st", "0 st", MET),
        ("högt", "5 mnkr", "−3 mnkr", MET),
        ("lågt", "5 st", "0 st", NOT_MET),
        ("lågt", "−5 mnkr", "−3 mnkr", MET),
    ],
)
def test_a_share_of_nothing_allows_no_difference(better, outcome, previous, kind):
    """Where what counts as unchanged is a share of zero or less, the order of the values decides."""
    share = parse_quantity("5 %")
    assert verdict("bibehålla", case(outcome, previous, better, unchanged=share))[0] == kind
    moved = change(parse_value(outcome), parse_value(previous), better, share)
    assert moved.kind == {MET: "förbättrad", NOT_MET: "försämrad"}[kind]


@pytest.mark.parametrize(
    ("unit", "grows"),
    [
        ("kr", True),
        ("st", True),
        ("kr/invånare", True),
        ("mnkr per invånare", True),
        ("fall per 1 000 invånare", True),
        ("%", False),
        ("index/invånare", False),
        ("dagar per ärende", False),
        ("st/dag", False),
        ("kWh per år", False),
    ],
)
def test_what_grows_as_the_year_goes(unit, grows):
    """A sum that is shared out is a sum; what is told per day is not."""
    assert is_amount(unit) is grows


def test_sub_goals_have_no_forecast():
    """They are counted from what has been; that, and not that there are none, is why it is left open."""
    counted = case(None, sub_goals=SubGoalCount(2, 0, 2), name="prognosen")
    assert verdict("alla delmål", counted) == (OPEN, "delmål har ingen prognos")


def test_groups_are_judged_one_by_one_against_one_target():
    """A change is asked of each group against its own value the year before."""
    before = {"kvinnor": "84,0 år", "män": "80,0 år"}
    assert verdict("öka", case({"kvinnor": "84,6 år", "män": "80,7 år"}, before))[0] == MET
    assert verdict("öka", case({"kvinnor": "84,6 år", "män": "79,7 år"}, before)) == (
        NOT_MET,
        "män: 79,7 år är lägre än föregående år, 80,0 år",
    )


def test_gap_between_groups():
    """The difference between two groups is compared with the one before, with the rounding of both."""
    target = "skillnaden mellan kvinnor och män minskar"
    before = {"kvinnor": "84,4 år", "män": "80,0 år"}
    assert verdict(target, case({"kvinnor": "84,6 år", "män": "80,7 år"}, before)) == (
        MET,
        "skillnaden mellan kvinnor och män, 3,9 år, är mindre än föregående år, 4,4 år",
    )
    assert verdict(target, case({"kvinnor": "84,6 år", "män": "79,7 år"}, before))[0] == NOT_MET
    assert verdict(target, case({"kvinnor": "84,5 år", "män": "80,2 år"}, before))[0] == OPEN
    assert verdict(target, case({"kvinnor": "84,5 år"}, before)) == (OPEN, "utfallet för män saknas")
    assert verdict(target, case("84 år", before)) == (OPEN, "utfallet är inte redovisat per grupp")


GAP = "skillnaden mellan kvinnor och män"
GAPS = [
    (
        f"{GAP} högst 5 procentenheter",
        "80 %",
        "75 %",
        MET,
        "5 procentenheter, är lika med gränsen i målet, högst 5",
    ),
    (
        f"{GAP} högst 5 procentenheter",
        "75 %",
        "80 %",
        MET,
        "5 procentenheter, är lika med gränsen i målet, högst 5",
    ),
    (f"{GAP} högst 5 procentenheter", "80 %", "76 %", MET, "4 procentenheter, är mindre än målet, högst 5"),
    (
        f"{GAP} högst 5 procentenheter",
        "81 %",
        "75 %",
        NOT_MET,
        "6 procentenheter, är större än målet, högst 5",
    ),
    (f"{GAP} mindre än 5 procentenheter", "80 %", "75 %", NOT_MET, "är lika med gränsen i målet, under 5"),
    (f"{GAP} under 5 procentenheter", "80 %", "76 %", MET, "är mindre än målet, under 5"),
    (f"{GAP} högst 5,5 procentenheter", "80 %", "75 %", OPEN, "bygger på avrundade tal, och gränsen 5,5"),
    (f"{GAP} högst 5,5 procentenheter", "80,0 %", "75,0 %", MET, "5,0 procentenheter, är mindre än målet"),
    (f"{GAP} högst 3 st", "12 st", "8 st", NOT_MET, "4 st, är större än målet, högst 3 st"),
    (f"{GAP} högst 3 st", "12 %", "8 %", OPEN, "olika enheter: ”procentenheter” mot ”st”"),
    (f"{GAP} högst 3 st", "12 st", "saknas", OPEN, "utfallet för män saknas"),
    (f"{GAP} högst 3 st", "12 st", "7–8 st", OPEN, "är inte två tal"),
]


@pytest.mark.parametrize(("target", "women", "men", "kind", "said"), GAPS)
def test_limit_of_a_difference_between_groups(target, women, men, kind, said):
    """The distance between two groups, whichever is higher, is judged against a limit of its own."""
    found, reason = verdict(target, case({"kvinnor": women, "män": men}))
    assert (found, said in reason) == (kind, True), reason


def test_limit_of_a_difference_needs_groups():
    """One value for all says nothing of the difference between two groups."""
    assert verdict(GAPS[0][0], case("80 %")) == (OPEN, "utfallet är inte redovisat per grupp")


SUB_GOALS = [
    (
        "minst 75 % av delmålen",
        (3, 0, 4),
        MET,
        "3 av 4 delmål har nåtts, och målet är minst 75 % av delmålen",
    ),
    (
        "minst 75 % av delmålen",
        (2, 0, 4),
        NOT_MET,
        "2 av 4 delmål har nåtts, och målet är minst 75 % av delmålen",
    ),
    (
        "minst 75 % av delmålen",
        (4, 0, 4),
        MET,
        "4 av 4 delmål har nåtts, och målet är minst 75 % av delmålen",
    ),
    (
        "minst 75 % av delmålen",
        (2, 1, 4),
        OPEN,
        "2 av 4 delmål har nåtts och 1 kan inte avgöras, och målet är minst 75 % av delmålen",
    ),
    (
        "minst 75 % av delmålen",
        (1, 1, 4),
        NOT_MET,
        "1 av 4 delmål har nåtts, och målet är minst 75 % av delmålen",
    ),
    (
        "minst 75 % av delmålen",
        (3, 1, 4),
        MET,
        "3 av 4 delmål har nåtts, och målet är minst 75 % av delmålen",
    ),
    ("alla delmål", (3, 0, 3), MET, "3 av 3 delmål har nåtts, och målet är alla delmål"),
    ("alla delmål", (2, 0, 3), NOT_MET, "2 av 3 delmål har nåtts, och målet är alla delmål"),
    (
        "alla delmål",
        (6, 1, 7),
        OPEN,
        "6 av 7 delmål har nåtts och 1 kan inte avgöras, och målet är alla delmål",
    ),
    ("minst 3 delmål", (2, 0, 9), NOT_MET, "2 av 9 delmål har nåtts, och målet är minst 3 delmål"),
    ("minst 3 delmål", (3, 6, 9), MET, "3 av 9 delmål har nåtts, och målet är minst 3 delmål"),
    ("minst 3 delmål", (0, 0, 0), OPEN, "målet har inga delmål att räkna"),
    ("minst 3 delmål", None, OPEN, "målet har inga delmål att räkna"),
]


@pytest.mark.parametrize(("target", "count", "kind", "reason"), SUB_GOALS)
def test_sub_goals_are_counted_without_an_outcome(target, count, kind, reason):
    """Sub-goals that cannot be told leave the target open only where they could decide it."""
    counted = case(None, sub_goals=SubGoalCount(*count) if count else None)
    assert verdict(target, counted) == (kind, reason)


def test_sub_goals_stand_beside_other_demands():
    """Of several demands only those that need an outcome wait for it."""
    target = {"alla": ["minst 90 %", "minst 2 delmål"]}
    assert verdict(target, case(None, sub_goals=SubGoalCount(1, 0, 2))) == (
        NOT_MET,
        "1 av 2 delmål har nåtts, och målet är minst 2 delmål",
    )
    assert (
        verdict(target, case(None, sub_goals=SubGoalCount(2, 0, 2)))[1]
        == "minst 90 %: utfallet är inte ifyllt än"
    )
    assert verdict(target, case("90 %", sub_goals=SubGoalCount(2, 0, 2)))[0] == MET


SOME = [
    (
        2,
        ["minst 90 %", "minst 80 %", "minst 70 %"],
        "80 %",
        MET,
        "2 av 3 krav hålls, och det ska vara minst 2",
    ),
    (
        2,
        ["minst 90 %", "minst 80 %", "minst 70 %"],
        "79 %",
        NOT_MET,
        (
            "1 av 3 krav hålls, och det ska vara minst 2: 79 % är lägre än målet, minst 90 %; "
            "79 % är lägre än målet, minst 80 %"
        ),
    ),
    (
        2,
        ["minst 90 %", "öka", "minst 70 %"],
        "79 %",
        OPEN,
        f"1 av 3 krav hålls, 1 kan inte avgöras, och det ska vara minst 2: ökar: {NO_EARLIER}",
    ),
    (
        1,
        ["minst 90 %", "öka", "minst 70 %"],
        "79 %",
        MET,
        "1 av 3 krav hålls, 1 kan inte avgöras, och det ska vara minst 1",
    ),
    ("67 %", ["minst 90 %", "minst 80 %", "minst 70 %"], "80 %", NOT_MET, None),
    (
        "66 %",
        ["minst 90 %", "minst 80 %", "minst 70 %"],
        "80 %",
        MET,
        "2 av 3 krav hålls, och det ska vara minst 66 %",
    ),
    (2, ["minst 70 %", "minst 70 %"], "70 %", MET, "2 av 2 krav hålls, och det ska vara minst 2"),
]


@pytest.mark.parametrize(("need", "parts", "outcome", "kind", "reason"), SOME)
def test_so_many_of_several_demands(need, parts, outcome, kind, reason):
    """Demands that hold are counted; those that cannot be told leave it open only where they could tip it."""
    found = verdict({"minst": need, "av": parts}, case(outcome))
    assert found[0] == kind
    assert reason is None or found[1] == reason


def test_so_many_of_several_groups():
    """Each group is judged by its own target, and those that reach it are counted."""
    target = {"minst": 1, "av": {"kvinnor": "90 %", "män": "80 %"}}
    assert verdict(target, case({"kvinnor": "90 %", "män": "79 %"})) == (
        MET,
        "1 av 2 grupper når sitt mål, och det ska vara minst 1",
    )
    assert verdict(target, case({"kvinnor": "89 %", "män": "79 %"}))[0] == NOT_MET
    assert verdict(target, case({"kvinnor": "89 %"})) == (
        OPEN,
        "0 av 2 grupper når sitt mål, 1 kan inte avgöras, och det ska vara minst 1: män: utfallet saknas",
    )
    assert verdict(target, case("90 %"))[0] == OPEN


# Acceptable deviations

WITHIN, BEYOND = (
    "men inom den acceptabla avvikelsen, ",
    "och skillnaden är större än den acceptabla avvikelsen, ",
)
NEAR = [
    ("minst 95 %", "93 %", "2 procentenheter", True),
    ("minst 95 %", "92,9 %", "2 procentenheter", False),
    ("minst 95 %", "93,1 %", "2 procentenheter", True),
    ("minst 95 %", "93 %", "1,6 procentenheter", None),  # inside the rounding of the outcome
    ("minst 95 %", "95 %", "2 procentenheter", MET),
    ("över 95 %", "95 %", "2 procentenheter", True),
    ("över 95 %", "93 %", "2 procentenheter", True),
    ("högst 5 %", "7 %", "2 procentenheter", True),
    ("högst 5 %", "8 %", "2 procentenheter", False),
    ("under 5 %", "5 %", "1 procentenhet", True),
    ("minst 95 %", "93 %", "2 %", None),
    ("minst 95 %", "93 %", "2 st", None),
    ("minst 200 st", "190 st", "5 %", True),
    ("minst 200 st", "189 st", "5 %", False),
    ("högst 200 st", "210 st", "5 %", True),
    ("högst 200 st", "211 st", "5 %", False),
    ("högst 0 st", "1 st", "5 %", None),
    ("högst 0 st", "1 st", "1 st", True),
    ("77–80", "76", "1", True),
    ("77–80", "75", "1", False),
    ("77–80", "74–75", "2", None),
    ("Positiv budgetavvikelse", "−1,0 mnkr", "1 mnkr", True),
    ("Positiv budgetavvikelse", "−1,1 mnkr", "1 mnkr", False),
    ("topp 3 av 7", "4 av 7", "1 plats", True),
    ("topp 3 av 7", "5 av 7", "1 plats", False),
    ("11 av 21", "13 av 21", "2 platser", True),
    ("11 av 21", "13 av 21", "2 procentenheter", None),
    ("öka", "38 %", "2 procentenheter", True),
    ("öka", "37 %", "2 procentenheter", False),
    ("öka", "38 %", "1,5 procentenheter", None),
    ("öka", "39 st", "2 st", True),
    ("öka 5 procentenheter", "43 %", "2 procentenheter", True),
    ("öka 5 procentenheter", "42 %", "2 procentenheter", False),
    ("minska", "42 %", "2 procentenheter", True),
    ("minska", "43 %", "2 procentenheter", False),
    ("bibehålla", "38 %", "2 procentenheter", True),
    ("bibehålla", "37 %", "2 procentenheter", False),
    ("bibehålla", "13 av 21", "1 plats", True),
    ("bibehålla", "14 av 21", "1 plats", False),
    ("högre än riket", "59 %", "2 procentenheter", True),
    ("högre än riket", "58 %", "2 procentenheter", False),
    ("riket +1 procentenhet", "60 %", "2 procentenheter", True),
    ("riket +1 procentenhet", "59 %", "2 procentenheter", False),
    ("medelvärde över 2 år minst 41 %", "38 %", "2 procentenheter", True),
    ("medelvärde över 2 år minst 41 %", "34 %", "2 procentenheter", False),
    ("ja", "nej", "2 procentenheter", False),
]
EARLIER = {"%": "40 %", "st": "40 st"}


def near_case(outcome, tolerance, **more):
    """Make a case with an acceptable deviation, last year's value and the country's in the unit of the outcome."""
    value = figure(outcome)
    before = "12 av 21" if "av" in outcome else EARLIER.get(getattr(value, "unit", ""))
    return case(
        outcome, before, comparisons={"riket": parse_value("61 %")}, tolerance=parse_value(tolerance), **more
    )


@pytest.mark.parametrize(("target", "outcome", "tolerance", "near"), NEAR)
def test_a_missed_target_is_near_within_the_acceptable_deviation(target, outcome, tolerance, near):
    """Exactly at the deviation is within; what rounding or units leave open stays open and says so."""
    found = judge(parse_target(target, "högt", GROUPS), near_case(outcome, tolerance))
    if near == MET:
        assert (found.kind, found.near) == (MET, None)
        return
    assert (found.kind, found.near) == (NOT_MET, near), found
    said = {True: WITHIN, False: BEYOND, None: "kan inte avgöras"}[near]
    assert said in found.reason or target == "ja"


def test_the_sentence_of_a_deviation():
    """The reason of the verdict goes on with how near it was."""
    target = parse_target("minst 95 %", "högt")

    def reason(outcome, tolerance):
        return judge(target, near_case(outcome, tolerance)).reason.replace("\u00a0", " ")

    start = "93 % är lägre än målet, minst 95 %"
    assert (
        reason("93 %", "2 procentenheter") == f"{start}, men inom den acceptabla avvikelsen, 2 procentenheter"
    )
    assert (
        reason("93 %", "1 procentenhet")
        == f"{start}, och skillnaden är större än den acceptabla avvikelsen, 1 procentenhet"
    )
    assert reason("93 %", "1,6 procentenheter") == (
        f"{start}; om det är inom den acceptabla avvikelsen, 1,6 procentenheter, kan inte avgöras, "
        "så noga som värdena är tryckta"
    )
    assert reason("93 %", "2 st") == (
        f"{start}; om det är inom den acceptabla avvikelsen, 2 st, kan inte avgöras: "
        "olika enheter: ”st” mot ”procentenheter”"
    )


def test_nearness_is_not_asked_without_a_deviation():
    """Without a deviation a missed target is neither near nor far, and its sentence is as ever."""
    found = judge(parse_target("minst 95 %", "högt"), case("93 %"))
    assert (found.near, found.reason.replace("\u00a0", " ")) == (None, "93 % är lägre än målet, minst 95 %")


def test_an_interval_is_near_on_the_side_that_is_a_deviation():
    """Above an interval is a miss where the source says so, and then near within the deviation."""
    target = parse_target("77–80", "högt")
    for outcome, near in (("81", True), ("82", False)):
        found = judge(target, near_case(outcome, "1", beyond="avvikelse"))
        assert (found.kind, found.near) == (NOT_MET, near)
    assert judge(target, near_case("81", "1", beyond="bättre")).near is None


DIFFERENCES = [
    (f"{GAP} högst 5 procentenheter", ("80 %", "73 %"), True),
    (f"{GAP} högst 5 procentenheter", ("80 %", "72 %"), False),
    (f"{GAP} minskar", ("80 %", "68 %"), True),
    (f"{GAP} minskar", ("80 %", "64 %"), False),
    ({"kvinnor": "82 %", "män": "75 %"}, ("80 %", "73 %"), True),
    ({"kvinnor": "82 %", "män": "75 %"}, ("80 %", "72 %"), False),
    ({"kvinnor": "82 %", "män": "75 %"}, ("80 %", "saknas"), None),
    ({"kvinnor": "82 %", "män": "75 %"}, ("79 %", "saknas"), False),
    ("minst 75 %", ("80 %", "73 %"), True),
    ({"alla": [{"kvinnor": "82 %"}, f"{GAP} högst 5 procentenheter"]}, ("80 %", "73 %"), True),
    ({"alla": [{"kvinnor": "82 %"}, f"{GAP} högst 5 procentenheter"]}, ("80 %", "72 %"), False),
    ({"minst": 2, "av": {"kvinnor": "82 %", "män": "75 %"}}, ("80 %", "75 %"), True),
    ({"minst": 2, "av": {"kvinnor": "82 %", "män": "75 %"}}, ("79 %", "75 %"), False),
    ({"minst": 1, "av": {"kvinnor": "82 %", "män": "75 %"}}, ("79 %", "73 %"), True),
]


@pytest.mark.parametrize(("target", "outcome", "near"), DIFFERENCES)
def test_nearness_of_several_parts(target, outcome, near):
    """All parts that are missed must be near, or enough of them where only so many are needed."""
    groups = dict(zip(GROUPS, outcome, strict=True))
    earlier = {"kvinnor": "80 %", "män": "70 %"}
    found = judge(
        parse_target(target, "högt", GROUPS), case(groups, earlier, tolerance=parse_value("2 procentenheter"))
    )
    assert (found.kind, found.near) == (NOT_MET, near), found


def test_open_part_beside_a_near_one_is_told():
    """Where a part that cannot be told leaves it open how near the whole was, its reason stands there too."""
    found = judge(
        parse_target({"kvinnor": "82 %", "män": "75 %"}, "högt", GROUPS),
        case({"kvinnor": "80 %", "män": "saknas"}, tolerance=parse_value("2 procentenheter")),
    )
    assert (found.near, WITHIN in found.reason) == (None, True)
    assert found.reason.endswith("män: utfallet saknas")


def test_so_many_of_several_is_near_with_the_deviation():
    """Where parts that are nearly met would make it enough, the sentence says so, and where not it says that."""
    target = parse_target({"minst": 2, "av": ["minst 90 %", "minst 80 %"]}, "högt")
    tolerance = parse_value("2 procentenheter")
    near, far = (judge(target, case(outcome, tolerance=tolerance)) for outcome in ("88 %", "87 %"))
    assert (
        near.near,
        "men med den acceptabla avvikelsen, 2\u00a0procentenheter, räcker det" in near.reason,
    ) == (True, True)
    assert (far.near, "också med den acceptabla avvikelsen" in far.reason) == (False, True)


# Differences that count as unchanged

KEPT = [
    ("75 %", "76 %", "1 procentenhet", "högt", MET),
    ("74 %", "76 %", "1 procentenhet", "högt", NOT_MET),
    ("77 %", "76 %", "1 procentenhet", "inget", MET),
    ("78 %", "76 %", "1 procentenhet", "inget", NOT_MET),
    ("77 %", "76 %", "1 procentenhet", "lågt", MET),
    ("95 st", "100 st", "5 %", "högt", MET),
    ("94 st", "100 st", "5 %", "högt", NOT_MET),
    ("13 av 21", "12 av 21", "1 plats", "högt", MET),
    ("14 av 21", "12 av 21", "1 plats", "högt", NOT_MET),
]


@pytest.mark.parametrize(("outcome", "previous", "unchanged", "better", "kind"), KEPT)
def test_a_difference_that_counts_as_unchanged_is_kept(outcome, previous, unchanged, better, kind):
    """A value that is to be kept may differ by as much as counts as unchanged, and no more."""
    found, reason = verdict("bibehålla", case(outcome, previous, better, unchanged=parse_value(unchanged)))
    assert found == kind
    assert (f"skillnaden ryms inom {unchanged}" in reason) is (kind == MET)


def test_a_better_value_is_kept_as_ever():
    """What has clearly gone the better way needs no allowance; where the allowance covers it that is said."""
    better = case("79 %", "76 %", unchanged=parse_value("1 procentenhet"))
    assert verdict("bibehålla", better) == (MET, "79 % är högre än föregående år, 76 %")


def test_every_demand_must_hold():
    """Of several demands the failing one is told, by name where its own sentence does not say what it demands."""
    target = {"alla": ["öka", "minst 90 %"]}
    assert verdict(target, case("91 %", "89 %"))[0] == MET
    assert verdict(target, case("88 %", "86 %")) == (
        NOT_MET,
        "88 % är lägre än målet, minst 90 %",
    )
    assert verdict(target, case("90 %", "90 %"))[0] == OPEN
    assert verdict(target, case("90 %", "91 %")) == (NOT_MET, "ökar: 90 % är lägre än föregående år, 91 %")
    groups = {"kvinnor": "90 %", "män": "80 %"}
    both = {"alla": [groups, f"{GAP} högst 5 procentenheter"]}
    assert verdict(both, case({"kvinnor": "90 %", "män": "79 %"})) == (
        NOT_MET,
        (
            "män: 79 % är lägre än målet, minst 80 %; skillnaden mellan kvinnor och män, 11 procentenheter, "
            "är större än målet, högst 5 procentenheter"
        ),
    )


def test_values_that_are_not_simply_printed_are_marked():
    """What follows by arithmetic or from a reading is marked after its figure, wherever the figure comes from."""
    marked = case("84 %", "86 %", marks={"föregående": "tolkning", "utfall": "räknat"})
    assert verdict("öka", marked)[1] == "84 % (räknat) är lägre än föregående år, 86 % (tolkning)"
    country = case(
        "84 %", comparisons={"riket": parse_value("87 %")}, marks={"riket": "räknat", "utfall": ""}
    )
    assert verdict("högre än riket", country)[1] == "84 % är lägre än riket, 87 % (räknat)"
    long_ago = parse_period("2005")
    past = case("84 %", "86 %", history={long_ago: parse_value("80 %")}, marks={long_ago: "tolkning"})
    assert verdict("öka från 2005", past)[1] == "84 % är högre än 2005, 80 % (tolkning)"
    assert verdict("öka", past)[1] == "84 % är lägre än föregående år, 86 %"


def test_marks_of_a_change():
    """The sentence of an arrow marks its two figures, of a rank, a number and each group."""
    marks = ("räknat", "tolkning")

    def reason(now, before):
        return change(figure(now), figure(before), "högt", marks=marks).reason.replace("\u00a0", " ")

    number = "41 % (räknat) är högre än föregående värde, 40 % (tolkning)"
    assert reason("41 %", "40 %") == number
    assert reason({"män": "41 %"}, {"män": "40 %"}) == f"män: {number}"
    rank = "plats 2 av 9 (räknat) är bättre än föregående värde, plats 3 av 9 (tolkning)"
    assert reason("2 av 9", "3 av 9") == rank


CHANGES = [
    ("27 483 st", "38 213 st", "högt", "försämrad", "27 483 st är färre än föregående värde, 38 213 st"),
    ("27 483 st", "38 213 st", "lågt", "förbättrad", "27 483 st är färre än föregående värde, 38 213 st"),
    ("8 %", "6 %", "inget", "ökat", "8 % är högre än föregående värde, 6 %"),
    ("6 %", "8 %", "inget", "minskat", "6 % är lägre än föregående värde, 8 %"),
    (
        "40 %",
        "40 %",
        "högt",
        OPEN,
        "40 % mot föregående värde, 40 %: skillnaden är mindre än den tryckta noggrannheten",
    ),
    (
        "87,53 %",
        "88 %",
        "högt",
        OPEN,
        "87,53 % mot föregående värde, 88 %: skillnaden är mindre än den tryckta noggrannheten",
    ),
    (
        "11 av 21",
        "11 av 21",
        "högt",
        "oförändrad",
        "plats 11 av 21 är lika med föregående värde, plats 11 av 21",
    ),
    ("Helt", "helt", "högt", "oförändrad", "Helt är lika med föregående värde, helt"),
    ("3 st", "3 st", "högt", "oförändrad", "3 st är lika med föregående värde, 3 st"),
    (
        "11 av 21",
        "12 av 21",
        "lågt",
        "förbättrad",
        "plats 11 av 21 är bättre än föregående värde, plats 12 av 21",
    ),
    (
        "11 av 21",
        "12 av 20",
        "högt",
        OPEN,
        "plats 11 av 21 mot plats 12 av 20: platser bland olika många går inte att jämföra",
    ),
    (
        "topp 3 av 7",
        "topp 2 av 7",
        "högt",
        OPEN,
        "topp 3 av 7 mot topp 2 av 7: den exakta placeringen framgår inte",
    ),
    ("Helt", "Delvis", "högt", OPEN, "utfallet är ett ord, ”Helt”, inget värde att räkna på"),
    ("3 st", "3 %", "högt", OPEN, "olika enheter: ”st” mot ”%”"),
    ("3 st", None, "högt", OPEN, NO_EARLIER),
    ("3 st", "saknas", "högt", OPEN, "föregående värde saknas"),
    ("77–80", "76–80", "högt", OPEN, "77–80 mot föregående värde, 76–80: intervallen går inte att skilja åt"),
    ("77–80", "77–80", "högt", OPEN, "77–80 mot föregående värde, 77–80: intervallen går inte att skilja åt"),
    ("3 st", {"män": "3 st"}, "högt", OPEN, "bara det ena värdet är redovisat per grupp"),
]


@pytest.mark.parametrize(("current", "previous", "better", "kind", "reason"), CHANGES)
def test_change_since_the_value_before(current, previous, better, kind, reason):
    """An arrow is valued by what is good, flat only where nothing was rounded away, and has its sentence."""
    result = change(figure(current), figure(previous), better)
    assert (result.kind, result.reason.replace("\u00a0", " ")) == (kind, reason)


@pytest.mark.parametrize(
    ("current", "tolerance", "kind"),
    [
        ("102 st", "2 %", "oförändrad"),
        ("103 st", "2 %", "förbättrad"),
        ("98 st", "2 st", "oförändrad"),
        ("97 st", "2 st", "försämrad"),
    ],
)
def test_tolerance_makes_a_small_change_flat(current, tolerance, kind):
    """A difference of at most the tolerance is no change."""
    assert change(figure(current), figure("100 st"), "högt", parse_value(tolerance)).kind == kind


def test_groups_must_move_alike():
    """One arrow for several groups is drawn only where they agree; else the groups are named."""
    before = {"kvinnor": "40 %", "män": "40 %"}
    assert change(figure({"kvinnor": "41 %", "män": "42 %"}), figure(before), "högt").kind == "förbättrad"
    mixed = change(figure({"kvinnor": "41 %", "män": "39 %"}), figure(before), "högt")
    assert mixed.kind == OPEN
    assert mixed.reason == "grupperna har inte ändrats på samma sätt: kvinnor förbättrad, män försämrad"


# The printed targets and outcomes of one report and one plan, with what can honestly be said of each.
PRINTED = [
    ("öka jämfört med föregående år", "27 483 st", "38 213 st", "högt", NOT_MET),
    ("bedöms i text", "Delvis", None, "högt", OPEN),
    ("minska jämfört med föregående år", "11,0 %", "8,9 %", "lågt", NOT_MET),
    ("öka jämfört med föregående år", "40 %", "40 %", "högt", OPEN),
    ("minska", "1,174 miljoner ton", "1,145 miljoner ton", "lågt", NOT_MET),
    ("öka", "17,5 %", "18,2 %", "högt", NOT_MET),
    ("öka", "88 %", "88 %", "högt", OPEN),
    ("12 st", "1 st", None, "högt", NOT_MET),
    (">78", "83", None, "högt", MET),
    ("77–80", "83", None, "högt", OPEN),
    ("öka", "69,2 %", "68,6 %", "högt", MET),
    ("6 %", "8 %", None, "inget", OPEN),
    ("90 %", "81 %", None, "högt", NOT_MET),
    ("62 % (riket + 1 %)", "58 %", None, "högt", NOT_MET),
    ("Riket +1 %", "58 %", None, "högt", OPEN),
    ("1,0 miljoner ton", "1,2 miljoner ton", None, "lågt", NOT_MET),
    ("3 st", "3 st", None, "högt", MET),
    ("Topp 3 av 7", "Topp 3 av 7", None, "högt", MET),
    ("11 av 21", "12 av 21", None, "högt", NOT_MET),
    ("15 496 ton", "15 849 ton", None, "lågt", NOT_MET),
    ("-15 %", "4,5 %", None, "lågt", NOT_MET),
    ("Ökning 5 %", "45 600 KVÅ-koder", None, "högt", OPEN),
    ("90–100 %", "84 %", None, "högt", NOT_MET),
    ("6,3–6,1 %", "6,4 %", None, "lågt", NOT_MET),
    ("Positiv budgetavvikelse", "31 mnkr", None, "högt", MET),
    ("bibehålla", "5 %", "6 %", "lågt", MET),
    ("bibehålla", "7 %", "6 %", "lågt", NOT_MET),
    ("bibehålla", "7 %", "6 %", "inget", NOT_MET),
]


@pytest.mark.parametrize(("target", "outcome", "previous", "better", "kind"), PRINTED)
def test_printed_pairs(target, outcome, previous, better, kind):
    """Every form that plans and reports print is judged as far as it can be, and no further."""
    assert verdict(target, case(outcome, previous, better))[0] == kind


def test_ranks_may_differ_by_what_counts_as_unchanged():
    """A tolerance in places makes near ranks unchanged, and says so; in another unit it cannot be told."""

    def moved(now, tolerance):
        found = change(figure(now), figure("12 av 21"), "högt", parse_value(tolerance))
        return found.kind, found.reason.replace("\u00a0", " ")

    near = "plats 13 av 21 mot föregående värde, plats 12 av 21: skillnaden ryms inom 1 plats"
    assert moved("13 av 21", "1 plats") == ("oförändrad", near)
    assert moved("14 av 21", "1 plats")[0] == "försämrad"
    assert moved("10 av 21", "2 platser")[0] == "oförändrad"
    assert moved("13 av 21", "1 %") == (OPEN, "1 % är inget antal platser")


TARGETS = [
    *[
        "minst 95 %",
        "högst 5 %",
        "över 78",
        "under 5 %",
        "77–80",
        "6 %",
        "öka",
        "öka 5 st från föregående år",
    ],
    *["minska 60 % till 2030 från 2005", "öka jämfört med föregående mätning", "Positiv budgetavvikelse"],
    *["högre än riket", "minst riket +1 procentenhet", "riket +1 procentenhet", "riket +1 % av värdet"],
    *["riket +1 %", "Topp 3 av 7", "11 av 21", "bibehålla", "bibehålla jämfört med 2005", "ja", "nej"],
    *["medelvärde över 3 år minst 2 %", "medelvärde över 2 år mellan 77 och 80", "bedöms i text"],
    "skillnaden mellan kvinnor och män minskar",
    *[
        f"{GAP} högst 5 procentenheter",
        f"{GAP} under 2 st",
        "minst 75 % av delmålen",
        "minst 3 delmål",
        "alla delmål",
    ],
    {"minst": 1, "av": ["minst 95 %", "öka", "minst 2 delmål"]},
    {"minst": "100 %", "av": {"kvinnor": "95 %", "män": "öka"}},
    {"alla": [{"kvinnor": "90 %", "män": "90 %"}, f"{GAP} högst 5 procentenheter"]},
    {"kvinnor": "öka", "män": "minst 3 %"},
    {"alla": ["öka", "skillnaden mellan kvinnor och män minskar", {"kvinnor": "95 %"}]},
]
FIGURES = [
    *[None, "95 %", "95", "12 st", "−3 %", "0 ton", "1,2 miljoner ton", "77–80", "6,3–6,1 %"],
    *["topp 3 av 7", "topp 3", "12 av 21", "plats 2", "Ja", "Helt"],
    *["saknas", "ej bedömd", "ej redovisad", "okänd"],
    {"kvinnor": "95 %", "män": "94 %"},
    {"kvinnor": "12 st", "män": "saknas"},
    {"kvinnor": "Ja", "män": "12 av 21"},
    {"kvinnor": "77–80", "män": "77–80"},
    {},
]


def targets_for(better):
    """Read every written target that means something for this direction."""
    by_sign = {"riket +1 procentenhet", "riket +1 % av värdet"}
    written = [
        each for each in TARGETS if better != "inget" or not isinstance(each, str) or each not in by_sign
    ]
    return [parse_target(each, better, GROUPS) for each in written]


def elsewhere(previous):
    """Nothing known from elsewhere, or a figure as the country's and in years past."""
    yield {}, {}
    if previous is not None:
        yield dict.fromkeys(map(parse_period, ["2005", "2022"]), previous), {"riket": previous}


BEFORES = [
    None,
    "94 %",
    "12 st",
    "77–80",
    "11 av 21",
    "plats 3",
    "Nej",
    "saknas",
    {"kvinnor": "96 %", "män": "70 %"},
    {},
]
ALLOWED = [None, *map(parse_value, ["2 procentenheter", "5 %", "1 plats", "3 st"])]
COUNTS = [None, SubGoalCount(0, 0, 0), SubGoalCount(3, 1, 4)]


@pytest.mark.parametrize("better", ["högt", "lågt", "inget"])
def test_every_target_meets_every_outcome(better):
    """No target, outcome, earlier value, comparison and deviation together fail to get a verdict with a reason."""
    seen, asked = set(), 0
    figures, befores = ([figure(each) for each in raw] for raw in (FIGURES, BEFORES))
    for target, outcome, previous in product(targets_for(better), figures, befores):
        for (past, known), tolerance in product(elsewhere(previous), ALLOWED):
            counted = COUNTS[asked % len(COUNTS)]
            of_case = case(
                outcome,
                previous,
                better,
                history=past,
                comparisons=known,
                tolerance=tolerance,
                sub_goals=counted,
            )
            result, degree = judge(target, of_case), fulfilment(target, of_case)
            assert result.reason.strip(), (target, of_case)
            assert degree.reason.strip(), (target, of_case)
            assert result.near is None or (tolerance and result.kind == NOT_MET), (target, of_case)
            assert result.kind == OPEN or not isinstance(outcome, Missing | None) or counted, (
                target,
                of_case,
            )
            assert bool(degree.text) is (degree.percent is not None), (target, of_case)
            seen.add((result.kind, result.near))
            asked += 1
    assert asked > 50_000
    assert seen == {(MET, None), (OPEN, None), (NOT_MET, None), (NOT_MET, True), (NOT_MET, False)}


def test_every_figure_changes_from_every_other():
    """No pair of figures fails to get an arrow or a reason why there is none."""
    changes = [
        change(figure(now), figure(before), better, tolerance)
        for now, before, better, tolerance in product(FIGURES, FIGURES, ["högt", "lågt", "inget"], ALLOWED)
    ]
    assert all(each.reason.strip() for each in changes)
    seen = {each.kind for each in changes}
    assert seen == {"förbättrad", "oförändrad", "försämrad", "ökat", "minskat", OPEN}


NUMBERS = st.builds(
    lambda digits, places, unit: Quantity(Decimal(digits).scaleb(-places), 1, unit),
    st.integers(-3000, 3000),
    st.integers(0, 2),
    st.sampled_from(["%", "st", "ton"]),
)
RISE = {NOT_MET: 0, OPEN: 1, MET: 2}


@given(
    NUMBERS,
    st.integers(0, 500),
    NUMBERS,
    st.sampled_from(["minst {}", "över {}", "öka", "högre än riket", "bibehålla"]),
)
def test_a_higher_outcome_is_never_judged_lower(outcome, step, other, form):
    """Where high is good, raising the outcome at the same precision never worsens the verdict."""
    number = outcome.number + Decimal(step).scaleb(outcome.number.as_tuple().exponent)
    higher = replace(outcome, number=number)
    other = replace(other, unit=outcome.unit)
    target = parse_target(form.format(f"{other.number} {other.unit}".replace(".", ",")), "högt")
    base = case(outcome, other, comparisons={"riket": other})
    low, high = judge(target, base), judge(target, replace(base, outcome=higher))
    assert RISE[low.kind] <= RISE[high.kind], (low, high)


@given(NUMBERS, NUMBERS, st.sampled_from(["minst", "över", "högst", "under"]))
def test_sentence_agrees_with_the_verdict(outcome, limit, word):
    """The words of the sentence lead to the verdict it stands under."""
    target = parse_target(f"{word} {limit.number} {limit.unit}".replace(".", ","), "inget")
    result = judge(target, case(outcome))
    if result.kind == OPEN:
        assert "olika enheter" in result.reason or "avrundat" in result.reason
        return
    up = any(f"{above} än målet" in result.reason for above in ("högre", "fler", "mer"))
    same = "lika med gränsen" in result.reason
    met = {"minst": up or same, "över": up, "högst": not up, "under": not up and not same}[word]
    assert (result.kind == MET) is met, result


@given(NUMBERS, NUMBERS, NUMBERS, st.sampled_from(["minst", "över", "högst", "under"]))
def test_sentence_of_a_difference_agrees_with_the_verdict(one, other, limit, word):
    """The words for the distance between two groups lead to the verdict they stand under."""
    unit = "procentenheter" if one.unit == "%" else one.unit
    target = parse_target(f"{GAP} {word} {limit.number} {unit}".replace(".", ","), "inget", GROUPS)
    result = judge(target, case({"kvinnor": one, "män": replace(other, unit=one.unit)}))
    if result.kind == OPEN:
        assert "avrundade" in result.reason
        return
    up, same = "är större än målet" in result.reason, "är lika med gränsen" in result.reason
    met = {"minst": up or same, "över": up, "högst": not up, "under": not up and not same}[word]
    assert (result.kind == MET) is met, result
    assert up is (abs(one.value - other.value) > target.limit.limit.value)


@given(
    st.lists(st.sampled_from([MET, NOT_MET, OPEN]), min_size=1, max_size=6),
    st.integers(1, 100),
    st.booleans(),
)
def test_so_many_of_several_is_open_only_where_it_could_be_tipped(kinds, size, share):
    """Both the best and the worst that the open parts could be give the verdict, or it is open."""
    outcomes = {MET: "minst 1 st", NOT_MET: "minst 9 st", OPEN: "öka"}
    number = size if share else 1 + size % len(kinds)
    need = f"{number} %" if share else str(number)
    result = judge(
        parse_target({"minst": need, "av": [outcomes[kind] for kind in kinds]}, "högt"), case("5 st")
    )
    counts = SubGoalCount(kinds.count(MET), kinds.count(OPEN), len(kinds))
    wanted = number * len(kinds) / 100 if share else number
    ends = {counts.reached >= wanted, counts.reached + counts.undecided >= wanted}
    expected = OPEN if len(ends) > 1 else MET if ends == {True} else NOT_MET
    assert result.kind == expected, result
    goals = parse_target(f"minst {need} av delmålen", "högt")
    assert judge(goals, case(None, sub_goals=counts)).kind == expected


@given(NUMBERS, NUMBERS, st.sampled_from(["minst", "över", "högst", "under"]), st.integers(0, 500))
def test_nearness_agrees_with_its_sentence(outcome, limit, word, allowed):
    """A missed target is near exactly where its distance is no more than the deviation, and the sentence says which."""
    tolerance = Quantity(
        Decimal(allowed).scaleb(-1), 1, "procentenheter" if outcome.unit == "%" else outcome.unit
    )
    target = parse_target(f"{word} {limit.number} {outcome.unit}".replace(".", ","), "inget")
    result = judge(target, case(outcome, tolerance=tolerance))
    assert (WITHIN in result.reason) is (result.near is True)
    assert (BEYOND in result.reason) is (result.near is False)
    if result.near is not None:
        assert result.near is (abs(outcome.value - target.limit.value) <= tolerance.value)


@given(NUMBERS, NUMBERS, st.integers(0, 300), st.sampled_from(["minst", "under", "öka", "bibehålla"]))
def test_a_wider_deviation_is_never_stricter(outcome, other, step, form):
    """Widening the acceptable deviation never turns near into far, and never touches the verdict."""
    other = replace(other, unit=outcome.unit)
    limit = f" {other.number} {other.unit}".replace(".", ",") if form in {"minst", "under"} else ""
    target = parse_target(form + limit, "högt")
    unit = "procentenheter" if outcome.unit == "%" else outcome.unit
    narrow, wide = (
        judge(target, case(outcome, other, tolerance=Quantity(Decimal(size), 1, unit)))
        for size in (5, 5 + step)
    )
    assert narrow.kind == wide.kind
    assert not (narrow.near is True and wide.near is not True), (narrow, wide)
    assert not (narrow.near is None and wide.near is False), (narrow, wide)


@given(NUMBERS, NUMBERS)
def test_change_and_its_reverse_are_opposite(one, other):
    """What has risen one way has fallen the other way."""
    opposite = {"ökat": "minskat", "minskat": "ökat", "oförändrad": "oförändrad", OPEN: OPEN}
    assert change(one, other, "inget").kind == opposite[change(other, one, "inget").kind]
