"""The site of the real content: whole, linked, as printed, and usable in a browser."""

import csv
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from axe_playwright_python.sync_playwright import Axe

from covering import covering

PROJECT = Path(__file__).resolve().parents[1]
FACIT = PROJECT / "tests" / "facit"
GOALS_2024 = {
    "1": "god-halsa",
    "2": "hogkvalitativ-vard",
    "3": "god-munhalsa",
    "4": "hogkvalitativ-tandvard",
    "5": "konkurrenskraft",
    "8": "digitala-tjanster",
    "9": "attraktiv-arbetsgivare",
    "10": "hallbar-ekonomi",
}
GOALS_2025 = {
    "1": "halso-och-sjukvard",
    "2": "tandvard",
    "4": "regional-utveckling",
    "5": "forskning-och-utbildning",
    "6": "digitala-losningar",
    "7": "hallbara-verksamheter",
    "8": "kompetensforsorjning",
    "9": "stark-ekonomi",
}


def rows(name):
    with (FACIT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


class Page(HTMLParser):
    """What a page links to, its ids, its headings and its cards with their text."""

    def __init__(self, path):
        super().__init__()
        self.links, self.ids, self.headings, self.cards = [], [], [], []
        self.depth = 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.links += [values[name] for name in ("href", "src", "action") if values.get(name)]
        if "id" in values:
            self.ids.append(values["id"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if tag == "article" and "vp-kort" in values.get("class", ""):
            self.cards.append("")
            self.depth = 1
        elif self.depth and tag == "article":
            self.depth += 1

    def handle_endtag(self, tag):
        if tag == "article" and self.depth:
            self.depth -= 1

    def handle_data(self, data):
        if self.depth:
            self.cards[-1] += data


def plain(text):
    """Text with every kind of space as one space, and every dash of a range alike."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", unescape(text)).strip()


def squeezed(text):
    """Text without spaces, in lower case: what is the same value however it is set."""
    return re.sub(r"\s", "", plain(text)).replace("−", "-").lower()


@pytest.fixture(scope="session")
def pages(real_site):
    return {path.relative_to(real_site).as_posix(): Page(path) for path in real_site.rglob("*.html")}


def test_every_link_leads_somewhere(real_site, pages):
    """Each link within the site leads to a file that is there, and to an id that is on it."""
    broken, seen = [], 0
    for address, page in pages.items():
        if address == "404.html":
            continue
        for link in page.links:
            if re.match(r"[a-z]+:|//", link):
                continue
            target, spot = urldefrag(link)
            path = (
                ((real_site / address).parent / unquote(target.partition("?")[0])).resolve()
                if target
                else real_site / address
            )
            seen += 1
            if not path.is_file() or (
                spot
                and path.suffix == ".html"
                and spot not in pages[path.relative_to(real_site).as_posix()].ids
            ):
                broken.append((address, link))
    assert seen > 3000
    assert broken == []


def test_every_page_has_one_main_heading_and_no_id_twice(pages):
    """A page has one h1, which the skip link points at, and each id once."""
    assert len(pages) > 90
    for address, page in pages.items():
        assert page.headings.count("h1") == 1, address
        assert page.ids.count("innehall") == 1, address
        doubled = {id_ for id_ in page.ids if page.ids.count(id_) > 1}
        assert doubled == set(), address


def test_every_indicator_of_2024_is_shown_as_printed(pages):
    """The 21 indicators stand on their goals' pages with wording, outcome and what was printed as target."""
    seen = 0
    for number, id_ in GOALS_2024.items():
        cards = [plain(card) for card in pages[f"regionstyrelsen/2024/mal/{id_}.html"].cards]
        for row in rows("vb2024_indikatorer.tsv"):
            if row["mal"] != number:
                continue
            card = next((card for card in cards if row["lydelse"] in card), None)
            assert card, row["lydelse"]
            assert squeezed(row["utfall"]) in squeezed(card)
            assert squeezed(row["malvarde"]) in squeezed(card)
            seen += 1
    assert seen == 21


def test_every_styrtal_of_2025_is_shown_as_printed(pages):
    """The 31 styrtal stand on their goals' pages with their three values."""
    groups = rows("vp2025_styrtal_grupper.tsv")
    seen = 0
    for row in rows("vp2025_styrtal.tsv"):
        cards = [
            plain(card) for card in pages[f"regionstyrelsen/2025/mal/{GOALS_2025[row['mal']]}.html"].cards
        ]
        card = next((card for card in cards if row["lydelse"] in card), None)
        assert card, row["lydelse"]
        parts = [part for part in groups if (part["mal"], part["lopnr"]) == (row["mal"], row["lopnr"])] or [
            row
        ]
        for part in parts:
            for column in ("utfall", "malvarde", "langsiktigt"):
                assert squeezed(part[column]) in squeezed(card), (row["lydelse"], part[column])
        seen += 1
    assert seen == 31


def test_every_assignment_is_shown(real_site):
    """The 13 assignments of 2024 and the 26 + 10 of 2025 stand on the pages of their years."""
    seen = 0
    for year, file in (("2024", "vb2024_uppdrag.tsv"), ("2025", "vp2025_uppdrag.tsv")):
        text = plain(
            re.sub("<[^>]*>", " ", (real_site / "uppdrag" / f"{year}.html").read_text(encoding="utf-8"))
        )
        for row in rows(file):
            assert row["text"] in text, row["text"]
            seen += 1
    assert seen == 13 + 26 + 10


def test_what_cannot_be_judged_says_why(pages):
    """Each indicator of the follow-up has a verdict with a reason."""
    seen = 0
    for id_ in GOALS_2024.values():
        for card in pages[f"regionstyrelsen/2024/mal/{id_}.html"].cards:
            verdict = re.search(r"(Nått|Inte nått|Kan inte avgöras)\s+(\S.{15,}?)\.", plain(card))
            assert verdict, card
            seen += 1
    assert seen >= 21


def test_nothing_of_the_machinery_shows(real_site):
    """No page shows a slot, a template's braces, or the word None."""
    seen = 0
    for path in real_site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        body = re.sub(r"<script.*?</script>|<[^>]*>", " ", text, flags=re.DOTALL)
        assert "vp:" not in text, path
        assert not re.search(r"\{\{|\}\}|\bNone\b|\bundefined\b", body), path
        seen += 1
    assert seen > 90


@pytest.mark.browser
def test_hme_is_found_by_search_and_by_navigation(open_page, real_address):
    """From the front page, HME is found through search and through the menu, and nothing leaves the server."""
    page = open_page(real_address + "index.html")
    page.get_by_role("combobox").or_(page.get_by_role("searchbox")).first.fill("HME")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sok.html*")
    page.get_by_role("link", name=re.compile("Hållbart medarbetarengagemang")).first.click()
    page.wait_for_url("**/indikatorer/hme.html")

    page.goto(real_address + "index.html")
    page.get_by_role("navigation", name=re.compile("Nav|Meny", re.IGNORECASE)).get_by_role(
        "link", name="Indikatorer"
    ).first.click()
    page.get_by_role("article").get_by_role(
        "link", name=re.compile("Hållbart medarbetarengagemang")
    ).first.click()
    page.wait_for_url("**/indikatorer/hme.html")


@pytest.mark.browser
def test_hme_shows_two_lines_its_targets_and_the_contradiction(open_page, real_address):
    """HME's page draws regionkansliet 83 in 2024 and the region 77 in 2021 apart, and says what 001 printed."""
    page = open_page(real_address + "indikatorer/hme.html")
    figure = page.locator("figure.vp-diagram")
    assert figure.count() == 1
    figure.scroll_into_view_if_needed()
    page.locator("figure.vp-diagram .vp-diagram__yta").hover()
    page.wait_for_selector("figure.vp-diagram--ritad")
    lines = page.evaluate(
        "JSON.parse(document.querySelector('figure.vp-diagram').dataset.figur).data.map(d => [d.name, d.y])"
    )
    told = {name: [value for value in values if value is not None] for name, values in lines if name}
    assert told == {"Regionkansliet": [83], "Region Örebro län": [77]}
    text = plain(page.locator("article.md-content__inner").inner_text())
    for expected in (
        "83",
        "77",
        "77–80",
        "2024",
        "2021",
        ">78",
        "Verksamhetsplan 2025",
        "Verksamhetsberättelse 2024",
    ):
        assert expected in text
    finding = plain(page.locator(".vp-avvikelse").first.inner_text())
    assert ">78" in finding
    assert "77–80" in finding


@pytest.mark.browser
def test_the_site_works_from_the_file_system(open_page, real_site):
    """Opened as files, pages are styled, linked and searchable."""
    page = open_page((real_site / "index.html").as_uri())
    page.get_by_role("link", name="Verksamhetsberättelse 2024").first.click()
    assert page.locator("h1").inner_text() == "Verksamhetsberättelse 2024"
    page.goto((real_site / "sok.html").as_uri() + "?q=bredband")
    page.get_by_role("link", name=re.compile("bredband", re.IGNORECASE)).first.wait_for()


@pytest.mark.browser
def test_assignments_are_filtered(open_page, real_address):
    """The filter leaves the assignments that were chosen, and says how many."""
    page = open_page(real_address + "uppdrag/2025.html")
    assert page.locator(".vp-filterbar:visible").count() == 41
    page.get_by_label("Givare").select_option("regionfullmaktige")
    assert page.locator(".vp-filterbar:visible").count() == 26
    assert "26" in page.locator(".vp-filter output").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1366, "light"), (1366, "dark")])
def test_axe_finds_nothing_on_whatever_pages_are_built_of(open_page, real_site, real_address, width, scheme):
    """No part of any page has an accessibility fault that axe can see, on phone and screen, light and dark."""
    page = open_page(real_address, width, scheme)
    for address in covering(real_site):
        page.goto(real_address + address)
        violations = Axe().run(page).response["violations"]
        assert [(item["id"], item["nodes"][0]["html"][:120]) for item in violations] == [], address


@pytest.mark.browser
def test_no_page_scrolls_sideways_on_a_narrow_phone(open_page, real_site, real_address):
    """At 320 px nothing is wider than the screen but what scrolls in a frame of its own."""
    page = open_page(real_address, 320)
    for address in covering(real_site):
        page.goto(real_address + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
