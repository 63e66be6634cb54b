"""What rings between two versions: less asked for when the outcome is known, decisions passed over, closed years, locks."""

from copy import deepcopy

import pytest

from revised import NOJDHET, PLAN, REPORT, region, written
from test_diff import results
from vpgen.diff import compare
from vpgen.lock import new_lock

LOWERED = "målvärdet sänktes när utfallet var känt"
CHANGED = "kravet ändrades när utfallet var känt"
DECIDED = "beslutad plan ändrad utan ny utgåva"
INHERITED = "beslutade planer ändrade av den som de ärver från"
CLOSED = "utfall för ett avslutat år ändrat"
UNLOCKED = "låset togs bort eller byttes"
GONE = object()
"""In place of a value: it is taken away."""
FILES = {
    "plan": "parknamnden/2024/plan.yml",
    "rapport": "parknamnden/2024/verksamhetsberattelse.yml",
    "fullmäktige": "regionfullmaktige/2024/plan.yml",
    "lekplatser": "lekplatsnamnden/2024/plan.yml",
    "lekrapport": "lekplatsnamnden/2024/verksamhetsberattelse.yml",
    "indikatorer": "indikatorer/park.yml",
}
GOAL = "mål/levande-parker"
ROW, TOLD = f"plan/{GOAL}/indikatorer/renhet", f"rapport/{GOAL}/indikatorer/renhet"
RENHET = ("indikator", "levande-parker", "renhet")
DECISION = {"organ": "Parknämnden", "datum": "2025-02-20", "paragraf": "§ 3"}
LATER = {"organ": "Parknämnden", "datum": "2024-05-20", "paragraf": "§ 4"}


def put(files, edits):
    """Change files in place: by a file's short name and the keys in it (`~` for a slash in one), to a value, or away."""
    for path, value in edits.items():
        name, *keys = path.split("/")
        place = files.setdefault(FILES[name], {})
        *above, last = (key.replace("~", "/") for key in keys)
        for key in above:
            place = place[int(key)] if isinstance(place, list) else place.setdefault(key, {})
        last = int(last) if isinstance(place, list) else last
        if value is GONE:
            del place[last]
        else:
            place[last] = deepcopy(value)
    return files


def world(**edits):
    """The region, whose decided plan asks for cleanliness of at least 80 %, and whose report says 79,6 %."""
    files = region()
    put(
        files,
        {
            "indikatorer/renhet": {"namn": "Rena parker", "enhet": "procent", "bra": "högt"},
            ROW: {"målvärde": "minst 80 %"},
            TOLD: {"utfall": "79,6 %"},
        },
    )
    return put(files, edits)


def compared(before, after):
    return compare(results(written(before)), results(written(after)))


def rung(found):
    return [alarm.what for alarm in found.alarms]


def about_targets(found):
    """The alarms of what is asked for."""
    return [alarm for alarm in found.alarms if alarm.what in {LOWERED, CHANGED}]


# What is asked for

TWO = {"barn": "minst 80 %", "vuxna": "minst 80 %"}
SOME = {"minst": "1", "av": ["minst 52 %", "öka"]}
TARGETS = [
    ("minst 80 %", "minst 70 %", LOWERED),
    ("minst 80 %", "minst 79,5 %", LOWERED),
    ("minst 80 %", "mer än 79 %", LOWERED),
    ("mer än 80 %", "minst 80 %", LOWERED),
    ("80–90 %", "70–90 %", LOWERED),
    ("80–90 %", "minst 80 %", CHANGED),
    ("minst 80 %", "80–90 %", None),
    ("minst 80 %", "minst 80 % senast 2035", LOWERED),
    ("minst 80 %", GONE, LOWERED),
    ("riket + 1 procentenhet", "högre än riket", LOWERED),
    (TWO, TWO | {"vuxna": "minst 70 %"}, LOWERED),
    (TWO, {"barn": "minst 80 %"}, LOWERED),
    ({"alla": ["minst 80 %", "öka"]}, "minst 80 %", LOWERED),
    ({"alla": ["minst 80 %", "öka"]}, {"alla": ["minst 75 %", "öka"]}, LOWERED),
    (SOME, {"minst": "1", "av": ["minst 40 %", "öka"]}, LOWERED),
    ({"minst": "2", "av": SOME["av"]}, SOME, LOWERED),
    (SOME, {"minst": "1", "av": [*SOME["av"], "ja"]}, LOWERED),
    ({"minst": "2", "av": [*SOME["av"], "högre än riket"]}, SOME, CHANGED),
    ("minst 80 %", "bedöms i text", CHANGED),
    ("minst 80 %", "öka", CHANGED),
    ("minst 80 %", "högst 80 %", CHANGED),
    ("minst 80 %", "ja", CHANGED),
    ("minst 80 %", "minst 80 % (utan tilläggsbudget minst 60 %)", CHANGED),
    ("minst 80 %", "topp 3", CHANGED),
    ("minst 80 %", SOME, LOWERED),
    ("minst 80 %", {"barn": "minst 70 %", "vuxna": "minst 80 %"}, CHANGED),
    ("öka", "minska", CHANGED),
    ("riket + 1 procentenhet", "minst 10 %", CHANGED),
    ("högre än riket", "minst lika som riket", CHANGED),
    (TWO, "minst 70 %", CHANGED),
    (TWO, "bedöms i text", CHANGED),
    ({"bedöms": "alla parker städas"}, {"bedöms": "några parker städas"}, CHANGED),
    ("minst 80 % (mäts i maj)", "minst 80 % (mäts i juni)", CHANGED),
    ("minst 80 %", "minst 85 %", None),
    ("minst 80 %", "mer än 80 %", None),
    ("minst 80 %", "80 procent", None),
    ("minst 80 %", "minst 80,0 %", None),
    ("minst 80 % senast 2035", "minst 80 %", None),
    ("minst 80 % senast 2035", "minst 80 % senast 2030", None),
    ("minst 80 % (mäts i maj)", "minst 80 %", None),
    ("högre än riket", "riket + 1 procentenhet", None),
    ("minst 80 %", {"alla": ["minst 80 %", "öka"]}, None),
    (TWO, TWO | {"barn": "minst 90 %"}, None),
    (SOME, {"minst": "1", "av": ["minst 60 %", "öka"]}, None),
    (SOME, {"minst": "2", "av": ["minst 52 %", "öka"]}, None),
    (GONE, "minst 10 %", None),
]
"""A target, what became of it, and what rings."""


@pytest.mark.parametrize(("old", "new", "rings"), TARGETS)
def test_what_is_asked_for_when_the_outcome_is_known(old, new, rings):
    """Any other target rings, but one that certainly asks for as much; it is called lower where that is certain."""
    groups = {"indikatorer/renhet/grupper": ["barn", "vuxna"]}
    versions = [world(**groups), world(**groups)]
    for files, target in zip(versions, (old, new), strict=True):
        put(files, {f"{ROW}/målvärde": target})
    found = compared(*versions)
    assert [alarm.what for alarm in about_targets(found)] == ([rings] if rings else [])
    for alarm in about_targets(found):
        assert (alarm.change.owner, alarm.change.element, alarm.change.field) == (PLAN, RENHET, "målvärde")
        known = "men utfallet 79,6 % för 2024 står redan i Verksamhetsberättelse 2024, Parknämnden"
        assert alarm.sentence.endswith(known)
        assert ("om det begär mindre går inte att avgöra" in alarm.sentence) is (rings == CHANGED)


LOW = [
    ("högst 30 ton", "högst 40 ton", LOWERED),
    ("högst 30 ton", "under 30,1 ton", LOWERED),
    ("högst 30 ton", "30 ton", None),
    ("högst 30 ton", "högst 20 ton", None),
    ("20–30 ton", "20–31 ton", LOWERED),
    ("minska minst 5 % jämfört med föregående år", "minska", CHANGED),
    ("minska minst 5 % jämfört med föregående år", "minska minst 2 % jämfört med föregående år", LOWERED),
    ("minska minst 5 % jämfört med föregående år", "minska minst 9 % jämfört med föregående år", None),
]


@pytest.mark.parametrize(("old", "new", "rings"), LOW)
def test_what_is_asked_for_where_low_is_good(old, new, rings):
    """A higher limit from above asks for less, and so does less of a fall; a lower limit asks for more."""
    row = "plan/mål/lugna-parker/indikatorer/utslapp"
    versions = [put(region(), {f"{row}/målvärde": target}) for target in (old, new)]
    assert [alarm.what for alarm in about_targets(compared(*versions))] == ([rings] if rings else [])


def test_a_target_that_is_read_otherwise_when_the_direction_turns_rings():
    """Lowered while what is good turns from high into low, a target rings; a turn alone does so too."""
    turned = {"indikatorer/renhet/bra": "lågt"}
    for target in ("högst 90 %", "80 %", "minst 80 %"):
        found = compared(world(), world(**turned, **{f"{ROW}/målvärde": target}))
        assert about_targets(found)
    bare = world(**{f"{ROW}/målvärde": "80 %"})
    found = compared(bare, put(deepcopy(bare), turned))
    assert [alarm.what for alarm in about_targets(found)] == [CHANGED]
    assert [alarm.change.field for alarm in about_targets(found)] == ["bra"]


LONG = {f"{ROW}/långsiktigt": "minst 90 %", f"{ROW}/långsiktigt år": "2033"}
SERIES = {
    "indikatorer/renhet/serier": {"enkat": "Enkät till alla", "egen": "Egen mätning"},
    f"{ROW}/serie": "enkat",
    f"{TOLD}/serie": "enkat",
}
AROUND = [
    (
        {f"{ROW}/acceptabel avvikelse": "10 procentenheter"},
        {f"{ROW}/acceptabel avvikelse": "50 procentenheter"},
        CHANGED,
    ),
    (
        {f"{ROW}/acceptabel avvikelse": "10 procentenheter"},
        {f"{ROW}/acceptabel avvikelse": "5 procentenheter"},
        None,
    ),
    ({f"{ROW}/acceptabel avvikelse": "10 procentenheter"}, {f"{ROW}/acceptabel avvikelse": GONE}, None),
    ({}, {f"{ROW}/acceptabel avvikelse": "10 procentenheter"}, CHANGED),
    (LONG, {f"{ROW}/långsiktigt år": "2040"}, CHANGED),
    (LONG, {f"{ROW}/långsiktigt år": "2030"}, None),
    (LONG, {f"{ROW}/långsiktigt": "minst 85 %"}, LOWERED),
    (LONG, {f"{ROW}/långsiktigt": "öka"}, CHANGED),
    (LONG, {f"{ROW}/långsiktigt": "minst 95 %"}, None),
    (LONG, {f"{ROW}/långsiktigt": GONE, f"{ROW}/långsiktigt år": GONE}, LOWERED),
    ({}, {f"{ROW}/gäller": "riket"}, CHANGED),
    (SERIES, {f"{ROW}/serie": "egen"}, CHANGED),
    ({}, {f"{ROW}/osäkert": "Talet är svårläst."}, CHANGED),
    ({}, {f"{ROW}/utfall": "77 %"}, None),
]
"""What stands around a target, a change of it, and what rings."""


@pytest.mark.parametrize(("first", "then", "rings"), AROUND)
def test_what_a_target_is_asked_of_and_within(first, then, rings):
    """A wider tolerance, a later year, another scope or series and a doubt ring; what asks for more does not."""
    files = world(**first)
    found = compared(files, put(deepcopy(files), then))
    assert found.changes
    assert [alarm.what for alarm in about_targets(found)] == ([rings] if rings else [])


def test_a_row_that_is_removed_rings_and_so_does_its_goal():
    """Nothing at all is less than any target, whether the row or the whole goal is taken away, with the outcome or not."""
    for gone in (
        [ROW, TOLD],
        [f"plan/{GOAL}", f"rapport/{GOAL}", "plan/uppdrag/skyltar", "rapport/uppdrag/skyltar"],
    ):
        found = compared(world(), world(**dict.fromkeys(gone, GONE)))
        alarms = [
            alarm
            for alarm in about_targets(found)
            if "minst 80 %" in alarm.sentence or "Rena parker" in alarm.sentence
        ]
        assert [(alarm.what, alarm.change.what) for alarm in alarms] == [(LOWERED, "borttagen")]
        assert "stod i Verksamhetsberättelse 2024, Parknämnden i den tidigare versionen" in alarms[0].sentence


@pytest.mark.parametrize("told", [GONE, {"prognos": "79 %"}, {"utfall": "saknas", "orsak": "ingen mätning"}])
def test_an_outcome_that_goes_with_the_lowering_was_known(told):
    """A target rings also when the outcome is taken away, or becomes a forecast, in the same proposal."""
    found = compared(world(), world(**{f"{ROW}/målvärde": "minst 70 %", TOLD: told}))
    assert [alarm.what for alarm in about_targets(found)] == [LOWERED]


def test_an_outcome_that_comes_with_the_lowering_is_known():
    """A target rings when the outcome is told for the first time in the same proposal."""
    found = compared(world(**{TOLD: GONE}), world(**{f"{ROW}/målvärde": "minst 70 %"}))
    assert [alarm.what for alarm in about_targets(found)] == [LOWERED]


@pytest.mark.parametrize("told", [GONE, {"prognos": "79 %"}, {"utfall": "saknas", "orsak": "ingen mätning"}])
def test_without_an_outcome_in_either_version_no_target_rings(told):
    """A forecast is no outcome, and neither is one that is missing."""
    first = world(**{TOLD: told})
    found = compared(first, put(deepcopy(first), {f"{ROW}/målvärde": "minst 70 %"}))
    assert rung(found) == [DECIDED]


def renamed(files, kind):
    """Give the goal or the indicator a new id everywhere."""
    if kind == "mål":
        for name in ("plan", "rapport"):
            goals = files[FILES[name]]["mål"]
            goals["myllrande-parker"] = goals.pop("levande-parker")
        files[FILES["plan"]]["uppdrag"]["skyltar"]["under"] = ["myllrande-parker"]
    else:
        definitions = files[FILES["indikatorer"]]
        definitions["renare"] = definitions.pop("renhet")
        for name in ("plan", "rapport"):
            rows = files[FILES[name]]["mål"]["levande-parker"]["indikatorer"]
            rows["renare"] = rows.pop("renhet")
    return files


@pytest.mark.parametrize("kind", ["mål", "indikator"])
def test_a_new_id_hides_no_lowered_target(kind):
    """A target that is lowered where its goal or its indicator gets a new id rings; the new id alone does not."""
    found = compared(world(), renamed(world(**{f"{ROW}/målvärde": "minst 70 %"}), kind))
    assert [alarm.what for alarm in about_targets(found)] == [LOWERED]
    assert "från minst 80 % till minst 70 %" in about_targets(found)[0].sentence
    found = compared(world(), renamed(world(), kind))
    assert "nytt id" in {change.what for change in found.changes}
    assert about_targets(found) == []


def test_an_indicator_that_goes_on_from_another_is_the_same_row():
    """A target is lowered also where the indicator is exchanged for one that says that it continues it."""
    definition = {"namn": "Skräpfria parker", "enhet": "procent", "bra": "högt", "fortsätter": "renhet"}
    rows = f"plan/{GOAL}/indikatorer"
    told = f"rapport/{GOAL}/indikatorer"
    later = {
        "indikatorer/skrap": definition,
        ROW: GONE,
        TOLD: GONE,
        f"{rows}/skrap": {"målvärde": "minst 70 %"},
        f"{told}/skrap": {"utfall": "79,6 %"},
    }
    found = compared(world(), world(**later))
    assert [alarm.what for alarm in about_targets(found)] == [LOWERED]


def test_a_moved_row_is_the_same_row():
    """A target that is lowered where its indicator is moved to another goal rings; the move alone does not."""
    for target, rings in (("minst 80 %", []), ("minst 70 %", [LOWERED])):
        files = world(**{ROW: GONE, TOLD: GONE})
        put(
            files,
            {
                "plan/mål/rena-parker/indikatorer": {"renhet": {"målvärde": target}},
                "rapport/mål/rena-parker/indikatorer": {"renhet": {"utfall": "79,6 %"}},
            },
        )
        assert [alarm.what for alarm in about_targets(compared(world(), files))] == rings


def test_a_target_that_the_council_lowers_rings_once_for_those_who_take_it_over():
    """The council's own target is lowered when a board that has taken it over tells an outcome; the board is named."""
    told = {
        "underlag": "original",
        "period": "2024",
        "mål": {"god-natur": {"indikatorer": {"besiktigade": {"utfall": "88 %"}}}},
    }
    first = put(region(), {})
    first[FILES["lekrapport"]] = told
    row = "fullmäktige/mål/god-natur/indikatorer/besiktigade"
    found = compared(first, put(deepcopy(first), {f"{row}/målvärde": "minst 85 %"}))
    (alarm,) = about_targets(found)
    assert alarm.what == LOWERED
    assert "utfallet 88 % för 2024" in alarm.sentence
    assert "så är det också med Besiktigade lekplatser i" in alarm.sentence


# Decisions


def edition(files, **edits):
    """Put the plan that was decided beside the new one, as its first edition."""
    files["parknamnden/2024/plan-1.yml"] = put(world(), {"plan/utgåva": "1"})[FILES["plan"]]
    return put(files, {"plan/utgåva": "2", **edits})


WORDING = {f"plan/{GOAL}/text": "Parkerna är levande för alla"}
DECISIONS = [
    (WORDING, True),
    ({**WORDING, "plan/utgåva": "2"}, True),
    ({**WORDING, "plan/beslut": LATER}, False),
    ({**WORDING, "plan/beslut/datum": "2023-11-19"}, True),
    ({**WORDING, "plan/beslut/paragraf": "§9"}, True),
    ({**WORDING, "plan/beslut/paragraf": "§ 10"}, False),
    ({**WORDING, "plan/beslut": GONE}, True),
    ({**WORDING, "plan/status": "utkast", "plan/beslut": GONE}, True),
    ({"plan/beslut": GONE}, True),
    ({"plan/beslut": GONE, "plan/status": "utkast"}, True),
    ({f"plan/{GOAL}/beskrivning": "Här händer något."}, False),
    ({f"{ROW}/utfall": "70 %"}, False),
    ({"plan/tabeller/driftbudget/rader/2/4": "11"}, True),
]
"""A change of a decided plan, and whether it rings."""


@pytest.mark.parametrize(("edits", "rings"), DECISIONS)
def test_a_decided_plan_is_changed_by_another_decision_alone(edits, rings):
    """What a decided plan adopts rings when it is changed: its own word that it is another edition silences nothing."""
    found = compared(world(), world(**edits))
    assert found.changes
    assert (DECIDED in rung(found)) is rings
    assert all(PLAN in alarm.change.owner for alarm in found.alarms)


def test_a_decided_plan_may_be_changed_where_its_edition_stands_beside_it():
    """With the plan that was decided beside it, kept as it was decided, the new one is another edition."""
    found = compared(world(), edition(world(**WORDING), **{"plan/beslut": LATER}))
    assert DECIDED not in rung(found)
    assert [change.field for change in found.changes if change.owner == PLAN and change.kind == "plan"]


def test_an_edition_of_another_decision_silences_nothing():
    """What is put beside the plan is no earlier edition of it where it rests on another decision."""
    files = edition(world(**WORDING))
    files["parknamnden/2024/plan-1.yml"]["beslut"] = {**LATER, "datum": "2023-01-20"}
    assert DECIDED in rung(compared(world(), files))


# Givers


def decided_boards():
    """The region where both boards' plans are decided."""
    decision = {"organ": "Lekplatsnämnden", "datum": "2023-12-01", "paragraf": "§ 7"}
    return put(world(), {"lekplatser/beslut": decision})


GIVEN = "fullmäktige/mål/god-natur"
BOTH = ["Verksamhetsplan 2024, Parknämnden", "Verksamhetsplan 2024, Lekplatsnämnden"]
GIVERS = [
    ({f"{GIVEN}/text": "Alla har 3 minuter till en park"}, BOTH),
    ({f"{GIVEN}/indikatorer/besiktigade/målvärde": "minst 95 %"}, BOTH[1:]),
    ({"fullmäktige/uppdrag/rf-1/text": "Inventera parkernas träd"}, BOTH[:1]),
    ({f"{GIVEN}/beskrivning": "Parken är nära."}, []),
    ({"fullmäktige/mål/ny": {"sort": "effektmål", "text": "Parkerna är många"}}, []),
    (
        {
            f"{GIVEN}/text": "Alla har 3 minuter till en park",
            "lekplatser/beslut": {"organ": "Lekplatsnämnden", "datum": "2024-03-01"},
        },
        BOTH[:1],
    ),
]
"""A change of the council's plan, and the decided plans that it changes."""


@pytest.mark.parametrize(("edits", "plans"), GIVERS)
def test_a_change_at_a_giver_rings_once_with_the_plans_that_take_it_over(edits, plans):
    """What decided plans inherit rings where it is changed, once, and names them; not those with a new decision."""
    first = decided_boards()
    found = compared(first, put(deepcopy(first), edits))
    alarms = [alarm for alarm in found.alarms if alarm.what == INHERITED]
    assert len(alarms) == bool(plans)
    for alarm in alarms:
        assert alarm.change.owner == "regionfullmaktige/2024/plan"
        assert [name for name in BOTH if name in alarm.sentence] == plans
        many = "2 beslutade planer" if len(plans) > 1 else "1 beslutad plan"
        assert alarm.sentence.startswith(f"ändrar också {many}: ")


def test_a_turned_direction_rings_for_the_plans_whose_targets_are_read_by_it():
    """A bare target says another thing when the indicator is to be low: the definition rings, with the plan."""
    found = compared(region(), put(region(), {"indikatorer/nojdhet/bra": "lågt"}))
    alarms = [alarm for alarm in found.alarms if alarm.what == INHERITED]
    assert [(alarm.change.owner, alarm.change.field) for alarm in alarms] == [("indikatorer", "bra")]
    assert "Verksamhetsplan 2024, Parknämnden" in alarms[0].sentence


# Closed years

TABLE = "rapport/tabeller/utfall"
MISPRINT = {"lek/utfall": {"läs": "10", "skäl": "tryckt med punkt"}}
REPORTED = {
    **SERIES,
    f"{TABLE}/rader/0/1": "Utfall",
    f"{TABLE}/rader/2/1": "1.0",
    f"{TABLE}/rättelser": MISPRINT,
    f"{TABLE}/kolumner": {"utfall": {"är": "utfall", "avser": "2024"}},
    f"{TOLD}/tidigare": {"2023": {"utfall": "77 %"}},
    "rapport/beslut": DECISION,
}
BESOK = f"rapport/{GOAL}/indikatorer/nojdhet"
CLOSINGS = [
    ({f"{TOLD}/utfall": "85 %"}, True),
    ({f"{TOLD}/exakt": "79,58 %"}, True),
    ({f"{TOLD}/avser": "2023"}, True),
    ({f"{TOLD}/gäller": "riket"}, True),
    ({f"{TOLD}/serie": "egen"}, True),
    ({f"{TOLD}/osäkert": "Talet är svårläst."}, True),
    ({f"{TOLD}/tidigare/2023/utfall": "70 %"}, True),
    ({f"{TOLD}/tidigare": GONE}, True),
    ({TOLD: {"prognos": "79 %"}}, True),
    ({TOLD: GONE}, True),
    ({f"rapport/{GOAL}": GONE}, True),
    ({f"{TABLE}/rader/1/1": "22"}, True),
    ({f"{TABLE}/rättelser/lek~utfall/läs": "11"}, True),
    ({f"{TABLE}/rättelser/lek~utfall/skäl": "tryckt otydligt"}, False),
    ({f"{TABLE}/kolumner/utfall/är": "prognos"}, True),
    ({f"{TABLE}/kolumner/utfall/avser": "2023"}, True),
    ({f"{TABLE}/kolumner/utfall/enhet": "tkr"}, True),
    ({f"{TABLE}/enhet": "tkr"}, True),
    ({f"{TABLE}/rubrik": "Så gick det"}, False),
    ({"rapport/period": "jan–nov 2024"}, True),
    ({f"{BESOK}/kommentar": "Mycket bättre än förra året."}, False),
    ({f"rapport/{GOAL}/bedömning": "gul"}, False),
    ({"rapport/kommentar": "Året var varmt."}, False),
]
"""A change of a decided follow-up, and whether it rings."""


@pytest.mark.parametrize(("edits", "rings"), CLOSINGS)
def test_an_outcome_of_a_decided_follow_up_and_all_that_says_what_it_is(edits, rings):
    """The figure, its time, scope, series and unit ring when they are changed in what is decided; words do not."""
    found = compared(world(**REPORTED), put(world(**REPORTED), edits))
    assert found.changes
    assert (CLOSED in rung(found)) is rings
    for alarm in found.alarms:
        if alarm.what == CLOSED:
            assert alarm.change.owner == REPORT
            assert (
                "Verksamhetsberättelse 2024, Parknämnden är beslutad (Parknämnden, 2025-02-20"
                in alarm.sentence
            )


def test_an_outcome_of_a_group_that_is_another_rings():
    """An outcome that is moved from one group to the other is an outcome that is changed."""
    row = f"rapport/{GOAL}/indikatorer/besok"
    first = world(**{row: {"utfall": {"barn": "3 100 st", "vuxna": "4 200 st"}}, "rapport/beslut": DECISION})
    later = put(deepcopy(first), {row: {"utfall": {"barn": "4 200 st", "vuxna": "3 100 st"}}})
    assert rung(compared(first, later)) == [CLOSED]


def test_the_latest_known_outcome_in_a_decided_plan_rings():
    """A decided plan's `utfall` is of a year that has been; a plan that is not decided may say another."""
    row = f"plan/{GOAL}/indikatorer/nojdhet"
    found = compared(world(), world(**{f"{row}/utfall": "79"}))
    assert [(alarm.what, alarm.change.element) for alarm in found.alarms] == [(CLOSED, NOJDHET)]
    first = world(**{"plan/beslut": GONE})
    assert rung(compared(first, put(deepcopy(first), {f"{row}/utfall": "79"}))) == []


def test_an_old_follow_up_may_be_filled_in_and_not_changed():
    """In a follow-up of a year before the newest, an outcome that is told for the first time does not ring; another does."""
    rows = "parknamnden/2023/verksamhetsberattelse.yml"
    empty, first, later = world(), world(), world()
    del empty[rows]["mål"]["levande-parker"]["indikatorer"]
    later[rows]["mål"]["levande-parker"]["indikatorer"]["nojdhet"]["utfall"] = "78"
    assert rung(compared(empty, first)) == []
    found = compared(first, later)
    assert rung(found) == [CLOSED]
    assert found.alarms[0].sentence == "Parknämnden har redan en uppföljning av 2024"
    assert rung(compared(first, empty)) == [CLOSED]


# Locks


def locked(files):
    """Return the texts of files with the plan's lock beside it."""
    register = results(written(files)).register
    made = new_lock(register, register, PLAN)
    return {**written(files), made.path: made.text}


def locks(first, later):
    found = compare(results(first), results(later))
    return [alarm for alarm in found.alarms if alarm.what == UNLOCKED]


def test_a_lock_that_is_removed_or_replaced_rings():
    """Without its lock, or with one of other facts, a decided plan rings at its lock; a first lock does not."""
    first = locked(world())
    for later in (written(world()), locked(world(**WORDING))):
        (alarm,) = locks(first, later)
        assert (alarm.change.owner, alarm.change.element, alarm.change.field) == (PLAN, (), "lås")
        assert alarm.sentence == "Verksamhetsplan 2024, Parknämnden var låst av sitt beslut"
    assert locks(written(world()), first) == []
    assert locks(first, first) == []


def test_a_lock_that_goes_with_its_document_rings():
    """A locked document that is taken away takes its lock with it."""
    report = world(**{"rapport/beslut": DECISION})
    register = results(written(report)).register
    made = new_lock(register, register, REPORT)
    first = {**written(report), made.path: made.text}
    del report[FILES["rapport"]]
    (alarm,) = locks(first, written(report))
    assert alarm.change.what == "borttagen"


def test_a_lock_that_comes_with_a_new_decision_or_edition_does_not_ring():
    """A plan that rests on another decision, or has its old edition beside it, has a lock of its own."""
    first = locked(world())
    assert locks(first, locked(world(**WORDING, **{"plan/beslut": LATER}))) == []
    assert locks(first, locked(edition(world(**WORDING), **{"plan/beslut": LATER}))) == []


def test_alarms_stand_in_the_order_of_the_changes():
    """One change may ring of several things; they stand together, and in the order of the changes."""
    found = compared(world(), world(**WORDING, **{f"{ROW}/målvärde": "minst 70 %", f"{TOLD}/utfall": "70 %"}))
    places = [found.changes.index(alarm.change) for alarm in found.alarms]
    assert places == sorted(places)
    of_target = [alarm.what for alarm in found.alarms if alarm.change.field == "målvärde"]
    assert of_target == [LOWERED, DECIDED]
