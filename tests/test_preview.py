"""The preview: a draft says that it is one, tells what it changes, where it stands and all in one place, and harms no site."""

import posixpath
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from conftest import serving
from revised import MUTATIONS, changed, commit, put, region, repository, written
from vpgen.build import Project, build
from vpgen.diff import compare
from vpgen.marking import Drawn, Spot
from vpgen.preview import Proposal, make_preview
from vpgen.versions import RevisionError, load_version

ROOT = Path(__file__).resolve().parents[1]
LABEL = "parker-2024, <b>a1b2c3d"
PUBLISHED = "https://intranat.example/planer/"
CHANGED = (
    "outcome",
    "assessment",
    "target",
    "comment",
    "budget_cell",
    "outcome_cell",
    "drop_goal",
    "add_goal",
    "chapter",
    "definition",
    "page",
)
GOAL = "parknamnden/2024/mal/levande-parker.html"
WHOLE = "parknamnden/2024/verksamhetsberattelse-hela.html"


def made(folder, base=None, *, internal=False, **more):
    """Build the content of a folder, against a revision if one is named; return the site's folder and what was built."""
    proposal = Proposal(base, LABEL, **more) if base else None
    config = folder / "mkdocs.yml"
    config.write_text(
        "site_name: Region Påhitt\nsite_url: https://intranat.example/planer/\n"
        "theme:\n  name: material\n  language: sv\n  font: false\n",
        encoding="utf-8",
    )
    site = folder / "granska" / "17"
    project = Project(folder / "content", site, config, folder / "cache", internal, proposal)
    build(project, lambda _step: None)
    return site


def texts_of(site):
    """Every file of a site, by its address."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def proposed(tmp_path_factory):
    """A repository with the region on main, and a working tree that changes much of it."""
    folder = repository(tmp_path_factory.mktemp("forslag"))
    commit(folder, written(region()))
    put(folder, written(changed(CHANGED, 4)))
    return folder


@pytest.fixture(scope="module")
def site(proposed):
    return made(proposed, "main", published=PUBLISHED)


@pytest.fixture(scope="module")
def pages(site):
    found = {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")
    }
    assert len(found) > 20
    return found


def plain(html):
    """The words of a page's own content or a piece of it, without what is for listening only."""
    html = html.partition('<article class="md-content__inner')[2] or html
    html = re.sub(r'<span class="vp-lasord">[^<]*</span>', "", html)
    return " ".join(re.sub(r"<[^>]+>", "", html).replace("&nbsp;", " ").split())


def notes_of(html):
    """The lines that are told in place on a page."""
    return [
        plain(each)
        for each in re.findall(r'<span class="vp-mark__rad">.*?</span>(?=<span|</span>|</div>)', html)
    ]


# Marking


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ('<h2 id="a">Mål</h2><p>x</p>', '<h2 id="a">Mål</h2>!<p>x</p>'),
        ('<td class="b" id="a">1<i>2</i></td><td>3</td>', '<td class="b" id="a">1<i>2</i>!</td><td>3</td>'),
        ('<tr id="a"><th>1</th><td>2</td></tr>', '<tr id="a"><th>1!</th><td>2</td></tr>'),
        ('<li id="a"><p>x</p></li>', '<li id="a">!<p>x</p></li>'),
        (
            '<article data-x="b" id="a"><h3>x</h3></article>',
            '<article data-x="b" id="a">!<h3>x</h3></article>',
        ),
        ('<p id="a">x</p>', '<p id="a">x!</p>'),
        (
            '<figure id="a"><figcaption>x</figcaption></figure>',
            '!<figure id="a"><figcaption>x</figcaption></figure>',
        ),
        ('<ul id="a"><li>x</li></ul>', '!<ul id="a"><li>x</li></ul>'),
        ('<details id="a"><summary>x</summary></details>', '!<details id="a"><summary>x</summary></details>'),
        ('<p data-id="a">x</p><p id="ab">y</p>', '<p data-id="a">x</p><p id="ab">y</p>'),
    ],
)
def test_a_note_stands_where_html_lets_it(html, marked):
    """After a heading, last in a cell or a line, first in a box, before what may hold no text of its own."""
    drawn = Drawn(html)
    assert drawn.noted(dict.fromkeys(drawn.places(Spot("a")), "!")) == marked


def test_notes_keep_the_page_around_them():
    """Many notes on a page each stand at their element, and without them the page is as it was."""
    html = "".join(f'<section id="s{n}"><h2 id="h{n}">{n}</h2></section>' for n in range(50))
    drawn = Drawn(html)
    assert len(drawn.ids) == 100
    done = drawn.noted({place: f"[{id_}]" for id_ in drawn.ids for place in drawn.places(Spot(id_))})
    for n in range(50):
        assert f'<section id="s{n}">[s{n}]<h2 id="h{n}">{n}</h2>[h{n}]</section>' in done
    assert re.sub(r"\[\w+\]", "", done) == html


ROW = '<tr><th scope="row"><a href="{}.html">{}</a></th><td>1</td></tr>'
SHOWN = (
    '<h2 id="ett">Ett</h2><table>'
    + ROW.format("x", "X")
    + ROW.format("y", "Y")
    + '</table><h3 id="tva">Två</h3><table>'
    + ROW.format("x", "X")
    + '</table><ul><li><p class="n">Städa &amp; måla</p></li><li><p>Städa &amp; måla mer</p></li></ul>'
    '<article id="k"><h3><a href="p.html">P</a></h3><a href="q.html">Q</a></article>'
    '<article><h3><a href="p.html">P</a></h3><a href="r.html">R</a></article><p>Fritt <a href="z.html">Z</a></p>'
    '<figure id="t"><table><thead><tr><th>Rad</th></tr></thead><tbody><tr><th>a</th><td>1</td><td>2</td></tr>\n'
    "<tr><th>b</th><td>3</td><td>4</td></tr></tbody></table></figure><table><tbody><tr><td>5</td></tr></tbody></table>"
)


@pytest.mark.parametrize(
    ("spot", "marked"),
    [
        (Spot("ett", ("x.html",)), ['<a href="x.html">X</a>!</th><td>1</td></tr><tr>']),
        (Spot("tva", ("x.html",)), ['<a href="x.html">X</a>!</th><td>1</td></tr></table><ul>']),
        (Spot("tva", ("y.html",)), []),
        (Spot("finns-inte", ("x.html",)), []),
        (
            Spot(links=("x.html",)),
            ["X</a>!</th><td>1</td></tr><tr>", "X</a>!</th><td>1</td></tr></table><ul>"],
        ),
        (Spot(text="Städa &amp; måla"), ['<ul><li>!<p class="n">']),
        (Spot("ett", text="Städa &amp; måla"), []),
        (Spot(links=("p.html", "r.html")), ['</article><article>!<h3><a href="p.html">P</a></h3><a href="r']),
        (Spot(links=("z.html",)), []),
        (Spot("t", cell=(1, 0)), ["<th>b!</th>"]),
        (Spot("t", cell=(1, 2)), ["<td>4!</td>"]),
        (Spot("t", cell=(1, 3)), []),
        (Spot("t", cell=(2, 0)), []),
    ],
)
def test_a_thing_without_an_id_is_found_by_what_it_holds(spot, marked):
    """A row by its link under its heading, an item by its whole name, a card by both its links, a cell by its place."""
    drawn = Drawn(SHOWN)
    places = drawn.places(spot)
    done = drawn.noted(dict.fromkeys(places, "!"))
    assert done.count("!") == len(places) == len(marked)
    assert [piece for piece in marked if piece not in done] == []


# The draft


def test_every_page_says_that_it_is_a_draft(pages):
    """The banner has the word, the branch and the commit, as text; search engines are kept out, and no page is elsewhere."""
    for address, html in pages.items():
        assert html.count('<aside class="vp-utkast"') == 1, address
        assert "parker-2024, &lt;b&gt;a1b2c3d" in html, address
        assert "<b>a1b2c3d" not in html, address
        assert html.count('<meta name="robots" content="noindex">') == 1, address
        assert 'rel="canonical"' not in html, address


def test_the_changes_come_first_in_the_menu(pages):
    """On every page the first line of the menu leads to the changes, and what follows them is the start page."""
    for address, html in pages.items():
        menu = html[html.index('id="vp-menu"') :]
        first = re.search(r'<a class="md-nav__link[^>]*href="([^"]+)"', menu)
        target = posixpath.normpath(posixpath.join(posixpath.dirname(address), first[1]))
        assert target == "andringar.html", address


def test_the_headline_and_each_document_are_told(pages):
    """The page of changes tells how many there are, what to stop at, and each with what it was and is."""
    text = plain(pages["andringar.html"])
    assert re.search(r"\d+ ändringar: \d+ uppföljningsvärden", text)
    assert "Beslutad plan ändrad utan ny utgåva" in text
    assert "Verksamhetsberättelse 2024, Parknämnden" in text
    assert "83 → 4" in text
    assert "Borttaget: Nämndens mål: Parkerna är trygga" in text
    assert re.search(r'<ins class="vp-ny">', pages["andringar.html"])
    assert re.search(r"Följder .* Regelns utslag", text)


def test_what_to_stop_at_stands_under_the_headline(pages):
    """Alarms, what turned with links to it, and whether a decision is needed, before the list of changes."""
    page = pages["andringar.html"]
    box = page.partition('<section class="vp-stanna"')[2].partition("</section>")[0]
    text = plain(box)
    assert page.index('<section class="vp-stanna"') < page.index('id="andring-1"')
    said = ("Beslutad plan ändrad utan ny utgåva", "omdöme", "Behöver nytt beslut:")
    assert [text.index(words) for words in said] == sorted(text.index(words) for words in said)
    links = re.findall(r'href="#(foljd-\d+)"', box)
    assert links
    assert [each for each in links if f'<li id="{each}"' not in page] == []


def test_the_list_of_changes_names_no_files(pages):
    """Readers are led to pages; a line of a file is shown only where a forge is set, as a link."""
    list_ = plain(pages["andringar.html"].partition('id="oversikt"')[2])
    assert ".yml" not in list_
    assert "Nöjdhet med parkerna, utfall" in list_


@pytest.mark.parametrize(
    ("address", "note"),
    [
        (GOAL, "Ändrat i förslaget: utfall var 83, blir 4"),
        (GOAL, "Ändrat i förslaget: målvärde var 80, blir minst 4,5"),
        (GOAL, "Ändrat i förslaget: bedömning var grön, blir gul"),
        ("parknamnden/2024/mal/nya-parker.html", "Nytt i förslaget"),
        ("parknamnden/2024/plan-tabeller.html", "Ändrat i förslaget: var 10 mnkr, blir 4,4 mnkr"),
        (
            "parknamnden/2024/verksamhetsberattelse-tabeller.html",
            "Ändrat i förslaget: var 10 mnkr, blir 4,4 mnkr",
        ),
        ("parknamnden/2024/plan.html", "Borttaget i förslaget: Nämndens mål: Parkerna är trygga"),
        ("parknamnden/2024/plan.html", "Ändrat i förslaget: målvärde var 80, blir minst 4,5"),
        ("parknamnden/2024/verksamhetsberattelse.html", "Ändrat i förslaget: utfall var 83, blir 4"),
        ("parknamnden/2024/verksamhetsberattelse.html", "Ändrat i förslaget: bedömning var grön, blir gul"),
        ("parknamnden/2024/verksamhetsberattelse-hela.html", "Ändrat i förslaget: utfall var 83, blir 4"),
        ("parknamnden/2024/plan-hela.html", "Ändrat i förslaget: var 10 mnkr, blir 4,4 mnkr"),
        ("indikatorer/nojdhet.html", "Ändrat i förslaget: utfall var 83, blir 4"),
        ("indikatorer/nojdhet.html", "Ändrat i förslaget: målvärde var 80, blir minst 4,5"),
        ("avvikelser.html", "Ny avvikelse i förslaget"),
        ("parknamnden/2024/plan-tabeller.html", "Ny avvikelse i förslaget"),
    ],
)
def test_what_has_changed_is_marked_where_it_stands(pages, address, note):
    """A value, an assessment, a cell and what is new are marked in place; what was dropped at the top of its document."""
    assert any(each == note or each.startswith(f"{note} Varning: ") for each in notes_of(pages[address]))


def test_a_note_stands_at_its_element(pages):
    """The note of an indicator is inside its card, the note of a cell inside the cell."""
    card = pages[GOAL].partition('<article class="vp-kort" id="indikator-nojdhet">')[2]
    assert card.startswith('<span class="vp-mark">')
    row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*utfall var.*?</tr>", pages[WHOLE], re.DOTALL)[0]
    assert 'href="../../indikatorer/nojdhet.html"' in row
    assert row.index("utfall var") < row.index("</th>")
    whole = pages["parknamnden/2024/plan-hela.html"]
    row = whole[whole.index("Lek</th>") if "Lek</th>" in whole else whole.index(">Lek ") :]
    assert ["blir" in each for each in re.findall(r"<td.*?</td>", row, re.DOTALL)[:2]] == [False, True]
    cell = re.search(
        r'<td id="cell-driftbudget--lek--budget"[^>]*>.*?</td>', pages["parknamnden/2024/plan-tabeller.html"]
    )
    assert "Ändrat i förslaget" in cell[0]


def test_a_change_that_rings_says_so_at_its_mark(pages):
    """The mark of an alarm is a word in the note, on every page that has it."""
    for address in (GOAL, "parknamnden/2024/plan.html", "indikatorer/nojdhet.html"):
        note = next(each for each in notes_of(pages[address]) if "målvärde var 80" in each)
        assert "Varning: Beslutad plan ändrad utan ny utgåva" in note, address
    assert not any("Varning" in each for each in notes_of(pages[GOAL]) if "utfall var" in each)


def test_every_page_that_is_not_as_it_was_says_so(pages, tmp_path):
    """Where no change has a place the page says that it changes; one that says the same as before says nothing."""
    folder = repository(tmp_path)
    commit(folder, written(region()))
    before = made(folder)
    both = [address for address in pages if (before / address).is_file()]
    assert len(both) > 20

    def words(html):
        content = html.rpartition("</article>")[0]
        return re.sub(
            r"rad \d+", "", plain(re.sub(r'<p class="vp-kalla">.*?</p>', "", content, flags=re.DOTALL))
        )

    differs = {
        each for each in both if words(pages[each]) != words((before / each).read_text(encoding="utf-8"))
    }
    said = {each for each in both if "Sidan ändras av förslaget" in pages[each]}
    assert differs == {each for each in both if 'class="vp-mark' in pages[each]}
    assert {"ar/2024.html", "parknamnden/index.html"} <= said
    assert not said & {"symboler.html", "sok.html", GOAL, WHOLE}
    without = {
        each: re.sub(r'<div class="vp-mark vp-mark--sida">.*?</div>', "", pages[each], flags=re.DOTALL)
        for each in said
    }
    assert [
        each
        for each, html in without.items()
        if words(html) == words((before / each).read_text(encoding="utf-8"))
    ] == []


def test_an_activity_of_two_goals_is_marked_at_both(tmp_path):
    """A new one is marked itself on the page of each goal and in the document; a dropped one is told by its name."""
    folder = repository(tmp_path)
    files = region()
    tasks = files["parknamnden/2024/plan.yml"]["aktiviteter"]
    both = ["rena-parker", "levande-parker"]
    tasks["gammal"] = {"text": "Räkna papperskorgarna", "under": both}
    commit(folder, written(files))
    del tasks["gammal"]
    tasks["klotter"] = {"text": "Tvätta bort klotter", "under": both}
    put(folder, written(files))
    site = made(folder, "main")
    for name in (*(f"mal/{goal}" for goal in both), "plan"):
        html = (site / "parknamnden" / "2024" / f"{name}.html").read_text(encoding="utf-8")
        item = html.partition("Tvätta bort klotter")[0].rpartition('<li class="vp-uppdrag">')[2]
        assert "Nytt i förslaget" in item, name
        assert any(
            each.startswith("Borttaget i förslaget: Räkna papperskorgarna") for each in notes_of(html)
        ), name


def test_a_tally_that_has_moved_is_marked_at_its_bar_and_in_the_lists(pages):
    """On the page of the document and on that of its lists, with what it was and is."""
    for name in ("", "-bedomningar"):
        notes = notes_of(pages[f"parknamnden/2024/verksamhetsberattelse{name}.html"])
        assert any(each.startswith("Följd av förslaget: Nämndens mål: var grön") for each in notes), name


def test_what_has_no_spot_on_a_page_is_told_at_its_top(tmp_path):
    """A dropped indicator is named at the top of its goal's page where no heading for indicators is left."""
    folder = repository(tmp_path)
    files = region()
    goal = files["parknamnden/2024/plan.yml"]["mål"]["rena-parker"]
    goal["indikatorer"] = {"utslapp": {"målvärde": "högst 30 ton"}}
    commit(folder, written(files))
    del goal["indikatorer"]
    put(folder, written(files))
    site = made(folder, "main")
    html = (site / "parknamnden" / "2024" / "mal" / "rena-parker.html").read_text(encoding="utf-8")
    assert 'id="indikatorer"' not in html
    head = html.partition('id="innehall"')[2].partition("<h2")[0]
    assert "Borttaget i förslaget: Utsläpp från parkmaskiner" in " ".join(notes_of(head))


def test_no_change_is_lost(tmp_path):
    """Whatever is changed, each change is in the list once, and is told on a page that is not the list."""
    names, touched = [], set()
    for name, mutation in MUTATIONS.items():
        if touched.isdisjoint(mutation.touches):
            names.append(name)
            touched |= mutation.touches
    folder = repository(tmp_path)
    commit(folder, written(region()))
    put(folder, written(changed(names, 4)))
    site = made(folder, "main")
    told = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    list_ = told.pop(site / "andringar.html")
    ids = re.findall(r'<li id="(andring-\d+)"', list_)
    assert len(names) > 25
    before = load_version(folder, "main", Path("content")).results
    after = load_version(folder, None, Path("content")).results
    assert len(ids) == len(set(ids)) == len(compare(before, after).changes) >= len(names)
    elsewhere = "".join(told.values())
    assert [id_ for id_ in ids if f'andringar.html#{id_}"' not in elsewhere] == []


def test_a_changed_series_is_drawn_before_and_after(pages):
    """Both drawings stand on the same axes, each with its sentence, and the table says what is another."""
    page = pages["andringar.html"]
    section = page[page.index('<section class="vp-forslag__diagram">') :]
    section = section[: section.index("</section>")]
    drawings = re.findall(r"<svg.*?</svg>", section, re.DOTALL)
    assert len(drawings) == 2
    axes = [re.findall(r'<text class="vp-svag"[^>]*>([^<]*)', each) for each in drawings]
    assert axes[0] == axes[1] != []
    text = plain(section)
    assert "Före" in text
    assert "83" in text
    row = re.search(r'<tr role="row" class="vp-rad--andrad">.*?</tr>', section, re.DOTALL)[0]
    assert "2024" in plain(row)
    assert "ändrad" in plain(row)
    assert re.findall(r'data-rubrik="(Före|Efter)"[^>]*><div>([^<]*)', row) == [
        ("Före", "83"),
        ("Efter", "4"),
    ]


class Links(HTMLParser):
    """Collects the links and ids of a page."""

    def __init__(self):
        super().__init__()
        self.links, self.ids = [], set()

    def handle_starttag(self, _tag, attrs):
        values = dict(attrs)
        self.links += [values[name] for name in ("href", "src") if values.get(name)]
        self.ids |= {values["id"]} if "id" in values else set()


def test_every_link_of_the_preview_is_relative_and_leads_somewhere(site, pages):
    """Under any folder, and opened from the file system: only the published site is elsewhere."""
    read = {}
    for address, html in pages.items():
        read[address] = Links()
        read[address].feed(html)
    broken, seen, published = [], 0, set()
    for address, page in read.items():
        for link in page.links:
            if link.startswith(PUBLISHED):
                published.add(link.removeprefix(PUBLISHED))
                continue
            assert not re.match(r"[a-z]+:|/", link), (address, link)
            path, _, spot = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(address), path)) if path else address
            seen += 1
            is_told = spot and "andringar.html" in {address, target}
            if not (site / target).exists() or (is_told and spot not in read[target].ids):
                broken.append((address, link))
    assert seen > 1000
    assert broken == []
    assert f"{GOAL}#indikator-nojdhet" in published
    assert "parknamnden/2024/mal/trygga-parker.html" in published
    assert "parknamnden/2024/mal/nya-parker.html" not in published
    # The page that a change stands on is led to also where the change is something new on it.
    list_ = pages["andringar.html"]
    for item in re.findall(r'<li id="andring-\d+">.*?(?=<li id="andring-|</section>)', list_, re.DOTALL):
        assert f'href="{PUBLISHED}' in item, plain(item)[:80]


def test_the_banner_leads_to_the_same_page_where_it_is_published(pages):
    """A page that is new has nowhere to lead; the others lead to themselves, and all of those are there."""
    leads = {
        address: re.search(r'<aside class="vp-utkast".*?</aside>', html, re.DOTALL)[0]
        for address, html in pages.items()
    }
    with_link = {address for address, banner in leads.items() if f'href="{PUBLISHED}{address}"' in banner}
    assert set(pages) - with_link == {"andringar.html", "parknamnden/2024/mal/nya-parker.html"}
    assert "Den publicerade sidan" in leads[GOAL]


def test_the_same_proposal_is_the_same_bytes(proposed, site):
    """Built again nothing is written anew."""
    before = texts_of(site)
    made(proposed, "main", published=PUBLISHED)
    assert texts_of(site) == before
    assert len(before) > 40


def test_without_a_base_nothing_of_it_is_there(tmp_path):
    """The site itself has no trace of previews, not even where one was built in the same folder."""
    folder = repository(tmp_path)
    commit(folder, written(region()))
    before = texts_of(made(folder))
    put(folder, written(changed(CHANGED, 4)))
    made(folder, "main")
    put(folder, written(region()))
    after = texts_of(made(folder))
    assert after == before
    assert {"andringar.html", "utkast/utkast.css"}.isdisjoint(after)
    assert {"404.html", "sitemap.xml"} <= set(after)
    html = b"".join(data for address, data in after.items() if address.endswith(".html"))
    for trace in (b"utkast", b"andringar.html", b"vp-mark"):
        assert trace not in html
    assert html.count(b"noindex") == 1  # on the page for what is missing, as always


# Other bases


def test_files_that_say_the_same_are_no_changes(tmp_path):
    """Re-written files are told as such, and mark nothing."""
    folder = repository(tmp_path)
    texts = written(region())
    commit(folder, texts)
    put(
        folder,
        {name: f"{text}\n# samma sak\n" if name.endswith(".yml") else text for name, text in texts.items()},
    )
    site = made(folder, "HEAD")
    page = (site / "andringar.html").read_text(encoding="utf-8")
    number = sum(name.endswith(".yml") for name in texts)
    assert f"Inget i sak har ändrats: {number} filer är omskrivna, men säger detsamma." in plain(page)
    assert not any(b'class="vp-mark' in data for data in texts_of(site).values())


def test_a_base_that_does_not_load_is_told_with_its_problems(tmp_path):
    """Then it says why, counts everything as new, and marks the documents so."""
    folder = repository(tmp_path)
    texts = written(region())
    commit(folder, {**texts, "lekplatsnamnden/namnd.yml": "nman: Lekplatsnämnden\n"})
    put(folder, texts)
    site = made(folder, "main")
    text = plain((site / "andringar.html").read_text(encoding="utf-8"))
    assert "Det går inte att jämföra" in text
    assert "content/lekplatsnamnden/namnd.yml, rad 1:" in text
    assert "allt här som nytt" in text
    document = (site / "parknamnden/2024/plan.html").read_text(encoding="utf-8")
    assert notes_of(document) == ["Nytt i förslaget"]


def test_a_base_without_content_makes_all_new(tmp_path):
    """A repository that had no content yet has a preview too."""
    folder = repository(tmp_path)
    commit(folder, {})
    put(folder, written(region()))
    text = plain((made(folder, "main") / "andringar.html").read_text(encoding="utf-8"))
    assert "allt är nytt" in text
    assert "Nytt: Verksamhetsberättelse 2024" in text


def test_the_preview_compares_as_the_diff_does(proposed):
    """What the preview tells is what `compare` finds, no more and no less."""
    before = load_version(proposed, "main", Path("content")).results
    after = load_version(proposed, None, Path("content")).results
    preview = make_preview(proposed / "content", Proposal("main"), after, internal=True)
    assert preview.differences == compare(before, after)
    assert len(preview.differences.changes) == len(CHANGED)


@pytest.mark.parametrize("internal", [False, True])
def test_a_preview_whose_only_change_is_internal_says_so(tmp_path, internal):
    """It is counted, and nothing is said to be the same; it is told where the preview shows it."""
    folder = repository(tmp_path)
    files = region()
    goal = {"publicering": "intern", "sort": "nämndens mål", "text": "Uttern trivs"}
    files["parknamnden/2024/plan.yml"]["mål"]["hemligt"] = goal
    commit(folder, written(files))
    goal["text"] = "Uttern simmar"
    put(folder, written(files))
    text = plain((made(folder, "main", internal=internal) / "andringar.html").read_text(encoding="utf-8"))
    line = "1 uppgift som är intern ändras, och visas inte här; ta med den med --intern."
    assert ("Det som publiceras är oförändrat." in text, line in text) == (not internal, not internal)
    assert ("simmar" in text) == internal
    assert "detsamma" not in text


def test_what_is_hidden_makes_no_page_look_changed(tmp_path):
    """A risk that seems to be gone as it is internal now is no contradiction, in the version before as little as after."""
    folder = repository(tmp_path)
    files = region()
    risk = {"område": "Säkerhet", "risk": "Någon skadas av en trasig gunga"}
    files["parknamnden/2023/plan.yml"]["internkontroll"] = {"risker": {"skador": risk}}
    later = files["parknamnden/2024/plan.yml"]["internkontroll"]["risker"]
    later["skador"] = {"publicering": "intern", **later["skador"]}
    commit(folder, written(files))
    files["sidor/om.md"] = "# Om planerna\n\nHär står nämndernas alla planer.\n"
    put(folder, written(files))
    pages = texts_of(made(folder, "main"))
    assert "Sidan ändras av förslaget".encode() not in b"".join(pages.values())
    assert b'class="vp-mark' in pages["om.html"]


def test_content_behind_a_link_is_compared_with_what_git_has_at_its_path(tmp_path):
    """That the folder is a link to another does not make everything new."""
    folder = repository(tmp_path)
    commit(folder, written(region()))
    (folder / "content").rename(folder / "annat")
    (folder / "content").symlink_to("annat", target_is_directory=True)
    after = load_version(folder, "main", Path("content")).results
    preview = make_preview(folder / "content", Proposal("main"), after, internal=True)
    assert not preview.differences
    assert preview.changed == ()


def test_an_unknown_revision_writes_nothing(proposed, tmp_path):
    """A base that is not there is a wrong call, not a preview of everything."""
    config = proposed / "mkdocs.yml"
    project = Project(proposed / "content", tmp_path / "site", config, None, proposal=Proposal("finns-inte"))
    with pytest.raises(RevisionError, match="finns-inte"):
        build(project, lambda _step: None)
    assert not (tmp_path / "site").exists()


# The command


def vpgen(*words, cwd):
    command = [sys.executable, "-m", "vpgen", *map(str, words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--utkast", "gren"], "ange också --mot"),
        (["--publicerad", "https://intranat.example/"], "ange också --mot"),
        (["--mot", "main", "--publicerad", "javascript:alert(1)"], "--publicerad ska vara en adress"),
        (["--mot", "finns-inte"], "det finns ingen version ”finns-inte”"),
        (["--mot", "--upload-pack=x"], "det finns ingen version"),
    ],
)
def test_a_wrong_call_is_said_in_swedish(proposed, tmp_path, words, said):
    """It ends with 2, says what to write, and no site is made."""
    done = vpgen("build", "--site", tmp_path / "site", *words, cwd=proposed)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "site").exists()


def test_the_command_builds_the_same_preview(proposed, site, tmp_path):
    """The options of the command are the proposal's, and a last slash is given to an address without one."""
    words = ["--mot", "main", "--utkast", LABEL, "--publicerad", PUBLISHED.rstrip("/")]
    done = vpgen("build", "--site", tmp_path / "site", *words, cwd=proposed)
    assert done.returncode == 0, done.stderr
    assert texts_of(tmp_path / "site") == texts_of(site)


def test_the_name_of_the_page_is_taken(tmp_path):
    """A page of one's own cannot lie where the preview tells its changes."""
    folder = repository(tmp_path)
    put(folder, {**written(region()), "sidor/andringar.md": "# Ändringar\n\nEgna.\n"})
    done = vpgen("check", "--content", folder / "content", cwd=ROOT)
    assert done.returncode == 1
    assert "upptagen-adress" in done.stdout + done.stderr


# In a browser

SEEN = (
    "andringar.html",
    GOAL,
    "parknamnden/2024/plan-tabeller.html",
    "parknamnden/2024/plan.html",
    WHOLE,
    "parknamnden/2024/verksamhetsberattelse-bedomningar.html",
    "indikatorer/nojdhet.html",
    "avvikelser.html",
    "index.html",
)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1366, "light"), (1366, "dark")])
def test_the_preview_is_accessible_and_fits(open_page, site, width, scheme):
    """Under a folder of a server axe finds nothing, and nothing but tables is wider than the screen."""
    with serving(site.parents[1]) as address:
        page = open_page(f"{address}granska/17/{SEEN[0]}", width, scheme)
        for each in SEEN:
            page.goto(f"{address}granska/17/{each}")
            violations = Axe().run(page).response["violations"]
            assert [(item["id"], item["nodes"][0]["html"][:120]) for item in violations] == [], each
            assert page.evaluate("document.documentElement.scrollWidth") <= width, each


@pytest.mark.browser
def test_the_preview_opens_from_the_file_system(open_page, site):
    """From a zip the banner leads to the changes, a change to where it stands, and its note back."""
    page = open_page((site / GOAL).as_uri(), 390)
    page.click(".vp-utkast a >> nth=0")
    assert page.title().startswith("Ändringar i detta förslag")
    page.click("#andring-1 .vp-lista__rubrik a")
    page.click(".vp-mark a >> nth=0")
    assert "andringar.html#andring-" in page.url


@pytest.mark.browser
def test_paper_says_that_it_is_a_draft(open_page, site):
    """The banner and the notes are printed, with their words."""
    page = open_page((site / GOAL).as_uri())
    page.emulate_media(media="print")
    assert page.locator(".vp-utkast__ord").is_visible()
    assert "a1b2c3d" in page.locator(".vp-utkast").inner_text()
    assert "Ändrat i förslaget" in page.locator("#indikator-nojdhet .vp-mark").inner_text()


@pytest.mark.browser
def test_paper_is_white_to_its_edges_whatever_the_screen_was(open_page, site):
    """The margins of the page take their colour from the root, not from what the reader has chosen."""
    for address in (GOAL, "andringar.html"):
        page = open_page((site / address).as_uri(), color_scheme="dark")
        page.emulate_media(media="print", color_scheme="dark")
        assert (
            page.evaluate(
                """[document.documentElement, document.body].map(getComputedStyle)
            .map(style => [style.colorScheme, style.backgroundColor])"""
            )
            == [["light", "rgb(255, 255, 255)"]] * 2
        )


@pytest.mark.browser
def test_no_link_of_the_banner_is_cut_on_a_phone(open_page, site):
    """Both are there with all their words."""
    page = open_page((site / GOAL).as_uri(), 390)
    links = page.locator(".vp-utkast a")
    assert links.count() == 2
    for link in links.all():
        assert link.evaluate("each => each.scrollWidth <= each.clientWidth")
        assert link.bounding_box()["x"] + link.bounding_box()["width"] <= 390


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1366])
def test_the_banner_stays_and_covers_nothing_that_is_jumped_to(open_page, site, width):
    """However far down a link leads, the word is in view, and what it leads to is below it."""
    for address in (f"{GOAL}#indikator-nojdhet", f"{WHOLE}#levande-parker", "andringar.html#andring-9"):
        page = open_page(f"{(site / address.partition('#')[0]).as_uri()}#{address.partition('#')[2]}", width)
        banner = page.locator(".vp-utkast").bounding_box()
        header = page.locator(".md-header").bounding_box()
        target = page.locator(f"#{address.partition('#')[2]}").bounding_box()
        assert page.evaluate("scrollY") > 100
        assert header["y"] + header["height"] <= banner["y"] + 1
        assert banner["y"] + banner["height"] <= target["y"] + 1
        assert banner["height"] <= 60
        assert page.locator(".vp-utkast__ord").is_visible()


@pytest.mark.browser
def test_a_note_in_a_cell_does_not_make_its_column_wide(open_page, site):
    """It wraps under the value: the column is hardly wider than a few words."""
    page = open_page((site / "parknamnden/2024/plan-tabeller.html").as_uri(), 390)
    cell = page.locator("#cell-driftbudget--lek--budget")
    assert "Ändrat i förslaget" in cell.inner_text()
    wide = cell.bounding_box()["width"]
    page.evaluate("document.querySelectorAll('.vp-mark').forEach(each => each.remove())")
    assert wide <= max(170, cell.bounding_box()["width"] + 1)


@pytest.mark.browser
def test_a_report_fits_a_phone_and_is_dark_on_white_paper(open_page, proposed, tmp_path):
    """No column is out of sight at 390, axe finds nothing, and paper is white whatever the screen was."""
    done = vpgen("diff", "main", "--format", "html", cwd=proposed)
    file = tmp_path / "rapport.html"
    file.write_text(done.stdout, encoding="utf-8")
    page = open_page(file.as_uri(), 390, "dark")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(
        "document.querySelector('.bred').scrollWidth <= document.querySelector('.bred').clientWidth"
    )
    assert "Varningar" in page.evaluate(
        "getComputedStyle(document.querySelector('td[data-rubrik=Varningar]:not(:empty)'), '::before').content"
    )
    page.emulate_media(media="print", color_scheme="dark")
    body = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert body == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
