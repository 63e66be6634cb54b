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
from vpgen.marking import ids_of, mark
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


def made(folder, base=None, **more):
    """Build the content of a folder, against a revision if one is named; return the site's folder and what was built."""
    proposal = Proposal(base, LABEL, **more) if base else None
    config = folder / "mkdocs.yml"
    config.write_text(
        "site_name: Region Påhitt\nsite_url: https://intranat.example/planer/\n"
        "theme:\n  name: material\n  language: sv\n  font: false\n",
        encoding="utf-8",
    )
    site = folder / "granska" / "17"
    build(Project(folder / "content", site, config, folder / "cache", proposal=proposal), lambda _step: None)
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
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


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
    done = mark(html, {"a": "!"})
    assert done.html == marked
    assert done.missed == (() if "!" in marked else ("a",))


def test_notes_keep_the_page_around_them():
    """Many notes on a page each stand at their element, and without them the page is as it was."""
    html = "".join(f'<section id="s{n}"><h2 id="h{n}">{n}</h2></section>' for n in range(50))
    notes = {id_: f"[{id_}]" for id_ in sorted(ids_of(html))}
    done = mark(html, {**notes, "finns-inte": "?"})
    assert done.missed == ("finns-inte",)
    assert len(notes) == 100
    for n in range(50):
        assert f'<section id="s{n}">[s{n}]<h2 id="h{n}">{n}</h2>[h{n}]</section>' in done.html
    assert re.sub(r"\[\w+\]", "", done.html) == html


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


@pytest.mark.parametrize(
    ("address", "note"),
    [
        (GOAL, "Ändrat i förslaget: utfall var 83, blir 4"),
        (GOAL, "Ändrat i förslaget: målvärde var 80, blir minst 4,5"),
        (GOAL, "Ändrat i förslaget: bedömning var grön, blir gul"),
        ("parknamnden/2024/mal/nya-parker.html", "Nytt i förslaget"),
        ("parknamnden/2024/plan-tabeller.html", "Ändrat i förslaget: var 10, blir 4,4"),
        ("parknamnden/2024/verksamhetsberattelse-tabeller.html", "Ändrat i förslaget: var 10, blir 4,4"),
        ("parknamnden/2024/plan.html", "Borttaget i förslaget: Nämndens mål: Parkerna är trygga"),
    ],
)
def test_what_has_changed_is_marked_where_it_stands(pages, address, note):
    """A value, an assessment, a cell and what is new are marked in place; what was dropped at the top of its document."""
    assert note in notes_of(pages[address])


def test_a_note_stands_at_its_element(pages):
    """The note of an indicator is inside its card, the note of a cell inside the cell."""
    card = pages[GOAL].partition('<article class="vp-kort" id="indikator-nojdhet">')[2]
    assert card.startswith('<span class="vp-mark">')
    cell = re.search(
        r'<td id="cell-driftbudget--lek--budget"[^>]*>.*?</td>', pages["parknamnden/2024/plan-tabeller.html"]
    )
    assert "Ändrat i förslaget" in cell[0]


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
    page.click(".vp-utkast a")
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
