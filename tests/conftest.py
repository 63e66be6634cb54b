"""What tests share: the option to rewrite expected files, a browser, a server, and the site of the real content."""

import functools
import http.server
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import sync_playwright

from vpgen.build import Project, build

# A loaded machine is no failure.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

PROJECT = Path(__file__).resolve().parents[1]
CHROMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_addoption(parser):
    """`--update-golden` rewrites the expected files instead of comparing with them; never in a pipeline."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files")


@pytest.fixture(scope="session")
def browser():
    """A Chromium or Chrome of this machine, without a window."""
    executable = next(filter(None, map(shutil.which, CHROMES)), None)
    assert executable, "these tests need Chromium or Google Chrome on the path"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield chromium
        chromium.close()


@contextmanager
def serving(folder):
    """A static file server on a folder, as any server would be; gives its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def open_page(browser):
    """Opens pages; at the end nothing may have failed, and nothing have been asked of another host."""
    contexts, slips = [], []

    def opened(address, width=1366, color_scheme="light", **options):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=color_scheme, **options
        )
        contexts.append(context)
        page = context.new_page()
        origin = "file:///" if address.startswith("file:") else "/".join(address.split("/")[:3]) + "/"
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: message.type != "error" or slips.append(message.text))
        page.on("pageerror", lambda error: slips.append(str(error)))
        page.on("dialog", lambda dialog: (slips.append(dialog.message), dialog.dismiss()))
        page.on("response", lambda response: response.status < 400 or slips.append(response.url))
        page.on(
            "request", lambda request: request.url.startswith((origin, "data:")) or slips.append(request.url)
        )
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert slips == []


@pytest.fixture(scope="session")
def real_site(tmp_path_factory):
    """The site of the project's own content, built once, in a folder `planer` as on an intranet."""
    root = tmp_path_factory.mktemp("intranat")
    project = Project(PROJECT / "content", root / "planer", PROJECT / "mkdocs.yml", root / "cache")
    build(project, lambda _step: None)
    return root / "planer"


@pytest.fixture(scope="session")
def real_address(real_site):
    """The address of the real site, served from the folder above it."""
    with serving(real_site.parent) as address:
        yield f"{address}planer/"


@pytest.fixture(scope="session")
def example_site(tmp_path_factory):
    """The site of the invented organisation, built once."""
    root, example = tmp_path_factory.mktemp("exempel"), PROJECT / "examples" / "talldunge"
    build(
        Project(example / "content", root / "planer", example / "mkdocs.yml", root / "cache"),
        lambda _step: None,
    )
    return root / "planer"


@pytest.fixture(scope="session")
def example_address(example_site):
    """The address of the example's site, served from the folder above it."""
    with serving(example_site.parent) as address:
        yield f"{address}planer/"
