"""The site of the real content shows the printed documents: tables, chapters, files for spreadsheets, contradictions."""

import csv
import io
import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from pathlib import PurePosixPath

import pytest

from test_documents import CONTENT, DOCUMENTS, TABLES, bare, facit_tables, plain
from test_facit import read
from vpgen.build import check_content
from vpgen.problems import Severity

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HEADING_TAGS = {"h2", "h3", "h4", "h5", "h6"}


class Reader(HTMLParser):
    """The headings of a page, and its tables by the file that each can be fetched as: rows of cells as (tag, text)."""

    def __init__(self, text):
        super().__init__()
        self.headings, self.tables = [], {}
        self.open, self.rows, self.links = [], None, []
        self.text = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag in VOID:
            return
        self.open.append((tag, set(values.get("class", "").split())))
        if tag == "figure":
            self.rows, self.links = [], []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag in HEADING_TAGS or (tag in {"th", "td"} and self.rows):
            self.text = ""
        if tag == "a" and values.get("href", "").endswith(".csv"):
            self.links.append(PurePosixPath(values["href"]).name)

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag in HEADING_TAGS and self.text is not None:
            self.headings.append(plain(self.text))
            self.text = None
        elif tag in {"th", "td"} and self.text is not None:
            self.rows[-1].append((tag, plain(self.text)))
            self.text = None
        elif tag == "figure" and self.rows is not None:
            self.tables |= dict.fromkeys(self.links, self.rows)
            self.rows = None

    def handle_data(self, data):
        # What is set apart within a cell is beside the printed (the mark of a contradiction, a unit, how it is read),
        # but for the dash of a value that is missing.
        if self.text is not None and not (self.rows is not None and self.is_apart()):
            self.text += data

    def is_apart(self):
        cell = max(
            (at for at, (tag, _) in enumerate(self.open) if tag in {"th", "td"}), default=len(self.open)
        )
        return any(classes - {"vp-saknas"} for _, classes in self.open[cell + 1 :])


def page(site, key, ending):
    path, year, slug = key
    return Reader((site / path / str(year) / f"{slug}{ending}.html").read_text(encoding="utf-8"))


def squeezed(text):
    """A figure or label without spaces and with one kind of minus."""
    return re.sub(r"\s", "", text).replace("−", "-")


def as_shown(printed):
    """What the site shows of a printed cell: a dash in a cell of its own is a long one."""
    return "–" if printed == "-" else squeezed(printed)


def as_label(printed):
    """What the site shows of a printed label: the dash of a list is an indent."""
    return squeezed(re.sub(r"^- ", "", printed))


@pytest.mark.parametrize("ending", ["-tabeller", "-hela"])
@pytest.mark.parametrize("name", TABLES)
def test_every_printed_figure_stands_in_its_row_and_column(real_site, name, ending):
    """On the page of tables and on the page of the whole document each table has the printed rows, columns and figures."""
    dok, plan, id_ = TABLES[name]
    key = DOCUMENTS[dok, plan]
    rows = page(real_site, key, ending).tables[f"{key[2]}--{id_}.csv"]
    # The headings are the last row of nothing but headings; another may stand above it, for several columns each.
    at = max(at for at, row in enumerate(rows) if len(row) > 1 and all(tag == "th" for tag, _ in row))
    printed = facit_tables()[name]
    columns = next([heading for heading, _ in cells] for cells in printed.values() if cells)
    assert [bare(text) for _, text in rows[at][1:]] == [bare(text.rpartition(" / ")[2]) for text in columns]
    above = dict.fromkeys(text.rpartition(" / ")[0] for text in columns if " / " in text)
    assert [text for row in rows[:at] for tag, text in row if tag == "th"] == list(above)
    told = []
    for row, cells in zip(rows[at + 1 :], printed.values(), strict=True):
        figures = [squeezed(text) for tag, text in row[1:] if tag == "td"]
        told.append((squeezed(row[0][1]), figures if cells or any(figures) else []))
    assert told == [
        (as_label(label), [as_shown(figure) for _, figure in cells]) for (_, label), cells in printed.items()
    ]
    assert any(figures for _, figures in told)


@pytest.mark.parametrize(("dok", "plan"), DOCUMENTS)
def test_every_chapter_stands_on_the_page_of_the_whole_document(real_site, dok, plan):
    """The printed headings, with their numbers, come one after the other on the page."""
    told = iter(
        bare(heading).replace(":", "") for heading in page(real_site, DOCUMENTS[dok, plan], "-hela").headings
    )
    expected = [row for row in read("kapitel") if (row["dok"], row["plan"]) == (dok, plan)]
    for row in expected:
        assert bare(row["nr"] + row["rubrik"]).replace(":", "") in told, row
    assert expected


@pytest.mark.parametrize("name", TABLES)
def test_every_table_opens_in_a_swedish_spreadsheet(real_site, name):
    """The file has a byte-order mark, semicolons, decimal comma, the printed figures, and nothing that is a formula."""
    dok, plan, id_ = TABLES[name]
    path, year, slug = DOCUMENTS[dok, plan]
    raw = (real_site / path / str(year) / f"{slug}--{id_}.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\r\n")
    head, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";", strict=True)
    printed = facit_tables()[name]
    width = max(len(cells) for cells in printed.values())
    figures = 0
    for row, ((_, label), cells) in zip(rows, printed.items(), strict=True):
        assert len(row) == len(head)
        told = row[-1 - width :]  # what is not printed stands before: what the row is, and its id
        assert squeezed(told[0]) == as_label(label)
        expected = [figure for _, figure in cells] or [""] * width
        for cell, figure in zip(told[1:], expected, strict=True):
            if re.fullmatch(r"-?[\d ]+(,\d+)?( ?%)?", figure):
                assert cell == squeezed(figure)  # no space in a number, and the comma as it is
                figures += 1
            else:
                assert cell.removeprefix("'") == ("–" if figure == "-" else figure)
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
        assert not cell.startswith("-") or re.fullmatch(r"-\d+(,\d+)?%?", cell), cell
    assert figures


def test_there_is_no_other_file_of_tables(real_site):
    """As many files for spreadsheets as there are printed tables of figures."""
    assert len(list(real_site.rglob("*.csv"))) == len(TABLES)


def test_the_page_of_findings_lists_what_check_warns_of(real_site):
    """Every warning of `vpgen check` is a finding on the page, word for word, and there is no other."""
    warned = [problem for problem in check_content(CONTENT).problems if problem.severity is Severity.WARNING]
    text = (real_site / "avvikelser.html").read_text(encoding="utf-8")
    told = re.findall(r'<div class="vp-avvikelse(?: [^"]*)?"[^>]*>\s*<p>(.*?)</p>', text, re.DOTALL)
    # On the page a sentence begins with a capital and ends with a full stop.
    sentences = Counter(plain(unescape(re.sub("<[^>]*>", "", each))).lower() for each in told)
    assert sentences == Counter(f"{plain(problem.message)}.".lower() for problem in warned)
    assert len(told) == len(warned) >= 25
    assert f"Här står {len(warned)} ställen" in plain(text)
    for problem in warned:
        assert f"{problem.place.file}, rad {problem.place.line}" in plain(text)


PLANS_WITH_CONTROL = {
    "000": ("regionstyrelsen", 2023),
    "001": ("regionstyrelsen", 2024),
    "003": ("regionstyrelsen", 2025),
}
PLANS_WITH_CONTROL |= {"002": ("regional-tillvaxtnamnd", 2024), "004": ("servicenamnden", 2023)}


@pytest.mark.parametrize("dok", PLANS_WITH_CONTROL)
def test_every_risk_and_measure_is_on_the_page_of_internal_control(real_site, dok):
    """Each printed measure stands on the page, inherited ones too, and so does each risk."""
    path, year = PLANS_WITH_CONTROL[dok]
    page = (real_site / path / str(year) / "internkontroll.html").read_text(encoding="utf-8")
    text = bare(unescape(re.sub(r"<[^>]+>", " ", page)))
    rows = [row for row in read("internkontroll") if row["dok"] == dok]
    assert len(rows) > 5
    assert page.count('vp-uppdrag vp-atgard"') == len(rows)
    assert "Ingen åtgärd är angiven" not in page
    for row in rows:
        assert bare(row["risk"]) in text
        assert bare(row["atgard"]) in text


def test_every_text_beside_a_document_is_on_the_site(real_site):
    """Not one Markdown file of the content is left out: its last words stand on the whole document's page."""
    files = sorted(CONTENT.glob("**/20*/*.md"))
    assert len(files) > 50
    for file in files:
        folder = real_site / file.parent.relative_to(CONTENT)
        whole = "".join(page.read_text(encoding="utf-8") for page in folder.glob("*-hela.html"))
        words = bare(unescape(re.sub(r"<[^>]+>", "", whole)))
        last = re.sub(
            r"\[([^\]]*)\]\([^)]*\)|[*_`>#]", r"\1", file.read_text(encoding="utf-8").strip()
        ).split("\n\n")[-1]
        assert bare(re.sub(r"^\s*(?:-|\d+\.)\s", "", last.splitlines()[-1]))[-60:] in words, file
