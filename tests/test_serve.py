"""The live preview, with a real server, real files and a stand-in for the build."""

import http.client
import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from vpgen.serve import Outcome, is_content, is_touched, read_page, serve, with_script

LONG = 30  # seconds that something may take before the test is a failure


class Project:
    """A made-up project: `content/NAME.txt` becomes `site/NAME.html`; a text with FEL in it cannot be built."""

    def __init__(self, folder):
        self.content = folder / "content"
        self.site = folder / "site"
        self.config = folder / "mkdocs.yml"
        self.builds = 0
        self.started = threading.Semaphore(0)
        self.gate = None
        self.content.mkdir()
        self.config.write_text("site_name: Lekplatser")
        self.write("index", "Lekplatsnämnden")
        self.write("gungor", "Gungor")

    def write(self, name, text):
        (self.content / f"{name}.txt").write_text(text, encoding="utf-8")

    def rebuild(self):
        self.builds += 1
        self.started.release()
        if self.gate:
            assert self.gate.acquire(timeout=LONG)
        texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(self.content.glob("*.txt"))}
        wrong = [
            f"content/{name}.txt:1:1: fel: <b>{text}</b>" for name, text in texts.items() if "FEL" in text
        ]
        if wrong:
            return Outcome("\n".join(wrong))
        if "BUGG" in texts.values():
            raise ZeroDivisionError("division med noll gungor")
        return Outcome(changed=tuple(filter(None, (self._put(*pair) for pair in texts.items()))))

    def _put(self, name, text):
        page = self.site / f"{name}.html"
        html = (
            f'<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>{name}</title></head><body>'
            f'<h1>{text}</h1><div style="height: 300vh"></div><p>slut</p></body></html>'
        )
        if page.exists() and page.read_text(encoding="utf-8") == html:
            return None
        page.parent.mkdir(exist_ok=True)
        page.write_text(html, encoding="utf-8")
        return page.name


class Preview:
    """A preview that runs in a thread, and what it has said."""

    def __init__(self, project, port=0):
        self.said = queue.Queue()
        self.stop = threading.Event()
        arguments = (project.site, [project.content, project.config], project.rebuild)
        options = {"port": port, "say": self.said.put, "stop": self.stop}
        self.thread = threading.Thread(target=serve, args=arguments, kwargs=options)
        self.thread.start()
        self.heard = []
        self.hear("Förhandsvisning på")
        self.url = self.heard[-1].split()[2]
        self.port = int(self.url.rstrip("/").rpartition(":")[2])

    def hear(self, text):
        """Wait until something with `text` in it is said."""
        while not self.heard or text not in self.heard[-1]:
            self.heard.append(self.said.get(timeout=LONG))

    def ask(self, path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        body = response.read().decode()
        connection.close()
        return response, body

    @contextmanager
    def events(self, page):
        """The events that the page at address `page`, asked for now, gets, as an iterator."""
        body = self.ask(f"/{page}")[1]
        path = body.split('data-events="')[1].split('"')[0].replace("&amp;", "&")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.headers["Content-Type"].startswith("text/event-stream")
        yield (json.loads(line.removeprefix(b"data: ")) for line in response if line.startswith(b"data: "))
        response.close()
        connection.close()

    def end(self):
        self.stop.set()
        self.thread.join(LONG)
        assert not self.thread.is_alive()


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


@pytest.fixture
def start(project):
    """Starts previews of the project, and ends them after the test."""
    started = []

    def begin(**options):
        started.append(Preview(project, **options))
        return started[-1]

    yield begin
    for preview in started:
        preview.end()


# ---- the web server


def test_a_page_gets_the_script_and_its_file_does_not(start, project):
    """A page is served with the preview's script last in its body; the site folder knows nothing of it."""
    preview = start()
    response, body = preview.ask("/gungor.html?sok=x")
    assert (response.status, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert response.headers["Cache-Control"] == "no-store"
    assert "<h1>Gungor</h1>" in body
    assert body.index('<script src="/__vpgen/forhandsvisning.js"') < body.index("</body>")
    assert "__vpgen" not in (project.site / "gungor.html").read_text()
    script, text = preview.ask("/__vpgen/forhandsvisning.js")
    assert (script.status, script.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert "EventSource" in text


def test_other_files_are_served_as_they_are(start, project):
    """A style sheet, an icon and a table arrive with the bytes of the file and a type that browsers accept."""
    preview = start()
    kinds = {"a.css": "text/css", "b.svg": "image/svg+xml", "c.js": "javascript", "d.csv": "text/csv"}
    for name, kind in kinds.items():
        (project.site / name).write_text("</body> åäö", encoding="utf-8")
        response, body = preview.ask(f"/{name}")
        assert (response.status, body) == (200, "</body> åäö")
        assert kind in response.headers["Content-Type"]


def test_head_answers_without_a_body(start):
    """HEAD gives the same headers as GET, and nothing after them."""
    preview = start()
    got, body = preview.ask("/index.html")
    response, nothing = preview.ask("/index.html", "HEAD")
    assert (response.status, nothing) == (200, "")
    assert response.headers["Content-Length"] == got.headers["Content-Length"] == str(len(body.encode()))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_reading_is_answered(start, method):
    """A request that would change something is refused."""
    assert start().ask("/index.html", method)[0].status == 501


def test_a_folder_shows_its_index_and_never_a_listing(start, project):
    """`/` and `/namn/` are index pages, `/namn` leads there, and a folder without one is not found."""
    preview = start()
    for folder in ("parker", "bilder"):
        (project.site / folder).mkdir()
    (project.site / "parker/index.html").write_text("<h1>Parker</h1>")
    (project.site / "bilder/hemlig.png").write_bytes(b"")
    assert "Lekplatsnämnden" in preview.ask("/")[1]
    assert "<h1>Parker</h1>" in preview.ask("/parker/")[1]
    response, _ = preview.ask("/parker")
    assert (response.status, response.headers["Location"]) == (302, "/parker/")
    for path in ("/bilder", "/bilder/"):
        response, body = preview.ask(path)
        assert (response.status, "hemlig" in body) == (404, False)


def test_a_missing_page_is_answered_with_the_sites_own(start, project):
    """What is missing gives status 404, with 404.html where the site has one, and the preview's script."""
    preview = start()
    response, body = preview.ask("/saknas.html")
    assert (response.status, "Sidan finns inte" in body, "forhandsvisning.js" in body) == (404, True, True)
    (project.site / "404.html").write_text("<body><h1>Borta</h1></body>")
    response, body = preview.ask("/saknas.html")
    assert (response.status, "<h1>Borta</h1>" in body, "forhandsvisning.js" in body) == (404, True, True)


@pytest.mark.parametrize(
    "path",
    [
        "/../hemlig.html",
        "/a/../../hemlig.html",
        "/%2e%2e/hemlig.html",
        "/..%2fhemlig.html",
        "/%2e%2e%5chemlig.html",
        "/..%5chemlig.html",
        "//../hemlig.html",
        "/./../hemlig.html",
        "/__vpgen/../../hemlig.html",
        "/utpekad/hemlig.html",
        "/hemlig.html%00",
        "/" + "a" * 5000,
        "http://127.0.0.1/../hemlig.html",
        "http://[/hemlig.html",
    ],
)
def test_nothing_outside_the_site_can_be_read(start, project, path):
    """No way of writing an address leads out of the site folder, nor does a link in it; and none is a crash."""
    preview = start()
    (project.site.parent / "hemlig.html").write_text("hemligt")
    (project.site / "utpekad").symlink_to(project.site.parent)
    with socket.create_connection(("127.0.0.1", preview.port), timeout=LONG) as connection:
        connection.sendall(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
        answer = connection.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.0 404 ")
    assert b"hemligt" not in answer
    assert preview.said.empty()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8000", 200),
        ("127.0.0.1:80", 200),
        ("[::1]:1", 200),
        ("ond.example", 403),
        ("localhost.ond.example:8000", 403),
        ("", 403),
        ("[", 403),
    ],
)
def test_only_names_of_this_machine_are_answered(start, host, status):
    """A web page elsewhere that points its own name at this machine cannot read what is not published."""
    response, body = start().ask("/index.html", Host=host)
    assert (response.status, "Lekplatsnämnden" in body) == (status, status == 200)


def test_a_taken_port_is_passed_over(start, tmp_path):
    """Where the port is taken the next free one is used, and the author is told which."""
    (tmp_path / "annan").mkdir()
    first = start()
    second = Preview(Project(tmp_path / "annan"), port=first.port)
    second.end()
    assert second.port > first.port
    assert f"Port {first.port} är upptagen" in second.heard[0]
    assert str(second.port) in second.heard[0]


def test_an_address_that_is_not_ours_is_an_error(project):
    """Where the host is not this machine the caller gets the error, and no thread is left."""
    before = threading.active_count()
    with pytest.raises(OSError, match="assign"):
        serve(project.site, [project.content], project.rebuild, host="192.0.2.1", say=print)
    assert (threading.active_count(), project.builds) == (before, 0)


# ---- from save to page


def test_a_save_reaches_the_page_it_changes_and_no_other(start, project):
    """After a save the page that was written is told to reload; one that was not is told that all is well."""
    preview = start()
    with preview.events("gungor.html") as touched, preview.events("index.html") as untouched:
        well = {"reload": False, "heading": "", "problems": ""}
        assert [next(touched), next(untouched)] == [well, well]
        project.write("gungor", "Nya gungor")
        assert next(touched) == {**well, "reload": True}
        assert next(untouched) == well
    assert "Nya gungor" in preview.ask("/gungor.html")[1]


def test_problems_reach_every_page_and_go_away(start, project):
    """Content that cannot be built is shown on every page and in the terminal, until it is mended."""
    preview = start()
    with preview.events("gungor.html") as events:
        next(events)
        project.write("index", "FEL")
        told = next(events)
        assert told["heading"] == "Innehållet kan inte byggas"
        assert told["problems"] == "content/index.txt:1:1: fel: <b>FEL</b>"
        assert told["reload"] is False
        preview.hear("content/index.txt:1:1")
        assert "Lekplatsnämnden" in preview.ask("/index.html")[1]
        project.write("index", "Lekplatsnämnden")
        assert next(events) == {"reload": False, "heading": "", "problems": ""}


def test_a_page_opened_while_the_content_is_broken_is_told_at_once(start, project):
    """The problems also meet the one who opens a page later, and one who had no site at all to begin with."""
    project.write("index", "FEL")
    preview = start()
    assert preview.ask("/")[0].status == 404
    with preview.events("index.html") as events:
        assert next(events)["heading"] == "Innehållet kan inte byggas"
        project.write("index", "Lekplatsnämnden")
        assert next(events) == {"reload": True, "heading": "", "problems": ""}


def test_a_bug_of_ours_is_shown_as_ours_and_survived(start, project):
    """An exception in the build is shown with its traceback, not as the author's mistake, and work goes on."""
    preview = start()
    with preview.events("index.html") as events:
        next(events)
        project.write("index", "BUGG")
        told = next(events)
        assert told["heading"] == "Fel i vpgen"
        assert told["problems"].startswith("Traceback")
        assert "ZeroDivisionError: division med noll gungor" in told["problems"]
        preview.hear("ZeroDivisionError")
        project.write("index", "Lekplatsnämnden 2")
        assert next(events)["reload"] is True


def test_what_changed_before_the_page_listened_is_not_lost(start, project):
    """A page that lost its connection, or that an earlier preview left open, learns that it is old."""
    preview = start()
    with preview.events("gungor.html") as other:
        next(other)
        with preview.events("index.html") as events:
            next(events)
        path = preview.ask("/index.html")[1].split('data-events="')[1].split('"')[0].replace("&amp;", "&")
        project.write("index", "Lekplatsnämnden 2")
        next(other)
    for old in (path, "/__vpgen/handelser?sida=index.html&utgava=annan-1", "/__vpgen/handelser"):
        connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=LONG)
        connection.request("GET", old)
        response = connection.getresponse()
        data = next(line for line in response if line.startswith(b"data: "))
        assert json.loads(data.removeprefix(b"data: "))["reload"] is True
        response.close()
        connection.close()


def test_saves_during_a_build_give_one_more(start, project):
    """However often one saves while a build is under way, exactly one more follows, and it has the last save."""
    preview = start()
    project.gate = threading.Semaphore(0)
    assert project.started.acquire(timeout=LONG)
    project.write("gungor", "första")
    assert project.started.acquire(timeout=LONG)
    for number in range(20):
        project.write("gungor", f"sparad {number}")
    project.gate.release(1000)
    with preview.events("index.html"):
        preview.hear("Byggt: 1 ändrad fil")
        preview.hear("Byggt:")
        assert project.started.acquire(timeout=LONG)
        assert "sparad 19" in preview.ask("/gungor.html")[1]
        assert not project.started.acquire(timeout=1)
    assert project.builds == 3


def test_a_single_file_is_followed_through_renames(start, project):
    """A watched file that an editor replaces, time after time, or takes away is noticed each time."""
    preview = start()
    assert project.started.acquire(timeout=LONG)
    for number in range(3):
        new = project.config.with_name("ny.yml")
        new.write_text(f"site_name: Lekplatser {number}")
        new.replace(project.config)
        assert project.started.acquire(timeout=LONG)
        preview.hear("Byggt")
    project.config.unlink()
    assert project.started.acquire(timeout=LONG)


def test_a_folder_that_goes_and_comes_back_is_followed(start, project):
    """Switching to a branch without content and back leaves a preview that still sees every save."""
    preview = start()
    assert project.started.acquire(timeout=LONG)
    aside = project.content.with_name("undan")
    project.content.rename(aside)
    assert project.started.acquire(timeout=LONG)
    shutil.copytree(aside, project.content)
    assert project.started.acquire(timeout=LONG)
    with preview.events("gungor.html") as events:
        project.write("gungor", "Åter")
        assert any(event["reload"] for event in events)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("plan.yml", True),
        ("2024/plan.yml", True),
        ("2024", True),
        ("tmp.yml", True),
        (".plan.yml.swp", False),
        ("plan.yml~", False),
        ("plan.swp", False),
        ("plan.tmp", False),
        ("2024/4913", False),
        ("#plan.yml#", False),
        (".git/index", False),
    ],
)
def test_what_editors_leave_beside_the_file_is_not_content(name, wanted):
    """Hidden, temporary and backup files do not start a build, wherever the project itself lies."""
    folder = Path("/hem/.gömd/plan~/content")
    assert is_content(folder / name, [Path("/annan"), folder]) is wanted


def test_temporary_files_start_no_build(start, project):
    """The build that follows temporary files and a save is the save's."""
    preview = start()
    for name in (".a.txt.swp", "a.txt~", "4913", "a.tmp"):
        (project.content / name).write_text("x")
    with preview.events("gungor.html") as events:
        next(events)
        time.sleep(
            0.3
        )  # longer than changes are gathered, so that a build for them would have come by itself
        project.write("gungor", "Nya gungor")
        assert next(events)["reload"] is True
    assert project.builds == 2


# ---- when a page is to be loaded anew


@pytest.mark.parametrize(
    ("changed", "touched"),
    [
        ({"a/b.html"}, True),
        ({"a/c.html"}, False),
        ({"b.html"}, False),
        ({"statiskt/vpgen.css"}, True),
        ({"a/nara.js"}, True),
        ({"statiskt/annan.css"}, False),
        ({"statiskt/tabell.csv", "sok/index.json"}, False),
        (set(), False),
    ],
)
def test_a_page_is_touched_by_itself_and_what_it_loads(changed, touched):
    """A page is old when it, a style sheet, a script or a picture it loads has changed; links do not count."""
    html = (
        '<link rel="stylesheet" href="../statiskt/vpgen.css?1"><script src="nara.js" defer></script>'
        '<img src="http://[x"><a href="c.html">c</a> <a href="../statiskt/tabell.csv">CSV</a>'
    )
    assert is_touched("a/b.html", html, changed) is touched


def test_the_script_stands_last_in_the_body():
    """The script goes before the last end of the body, or last where the page has none."""
    page = with_script(b"<body><pre></body></pre></body></html>", "a.html", 'x"-1')
    assert page.startswith(b"<body><pre></body></pre><script ")
    assert page.endswith(b"</script></body></html>")
    assert b'x"' not in page
    assert with_script(b"<h1>Kort</h1>", "a.html", "x-1").startswith(b"<h1>Kort</h1><script ")


def test_a_folder_that_is_not_there_holds_no_page(tmp_path):
    """Before the first build there is no site, and that is no error."""
    assert read_page(tmp_path / "site", "index.html") is None


# ---- the end


def test_stopping_ends_every_thread(start):
    """At the end nothing runs on, though a page listens and a browser holds a connection that says nothing."""
    before = threading.active_count()
    preview = start()
    with (
        preview.events("index.html") as events,
        socket.create_connection(("127.0.0.1", preview.port), timeout=LONG) as silent,
    ):
        next(events)
        preview.stop.set()
        preview.thread.join(LONG)
        assert next(events, None) is None
        assert silent.recv(1) == b""
    assert threading.active_count() == before
    preview.hear("Slutar.")
    assert preview.heard.count("Slutar.") == 1
    assert preview.said.empty()


@pytest.mark.parametrize("moment", ["under bygget", "efter bygget"])
def test_ctrl_c_ends_the_program_cleanly(tmp_path, moment):
    """Ctrl-C, while building or waiting, ends with ”Slutar.” once, no traceback and status 0."""
    program = (
        "import signal, sys, time; from pathlib import Path; from vpgen.serve import Outcome, serve\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may start tests deaf to it\n"
        "def rebuild():\n"
        "    print('bygger', flush=True)\n"
        "    time.sleep(60 if sys.argv[2] == 'under bygget' else 0)\n"
        "    return Outcome()\n"
        "folder = Path(sys.argv[1])\n"
        "serve(folder / 'site', [folder], rebuild, port=0, say=lambda text: print(text, flush=True))\n"
    )
    command = [sys.executable, "-W", "error", "-c", program, str(tmp_path), moment]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    ) as process:
        for line in process.stdout:
            if line.startswith("bygger" if moment == "under bygget" else "Förhandsvisning"):
                break
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=LONG)
    assert (rest, errors, process.returncode) == ("Slutar.\n", "", 0)


# ---- in the browser


@pytest.fixture
def open_page(browser):
    """Opens pages and waits until they listen; at the end no script may have failed."""
    pages, slips = [], []

    def opened(address):
        page = browser.new_page()
        pages.append(page)
        page.on("pageerror", lambda error: slips.append(str(error)))
        with page.expect_response("**/__vpgen/handelser*"):
            page.goto(address)
        return page

    yield opened
    for page in pages:
        page.close()
    assert slips == []


@pytest.mark.browser
def test_the_browser_follows_the_author(start, project, open_page):
    """A save reloads its page in place; problems lie over the page as text, can be closed, and go when mended."""
    preview = start()
    page, other = open_page(preview.url + "gungor.html"), open_page(preview.url + "index.html")
    page.evaluate("scrollTo(0, 400)")
    other.evaluate("window.kept = true")

    project.write("gungor", "Nya gungor")
    expect(page.get_by_role("heading", name="Nya gungor")).to_be_attached(timeout=LONG * 1000)
    page.wait_for_function("scrollY === 400")

    project.write("gungor", "FEL")
    box = page.get_by_role("alertdialog", name="Innehållet kan inte byggas")
    expect(box).to_be_visible(timeout=LONG * 1000)
    expect(box.locator("pre")).to_have_text("content/gungor.txt:1:1: fel: <b>FEL</b>")
    expect(box.get_by_role("button", name="Stäng")).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    assert page.evaluate("scrollY") == 400

    project.write("gungor", "FEL igen")
    expect(box).to_be_visible(timeout=LONG * 1000)
    box.get_by_role("button", name="Stäng").click()
    expect(box).to_be_hidden()

    late = open_page(preview.url + "index.html")
    late_box = late.get_by_role("alertdialog", name="Innehållet kan inte byggas")
    expect(late_box).to_be_visible(timeout=LONG * 1000)
    project.write("gungor", "Lagade gungor")
    expect(late_box).to_be_hidden(timeout=LONG * 1000)
    expect(page.get_by_role("heading", name="Lagade gungor")).to_be_attached(timeout=LONG * 1000)
    expect(other.get_by_role("alertdialog")).to_be_hidden()
    assert other.evaluate("window.kept") is True


@pytest.mark.browser
def test_a_bug_of_ours_has_its_own_heading(start, project, open_page):
    """In the browser too, a fault of vpgen is not laid at the author's door."""
    project.write("index", "BUGG")
    page = open_page(start().url + "saknas.html")
    box = page.get_by_role("alertdialog", name="Fel i vpgen")
    expect(box).to_be_visible(timeout=LONG * 1000)
    expect(box).to_contain_text("division med noll gungor")
