"""The seventeen goals of Agenda 2030: their Swedish names, and which sub-goals there are of each."""

from __future__ import annotations

import re

NAMES = {
    1: "Ingen fattigdom",
    2: "Ingen hunger",
    3: "God hälsa och välbefinnande",
    4: "God utbildning för alla",
    5: "Jämställdhet",
    6: "Rent vatten och sanitet för alla",
    7: "Hållbar energi för alla",
    8: "Anständiga arbetsvillkor och ekonomisk tillväxt",
    9: "Hållbar industri, innovationer och infrastruktur",
    10: "Minskad ojämlikhet",
    11: "Hållbara städer och samhällen",
    12: "Hållbar konsumtion och produktion",
    13: "Bekämpa klimatförändringarna",
    14: "Hav och marina resurser",
    15: "Ekosystem och biologisk mångfald",
    16: "Fredliga och inkluderande samhällen",
    17: "Genomförande och globalt partnerskap",
}
_LAST = {
    1: (5, "b"),
    2: (5, "c"),
    3: (9, "d"),
    4: (7, "c"),
    5: (6, "c"),
    6: (6, "b"),
    7: (3, "b"),
    8: (10, "b"),
    9: (5, "c"),
    10: (7, "c"),
    11: (7, "c"),
    12: (8, "c"),
    13: (3, "b"),
    14: (7, "c"),
    15: (9, "c"),
    16: (10, "b"),
    17: (19, ""),
}
"""The last sub-goal of each goal that has a number, and the last that has a letter."""
_FORM = re.compile(r"(?P<goal>[1-9]\d?)(?:\.(?P<sub>[1-9]\d?|[a-d]))?")


def goal_of(claim: str) -> int:
    """Return the number of the goal that a known goal or sub-goal (`3`, `3.4`, `3.d`) is of."""
    return int(claim.partition(".")[0])


def fault(claim: str) -> tuple[str, str] | None:
    """Say in Swedish why a text is no goal or sub-goal, and what to write; None where it is one."""
    found = _FORM.fullmatch(claim)
    if found is None:
        form = (
            "skriv målets nummer, 1–17, eller delmålets, till exempel 3.4; flera skrivs ett per rad efter -"
        )
        return f"”{claim}” är inget mål eller delmål i Agenda 2030", form
    goal, sub = int(found["goal"]), found["sub"]
    if goal not in NAMES:
        return f"Agenda 2030 har inget mål {goal}", "skriv ett nummer 1–17"
    number, letter = _LAST[goal]
    if sub is None or (int(sub) <= number if sub.isdigit() else sub <= letter):
        return None
    letters = f" och {goal}.a–{goal}.{letter}" if letter else ""
    return (
        f"mål {goal} i Agenda 2030 har inget delmål {claim}",
        f"delmålen är {goal}.1–{goal}.{number}{letters}",
    )
