"""Documents as pages: the whole in order, internal control through the years, CSV files, and what not all may see."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invented import ORGANISATION, one_goal, registered, results_of, write
from vpgen.build import Project, build, check_content
from vpgen.findings import find
from vpgen.pages.control import control_pages, region_control_page
from vpgen.pages.goal import goal_pages
from vpgen.pages.look import Look
from vpgen.pages.tables import csv_files
from vpgen.pages.whole import whole_pages

CONFIG = "site_name: Region Påhitt\ntheme:\n  name: material\n  language: sv\n  font: false\n"
WITH_EXECUTIVE = ORGANISATION.replace(
    "fullmäktige: regionfullmaktige\n", "fullmäktige: regionfullmaktige\n    styrelse: parknamnden\n"
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """The frame is drawn once for all sites."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def site_of(tmp_path, cache):
    """Builds the site of the invented region with these files; gives every file of it as text, by its address."""

    def made(files, *, internal=False):
        content = write(tmp_path, {"organisation.yml": WITH_EXECUTIVE} | files)
        config = tmp_path / "mkdocs.yml"
        config.write_text(CONFIG, encoding="utf-8")
        site = tmp_path / ("intern" if internal else "publik")
        build(Project(content, site, config, cache, internal), lambda _step: None)
        return {
            path.relative_to(site).as_posix(): path.read_bytes().decode("utf-8", errors="replace")
            for path in site.rglob("*")
            if path.is_file()
        }

    return made


# What is internal

SECRETS = {
    "plan.yml": """
        underlag: original
        kapitel:
          inledning:
            nr: 1
            rubrik: Inledning
            text: |
              Parkerna kostar [12 miljoner kronor](tabell:driftbudget/summa/budget-2024).
            innehåll:
              - tabell: driftbudget
              - tabell: taubudget
          hemligt:
            nr: 2
            rubrik: Kapitel Alfa
            publicering: intern
            text: hemligt.md
            innehåll:
              - tabell: betabudget
          under-hemligt:
            nr: 2.1
            rubrik: Kapitel Gamma
            text: Text Delta, [4 miljoner kronor](tabell:driftbudget/summa/budget-2024).
          langre-ned:
            under: under-hemligt
            rubrik: Kapitel Epsilon
          mal:
            nr: 3
            rubrik: Mål
            innehåll:
              - mål
              - bidrag
              - internkontroll
          vid-malet:
            under: hemligt-mal
            rubrik: Kapitel Zeta
            text: Text Eta.
        tabeller:
          driftbudget:
            rubrik: Driftbudget
            enhet: mnkr
            rader: |
              sort  | Belopp i mnkr | Budget 2024
              rad   | Gungor        | 5
              rad   | Bänkar        | 7
              summa | Summa         | 12
          taubudget:
            rubrik: Taubudget
            publicering: intern
            enhet: mnkr
            rader: |
              sort  | Belopp i mnkr | Budget 2024
              rad   | Rad Theta     | 5
              summa | Summa         | 77
          betabudget:
            rubrik: Tabell Iota
            enhet: mnkr
            rader: |
              sort  | Belopp i mnkr | Budget 2024
              rad   | Rest          | 3
              summa | Summa Kappa   | 41,25
        mål:
          oppna-parker:
            sort: nämndens mål
            text: Parkerna är öppna.
          hemligt-mal:
            sort: nämndens mål
            publicering: intern
            text: Mål Lambda.
        uppdrag:
          i-kapitlet:
            under: under-hemligt
            text: Uppdrag My.
        bidrag:
          gungenheten:
            namn: Gungenheten
            mål:
              oppna-parker:
                text: Vi oljar gungorna.
              hemligt-mal:
                text: Bidrag Ny.
          tystenheten:
            namn: Enheten Xi
            publicering: intern
            text: Bidrag Omikron.
            mål:
              oppna-parker:
                text: Bidrag Pi.
          halvtyst:
            namn: Bänkenheten
            mål:
              oppna-parker:
                publicering: intern
                text: Bidrag Rho.
        internkontroll:
          utgår:
            2023/borta: Risken Sigma är hanterad.
            2023/rost: Gungorna är nya.
          risker:
            halka:
              område: Drift
              risk: Risk för halka.
              övergripande: ja
              åtgärder:
                sanda:
                  text: Sanda gångarna.
                  övergripande: ja
                sjunga:
                  övergripande: ja
                  text: Åtgärd Ypsilon.
                  publicering: intern
            viskning:
              område: Drift
              publicering: intern
              övergripande: ja
              risk: Risk Fi.
              åtgärder:
                tiga:
                  text: Åtgärd Chi.
        """,
    "hemligt.md": "Text Psi, [5 miljoner kronor](tabell:driftbudget/summa/budget-2024).\n",
    "verksamhetsberattelse.yml": """
        underlag: original
        period: 2024
        kapitel:
          inledning:
            nr: 1
            rubrik: Inledning
            text: |
              Året kostade [77 miljoner kronor](tabell:2024/plan/taubudget/summa/budget-2024), alltså
              [](tabell:2024/plan/taubudget/summa/budget-2024), en andel av [155 %](tal:omegaandel).
          kontroll:
            nr: 2
            rubrik: Internkontroll
            innehåll:
              - internkontroll
          bedomning:
            nr: 3
            rubrik: Bedömning Omega
            publicering: intern
            innehåll:
              - isk-bedömning
        tal:
          omegaandel: parknamnden/2024/plan/taubudget/rad-theta/budget-2024 / parknamnden/2024/plan/driftbudget/summa/budget-2024
        internkontroll:
          bedömning: delvis tillräcklig
          motivering: Motivering Alef.
          risker:
            halka:
              åtgärder:
                sanda:
                  status: avslutad
                sjunga:
                  status: ej genomförd
                  kommentar: Kommentar Bet.
            viskning:
              kommentar: Kommentar Gimel.
        """,
}
BEFORE = """
    underlag: original
    internkontroll:
      risker:
        borta:
          område: Drift
          publicering: intern
          risk: Risk Dalet.
        rost:
          område: Drift
          risk: Risk för rost.
    """
HIDDEN = [
    "Alfa",
    "Gamma",
    "Delta",
    "Epsilon",
    "Zeta",
    "Eta",
    "Theta",
    "Iota",
    "Kappa",
    "Lambda",
    "My",
    "Ny",
    "Xi",
    "Omikron",
    "Pi",
    "Rho",
    "Sigma",
    "Ypsilon",
    "Fi",
    "Chi",
    "Psi",
    "Omega",
    "Alef",
    "Bet",
    "Gimel",
    "Dalet",
]
OF_SECRETS = {f"parknamnden/2024/{name}": text for name, text in SECRETS.items()} | {
    "parknamnden/2023/plan.yml": BEFORE,
    "lekplatsnamnden/2024/plan.yml": """
        underlag: original
        internkontroll:
          risker:
            halka:
            viskning:
        """,
}


def where(site, word):
    """The files of a site that hold a word."""
    ours = {
        name: text for name, text in site.items() if not name.startswith("assets/") and "vendor" not in name
    }
    return [name for name, text in ours.items() if re.search(rf"\b{word}\b", text)]


def test_nothing_internal_is_on_the_public_site(site_of):
    """Chapters with all below them, tables, risks, measures and contributions that are internal are on no page at all."""
    public, internal = site_of(OF_SECRETS), site_of(OF_SECRETS, internal=True)
    assert {word for word in HIDDEN if not where(internal, word)} == set()
    assert {word: where(public, word) for word in HIDDEN if where(public, word)} == {}
    assert [name for name in public if "betabudget" in name or "taubudget" in name] == []
    assert [
        name for name, text in public.items() if "taubudget" in text.lower() or "omegaandel" in text
    ] == []
    assert "parknamnden/2024/plan--driftbudget.csv" in public
    assert [name for name, text in (public | internal).items() if "(tabell:" in text or "(tal:" in text] == []


def test_what_is_not_internal_stays_on_the_public_site(site_of):
    """Beside what is hidden the rest is told as ever: goals, contributions, risks, measures, and why a risk is gone."""
    public = site_of(OF_SECRETS)
    whole = public["parknamnden/2024/plan-hela.html"]
    for kept in ("Parkerna är öppna.", "Vi oljar gungorna.", "Sanda gångarna.", "Gungor"):
        assert kept in whole
    assert "Gungorna är nya." in public["parknamnden/2024/internkontroll.html"]
    assert "Sanda gångarna." in public["lekplatsnamnden/2024/internkontroll.html"]
    assert "parknamnden/2024/mal/oppna-parker.html" in public


def test_a_figure_of_an_internal_table_is_text_without_a_link(site_of):
    """A public text may quote what is not shown: its own words stay, and what it has no words for is said not to be shown."""
    whole = site_of(OF_SECRETS)["parknamnden/2024/verksamhetsberattelse-hela.html"]
    assert re.search(
        r"<p>Året kostade 77 miljoner kronor, alltså\s+\(siffran visas inte\), en andel av 155 %\.</p>", whole
    )


def test_an_internal_plan_takes_no_other_with_it(tmp_path):
    """Where the executive board's plan is internal, the other boards' plans are shown, without what they inherit from it."""
    files = {"organisation.yml": WITH_EXECUTIVE} | OF_SECRETS
    plan = "parknamnden/2024/plan.yml"
    own = "            eget:\n              område: Lek\n              risk: Risk för lek.\n"
    files |= {
        plan: files[plan].replace(
            "underlag: original\n", "underlag: original\n        publicering: intern\n", 1
        ),
        "lekplatsnamnden/2024/plan.yml": files["lekplatsnamnden/2024/plan.yml"].rstrip() + "\n" + own,
    }
    results = check_content(write(tmp_path, files), internal=False).results
    assert set(results.plans) == {("parknamnden", 2023), ("lekplatsnamnden", 2024)}
    assert list(results.register.bodies["lekplatsnamnden"].plans[2024].risks) == ["eget"]


def test_a_risk_that_is_hidden_has_not_disappeared(tmp_path):
    """A risk that the newer plan keeps as internal is not told on the public site to be gone."""
    head = "underlag: original\ninternkontroll:\n  risker:\n"
    risk = "    {}:\n      område: Drift\n      risk: Risk.\n"
    files = {
        "parknamnden/2023/plan.yml": head + risk.format("halka"),
        "parknamnden/2024/plan.yml": head
        + risk.format("vind")
        + risk.format("halka")
        + "      publicering: intern\n",
    }
    assert check_content(write(tmp_path, files), internal=False).findings == ()


def test_figures_in_internal_texts_warn_nobody_of_the_public_site(tmp_path):
    """Wrong figures in hidden texts and tables are told to authors, and are no contradictions of what is shown."""
    content = write(tmp_path, {"organisation.yml": WITH_EXECUTIVE} | OF_SECRETS)
    told = [finding.code for finding in check_content(content).findings]
    assert sorted(told) == ["fel-citat", "fel-citat", "fel-citat", "fel-summa", "fel-summa"]
    assert check_content(content, internal=False).findings == ()


# The whole document


def look_at(tmp_path, files):
    """What the makers of pages share, of the invented region with these files."""
    results = results_of(tmp_path, {"organisation.yml": WITH_EXECUTIVE} | files)
    return Look(results, find(results), lambda _file, _line: None)


ORDER = """
    underlag: original
    avsnitt:
      natur:
        sort: perspektiv
        nr: 3.1
        namn: Natur
    mål:
      fler-trad:
        sort: nämndens mål
        nr: 1
        under: natur
        text: Träden blir fler.
    uppdrag:
      rakna:
        under: ordning
        text: Räkna träden.
    kapitel:
      inledning:
        nr: 1
        rubrik: Inledning
        text: Allra först.
      mal:
        nr: 3
        rubrik: Mål
        text: Före målen.
        innehåll:
          - mål
          - text: Efter målen.
      numrerat:
        nr: 3.2
        rubrik: Numrerat
      onumrerat:
        under: mal
        rubrik: Onumrerat
      djupare:
        under: onumrerat
        rubrik: Djupare
      om-tradet:
        under: fler-trad
        rubrik: Om trädet
        text: Under målet.
      om-natur:
        under: natur
        rubrik: Om naturen
      ordning:
        nr: 4
        rubrik: Ordning
        innehåll:
          - tabell: driftbudget
          - vision
          - text: Sist av allt.
    tabeller:
      driftbudget:
        rubrik: Driftbudget
        rader: |
          Belopp | Budget 2024
          Träd   | 5
    """


def test_a_document_is_shown_in_its_printed_order(tmp_path):
    """Headings without number introduce the goals, what is told of a goal follows it, numbered chapters come last."""
    look = look_at(tmp_path, {"parknamnden/2024/plan.yml": ORDER})
    body = look.results.register.bodies["parknamnden"]
    (page,) = whole_pages(look, body, body.plans[2024])
    told = [
        (block.kind, block.level, block.id or block.text or (block.node.id if block.node else ""))
        for block in page.view.blocks
    ]
    assert told == [
        ("rubrik", 2, "inledning"),
        ("text", 3, "Allra först."),
        ("rubrik", 2, "mal"),
        ("text", 3, "Före målen."),
        ("rubrik", 3, "onumrerat"),
        ("rubrik", 4, "djupare"),
        ("rubrik", 3, "natur"),
        ("nod", 3, "natur"),
        ("nod", 4, "fler-trad"),
        ("rubrik", 5, "om-tradet"),
        ("text", 6, "Under målet."),
        ("rubrik", 4, "om-natur"),
        ("text", 3, "Efter målen."),
        ("rubrik", 3, "numrerat"),
        ("rubrik", 2, "ordning"),
        ("tabell", 3, ""),
        ("vision", 3, ""),
        ("text", 3, "Sist av allt."),
        ("uppdrag", 3, "ordning"),
    ]
    assert [line.id for line in page.view.contents] == [
        "inledning",
        "mal",
        "onumrerat",
        "natur",
        "numrerat",
        "ordning",
    ]


def test_every_chapter_that_can_be_found_is_on_the_page(tmp_path):
    """Search leads only to headings that the page of the document has."""
    look = look_at(tmp_path, {"parknamnden/2024/plan.yml": ORDER})
    body = look.results.register.bodies["parknamnden"]
    (page,) = whole_pages(look, body, body.plans[2024])
    spots = {found.address.partition("#")[2] for found in page.found} - {""}
    assert spots <= {block.id for block in page.view.blocks}
    assert len(spots) == 8


def test_a_document_without_chapters_has_no_page_of_its_whole(tmp_path):
    """Where there are no chapters there is nothing to show in their order."""
    plan = ORDER.partition("    kapitel:")[0].replace("        under: ordning\n", "")
    look = look_at(tmp_path, {"parknamnden/2024/plan.yml": plan})
    body = look.results.register.bodies["parknamnden"]
    assert list(whole_pages(look, body, body.plans[2024])) == []


def test_a_quote_leads_to_its_cell_and_is_printed_where_it_has_no_words(site_of):
    """On every page a quoted figure links to the table it comes from, from where the page lies."""
    plan = """
        underlag: original
        kapitel:
          a:
            rubrik: A
            text: Vi har [](tabell:driftbudget/gungor/budget-2024), alltså [5](tabell:driftbudget/gungor/budget-2024).
            innehåll:
              - tabell: driftbudget
              - mål
        mål:
          fler-gungor:
            sort: nämndens mål
            text: Gungorna blir fler.
            beskrivning: Kostar [](tabell:-driftbudget/summa/budget-2024), [40 %](tal:andel).
        tal:
          andel: driftbudget/gungor/budget-2024 / driftbudget/summa/budget-2024
        tabeller:
          driftbudget:
            rubrik: Driftbudget
            enhet: mnkr
            rader: |
              sort  | Belopp | Budget 2024
              rad   | Gungor | 5,0
              rad   | Minus  | -17,5
              summa | Summa  | -12,5
        """
    site = site_of({"parknamnden/2024/plan.yml": plan})
    whole = site["parknamnden/2024/plan-hela.html"]
    cell = "plan-tabeller.html#cell-driftbudget--gungor--budget-2024"
    assert (
        f'<a href="{cell}" class="vp-citat">5,0\u00a0mnkr</a>, alltså <a href="{cell}" class="vp-citat">5</a>.'
        in whole
    )
    assert 'id="cell-driftbudget--gungor--budget-2024"' in site["parknamnden/2024/plan-tabeller.html"]
    goal = site["parknamnden/2024/mal/fler-gungor.html"]
    assert (
        '<a href="../plan-tabeller.html#cell-driftbudget--summa--budget-2024" class="vp-citat">12,5\u00a0mnkr</a>'
        in goal
    )
    assert f'<a href="../{cell}" class="vp-citat">40 %</a>' in goal


# Whatever is written

FILES = {"organisation.yml": WITH_EXECUTIVE} | OF_SECRETS | {"lekplatsnamnden/2024/plan.yml": ORDER}
ODD = [
    *("", " x", " a.md", " x.csv", " mål", " överst", " {}", " []", " a | b"),
    *(" [5](tabell:a/b/c)", " [](tal:x)", "\n      - [mål]", "\n      -", "\n      a: b"),
]


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_no_fault_of_a_document_is_too_odd_to_tell(tmp_path_factory, data):
    """Whatever line of a whole document is lost or changed, it is told at a line that exists, also for the public site."""
    content = write(tmp_path_factory.mktemp("udda"), FILES)
    path = content / data.draw(st.sampled_from([name for name in FILES if "/20" in name]))
    lines = path.read_text(encoding="utf-8").split("\n")
    row = data.draw(st.integers(0, len(lines) - 2))
    key = re.match(r" *(?:- |[^:|]+:)", lines[row])
    value = data.draw(st.sampled_from([None, *ODD])) if key else None
    lines[row : row + 1] = [] if value is None else [f"{key[0].rstrip()}{value}"]
    path.write_text("\n".join(lines), encoding="utf-8")
    checked = check_content(content)
    assert (checked.results is None) == bool(checked.errors)
    for problem in checked.problems:
        file = content.parent / problem.place.file
        assert not file.is_file() or problem.place.line <= file.read_text(encoding="utf-8").count("\n") + 1
    assert (check_content(content, internal=False).results is None) == bool(checked.errors)


# Internal control


def risks(*each):
    """A plan with these risks: id, text, and more fields as lines."""
    lines = "".join(
        f"    {id_}:\n      område: Drift\n      risk: {text}\n" + "".join(f"      {line}\n" for line in more)
        for id_, text, *more in each
    )
    return f"underlag: original\ninternkontroll:\n  risker:\n{lines}"


def control_of(look, path, year):
    """What the page of a plan's internal control shows."""
    body = next(body for body in look.results.register.bodies.values() if body.path == path)
    return next(control_pages(look, body, body.plans[year])).view


def test_the_matrix_is_drawn_of_what_was_judged(tmp_path):
    """Risks with both probability and consequence have their place in the matrix; without any there is none."""
    judged = ("halka", "Risk för halka.", "sannolikhet: 3", "konsekvens: 2")
    unjudged = ("rost", "Risk för rost.")
    look = look_at(
        tmp_path,
        {
            "parknamnden/2024/plan.yml": risks(judged, unjudged),
            "lekplatsnamnden/2024/plan.yml": risks(unjudged),
        },
    )
    matrix = control_of(look, "parknamnden", 2024).matrix
    assert [row.number for row, _ in matrix.rows] == [5, 4, 3, 2, 1]
    placed = {
        (row.number, column.number): cell
        for row, cells in matrix.rows
        for column, cell in zip(matrix.columns, cells, strict=True)
    }
    assert {at: [link.text for link in cell.risks] for at, cell in placed.items() if cell.risks} == {
        (3, 2): ["R1"]
    }
    assert [link.text for link, _ in matrix.legend] == ["R1. Risk för halka."]
    assert placed[3, 2].value == 6
    assert control_of(look, "lekplatsnamnden", 2024).matrix is None


def test_a_risk_is_followed_through_years_words_and_boards(tmp_path):
    """The region's page gathers a risk by its id, by what it continues and by whom it is inherited, newest first."""
    wide = "övergripande: ja"
    files = {
        "parknamnden/2023/plan.yml": risks(("is", "Risk för is."), ("buller", "Risk för buller.")),
        "parknamnden/2024/plan.yml": risks(
            (
                "halka",
                "Risk för halka.",
                "fortsätter: 2023/is",
                wide,
                "åtgärder:",
                "  sanda:",
                f"    text: Sanda.\n          {wide}",
            ),
            ("aska", "Risk för aska."),
        ),
        "lekplatsnamnden/2024/plan.yml": (
            "underlag: original\ninternkontroll:\n  risker:\n    halka:\n      lydelse: Risk för hala gungor.\n"
        )
        + risks(("klister", "Risk för klister.", "åtgärder:", "  skrapa:", "    text: Skrapa.")).partition(
            "risker:\n"
        )[2],
        "lekplatsnamnden/2024/verksamhetsberattelse.yml": (
            "underlag: original\nperiod: 2024\ninternkontroll:\n  risker:\n    klister:\n      åtgärder:\n"
            "        skrapa:\n          status: ej genomförd\n"
        ),
    }
    look = look_at(tmp_path, files)
    view = region_control_page(look).view
    assert [each.text for each in view.raised] == ["Risk för klister."]
    assert [each.text for each in view.organisation_wide] == ["Risk för halka."]
    assert [(area, [each.text for each in found]) for area, found in view.areas] == [
        ("Drift", ["Risk för aska.", "Risk för buller."])
    ]
    (slippery,) = view.organisation_wide
    assert [(each.year, each.board, each.wording) for each in slippery.occurrences] == [
        (2024, "Parknämnden", ""),
        (2024, "Lekplatsnämnden", "Risk för hala gungor."),
        (2023, "Parknämnden", "Risk för is."),
    ]
    (elsewhere,) = [
        risk.elsewhere
        for area in control_of(look, "parknamnden", 2023).areas
        for risk in area.risks
        if risk.id == "is"
    ]
    assert [link.text for link in elsewhere] == ["Parknämnden 2024", "Lekplatsnämnden 2024"]
    assert control_of(look, "lekplatsnamnden", 2024).raised[0].id == "klister"


def test_a_region_without_internal_control_has_no_page_of_it(tmp_path):
    """Where no plan has risks there is neither a page nor an entry in the menu."""
    assert (
        region_control_page(look_at(tmp_path, {"parknamnden/2024/plan.yml": "underlag: original\n"})) is None
    )


# Files


def test_a_table_as_a_file_opens_right_in_swedish_excel(tmp_path):
    """Semicolons, a byte-order mark, decimal comma, no thousands' spaces or marks, and no text that becomes a formula."""
    plan = """
        underlag: original
        tabeller:
          driftbudget:
            rubrik: Driftbudget
            enhet: mnkr
            kolumner:
              kommentar:
                text: ja
            noter:
              "1)": Nya.
            rader: |
              sort   | Belopp       | Budget 2024 | Kommentar
              rubrik | Varav:       |             |
              rad    | Gungor; nya  | −1 234,5 1) | =SUMMA(A1)
              rad    | =Bänkar      | 12 %        | -
              rad    | Lådor        | -           |
        """
    register = registered(tmp_path, {"parknamnden/2024/plan.yml": plan})
    ((address, content),) = csv_files(register)
    assert address == "parknamnden/2024/plan--driftbudget.csv"
    assert content.startswith(b"\xef\xbb\xbfsort;id;")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0].endswith(";Budget 2024;Kommentar")
    assert [line.split(";")[-2:] for line in lines[3:5]] == [["12%", "'-"], ["–", ""]]
    assert '"Gungor; nya";-1234,5;\'=SUMMA(A1)' in lines[2]
    assert ";'=Bänkar;" in lines[3]
    assert lines[-1] == ""


# What a goal says of before, and of who answers for it


def goal_of(tmp_path, files, year=2024):
    """The view of the first goal of the invented board's plan of a year."""
    defined = {
        "indikatorer/trivsel.yml": "trivsel:\n  namn: Trivsel i parkerna\n  enhet: index\n  bra: högt\n"
    }
    look = Look(results_of(tmp_path, defined | files), (), lambda *_: None)
    plan = look.results.plans["parknamnden", year].plan
    return next(goal_pages(look, plan)).view


def test_a_goal_says_how_its_indicators_have_moved(tmp_path):
    """Each way of moving is counted, and leads to the card of each indicator that it is of."""
    files = one_goal(2023, plan="trivsel:", report="trivsel:\n  utfall: 71")
    files |= one_goal(plan="trivsel:\n  målvärde: minst 70", report="trivsel:\n  utfall: 69")
    (moved,) = goal_of(tmp_path, files).moved
    assert moved.words == "1 försämrad"
    assert [link.address.partition("#")[2] for link in moved.links] == ["indikator-trivsel"]


def test_a_goal_says_what_it_was_assessed_as_before(tmp_path):
    """The board's own word of the plan before, or that no follow-up of that year is here."""
    later = one_goal(2025, plan="trivsel:\n  målvärde: minst 70")
    (before,) = goal_of(
        tmp_path / "a", one_goal(plan="trivsel:", report="trivsel:\n  utfall: 69") | later, 2025
    ).before
    assert (before.year, before.status.word, before.note) == (2024, "Grön", "")
    earlier = {key: text for key, text in one_goal().items() if "berattelse" not in key}
    (before,) = goal_of(tmp_path / "b", earlier | later, 2025).before
    assert (before.status, before.note) == (None, "ingen uppföljning för 2024 finns här")


def test_that_nobody_answers_for_a_goal_is_said_once(tmp_path):
    """A living document has not said it; where an indicator of the goal names somebody, nothing is said at the top."""
    assert goal_of(tmp_path / "a", one_goal()).no_owner == "inte angiven"
    owned = one_goal(plan="trivsel:\n  målvärde: minst 70\n  ansvarig: Parkchefen")
    view = goal_of(tmp_path / "b", owned)
    assert view.no_owner == ""
    assert dict(view.rows[0].ownership)["Ansvarig"] == "Parkchefen"
