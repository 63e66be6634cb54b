"""An invented region as data, changes to it with what each is called, and many ways to write it as files."""

import os
import re
import shutil
import subprocess
from copy import deepcopy
from dataclasses import dataclass

import yaml

PLAN = "parknamnden/2024/plan"
REPORT = "parknamnden/2024/verksamhetsberattelse"
OLD_REPORT = "parknamnden/2023/verksamhetsberattelse"
COUNCIL = "regionfullmaktige/2024/plan"
PROSE = {"kommentar", "beskrivning", "motivering", "anmärkning", "text"}
ORDERED = {
    "nivåer",
    "mål",
    "avsnitt",
    "punkter",
    "uppdrag",
    "aktiviteter",
    "indikatorer",
    "risker",
    "åtgärder",
    "kapitel",
    "tabeller",
}
"""Mappings whose order is what they say, or what a reader meets."""
ORDERED_IN_REPORTS = {"nivåer", "kapitel", "tabeller"}
"""The same in follow-ups: what they answer stands as in the plan."""


def region():
    """Return the files of the region by their names: mappings for YAML, texts for the rest."""
    return {
        "organisation.yml": {
            "namn": "Region Påhitt",
            "fullmäktige": "regionfullmaktige",
            "nämnder": {"2023–2026": ["regionfullmaktige", "parknamnden", "lekplatsnamnden"]},
            "gäller": {"regionen": "Region Påhitt", "riket": "Riket"},
            "symboler": {
                "2020": {
                    "bedömning": {
                        "rubrik": "Måluppfyllelse",
                        "nivåer": {
                            "grön": {"betyder": "uppnått", "färg": "grön"},
                            "gul": {"betyder": "mindre avvikelse", "färg": "gul"},
                            "röd": {"betyder": "större avvikelse", "färg": "röd"},
                        },
                    }
                }
            },
            "regler": {"2020": {"beslut": "RF 2019 § 7", "mål": {"grön": "minst 80 %", "röd": "annars"}}},
        },
        "indikatorer/park.yml": {
            "nojdhet": {
                "namn": "Nöjdhet med parkerna",
                "enhet": "index",
                "bra": "högt",
                "beskrivning": "Andelen som svarar fyra eller fem. Frågan ställs i juni.",
            },
            "besiktigade": {"namn": "Besiktigade lekplatser", "enhet": "procent", "bra": "högt"},
            "besok": {"namn": "Besök i parkerna", "enhet": "st", "bra": "högt", "grupper": ["barn", "vuxna"]},
            "utslapp": {"namn": "Utsläpp från parkmaskiner", "enhet": "ton", "bra": "lågt"},
            "svar": {"namn": "Svarstid", "enhet": "dagar", "bra": "lågt"},
        },
        "regionfullmaktige/namnd.yml": {"namn": "Regionfullmäktige"},
        "parknamnden/namnd.yml": {"namn": "Parknämnden", "beskrivning": "Sköter regionens parker."},
        "lekplatsnamnden/namnd.yml": {"namn": "Lekplatsnämnden"},
        "regionfullmaktige/2024/plan.yml": {
            "underlag": "original",
            "avsnitt": {"natur": {"sort": "perspektiv", "namn": "Natur"}},
            "mål": {
                "god-natur": {
                    "sort": "effektmål",
                    "nr": "1",
                    "text": "Alla har nära till en vårdad park i sin vardag",
                    "under": "natur",
                    "indikatorer": {"besiktigade": {"målvärde": "minst 90 %"}},
                }
            },
            "uppdrag": {"rf-1": {"nr": "1", "text": "Inventera parkerna", "mottagare": ["parknamnden"]}},
        },
        "lekplatsnamnden/2024/plan.yml": {
            "underlag": "original",
            "mål": {"god-natur": {"indikatorer": {"besiktigade": {"utfall": "80 %", "avser": "2023"}}}},
        },
        "parknamnden/2024/plan.yml": {
            "underlag": "original",
            "beslut": {"organ": "Parknämnden", "datum": "2023-11-20", "paragraf": "§ 9"},
            "avser": "2022",
            "avsnitt": {
                "kultur": {
                    "sort": "strategi",
                    "namn": "Kultur",
                    "punkter": {"sommar": "Musik i parken om sommaren"},
                }
            },
            "mål": {
                "god-natur": {"indikatorer": {"besiktigade": {"målvärde": "minst 95 %", "utfall": "91 %"}}},
                "levande-parker": {
                    "sort": "nämndens mål",
                    "nr": "2",
                    "text": "Parkerna är levande",
                    "under": "natur",
                    "beskrivning": "Här händer något varje dag. Alla är välkomna,\n\noavsett väder.",
                    "indikatorer": {
                        "nojdhet": {
                            "målvärde": "80",
                            "långsiktigt": "85",
                            "långsiktigt år": "2030",
                            "utfall": "77",
                        },
                        "besok": {"målvärde": {"barn": "minst 3 000 st", "vuxna": "minst 4 000 st"}},
                    },
                },
                "trygga-parker": {
                    "sort": "nämndens mål",
                    "text": "Parkerna är trygga",
                    "indikatorer": {"svar": {"målvärde": "högst 5 dagar"}},
                },
                "lugna-parker": {
                    "sort": "nämndens mål",
                    "text": "Parkerna är lugna",
                    "indikatorer": {"utslapp": {"målvärde": "högst 30 ton"}},
                },
                "rena-parker": {"sort": "nämndens mål", "text": "Parkerna är rena"},
            },
            "uppdrag": {
                "rf-1": {},
                "skyltar": {
                    "text": "Sätt upp skyltar i varje park",
                    "under": ["levande-parker"],
                    "klart": "juni",
                },
                "bankar": {"text": "Måla bänkarna", "under": ["rena-parker"]},
            },
            "aktiviteter": {"stadning": {"text": "Städa på våren", "under": ["rena-parker"]}},
            "internkontroll": {
                "risker": {
                    "skador": {
                        "område": "Säkerhet",
                        "risk": "Någon skadas av en trasig gunga",
                        "sannolikhet": "2",
                        "konsekvens": "4",
                        "åtgärder": {"tillsyn": {"text": "Tillsyn varje vecka"}},
                    },
                    "stold": {"område": "Egendom", "risk": "Verktyg stjäls"},
                }
            },
            "kapitel": {
                "inledning": {
                    "rubrik": "Inledning",
                    "nr": "1",
                    "text": "Nämnden sköter parkerna. Den har gjort det länge.\n\n- gräs\n- träd",
                },
                "ekonomi": {
                    "rubrik": "Ekonomi",
                    "nr": "2",
                    "text": "Budgeten är [30 mnkr](tabell:driftbudget/summa/budget).",
                    "innehåll": [{"tabell": "driftbudget"}, "mål", "internkontroll"],
                },
            },
            "tabeller": {
                "driftbudget": {
                    "rubrik": "Driftbudget",
                    "enhet": "mnkr",
                    "rader": [
                        ["sort", "id", "Belopp", "Utfall 2022", "Budget"],
                        ["rad", "skotsel", "Skötsel", "17", "20"],
                        ["rad", "lek", "Lek", "9", "10"],
                        ["summa", "summa", "Summa", "26", "30"],
                    ],
                }
            },
        },
        "parknamnden/2024/verksamhetsberattelse.yml": {
            "underlag": "original",
            "period": "2024",
            "kommentar": "Året har varit varmt. Många har besökt parkerna.",
            "mål": {
                "god-natur": {"bedömning": "grön", "indikatorer": {"besiktigade": {"utfall": "96 %"}}},
                "levande-parker": {
                    "bedömning": "grön",
                    "kommentar": "Musiken på torget drog många besökare hela sommaren.",
                    "indikatorer": {
                        "nojdhet": {
                            "utfall": "83",
                            "jämförelse": {"riket": "80"},
                            "kommentar": "Bättre än förra året.",
                        }
                    },
                },
                "lugna-parker": {
                    "bedömning": "gul",
                    "indikatorer": {
                        "utslapp": {"utfall": "31 ton", "exakt": "30,9 ton", "prognos": "29 ton"}
                    },
                },
                "rena-parker": {"bedömning": "grön"},
            },
            "uppdrag": {
                "skyltar": {"bedömning": "grön", "kommentar": "Skyltarna är uppsatta."},
                "bankar": {"bedömning": "gul"},
            },
            "sammanfattning": {"nämndens mål": {"grön": "2", "gul": "1"}},
            "internkontroll": {
                "bedömning": "tillräcklig",
                "risker": {"skador": {"åtgärder": {"tillsyn": {"status": "pågår", "effekt": "ja"}}}},
            },
            "kapitel": {
                "resultat": {
                    "rubrik": "Resultat",
                    "innehåll": ["mål", "internkontroll", {"tabell": "utfall"}],
                },
            },
            "tabeller": {
                "utfall": {
                    "rubrik": "Utfall",
                    "enhet": "mnkr",
                    "rader": [["Belopp", "Utfall 2024"], ["Skötsel", "21"], ["Lek", "10"]],
                }
            },
        },
        "parknamnden/2023/plan.yml": {
            "underlag": "original",
            "mål": {
                "levande-parker": {
                    "sort": "nämndens mål",
                    "text": "Parkerna är levande",
                    "indikatorer": {"nojdhet": {"målvärde": "75"}},
                }
            },
        },
        "parknamnden/2023/verksamhetsberattelse.yml": {
            "underlag": "avskrift",
            "period": "2023",
            "mål": {"levande-parker": {"bedömning": "röd", "indikatorer": {"nojdhet": {"utfall": "77"}}}},
        },
        "sidor/om.md": "# Om planerna\n\nHär står nämndernas planer.\n",
    }


@dataclass(frozen=True)
class Mutation:
    """A change of the region: what it does to the files, and what it is called: what, kind, owner, element, field."""

    name: str
    apply: object
    told: tuple
    touches: frozenset


MUTATIONS = {}


def mutation(what, kind, owner, element, field, *touches):
    """Register a change; two that touch the same are never made together."""

    def register(function):
        name = function.__name__
        told = (what, kind, owner, element, field)
        MUTATIONS[name] = Mutation(name, function, told, frozenset(touches or (name,)))
        return function

    return register


def plan(files):
    return files["parknamnden/2024/plan.yml"]


def report(files):
    return files["parknamnden/2024/verksamhetsberattelse.yml"]


def with_id(entries, old, new):
    """Return entries of which one has another id, where it stood."""
    return {new if id_ == old else id_: entry for id_, entry in entries.items()}


NOJDHET = ("indikator", "levande-parker", "nojdhet")


@mutation("ändrad", "uppföljning", REPORT, NOJDHET, "utfall")
def outcome(files, number):
    report(files)["mål"]["levande-parker"]["indikatorer"]["nojdhet"]["utfall"] = str(number)


@mutation("ändrad", "uppföljning", REPORT, ("indikator", "lugna-parker", "utslapp"), "exakt", "lugna")
def exact(files, number):
    report(files)["mål"]["lugna-parker"]["indikatorer"]["utslapp"]["exakt"] = f"31,{number % 4} ton"


@mutation("ändrad", "uppföljning", OLD_REPORT, NOJDHET, "utfall")
def old_outcome(files, number):
    files["parknamnden/2023/verksamhetsberattelse.yml"]["mål"]["levande-parker"]["indikatorer"]["nojdhet"][
        "utfall"
    ] = str(number)


@mutation("ändrad", "bedömning", REPORT, ("mål", "levande-parker"), "bedömning")
def assessment(files, number):
    report(files)["mål"]["levande-parker"]["bedömning"] = ["gul", "röd"][number % 2]


@mutation("borttagen", "bedömning", REPORT, ("uppdrag", "skyltar"), "")
def drop_answer(files, _number):
    del report(files)["uppdrag"]["skyltar"]


@mutation("ändrad", "bedömning", REPORT, ("internkontroll",), "bedömning")
def sufficient(files, number):
    report(files)["internkontroll"]["bedömning"] = ["delvis tillräcklig", "inte tillräcklig"][number % 2]


@mutation("ändrad", "uppföljning", REPORT, ("åtgärd", "skador", "tillsyn"), "status")
def measure_status(files, _number):
    report(files)["internkontroll"]["risker"]["skador"]["åtgärder"]["tillsyn"]["status"] = "avslutad"


@mutation("ändrad", "bedömning", REPORT, ("sammanfattning", "nämndens mål"), "grön")
def summary(files, number):
    report(files)["sammanfattning"]["nämndens mål"]["grön"] = str(number)


@mutation("ändrad", "plan", PLAN, NOJDHET, "målvärde")
def target(files, number):
    plan(files)["mål"]["levande-parker"]["indikatorer"]["nojdhet"]["målvärde"] = f"minst {number},5"


@mutation("ändrad", "plan", PLAN, NOJDHET, "långsiktigt")
def long_term(files, number):
    plan(files)["mål"]["levande-parker"]["indikatorer"]["nojdhet"]["långsiktigt"] = f"{number},5"


@mutation("tillagd", "plan", PLAN, ("indikator", "levande-parker", "utslapp"), "")
def add_indicator(files, number):
    plan(files)["mål"]["levande-parker"]["indikatorer"]["utslapp"] = {"målvärde": f"högst {number} ton"}


@mutation("borttagen", "plan", PLAN, ("indikator", "levande-parker", "besok"), "", "besok")
def drop_indicator(files, _number):
    del plan(files)["mål"]["levande-parker"]["indikatorer"]["besok"]


@mutation("ändrad", "plan", PLAN, ("mål", "levande-parker"), "text")
def wording(files, number):
    plan(files)["mål"]["levande-parker"]["text"] = f"Parkerna är levande för {number} personer"


@mutation("ändrad", "plan", COUNCIL, ("mål", "god-natur"), "text")
def councils_wording(files, number):
    files["regionfullmaktige/2024/plan.yml"]["mål"]["god-natur"]["text"] = (
        f"Alla har {number} minuter till en park"
    )


@mutation("ändrad", "plan", COUNCIL, ("indikator", "god-natur", "besiktigade"), "målvärde")
def councils_target(files, number):
    row = files["regionfullmaktige/2024/plan.yml"]["mål"]["god-natur"]["indikatorer"]["besiktigade"]
    row["målvärde"] = f"minst {number},5 %"


@mutation("ändrad", "text", REPORT, ("mål", "levande-parker"), "kommentar")
def comment(files, number):
    report(files)["mål"]["levande-parker"]["kommentar"] = f"Musiken på torget drog {number} besökare."


@mutation("ändrad", "text", PLAN, ("mål", "levande-parker"), "beskrivning")
def description(files, number):
    plan(files)["mål"]["levande-parker"]["beskrivning"] = f"Här händer {number} saker."


@mutation("ändrad", "plan", PLAN, ("ruta", "driftbudget", "lek", "budget"), "värde")
def budget_cell(files, number):
    plan(files)["tabeller"]["driftbudget"]["rader"][2][4] = f"{number},4"


@mutation("ändrad", "uppföljning", REPORT, ("ruta", "utfall", "lek", "utfall-2024"), "värde")
def outcome_cell(files, number):
    report(files)["tabeller"]["utfall"]["rader"][2][1] = f"{number},4"


@mutation("tillagd", "plan", PLAN, ("rad", "driftbudget", "skog"), "")
def add_row(files, number):
    plan(files)["tabeller"]["driftbudget"]["rader"].insert(3, ["rad", "skog", "Skog", f"{number}", "–"])


@mutation("ändrad", "uppföljning", REPORT, ("rad", "utfall", "vard-av-parker"), "rubrik", "label")
def row_label(files, _number):
    report(files)["tabeller"]["utfall"]["rader"][1][0] = "Vård av parker"


@mutation("borttagen", "plan", PLAN, ("mål", "trygga-parker"), "", "trygga")
def drop_goal(files, _number):
    del plan(files)["mål"]["trygga-parker"]


@mutation("tillagd", "plan", PLAN, ("mål", "nya-parker"), "", "besok")
def add_goal(files, number):
    plan(files)["mål"]["nya-parker"] = {
        "sort": "nämndens mål",
        "text": f"Det finns {number} nya parker",
        "indikatorer": {"besok": {"målvärde": "minst 10 st"}},
    }


@mutation("flyttad", "plan", PLAN, ("mål", "levande-parker"), "under")
def move_goal(files, _number):
    plan(files)["mål"]["levande-parker"]["under"] = "kultur"


@mutation("flyttad", "plan", PLAN, ("indikator", "rena-parker", "svar"), "", "trygga")
def move_indicator(files, _number):
    goals = plan(files)["mål"]
    goals["rena-parker"]["indikatorer"] = {"svar": goals["trygga-parker"].pop("indikatorer")["svar"]}


@mutation("nytt id", "plan", PLAN, ("mål", "stilla-parker"), "", "lugna")
def rename_goal(files, _number):
    for document in (plan(files), report(files)):
        document["mål"] = with_id(document["mål"], "lugna-parker", "stilla-parker")


@mutation("nytt id", "plan", PLAN, ("uppdrag", "farg"), "", "bankar")
def rename_assignment(files, _number):
    for document in (plan(files), report(files)):
        document["uppdrag"] = with_id(document["uppdrag"], "bankar", "farg")


@mutation("nytt id", "definition", "indikatorer", ("indikator", "svarstid"), "", "trygga")
def rename_indicator(files, _number):
    definitions = files["indikatorer/park.yml"]
    definitions["svarstid"] = definitions.pop("svar")
    rows = plan(files)["mål"]["trygga-parker"]["indikatorer"]
    rows["svarstid"] = rows.pop("svar")


@mutation("borttagen", "plan", PLAN, ("risk", "stold"), "")
def drop_risk(files, _number):
    del plan(files)["internkontroll"]["risker"]["stold"]


@mutation("tillagd", "plan", PLAN, ("risk", "eld"), "")
def add_risk(files, number):
    plan(files)["internkontroll"]["risker"]["eld"] = {
        "område": "Säkerhet",
        "risk": f"Det brinner {number} gånger",
    }


@mutation("ändrad", "plan", PLAN, ("risk", "skador"), "konsekvens")
def grade(files, number):
    plan(files)["internkontroll"]["risker"]["skador"]["konsekvens"] = str(number % 3 + 1)


@mutation("tillagd", "plan", PLAN, ("uppdrag", "lampor"), "")
def add_assignment(files, number):
    plan(files)["uppdrag"]["lampor"] = {"text": f"Sätt upp {number} lampor"}


@mutation("ändrad", "plan", PLAN, ("uppdrag", "skyltar"), "klart")
def due(files, number):
    plan(files)["uppdrag"]["skyltar"]["klart"] = f"dag {number}"


@mutation("ändrad", "plan", COUNCIL, ("uppdrag", "rf-1"), "mottagare")
def receivers(files, _number):
    files["regionfullmaktige/2024/plan.yml"]["uppdrag"]["rf-1"]["mottagare"].append("lekplatsnamnden")


@mutation("ändrad", "plan", PLAN, ("aktivitet", "stadning"), "text")
def activity(files, number):
    plan(files)["aktiviteter"]["stadning"]["text"] = f"Städa {number} gånger"


@mutation("ändrad", "definition", "indikatorer", ("indikator", "nojdhet"), "beskrivning")
def definition(files, number):
    files["indikatorer/park.yml"]["nojdhet"]["beskrivning"] = f"Andelen som svarar {number} eller mer."


@mutation("ändrad", "definition", "indikatorer", ("indikator", "besok"), "bra")
def direction(files, _number):
    del files["indikatorer/park.yml"]["besok"]["bra"]


@mutation("ändrad", "definition", "indikatorer", ("indikator", "besiktigade"), "namn")
def indicator_name(files, number):
    files["indikatorer/park.yml"]["besiktigade"]["namn"] = f"Lekplatser besiktigade inom {number} dagar"


@mutation("ändrad", "definition", "organisation", ("symboler", "2020", "bedömning", "gul"), "betyder")
def legend(files, number):
    levels = files["organisation.yml"]["symboler"]["2020"]["bedömning"]["nivåer"]
    levels["gul"]["betyder"] = f"avvikelse om {number}"


@mutation("ändrad", "definition", "organisation", ("regler", "2020"), "mål")
def rule(files, number):
    files["organisation.yml"]["regler"]["2020"]["mål"]["grön"] = f"minst {number % 70 + 1} %"


@mutation("ändrad", "definition", "organisation", (), "gäller/riket")
def scope_name(files, number):
    files["organisation.yml"]["gäller"]["riket"] = f"Riket, {number} regioner"


@mutation("ändrad", "struktur", PLAN, (), "beslut/paragraf")
def decision(files, number):
    plan(files)["beslut"]["paragraf"] = f"§ 1{number}"


@mutation("ändrad", "struktur", "nämnder", ("nämnd", "lekplatsnamnden"), "namn")
def body_name(files, number):
    files["lekplatsnamnden/namnd.yml"]["namn"] = f"Lekplatsnämnd {number}"


@mutation("ändrad", "text", PLAN, ("kapitel", "inledning"), "text")
def chapter(files, number):
    plan(files)["kapitel"]["inledning"]["text"] = f"Nämnden sköter {number} parker."


@mutation("ändrad", "plan", PLAN, ("punkt", "kultur", "sommar"), "text")
def bullet(files, number):
    plan(files)["avsnitt"]["kultur"]["punkter"]["sommar"] = f"Musik {number} dagar"


@mutation("ändrad", "text", "sidor", ("sida", "om"), "text")
def page(files, number):
    files["sidor/om.md"] = f"# Om planerna\n\nHär står {number} planer.\n"


def changed(names, number=3):
    """Return the region with these changes."""
    files = region()
    for name in names:
        MUTATIONS[name].apply(files, number)
    return files


def written(files):
    """Return the files as texts, written plainly."""
    return {name: content if isinstance(content, str) else _plain(content) for name, content in files.items()}


def _plain(content):
    return yaml.safe_dump(_with_rows(content), allow_unicode=True, sort_keys=False, width=1000)


def _with_rows(value, separator="|"):
    """Return data with its tables as separated text."""
    if isinstance(value, dict):
        return {
            key: "\n".join(f" {separator} ".join(line) for line in each) + "\n"
            if key == "rader"
            else _with_rows(each, separator)
            for key, each in value.items()
        }
    return [_with_rows(each, separator) for each in value] if isinstance(value, list) else value


def put(folder, texts):
    """Write texts into a folder `content`, in place of all that is there."""
    shutil.rmtree(folder / "content", ignore_errors=True)
    for name, text in texts.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "content"


# Many ways to write the same

SAFE = re.compile(r"[A-Za-zÅÄÖåäö][\wåäöÅÄÖ]*(?: [\wåäöÅÄÖ]+)*")


def reformatted(files, random):
    """Return the files as texts, written in a way that says the same: spread, ordered, quoted and broken at random."""
    files = _spread(deepcopy(files), random)
    return {
        name: content if isinstance(content, str) else _Writer(random).file(content)
        for name, content in files.items()
    }


def _spread(files, random):  # noqa: C901 - one branch per way
    """Write the same in other places: definitions in other files, what flows down at another height, texts in files."""
    definitions = files.pop("indikatorer/park.yml")
    for id_, each in definitions.items():
        files.setdefault(f"indikatorer/{random.choice(['park', 'annat', 'mer'])}.yml", {})[id_] = each
    if random.random() < 0.5:
        introduction = plan(files)["kapitel"]["inledning"]
        files["parknamnden/2024/inledning.md"] = introduction["text"] + "\n"
        introduction["text"] = "inledning.md"
    rows = [row for goal in plan(files)["mål"].values() for row in goal.get("indikatorer", {}).values()]
    where = random.choice(["top", "goal", "row"])
    if where != "top":
        del plan(files)["avser"]
    for goal in plan(files)["mål"].values():
        if where == "goal":
            goal["avser"] = "jan–dec 2022"
    for row in rows if where == "row" else ():
        row["avser"] = random.choice(["2022", "helår 2022"])
    if random.random() < 0.5:
        council = files["regionfullmaktige/2024/plan.yml"]
        given = council["uppdrag"]["rf-1"].pop("mottagare")
        council["mottagare"] = given
    for goal in report(files)["mål"].values():
        for row in goal.get("indikatorer", {}).values():
            if random.random() < 0.3:
                row["avser"] = random.choice(["2024", "jan-dec 2024"])
            if random.random() < 0.3:
                row["gäller"] = "parknamnden"
    return files


class _Writer:
    """Writes YAML with keys in any order that nobody meets, any quotes, any breaks in prose, comments and empty lines."""

    def __init__(self, random):
        self.random = random
        self.ordered = ORDERED

    def file(self, content):
        self.ordered = ORDERED_IN_REPORTS if "period" in content else ORDERED
        return "\n".join(["# Skrivet på ett annat sätt", *self.mapping(content, 0)]) + "\n"

    def mapping(self, content, indent, key=""):
        keys = list(content)
        if key not in self.ordered:
            self.random.shuffle(keys)
        step = self.random.choice([2, 4])
        for each in keys:
            if self.random.random() < 0.1:
                yield self.random.choice(["", " " * indent + "# en kommentar"])
            yield from self.pair(each, content[each], indent, step)

    def pair(self, key, value, indent, step):
        head = " " * indent + self.key(key) + ":"
        if key == "rader":
            yield f"{head} |"
            for line in value:
                gap = " " * self.random.randint(1, 3)
                yield " " * (indent + step) + f"{gap}|{gap}".join(line)
        elif isinstance(value, dict):
            if not value:
                yield head
            elif self.is_simple(value) and self.random.random() < 0.3:
                inner = ", ".join(f"{self.key(name)}: {self.quoted(each)}" for name, each in value.items())
                yield f"{head} {{{inner}}}"
            else:
                yield head + self.note()
                yield from self.mapping(value, indent + step, key)
        elif isinstance(value, list):
            yield from self.items(head, value, indent + step)
        else:
            yield from self.scalar(head, key, value, indent + step)

    def items(self, head, value, indent):
        if all(isinstance(each, str) for each in value) and self.random.random() < 0.5:
            yield f"{head} [{', '.join(map(self.quoted, value))}]"
            return
        yield head
        for each in value:
            if isinstance(each, dict):
                ((name, inner),) = each.items()
                yield " " * indent + f"- {name}: {inner}"
            else:
                yield " " * indent + f"- {each}"

    def scalar(self, head, key, value, indent):
        if key in PROSE and " " in value and "](" not in value and self.random.random() < 0.6:
            yield f"{head} {self.random.choice(['|', '|-'])}"
            for block in value.split("\n\n"):
                yield from (" " * indent + line if line else "" for line in self.broken(block))
                yield ""
        elif "\n" in value:
            yield f"{head} |"
            yield from (" " * indent + line if line else "" for line in value.split("\n"))
        elif SAFE.fullmatch(value) and self.random.random() < 0.5:
            yield f"{head} {value}{self.note()}"
        else:
            yield f"{head} {self.quoted(value)}"

    def broken(self, block):
        """Break a paragraph anywhere between two words; a list keeps its lines."""
        if block.startswith("- "):
            return block.split("\n")
        lines, words = [""], block.split()
        for word in words:
            if lines[-1] and self.random.random() < 0.3:
                lines.append(word)
            else:
                lines[-1] = f"{lines[-1]} {word}".strip()
        return lines

    def note(self):
        return "  # en anmärkning" if self.random.random() < 0.1 else ""

    def key(self, key):
        return self.quoted(key) if self.random.random() < 0.2 or not key[:1].isalpha() else key

    def quoted(self, text):
        if self.random.random() < 0.5:
            return "'" + text.replace("'", "''") + "'"
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def is_simple(self, value):
        return all(isinstance(each, str) and "\n" not in each for each in value.values())


# Git

AUTHOR = {
    "GIT_AUTHOR_NAME": "Någon",
    "GIT_AUTHOR_EMAIL": "nagon@example.org",
    "GIT_COMMITTER_NAME": "Någon",
    "GIT_COMMITTER_EMAIL": "nagon@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(folder, *words, given=None, env=None):
    """Run git in a folder, with nobody's settings but those given, and return what it says."""
    environment = {"PATH": os.environ["PATH"], **AUTHOR, **(env or {})}
    done = subprocess.run(
        ["git", *words], cwd=folder, env=environment, input=given, capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def repository(folder):
    """Make an empty repository."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    return folder


def commit(folder, texts):
    """Commit texts as the whole of the folder `content`; return the commit's id."""
    put(folder, texts)
    git(folder, "add", "-A", "-f")
    git(folder, "commit", "-q", "-m", "innehåll", "--allow-empty")
    return git(folder, "rev-parse", "HEAD")
