"""The search index, the search in the browser, and the filters."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from conftest import serving
from vpgen.pages import Found, Link, Page
from vpgen.pages.texts import TextView
from vpgen.render import Renderer
from vpgen.resources import template_files, template_roots
from vpgen.search import INDEX_DATA, INDEX_SCRIPT, make_index
from vpgen.settings import Settings
from vpgen.site import write_site

PROJECT = Path(__file__).parents[1]

GOALS = "parknamnden/2024/mal"
ASSIGNMENTS = "uppdrag/2024.html"
HME = Found(
    "indikatorer/hme.html",
    "Hållbart medarbetarengagemang, HME",
    "Indikator",
    "",
    "HME ska ligga inom målvärdet 77–80.",
)
TARGET = Found("symboler.html", "Målvärde och utfall", "Sida")
SWINGS = Found(f"{GOALS}/gungor.html", "Alla parker har hela gungor", "Effektmål 5.1", "Parknämnden 2024")
QUEUE = Found("indikatorer/gungko.html", "Väntetid till gungan", "Indikator", "", "Köns längd mätt i barn.")
PLAN = Found(
    f"{ASSIGNMENTS}#parknamnden-skotsel", "Ta fram en skötselplan", "Uppdrag nr 56", "Parknämnden 2024"
)
SAND = Found(
    f"{ASSIGNMENTS}#parknamnden-sand", "Byt sanden i sandlådorna", "Uppdrag nr 5", "Parknämnden 2024"
)
BOARD = Found("parknamnden/index.html", "Parknämnden", "Nämnd")
TRAP = Found(
    "om.html", "Om </script><img src=x onerror=alert(1)> & annat", "Sida", "", "rad\u2028bruten\u2029text"
)
EVERY = (HME, TARGET, SWINGS, QUEUE, PLAN, SAND, BOARD, TRAP)


# ---- the index


def rows(index):
    data = json.loads(index[INDEX_DATA])
    return [dict(zip(data["falt"], row, strict=True)) for row in data["poster"]]


def test_every_thing_is_in_the_index_once():
    """What was found twice is one row, and nothing is lost."""
    found = rows(make_index([*EVERY, HME, PLAN]))
    assert len(found) == len(EVERY)
    assert {row["adress"] for row in found} == {each.address for each in EVERY}
    assert {
        "adress": PLAN.address,
        "rubrik": "Ta fram en skötselplan",
        "sort": "Uppdrag nr 56",
        "plats": "Parknämnden 2024",
        "text": "",
    } in found


def test_the_index_does_not_depend_on_the_order():
    """The same things give the same bytes, sorted by address."""
    assert make_index(EVERY) == make_index(tuple(reversed(EVERY)))
    addresses = [row["adress"] for row in rows(make_index(EVERY))]
    assert addresses == sorted(addresses)


def test_the_script_holds_the_same_as_the_data():
    """A page that may not fetch the data gets it whole from the script."""
    index = make_index(EVERY)
    script = index[INDEX_SCRIPT].decode()
    assert re.fullmatch(r"window\.vpgenSok=(.+);\n", script)[1] == index[INDEX_DATA].decode().strip()


def test_no_text_can_end_the_script():
    """Neither a closing tag nor Unicode's own line breaks come out as they are, and all come back when read."""
    index = make_index([TRAP])
    for data in index.values():
        text = data.decode()
        assert "<" not in text
        assert "\u2028" not in text
        assert "\u2029" not in text
    assert rows(index)[0]["rubrik"] == TRAP.title
    assert rows(index)[0]["text"] == TRAP.text


def test_a_site_with_nothing_to_find_has_an_empty_index():
    """The search page works before the first content."""
    assert rows(make_index([])) == []


# ---- in the browser

FILTER = """
<h1 id="innehall">Uppdrag 2024</h1>
<form class="vp-filter" data-filter="#lista" hidden>
<label>Givare <select name="givare"><option value="">Alla</option><option value="rf">Fullmäktige</option>
<option value="parknamnden">Parknämnden</option></select></label>
<label>Mål <select name="plats"><option value="">Alla</option><option value="mal/a.html">A</option>
<option value="mal/b.html">B</option></select></label>
<label>Status <select name="status"><option value="">Alla</option><option value="klart">Klart</option>
<option value="ej bedömd">Ej bedömd</option></select></label>
<button type="reset">Visa alla</button><output aria-live="polite"></output></form>
<div id="lista">
<section class="vp-filtergrupp"><h2>Parknämnden</h2>
<div class="vp-filterbar" id="ett" data-givare="rf" data-plats="mal/a.html mal/b.html" data-status="klart">Ett</div>
<div class="vp-filterbar" id="tva" data-givare="parknamnden" data-plats="mal/b.html" data-status="ej bedömd">Två</div>
</section>
<section class="vp-filtergrupp"><h2>Lekplatsnämnden</h2>
<div class="vp-filterbar" id="tre" data-givare="rf" data-plats="" data-status="ej bedömd">Tre</div>
</section></div>
"""


def document(renderer, address, content):
    """A page without the frame: the header's search, the content, our own style and scripts."""
    page = Page(address, address, "sok.html", TextView("", "", None))
    header = renderer.environment.get_template("delar/sokruta.html").render(sida=page, adress=address)
    up = "../" * address.count("/")
    return (
        '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Prov</title>'
        '<meta name="viewport" content="width=device-width">'
        f'<link rel="stylesheet" href="{up}statiskt/vpgen.css"><link rel="stylesheet" href="{up}statiskt/sok.css">'
        "<style>html{font-size:125%} body{margin:0;color:var(--vp-text);background:var(--vp-page)}"
        " .md-typeset a{color:var(--vp-blue-text)}"
        " .md-header{display:flex;justify-content:end;color:#fff;background:#12506b}</style>"
        "<script>onload = () => document.body.dataset.mdColorScheme ="
        ' matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default"</script>'
        f'</head><body data-md-color-scheme="default"><header class="md-header">{header}</header>'
        f'<main class="md-typeset">{content}</main>'
        f'<script src="{up}statiskt/sok.js" defer></script><script src="{up}statiskt/filter.js" defer></script>'
        "</body></html>"
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A small site that holds what can be found, under a path as on an intranet."""
    root = tmp_path_factory.mktemp("server")
    roots = template_roots(PROJECT)
    renderer = Renderer(roots, Settings("Region Påhitts planer"), {})
    links = (Link("Uppdrag 2024", ASSIGNMENTS),)
    search_page = Page("sok.html", "Sök", "sok.html", TextView("Sök", "", None, links))
    contents = {each.address.partition("#")[0]: f'<h1 id="innehall">{each.kind}</h1>' for each in EVERY}
    contents |= {"sok.html": renderer.content(search_page), ASSIGNMENTS: FILTER}
    files = {address: document(renderer, address, content) for address, content in contents.items()}
    write_site(files | template_files("statiskt", roots) | make_index(EVERY), root / "planer")
    return root / "planer"


@pytest.fixture(scope="module")
def served(site):
    with serving(site.parent) as address:
        yield f"{address}planer/"


@pytest.fixture
def open_page(browser):
    """Opens pages of a site that is not whole; at the end no script may have failed."""
    contexts, slips = [], []

    def opened(address, width=1366, **options):
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: slips.append(str(error)))
        page.on("dialog", lambda dialog: (slips.append(dialog.message), dialog.dismiss()))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert slips == []


def search(page, text):
    """The titles that a search gives, when its answer has come."""
    page.fill("#vp-sokord", text)
    expect(page.locator(".vp-sokstatus")).to_contain_text(f"på ”{text}”")
    return page.locator(".vp-traff__rubrik").all_inner_texts()


def wcag_violations(page):
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    response = Axe().run(page, options=options).response
    assert len(response["passes"]) > 10
    return [(v["id"], [n["html"] for n in v["nodes"]]) for v in response["violations"]]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("HME", HME),
        ("hme", HME),
        ("gungko", QUEUE),
        ("malvarde", TARGET),
        ("målvärden", TARGET),
        ("väntetiderna", QUEUE),
        ("vantetiderna", QUEUE),
        ("skötsel", PLAN),
        ("Nr 56", PLAN),
        ("nr 5", SAND),
        ("effektmål 5.1", SWINGS),
        ("sandlådor/byt", SAND),
        ("parknämndens", BOARD),
        ("medarbetarengagmang", HME),
        ("en plan för skötselplanen", PLAN),
    ],
)
def test_a_search_finds_what_the_reader_means(open_page, served, text, first):
    """By title, abbreviation, id or number, in any inflection, with or without dots, and misspelt."""
    assert search(open_page(served + "sok.html"), text)[0] == first.title


@pytest.mark.browser
@pytest.mark.parametrize(
    "group",
    [
        ["mål", "målet", "målen", "målens"],
        ["nämnd", "nämnden", "nämnder", "nämndernas"],
        ["uppdrag", "uppdraget", "uppdragen", "uppdragens"],
        ["indikator", "indikatorn", "indikatorer", "indikatorerna"],
        ["strategi", "strategin", "strategier", "strategierna"],
        ["kvinna", "kvinnan", "kvinnor", "kvinnorna"],
        ["medarbetare", "medarbetaren", "medarbetarna", "medarbetarnas"],
    ],
)
def test_inflected_forms_find_each_other(open_page, served, group):
    """Each form of a word finds a page that holds any other form, by the strict reading."""
    page = open_page(served + "sok.html")
    expect(page.locator("#vp-sokord")).to_be_focused()
    index = {"falt": ["adress", "rubrik", "sort", "plats", "text"]}
    index["poster"] = [["a.html", form, "", "", ""] for form in group]
    page.route(
        "**/statiskt/sokindex.js", lambda route: route.fulfill(body=f"window.vpgenSok={json.dumps(index)}")
    )
    page.reload()
    for form in group:
        assert sorted(search(page, form)) == sorted(group)
        expect(page.locator(".vp-sokstatus")).to_have_text(f"4 träffar på ”{form}”.")


@pytest.mark.browser
def test_dots_and_numbers_tell_words_apart(open_page, served):
    """With dots typed only words with dots are meant; 5 is not 56, and 2024 no misprint for another year."""
    page = open_page(served + "sok.html")
    assert search(page, "uppdrag 5") == [SAND.title]
    assert PLAN.title in search(page, "2024")
    page.fill("#vp-sokord", "2023")
    expect(page.locator(".vp-sokstatus")).to_have_text("Inga träffar på ”2023”.")
    page.fill("#vp-sokord", "sänd")
    expect(page.locator(".vp-sokstatus")).to_contain_text("Inget stämmer exakt, men liknande ord: ")


@pytest.mark.browser
def test_words_that_no_page_has_together_find_pages_with_some(open_page, served):
    """The reader is told, rather than left with nothing."""
    page = open_page(served + "sok.html")
    assert set(search(page, "hela skötselplan")) == {SWINGS.title, PLAN.title}
    expect(page.locator(".vp-sokstatus")).to_have_text(
        "Inget har alla orden, men något av dem: 2 träffar på ”hela skötselplan”."
    )


@pytest.mark.browser
def test_nothing_found_says_so_and_shows_other_ways(open_page, served):
    """The message names the query, and links lead on; they go when something is found."""
    page = open_page(served + "sok.html?q=xyzzy")
    expect(page.locator(".vp-sokstatus")).to_have_text("Inga träffar på ”xyzzy”.")
    ways = page.locator(".vp-ingen-traff")
    expect(ways).to_be_visible()
    assert [a.get_attribute("href") for a in ways.locator("a").all()] == [
        "indikatorer/index.html",
        ASSIGNMENTS,
        "index.html",
    ]
    search(page, "HME")
    expect(ways).to_be_hidden()


@pytest.mark.browser
def test_a_search_can_be_linked_to(open_page, served):
    """The address follows what is typed, and a page opened with it shows the same."""
    page = open_page(served + "sok.html")
    search(page, "Nr 56")
    assert page.url == served + "sok.html?q=Nr+56"
    page.fill("#vp-sokord", "")
    expect(page.locator(".vp-traff")).to_have_count(0)
    assert page.url == served + "sok.html"
    page.goto(served + "sok.html?q=Nr+56")
    expect(page.locator(".vp-traff")).to_have_count(1)
    expect(page.locator("#vp-sokord")).to_have_value("Nr 56")
    page.locator(".vp-traff a").click()
    page.wait_for_url(served + PLAN.address)


@pytest.mark.browser
def test_a_hit_shows_kind_place_and_the_words_that_were_found(open_page, served):
    """What matched is marked in title, place and text, whatever its form."""
    page = open_page(served + "sok.html")
    search(page, "medarbetarengagemanget")
    assert page.locator(".vp-traff__sort").all_inner_texts() == ["Indikator"]
    assert page.locator("mark").all_inner_texts() == ["medarbetarengagemang"]
    search(page, "malvardet")
    assert page.locator("mark").all_inner_texts() == ["Målvärde", "målvärdet"]
    search(page, "skötselplan")
    assert page.locator(".vp-traff__om").all_inner_texts() == ["Uppdrag nr 56 Parknämnden 2024"]


@pytest.mark.browser
def test_content_is_never_markup(open_page, served):
    """A title that looks like HTML is shown as it is written, and so is a query."""
    page = open_page(served + "sok.html")
    assert search(page, "onerror") == [TRAP.title]
    page.fill("#vp-sokord", "<img src=x onerror=alert(2)>")
    expect(page.locator(".vp-sokstatus")).to_contain_text("”<img src=x onerror=alert(2)>”")
    assert page.locator("main img").count() == 0


@pytest.mark.browser
def test_many_hits_come_in_steps(open_page, served):
    """Forty at a time; the next ones take focus where they begin."""
    page = open_page(served + "sok.html")
    index = {"falt": ["adress", "rubrik", "sort", "plats", "text"]}
    index["poster"] = [[f"g{n}.html", f"Gunga {n}", "", "", ""] for n in range(50)]
    page.route(
        "**/statiskt/sokindex.js", lambda route: route.fulfill(body=f"window.vpgenSok={json.dumps(index)}")
    )
    page.reload()
    assert len(search(page, "gunga")) == 40
    page.get_by_role("button", name="Visa fler träffar").click()
    expect(page.locator(".vp-traff")).to_have_count(50)
    expect(page.locator(".vp-traff a").nth(40)).to_be_focused()
    expect(page.locator(".vp-fler")).to_be_hidden()


@pytest.mark.browser
def test_an_index_that_cannot_be_had_is_no_dead_end(open_page, served):
    """The reader is told, sees other ways, and may try again."""
    page = open_page(served + "sok.html")
    page.route("**/statiskt/sokindex.js", lambda route: route.abort())
    page.goto(served + "sok.html?q=HME")
    expect(page.locator(".vp-sokstatus")).to_contain_text("gick inte att hämta")
    expect(page.locator(".vp-ingen-traff")).to_be_visible()
    page.unroute("**/statiskt/sokindex.js")
    assert search(page, "hme") == [HME.title]


@pytest.mark.browser
def test_the_search_works_from_a_folder(open_page, site):
    """Opened as files, without a server, page and header find what a served site finds."""
    page = open_page((site / "sok.html").as_uri() + "?q=malvarde")
    expect(page.locator(".vp-traff__rubrik").first).to_have_text(TARGET.title)
    assert search(page, "HME") == [HME.title]
    page.goto((site / "indikatorer" / "hme.html").as_uri())
    page.locator("#vp-sok").press_sequentially("skötsel")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(f"planer/{PLAN.address}")))


@pytest.mark.browser
def test_without_scripts_the_page_says_where_else_to_look(open_page, served):
    """The field is gone, links take its place, and the header has a link instead of a field."""
    page = open_page(served + "sok.html", java_script_enabled=False)
    assert page.get_by_role("searchbox").count() == 0
    assert page.get_by_role("link", name="Alla indikatorer").get_attribute("href") == "indikatorer/index.html"
    assert page.get_by_role("link", name="Uppdrag 2024").get_attribute("href") == ASSIGNMENTS
    page.goto(served + f"{GOALS}/gungor.html")
    assert page.get_by_role("link", name="Sök").get_attribute("href") == "../../../sok.html"
    assert page.get_by_role("search").count() == 0


# ---- the field in the header


@pytest.mark.browser
def test_nothing_is_fetched_before_the_reader_turns_to_the_field(open_page, served):
    """The index and MiniSearch cost a reader who does not search nothing."""
    page = open_page(served + f"{GOALS}/gungor.html")
    loaded = "performance.getEntriesByType('resource').map(r => r.name.split('/').pop()).sort()"
    assert page.evaluate(loaded) == ["filter.js", "sok.css", "sok.js", "vpgen.css"]
    page.locator("#vp-sok").focus()
    page.wait_for_function("window.vpgenSok && typeof MiniSearch === 'function'")


@pytest.mark.browser
def test_suggestions_answer_to_the_keyboard(open_page, served):
    """Arrows choose, Escape closes, and Enter goes to what was chosen, at any depth."""
    page = open_page(served + f"{GOALS}/gungor.html")
    field = page.get_by_role("combobox", name="Sök")
    field.press_sequentially("indikator")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    assert (
        field.get_attribute("aria-activedescendant")
        == chosen.get_attribute("id")
        == options.nth(1).get_attribute("id")
    )
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("indikator")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    expect(options).to_have_count(2)
    page.keyboard.press("ArrowUp")
    last = options.nth(1).get_attribute("data-address")
    page.keyboard.press("Enter")
    page.wait_for_url(last)
    assert last in {served + HME.address, served + QUEUE.address}


@pytest.mark.browser
def test_enter_without_a_choice_leads_to_all_hits(open_page, served):
    """Typed and sent, the words are searched for on the search page."""
    page = open_page(served + f"{GOALS}/gungor.html")
    page.locator("#vp-sok").press_sequentially("Nr 56")
    page.keyboard.press("Enter")
    page.wait_for_url(served + "sok.html?q=Nr+56")
    expect(page.locator(".vp-traff__rubrik")).to_have_text([PLAN.title])


@pytest.mark.browser
def test_a_suggestion_can_be_clicked_and_typing_on_forgets_the_choice(open_page, served):
    """A new answer begins without a choice; the pointer goes to what it points at; leaving closes the list."""
    page = open_page(served + f"{GOALS}/gungor.html")
    field = page.locator("#vp-sok")
    field.press_sequentially("par")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    field.press_sequentially("knämndens")
    expect(page.locator(".vp-sok [role=status]")).to_have_text("4 förslag av 4 träffar")
    assert page.locator("[aria-selected=true]").count() == 0
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.fill("skötsel")
    page.get_by_role("option").first.click()
    page.wait_for_url(served + PLAN.address)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 1366])
def test_the_header_offers_one_way_to_search_and_it_fits_a_finger(open_page, served, width):
    """A link on a phone, a field on a screen, never both, at least 44 pixels high; none on the search page."""
    page = open_page(served + f"{GOALS}/gungor.html", width)
    shown = [e for e in page.locator(".vp-sok input, .vp-soklank").all() if e.is_visible()]
    assert len(shown) == 1
    box = shown[0].bounding_box()
    assert min(box["width"], box["height"]) >= 44
    page.goto(served + "sok.html")
    assert page.locator(".vp-sok, .vp-soklank").count() == 0
    assert page.locator("#vp-sokord").bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, served, width, scheme):
    """Hits, no hits, open suggestions and filters meet WCAG 2.2 AA."""
    page = open_page(served + "sok.html", width, color_scheme=scheme)
    search(page, "nämnd")
    assert wcag_violations(page) == []
    search(page, "xyzzy")
    assert wcag_violations(page) == []
    page.goto(served + ASSIGNMENTS)
    assert wcag_violations(page) == []
    if width > 1000:
        page.locator("#vp-sok").press_sequentially("nämnd")
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        assert wcag_violations(page) == []


# ---- filters


def shown(page):
    return [item.inner_text() for item in page.locator(".vp-filterbar").all() if item.is_visible()]


@pytest.mark.browser
def test_all_choices_of_a_filter_must_hold(open_page, served):
    """Choices add up, a value may have spaces, empty groups go, the number is told and the address follows."""
    page = open_page(served + ASSIGNMENTS)
    output = page.locator("output")
    expect(output).to_have_text("Visar 3 av 3 uppdrag")
    page.get_by_label("Status").select_option("ej bedömd")
    assert shown(page) == ["Två", "Tre"]
    expect(output).to_have_text("Visar 2 av 3 uppdrag")
    page.get_by_label("Mål").select_option("mal/b.html")
    assert shown(page) == ["Två"]
    assert page.locator("h2:visible").all_inner_texts() == ["Parknämnden"]
    assert page.url == served + ASSIGNMENTS + "?plats=mal%2Fb.html&status=ej+bed%C3%B6md"
    page.get_by_label("Givare").select_option("rf")
    expect(output).to_have_text("Visar 0 av 3 uppdrag")
    page.get_by_role("button", name="Visa alla").click()
    assert shown(page) == ["Ett", "Två", "Tre"]
    assert page.url == served + ASSIGNMENTS


@pytest.mark.browser
def test_a_filtered_list_can_be_linked_to(open_page, served):
    """The choices of the address are made when the page opens; what is no choice is left out."""
    page = open_page(served + ASSIGNMENTS + "?status=ej+bed%C3%B6md&givare=rf&plats=finns-inte")
    assert shown(page) == ["Tre"]
    expect(page.get_by_label("Status")).to_have_value("ej bedömd")
    expect(page.get_by_label("Mål")).to_have_value("")


@pytest.mark.browser
def test_a_link_to_a_spot_comes_before_the_filter(open_page, served):
    """A hidden item that is linked to is shown; one that the choices show leaves them as they are."""
    page = open_page(served + ASSIGNMENTS + "?givare=rf#ett")
    assert shown(page) == ["Ett", "Tre"]
    page.evaluate("location.hash = '#tva'")
    expect(page.locator("#tva")).to_be_visible()
    assert shown(page) == ["Ett", "Två", "Tre"]
    assert page.url == served + ASSIGNMENTS + "#tva"


@pytest.mark.browser
def test_without_scripts_the_whole_list_is_shown(open_page, served):
    """A filter that cannot work is not shown, and hides nothing."""
    page = open_page(served + ASSIGNMENTS + "?givare=rf", java_script_enabled=False)
    assert shown(page) == ["Ett", "Två", "Tre"]
    assert not page.locator(".vp-filter").is_visible()


@pytest.mark.browser
def test_the_filter_takes_its_place_at_once(open_page, served):
    """Nothing below the filter moves when its script comes."""
    page = open_page(served + "index.html")
    held = []

    def hold(route):
        held.append(route)

    page.route("**/statiskt/filter.js", hold)
    page.goto(served + ASSIGNMENTS, wait_until="commit")
    page.wait_for_function("document.querySelector('#lista') && document.readyState !== 'loading'")
    before = page.locator("#lista").bounding_box()
    held[0].continue_()
    expect(page.locator("output")).to_have_text("Visar 3 av 3 uppdrag")
    assert page.locator("#lista").bounding_box() == before


@pytest.mark.browser
def test_the_filter_works_from_a_folder(open_page, site):
    """Opened as a file, the list can be filtered whether or not the address may change."""
    page = open_page((site / ASSIGNMENTS).as_uri())
    page.get_by_label("Givare").select_option("parknamnden")
    assert shown(page) == ["Två"]
