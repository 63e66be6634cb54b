"""Targets: every printed form is read as its kind, or refused with what to write."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpgen.periods import parse_period
from vpgen.target_kinds import (
    Above,
    AllOf,
    Ambiguous,
    AtLeast,
    AtMost,
    Bare,
    Below,
    Between,
    ByPerson,
    ChangeTarget,
    Compared,
    GapLimit,
    GapShrinks,
    Keep,
    MeanOver,
    PerGroup,
    Positive,
    RankTarget,
    SomeOf,
    SubGoals,
    YesNo,
)
from vpgen.targets import TargetError, describe, parse_target
from vpgen.values import parse_value

GROUPS = ("kvinnor", "män", "3 år", "6 år")
Q = parse_value

# Each text, what it is for an indicator where high is good, and how it is said.
FORMS = [
    ("minst 95 %", AtLeast(Q("95 %")), "minst 95 %"),
    ("lägst 95 %", AtLeast(Q("95 %")), "minst 95 %"),
    ("≥ 90 %", AtLeast(Q("90 %")), "minst 90 %"),
    (">= 90 %", AtLeast(Q("90 %")), "minst 90 %"),
    (">78", Above(Q("78")), "över 78"),
    ("över 78", Above(Q("78")), "över 78"),
    ("högre än 78", Above(Q("78")), "över 78"),
    ("högst 0,7 miljoner ton", AtMost(Q("0,7 miljoner ton")), "högst 0,7 miljoner ton"),
    ("≤ 5 %", AtMost(Q("5 %")), "högst 5 %"),
    ("under 5 %", Below(Q("5 %")), "under 5 %"),
    ("<5 %", Below(Q("5 %")), "under 5 %"),
    ("färre än 12 st", Below(Q("12 st")), "under 12 st"),
    (
        "högst 0,7 miljoner ton år 2030",
        AtMost(Q("0,7 miljoner ton"), by=parse_period("2030")),
        "högst 0,7 miljoner ton till 2030",
    ),
    ("minst 85 år till 2030", AtLeast(Q("85 år"), by=parse_period("2030")), "minst 85 år till 2030"),
    ("77–80", Between(Q("77"), Q("80")), "inom 77–80"),
    ("mellan 77 och 80", Between(Q("77"), Q("80")), "inom 77–80"),
    ("inom intervallet 77-80", Between(Q("77"), Q("80")), "inom 77–80"),
    ("90–100 %", Between(Q("90 %"), Q("100 %")), "inom 90–100 %"),
    ("6,3–6,1 %", Between(Q("6,1 %"), Q("6,3 %")), "inom 6,1–6,3 %"),
    ("90 %", AtLeast(Q("90 %")), "minst 90 %"),
    ("100%", AtLeast(Q("100 %")), "minst 100 %"),
    ("12 st", AtLeast(Q("12 st")), "minst 12 st"),
    ("31 mnkr", AtLeast(Q("31 mnkr")), "minst 31 mnkr"),
    ("-15 %", AtLeast(Q("−15 %")), "minst −15 %"),
    ("62 % (riket + 1 %)", AtLeast(Q("62 %"), explanation="riket + 1 %"), "minst 62 %"),
    ("öka", ChangeTarget("öka"), "ökar"),
    ("Ska öka.", ChangeTarget("öka"), "ökar"),
    (
        "öka jämfört med föregående år",
        ChangeTarget("öka", base="föregående år"),
        "ökar jämfört med föregående år",
    ),
    (
        "öka i jämförelse med året innan",
        ChangeTarget("öka", base="föregående år"),
        "ökar jämfört med föregående år",
    ),
    ("högre än föregående år", ChangeTarget("öka", base="föregående år"), "ökar jämfört med föregående år"),
    (
        "färre än föregående år",
        ChangeTarget("minska", base="föregående år"),
        "minskar jämfört med föregående år",
    ),
    (
        "öka jämfört med senast kända",
        ChangeTarget("öka", base="föregående mätning"),
        "ökar jämfört med föregående mätning",
    ),
    ("minska", ChangeTarget("minska"), "minskar"),
    (
        "minska 60 % till 2030 från 2005",
        ChangeTarget("minska", Q("60 %"), relative=True, base=parse_period("2005"), by=parse_period("2030")),
        "minskar minst 60 % jämfört med 2005 till 2030",
    ),
    (
        "minska minst 50 % från 2005 till 2030",
        ChangeTarget("minska", Q("50 %"), relative=True, base=parse_period("2005"), by=parse_period("2030")),
        "minskar minst 50 % jämfört med 2005 till 2030",
    ),
    ("Ökning 5 %", ChangeTarget("öka", Q("5 %"), relative=True), "ökar minst 5 %"),
    ("Ökning 10%", ChangeTarget("öka", Q("10 %"), relative=True), "ökar minst 10 %"),
    ("Ökning10%", ChangeTarget("öka", Q("10 %"), relative=True), "ökar minst 10 %"),
    ("minska med 15 procent", ChangeTarget("minska", Q("15 %"), relative=True), "minskar minst 15 %"),
    ("öka med minst 3 st", ChangeTarget("öka", Q("3 st")), "ökar minst 3 st"),
    ("högre än riket", Compared("riket", "högre"), "högre än riket"),
    ("lägre än riket", Compared("riket", "lägre"), "lägre än riket"),
    ("högre än jämförbara län", Compared("jämförbara län", "högre"), "högre än jämförbara län"),
    ("minst riket", Compared("riket", "minst"), "minst lika högt som riket"),
    (
        "Riket +1 procentenhet",
        Compared("riket", "minst", Q("1 procentenhet")),
        "minst 1 procentenhet över riket",
    ),
    (
        "riket −2 procentenheter",
        Compared("riket", "minst", Q("−2 procentenheter")),
        "högst 2 procentenheter under riket",
    ),
    ("högst riket + 2 år", Compared("riket", "högst", Q("2 år")), "högst 2 år över riket"),
    ("riket +1 % av värdet", Compared("riket", "minst", Q("1 %")), "minst 1 % över riket"),
    ("Topp 3 av 7", RankTarget(3, 7, top=True), "topp 3 av 7"),
    ("11 av 21", RankTarget(11, 21), "plats 11 av 21 eller bättre"),
    ("plats 8 av 21", RankTarget(8, 21), "plats 8 av 21 eller bättre"),
    ("bibehålla", Keep(), "bibehålls"),
    ("oförändrat", Keep(), "bibehålls"),
    (
        "ska vara oförändrad jämfört med föregående år",
        Keep("föregående år"),
        "bibehålls jämfört med föregående år",
    ),
    ("ska bibehållas jämfört med 2022", Keep(parse_period("2022")), "bibehålls jämfört med 2022"),
    ("ja", YesNo(), "ja"),
    ("Nej", YesNo(yes=False), "nej"),
    ("medelvärde över 3 år minst 2 %", MeanOver(3, AtLeast(Q("2 %"))), "minst 2 % i medelvärde över 3 år"),
    ("bedöms i text", ByPerson("bedöms i text"), "bedöms i text"),
    ("Positiv budgetavvikelse", Positive(), "större än noll"),
    (
        "skillnaden mellan kvinnor och män minskar",
        GapShrinks("kvinnor", "män"),
        "skillnaden mellan kvinnor och män minskar",
    ),
    (
        "skillnaden kvinnor–män minskar",
        GapShrinks("kvinnor", "män"),
        "skillnaden mellan kvinnor och män minskar",
    ),
    (
        "skillnaden mellan kvinnor och män högst 5 procentenheter",
        GapLimit("kvinnor", "män", AtMost(Q("5 procentenheter"))),
        "skillnaden mellan kvinnor och män högst 5 procentenheter",
    ),
    (
        "Skillnaden mellan 3 år och 6 år ska vara mindre än 2 år till 2030",
        GapLimit("3 år", "6 år", Below(Q("2 år")), by=parse_period("2030")),
        "skillnaden mellan 3 år och 6 år under 2 år till 2030",
    ),
    (
        "skillnaden kvinnor–män lägre än 0,5 procentenheter",
        GapLimit("kvinnor", "män", Below(Q("0,5 procentenheter"))),
        "skillnaden mellan kvinnor och män under 0,5 procentenheter",
    ),
    (
        "skillnaden mellan kvinnor och män är under 1 procentenhet",
        GapLimit("kvinnor", "män", Below(Q("1 procentenhet"))),
        "skillnaden mellan kvinnor och män under 1 procentenhet",
    ),
    ("minst 75 % av delmålen", SubGoals(Q("75 %")), "minst 75 % av delmålen"),
    ("minst 3 delmål", SubGoals(Q("3")), "minst 3 delmål"),
    ("3 av delmålen", SubGoals(Q("3")), "minst 3 delmål"),
    ("Alla delmål", SubGoals(Q("100 %")), "alla delmål"),
    (
        "skillnaderna mellan olika grupper (kön, bakgrund, kommuner) ska minska",
        ByPerson("skillnaderna mellan olika grupper (kön, bakgrund, kommuner) ska minska"),
        "bedöms i text",
    ),
]


@pytest.mark.parametrize(("text", "target", "said"), FORMS)
def test_printed_form_is_read_and_said(text, target, said):
    """Each printed form gives its typed target, keeps its text and is said in plain Swedish."""
    read = parse_target(text, "högt", GROUPS)
    assert read == target
    assert read.text == text
    assert describe(read).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    "text", [text for text, target, _ in FORMS if not isinstance(target, ByPerson | GapShrinks)]
)
def test_text_survives_the_mapping_that_keeps_it(text):
    """A target inside a list is read as the same target alone."""
    [part] = parse_target({"alla": [text]}, "högt", GROUPS).targets
    assert part == parse_target(text, "högt", GROUPS)


@pytest.mark.parametrize(("better", "kind"), [("högt", AtLeast), ("lågt", AtMost), ("inget", Bare)])
def test_bare_number_demands_what_the_indicator_holds_good(better, kind):
    """A bare number is at least, at most, or nothing that can be judged."""
    assert parse_target("6 %", better) == kind(Q("6 %"))


def test_margin_follows_what_the_indicator_holds_good():
    """A margin to the country is a floor where high is good and a ceiling where low is."""
    assert parse_target("riket +1 procentenhet", "lågt").relation == "högst"
    with pytest.raises(TargetError, match="minst eller högst"):
        parse_target("riket +1 procentenhet", "inget")
    assert parse_target("minst riket +1 procentenhet", "inget").relation == "minst"


@pytest.mark.parametrize(
    "text", ["Riket +1 %", "riket + 1 %", "Riket +5 %", "KPI +3 procent", "minst riket + 1 %"]
)
def test_percent_above_a_comparison_is_kept_and_not_judged(text):
    """Percent or percentage points: the text is kept, and both readings can be written."""
    target = parse_target(text, "högt")
    assert isinstance(target, Ambiguous)
    assert target.text == text
    margins = {parse_target(reading, "högt").margin.unit for reading in target.readings}
    assert margins == {"procentenheter", "%"}


MAPPINGS = [
    ({"minst": "95 %"}, "minst 95 %"),
    ({"högst": "5 %"}, "högst 5 %"),
    ({"över": 78}, "över 78"),
    ({"under": "5 %"}, "under 5 %"),
    ({"minst": "85 år", "till": "2030"}, "minst 85 år till 2030"),
    ({"mellan": "77–80"}, "77–80"),
    ({"mellan": ["77", "80"]}, "77–80"),
    ({"öka": "ja"}, "öka"),
    ({"minska": None}, "minska"),
    ({"öka": "5 %", "från": "2005", "till": 2030}, "öka 5 % från 2005 till 2030"),
    ({"minska": "15 procent", "från": "föregående år"}, "minska 15 % jämfört med föregående år"),
    ({"riket": "+1 procentenhet"}, "riket +1 procentenhet"),
    ({"riket": "+1"}, "riket +1"),
    ({"högre än": "riket"}, "högre än riket"),
    ({"lägre än": "jämförbara län"}, "lägre än jämförbara län"),
    ({"minst": "riket"}, "minst riket"),
    ({"topp": "3", "av": "7"}, "topp 3 av 7"),
    ({"plats": 11, "av": 21}, "plats 11 av 21"),
    ({"bibehålla": "ja"}, "bibehålla"),
    ({"medelvärde": {"år": 3, "minst": "2 %"}}, "medelvärde över 3 år minst 2 %"),
]


@pytest.mark.parametrize(("mapping", "text"), MAPPINGS)
def test_mapping_means_the_same_as_its_text(mapping, text):
    """A mapping is the same target as the words it stands for."""
    assert parse_target(mapping, "högt", GROUPS) == parse_target(text, "högt", GROUPS)


def test_demand_for_a_person_keeps_its_text():
    """What only a person can judge is kept as printed, digits and all."""
    assert parse_target({"bedöms": "Minst 3 av 4, om möjligt"}, "högt") == ByPerson(
        "Minst 3 av 4, om möjligt"
    )


def test_printed_wording_can_be_kept_beside_the_meaning():
    """`tryckt` keeps the wording of the source."""
    target = parse_target({"minst": "62 %", "tryckt": "62 % (riket + 1 %)"}, "högt")
    assert (target, target.text) == (AtLeast(Q("62 %")), "62 % (riket + 1 %)")


def test_groups_have_targets_of_their_own():
    """Keys that are groups give each group its target."""
    target = parse_target({"3 år": "96 %", "6 år": {"högst": "83 %"}}, "högt", GROUPS)
    assert target == PerGroup({"3 år": AtLeast(Q("96 %")), "6 år": AtMost(Q("83 %"))})
    assert target.text == "3 år: 96 %; 6 år: högst 83 %"
    assert describe(target).replace("\u00a0", " ") == "3 år minst 96 %, 6 år högst 83 %"


def test_several_demands_are_one_target():
    """`alla` gathers demands that all must hold."""
    target = parse_target({"alla": ["öka", "skillnaden mellan kvinnor och män minskar"]}, "högt", GROUPS)
    assert target == AllOf((ChangeTarget("öka"), GapShrinks("kvinnor", "män")))
    assert describe(target) == "ökar och skillnaden mellan kvinnor och män minskar"


def test_per_group_targets_and_a_limit_on_their_difference_stand_together():
    """A list under `alla` may hold a mapping of groups beside a limit on what is between them."""
    gap = "skillnaden mellan kvinnor och män högst 5 procentenheter"
    target = parse_target({"alla": [{"kvinnor": "90 %", "män": "80 %"}, gap]}, "högt", GROUPS)
    groups = PerGroup({"kvinnor": AtLeast(Q("90 %")), "män": AtLeast(Q("80 %"))})
    assert target == AllOf((groups, GapLimit("kvinnor", "män", AtMost(Q("5 procentenheter")))))


@pytest.mark.parametrize(
    ("raw", "need", "parts", "said"),
    [
        (
            {"minst": 2, "av": ["minst 90 %", "öka", "högre än riket"]},
            "2",
            AllOf((AtLeast(Q("90 %")), ChangeTarget("öka"), Compared("riket", "högre"))),
            "minst 2 av följande 3: minst 90 %; ökar; högre än riket",
        ),
        (
            {"minst": "75 %", "av": {"kvinnor": "90 %", "män": "öka"}},
            "75 %",
            PerGroup({"kvinnor": AtLeast(Q("90 %")), "män": ChangeTarget("öka")}),
            "minst 75 % av grupperna: kvinnor minst 90 %, män ökar",
        ),
    ],
)
def test_so_many_of_several(raw, need, parts, said):
    """`minst` with `av` demands a number, or a share, of a list of targets or of groups."""
    target = parse_target(raw, "högt", GROUPS)
    assert target == SomeOf(Q(need), parts)
    assert describe(target).replace("\u00a0", " ") == said


REFUSED = [
    ("", "tomt"),
    (None, "tomt"),
    ({}, "tomt"),
    (["a"], "ingen text"),
    ("Delvis", "minst 95 %"),
    ("minstx", "minst 95 %"),
    ("1.174", "1 174"),
    ("2026-2037", "intervall"),
    ("öka till 95 %", "går inte att tolka"),
    ("öka -5 %", "öka"),
    ("minst 80–90 %", "80–90 %"),
    ("minst föregående år", "bibehålla"),
    ("minst en gång per år", "siffror"),
    ("minst 85 år 2030", "85"),
    ("högre än 2019", "öka från 2019"),
    ("minska jämfört med riket", "föregående år"),
    ("medelvärde över 3 år öka", "medelvärde över 3 år minst 2 %"),
    ("medelvärde över 1 år minst 2 %", "medelvärde över 3 år minst 2 %"),
    ("skillnaden mellan kvinor och män minskar", "kvinnor"),
    ("Ska öka. Skillnaderna mellan olika grupper (kön, bakgrund, kommuner) ska minska", "alla:"),
    ("Ska öka Skillnaderna mellan olika grupper (kön, bakgrund, kommuner) ska minska", "bedöms:"),
    ("Topp 8 av 7", "plats 11 av 21"),
    ({"foo": "1"}, "minst"),
    ({"minst": "1", "högst": "2"}, "alla:"),
    ({"öka": "5 %", "av": "7"}, "från"),
    ({"3 år": "1 %", "4 år": "2 %"}, "kvinnor"),
    ({"alla": []}, "lista"),
    ({"alla": "öka"}, "lista"),
    ({"medelvärde": "3"}, "år: 3"),
    ({"bibehålla": "nej"}, "går inte att tolka"),
    ({"minst": {"a": "b"}}, "ingen text"),
    ({"ökar": "ja"}, "öka"),
    ("skillnaden mellan kvinnor och pojkar högst 5 procentenheter", "indikatorns grupper är kvinnor"),
    ("skillnaden mellan flickor och pojkar högst 5 procentenheter", "inte två av indikatorns grupper"),
    ("skillnaden mellan kvinnor och män högst 5 %", "skriv högst 5 procentenheter"),
    ("skillnaden mellan kvinnor och män högst 1 %", "skriv högst 1 procentenhet"),
    ("skillnaden mellan kvinnor och män lägre än riket", "ingen gräns för en skillnad"),
    ("minst 0 delmål", "minst 75 %"),
    ("minst 2,5 delmål", "varken ett helt antal eller en andel"),
    ("minst 120 % av delmålen", "varken ett helt antal eller en andel"),
    ("minst 3 st delmål", "varken ett helt antal eller en andel"),
    ({"kvinnor": "alla delmål"}, "delmål räknas inte per grupp"),
    ({"minst": 3, "av": ["öka", "minst 90 %"]}, "bara 2 krav"),
    ({"minst": 3, "av": "delmålen"}, "”av:” ska följas av en lista"),
    ({"minst": 1, "av": {}}, "tomt"),
    ({"minst": "50 %", "av": {}}, "tomt"),
    ({"minst": 1, "av": ["öka"], "till": "2030"}, "bredvid varandra"),
    ({"minst": "öka", "av": ["öka"]}, "inget tal"),
    ({"minst": 1, "av": {"hundar": "öka"}}, "ingen av indikatorns grupper"),
]


def test_groups_that_an_indicator_does_not_have_are_said_to_be_missing():
    """The hint names no groups where there are none, but where to write them."""
    with pytest.raises(TargetError, match="indikatorn har inga grupper"):
        parse_target("skillnaden mellan kvinnor och män högst 5 procentenheter", "högt")


@pytest.mark.parametrize(("raw", "said"), REFUSED)
def test_unclear_target_is_refused_with_what_to_write(raw, said):
    """What is no target is refused in Swedish, with forms that can be written."""
    with pytest.raises(TargetError) as caught:
        parse_target(raw, "högt", GROUPS)
    assert said in f"{caught.value.message} {caught.value.hint}"


WORDS = """minst högst öka minska med från till 2030 2005 riket +1 % 95 77–80 mellan och topp 3 av 7 st ( )
föregående år skillnaden kvinnor män minskar medelvärde över bibehålla ja delmål delmålen av alla är vara . > <"""


@given(st.lists(st.sampled_from(sorted(WORDS.split())), max_size=7).map(" ".join))
def test_any_words_are_a_target_or_refused(text):
    """No order of the grammar's words fails in another way than by its own error."""
    try:
        said = describe(parse_target(text, "högt", GROUPS))
    except TargetError as error:
        said = error.message and error.hint
    assert said


@given(
    st.integers(-(10**6), 10**6),
    st.integers(0, 3),
    st.sampled_from(["%", "st", "ton", ""]),
    st.sampled_from(["minst", "högst", "över", "under"]),
)
def test_limit_is_said_as_it_is_read(digits, places, unit, word):
    """What is said of a limit is read back as the same limit."""
    text = f"{word} {Decimal(digits).scaleb(-places)} {unit}".strip().replace(".", ",")
    target = parse_target(text, "inget")
    assert parse_target(describe(target), "inget") == target


@pytest.mark.parametrize(
    "target", [target for _, target, _ in FORMS if isinstance(target, GapShrinks | GapLimit | SubGoals)]
)
def test_difference_and_count_are_said_as_they_are_read(target):
    """What is said of a difference between groups, or of sub-goals, is read back as the same target."""
    assert parse_target(describe(target), "högt", GROUPS) == target
