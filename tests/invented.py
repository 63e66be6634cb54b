"""Content of an invented region, written to a folder and read: what the tests of the model start from."""

from textwrap import dedent

from vpgen.assessment import assess
from vpgen.checks import check
from vpgen.history import Key, make_history
from vpgen.loader import load

ORGANISATION = """
    namn: Region Påhitt
    fullmäktige: regionfullmaktige
    nämnder:
      2023–2026:
        - regionfullmaktige
        - parknamnden
        - lekplatsnamnden
    gäller:
      regionen: Region Påhitt
      lanet: Påhitts län
      riket: Riket
    symboler:
      2020:
        bedömning:
          rubrik: Måluppfyllelse
          nivåer:
            grön:
              betyder: uppnått
            gul:
              betyder: mindre avvikelse
            röd:
              betyder: större avvikelse
        utveckling:
          rubrik: Förändringspilar
          nivåer:
            förbättrad:
              betyder: resultatet har förbättrats
              pil: upp
            försämrad:
              betyder: resultatet har försämrats
              pil: ned
        indikator:
          rubrik: Indikatorer
          nivåer:
            helt:
              betyder: målvärdet är nått
            inte alls:
              betyder: målvärdet är inte nått
            värde saknas:
              betyder: värde saknas för perioden
              saknas: ja
    """
INDICATORS = """
    besiktigade:
      namn: Andel besiktigade lekplatser
      enhet: procent
      bra: högt
    besok:
      namn: Besök i parkerna
      enhet: procent
      bra: högt
      grupper:
        - barn
        - vuxna
    nojdhet:
      namn: Nöjdhet med parkerna
      enhet: index
      bra: högt
      serier:
        enkat: Enkät
        intervju: Intervjuer på plats
    utslapp:
      namn: Utsläpp från parkmaskiner
      enhet: ton
      bra: lågt
    """
BASE = {
    "organisation.yml": ORGANISATION,
    "indikatorer/park.yml": INDICATORS,
    "regionfullmaktige/namnd.yml": "namn: Regionfullmäktige",
    "parknamnden/namnd.yml": "namn: Parknämnden",
    "lekplatsnamnden/namnd.yml": "namn: Lekplatsnämnden",
}


def write(tmp_path, files):
    """Write the invented region, with these files added or in place of its own."""
    for name, text in (BASE | files).items():
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return tmp_path / "content"


def registered(tmp_path, files):
    """The register of the invented region with these files, in which nothing is wrong."""
    register = load(write(tmp_path, files))
    assert list(check(register)) == []
    return register


def results_of(tmp_path, files):
    """The invented region with these files, assessed."""
    register = registered(tmp_path, files)
    return assess(register, make_history(register))


def one_goal(year=2024, plan="", report=None, body="parknamnden", basis="original"):
    """A board's plan of a goal with these indicators, and its follow-up with these, each as YAML lines."""
    files = {f"{body}/{year}/plan.yml": "underlag: original\n" + _goal(plan, own=True)}
    if report is not None:
        head = f"underlag: {basis}\nperiod: {year}\n"
        files[f"{body}/{year}/verksamhetsberattelse.yml"] = head + _goal(report, own=False)
    return files


def _goal(indicators, *, own):
    fields = "    sort: nämndens mål\n    text: Parkerna är levande.\n" if own else "    bedömning: grön\n"
    lines = "".join(f"      {line}\n" for line in dedent(indicators).strip("\n").split("\n"))
    return f"mål:\n  levande-parker:\n{fields}" + (f"    indikatorer:\n{lines}" if indicators.strip() else "")


def key(indicator, scope="parknamnden", series=None, group=None):
    """A key of the history, the board's own unless something else is said."""
    return Key(indicator, scope, series, group)


def values(history, of):
    """The values of a series as printed, by the period's name."""
    return {point.period.text: point.best.text for point in history.get(of, ())}
