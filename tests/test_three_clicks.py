"""What a leadership asks is answered on the site, three clicks from the start page, for the real content and the example."""

import re
from collections import deque
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag

import pytest
from axe_playwright_python.sync_playwright import Axe

from covering import covering

CLICKS = 3

ANSWERS = {
    "real": {
        "is the budget held": ("index.html", r"Hålls budgeten\?.*Överskott på 88,5"),
        "a year, all boards": ("ar/2024.html", r"Målen, nämnd för nämnd.*Regionstyrelsen"),
        "a board": ("regionstyrelsen/index.html", r"Behöver uppmärksamhet.*Röd"),
        "the list behind a count": ("regionstyrelsen/2024/verksamhetsberattelse-bedomningar.html", r"2 av 8"),
        "a life": (
            "livslinjer/mal-regionfullmaktige-god-halsa.html",
            r"2024.*2023.*Indikatorer hos Regionstyrelsen",
        ),
        "the röda tråd": ("rod-trad/2024.html", r"Där tråden brister|brister|Funna"),
        "boards beside each other": ("jamfor.html", r"Hållbart medarbetarengagemang, HME.*Mot Riket"),
        "years beside each other": ("regionstyrelsen/jamforelse.html", r"Målvärden som har ändrats"),
        "rule and judgement": ("regel-och-bedomning.html", r"[Mm]ålvärden"),
        "a target that explains itself": (
            "indikatorer/bredband-sammanslagen.html",
            r"(Nått|Inte nått|Kan inte avgöras)",
        ),
        "what the symbols mean": ("symboler.html", r"uppnått eller överträffat målnivån"),
        "internal control": ("internkontroll.html", r"[Rr]isk"),
        "what is missing": ("saknade-uppgifter.html", r"Oläsligt i källan"),
        "what does not agree": ("avvikelser.html", r"men"),
    },
    "example": {
        "is the budget held": ("index.html", r"Hålls budgeten\?"),
        "a year, all boards": ("ar/2031.html", r"Målen, nämnd för nämnd"),
        "a board": ("vard-och-omsorgsnamnden/index.html", r"Behöver uppmärksamhet"),
        "the röda tråd": ("rod-trad/2031.html", r"Funna"),
        "boards beside each other": ("jamfor.html", r"Nämnderna sida vid sida"),
        "years beside each other": (
            "barn-och-utbildningsnamnden/jamforelse.html",
            r"Målvärden som har ändrats",
        ),
        "rule and judgement": ("regel-och-bedomning.html", r"motivering"),
        "what the symbols mean": ("symboler.html", r"försenad.*inställd|Försenad.*Inställd"),
        "internal control": ("internkontroll.html", r"[Rr]isk"),
        "a plan that was revised": ("barn-och-utbildningsnamnden/2031/plan-1.html", r"[Ee]rsatt"),
        "the global goals": ("agenda-2030.html", r"God utbildning för alla"),
        "what is missing": ("saknade-uppgifter.html", r"Nämnden uppger själv"),
    },
}


class Links(HTMLParser):
    """Where a page leads within the site, each with its words."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        address = dict(attrs).get("href", "")
        if tag == "a" and address and not re.match(r"[a-z]+:|//|#", address):
            self.found.append(address)


def clicks(site, goal):
    """The shortest way from the start page to an address, as the links to click."""
    ways, waiting = {"index.html": []}, deque(["index.html"])
    while waiting:
        address = waiting.popleft()
        if address == goal:
            return ways[address]
        for link in Links((site / address).read_text(encoding="utf-8")).found:
            target = unquote(urldefrag(link)[0].partition("?")[0])
            path = ((site / address).parent / target).resolve()
            if path.suffix != ".html" or not path.is_file():
                continue
            inside = path.relative_to(site.resolve()).as_posix()
            if inside not in ways:
                ways[inside] = [*ways[address], link]
                waiting.append(inside)
    raise AssertionError(f"nothing leads to {goal}")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("which", "question"), [(which, question) for which, asked in ANSWERS.items() for question in asked]
)
def test_each_question_is_answered_within_three_clicks(request, open_page, which, question):
    """A reader with a phone clicks their way from the start page to each answer, in at most three clicks."""
    site, start = (request.getfixturevalue(f"{which}_{name}") for name in ("site", "address"))
    address, answer = ANSWERS[which][question]
    way = clicks(site, address)
    assert len(way) <= CLICKS, way
    page = open_page(f"{start}index.html", 390)
    for link in way:
        # A link in the menu may be folded away on a phone: it is clicked where it is.
        with page.expect_navigation():
            page.locator(f'a[href="{link}"]').first.evaluate("link => link.click()")
    assert urldefrag(page.url)[0] == start + address
    text = " ".join(page.locator("article.md-content__inner").inner_text().split())
    assert re.search(answer, text), text[:2000]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1366, "dark")])
def test_axe_finds_nothing_on_the_examples_pages(open_page, example_site, example_address, width, scheme):
    """The example's pages, with scales and matrices that the real content has not, have no fault that axe can see."""
    page = open_page(example_address, width, scheme)
    for address in covering(example_site):
        page.goto(example_address + address)
        violations = Axe().run(page).response["violations"]
        assert [(item["id"], item["nodes"][0]["html"][:160]) for item in violations] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
