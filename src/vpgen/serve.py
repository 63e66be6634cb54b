"""The live preview: watches the content, rebuilds at every save, and tells the open pages."""

from __future__ import annotations

import errno
import json
import mimetypes
import os
import posixpath
import re
import secrets
import socketserver
import sys
import threading
import traceback
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlencode

from watchfiles import Change, watch

from vpgen.resources import PACKAGE, find_template, template_roots
from vpgen.stamping import NOT_FOUND_PAGE, is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

SCRIPT = "/__vpgen/forhandsvisning.js"
EVENTS = "/__vpgen/handelser"
CONTENT_WRONG = "Innehållet kan inte byggas"
VPGEN_WRONG = "Fel i vpgen"

# Milliseconds: a save is passed on when nothing more has come for a step, at the latest after the debounce;
# single files are looked at once per poll.
_DEBOUNCE, _STEP, _POLL = 50, 20, 100
_ALIVE = 15.0  # seconds between signs of life, by which a page that has been closed is found out
_SILENCE = 30.0  # seconds that a browser may hold a connection without asking anything
_PORTS = 100  # tried before giving up
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}

# What editors put beside the file they save; 4913 is the name that Vim tries whether it may write under.
_BESIDE = re.compile(r"\..*|.*~|.*\.(?:swp|swx|tmp)|#.*#|4913")
# The files that a page loads; a link to one that the reader may fetch is not among them.
_LOADED = re.compile(r"<(?:link|script|img|source|iframe)\b[^>]*?\b(?:href|src)=\"([^\"#?]+)", re.IGNORECASE)
_TYPES = mimetypes.MimeTypes()
_NO_PAGE = (
    b'<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Sidan finns inte</title></head>'
    b"<body><h1>Sidan finns inte</h1></body></html>"
)


@dataclass(frozen=True)
class Outcome:
    """What a build came to.

    `problems` is plain text to show the author, empty where the site was built. `changed` holds the addresses
    in the site that were written or deleted.
    """

    problems: str = ""
    changed: tuple[str, ...] = ()


def serve(
    site: Path,
    watched: Sequence[Path],
    rebuild: Callable[[], Outcome],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    say: Callable[[str], None],
    stop: threading.Event | None = None,
) -> None:
    """Show the folder `site` on http://host:port/, rebuilt at every change in `watched`, until Ctrl-C or `stop`.

    `watched` are folders, with everything below them, and files; they may come and go. `rebuild` is called in
    this thread, once at the start. An exception from it is shown and survived. `say` gets what the author
    should read in the terminal, from any thread. A taken port is passed over for the next free one; 0 takes
    any. Raises OSError where none can be had.
    """
    stop = stop or threading.Event()
    news = _News(site)
    server = _bind(host, port, news, say)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        for number, _ in enumerate(changes(watched, stop)):
            _build(rebuild, news, say)
            if number == 0:
                say(f"Förhandsvisning på {server.url} (avsluta med Ctrl-C)")
    except KeyboardInterrupt:
        pass
    finally:
        say("Slutar.")
        news.close()
        server.close()
        thread.join()


def _build(rebuild: Callable[[], Outcome], news: _News, say: Callable[[str], None]) -> None:
    try:
        outcome = rebuild()
        heading = CONTENT_WRONG if outcome.problems else ""
    except Exception:  # noqa: BLE001 (a bug of ours must not take the preview away from the author)
        heading, outcome = VPGEN_WRONG, Outcome(traceback.format_exc())
    news.publish(heading, outcome)
    say(f"{heading}\n\n{outcome.problems}\n" if outcome.problems else _built(len(outcome.changed)))


def _built(count: int) -> str:
    return f"Byggt: {count or 'inga'} {'ändrad fil' if count == 1 else 'ändrade filer'}"


# ---- what the author saves


def changes(watched: Sequence[Path], stop: threading.Event) -> Iterator[None]:
    """Give a sign when the watching has begun and at every change after that, until `stop`.

    What happens while the receiver is busy comes as one sign afterwards.
    """
    while not stop.is_set():
        # A single file is watched by its looks, for an editor that saves by renaming puts another in its place;
        # so are the folders themselves, which may be taken away and put back.
        looks = [_look(path) for path in watched]
        folders = [path.resolve() for path in watched if path.is_dir()]
        batches = watch(
            *folders,
            watch_filter=partial(_is_wanted, folders),
            debounce=_DEBOUNCE,
            step=_STEP,
            rust_timeout=_POLL,
            yield_on_timeout=True,
            stop_event=stop,
        )
        with closing(batches):
            for number, batch in enumerate(batches):
                if [_look(path) for path in watched] != looks:
                    break
                if batch or number == 0:
                    yield


def _look(path: Path) -> tuple[int, ...]:
    """Give what tells whether the path is what it was; of a folder only whether it is the same one."""
    try:
        seen = path.stat()
    except OSError:
        return ()
    return (seen.st_ino,) if path.is_dir() else (seen.st_ino, seen.st_size, seen.st_mtime_ns)


def _is_wanted(folders: Sequence[Path], _: Change, path: str) -> bool:
    return is_content(Path(path), folders)


def is_content(path: Path, folders: Iterable[Path]) -> bool:
    """Tell whether `path`, below one of `folders`, is more than what an editor puts beside the files."""
    inside = next((path.relative_to(folder) for folder in folders if path.is_relative_to(folder)), path)
    return not any(_BESIDE.fullmatch(part) for part in inside.parts)


# ---- what the open pages are told


class _News:
    """What the last build came to and what every build changed; the open pages wait here for more."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self._session = secrets.token_hex(4)  # tells pages apart that an earlier preview left open
        self._builds = 0
        self._changed: dict[str, int] = {}  # the last build that changed each address
        self._heading = self._problems = ""
        self._closed = False
        self._more = threading.Condition()

    @property
    def edition(self) -> str:
        """What a page is marked with, to be told later what has changed since."""
        return f"{self._session}-{self._builds}"

    def publish(self, heading: str, outcome: Outcome) -> None:
        with self._more:
            self._builds += 1
            self._changed |= dict.fromkeys(outcome.changed, self._builds)
            self._heading, self._problems = heading, outcome.problems
            self._more.notify_all()

    def close(self) -> None:
        with self._more:
            self._closed = True
            self._more.notify_all()

    def follow(self, page: str, edition: str) -> Iterator[str]:
        """Give events for a page that shows `edition`: how things stand, then every build, until `close`."""
        seen = -1
        while True:
            with self._more:
                if self._builds == seen and not self._closed:
                    self._more.wait(timeout=_ALIVE)
                if self._closed:
                    return
                event = self._event(page, edition) if self._builds != seen else ":\n\n"
                seen = self._builds
            yield event

    def _event(self, page: str, edition: str) -> str:
        old = self._is_old(page, edition)
        data = {"reload": old, "heading": self._heading, "problems": self._problems}
        return f"id: {self.edition}\ndata: {json.dumps(data)}\n\n"

    def _is_old(self, page: str, edition: str) -> bool:
        session, _, build = edition.rpartition("-")
        if session != self._session or not build.isdecimal():
            return True
        changed = {address for address, last in self._changed.items() if last > int(build)}
        shown = read_page(self.site, page) or read_page(self.site, NOT_FOUND_PAGE) or b""
        return is_touched(page, shown.decode("utf-8", "replace"), changed)


def is_touched(page: str, html: str, changed: AbstractSet[str]) -> bool:
    """Tell whether `changed` has the page at address `page`, whose text is `html`, or a file that it loads."""
    here = posixpath.dirname(page)
    loaded = {posixpath.normpath(posixpath.join(here, name)).lstrip("/") for name in _LOADED.findall(html)}
    return page in changed or not loaded.isdisjoint(changed)


# ---- the web server


def _bind(host: str, port: int, news: _News, say: Callable[[str], None]) -> _Server:
    """Give a server on the first free port from `port` on."""
    for candidate in range(port, min(port + _PORTS, 65536)):
        try:
            server = _Server(host, candidate, news, say)
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            continue
        if candidate != port:
            say(f"Port {port} är upptagen; tar {candidate} i stället.")
        return server
    raise OSError(errno.EADDRINUSE, f"ingen port från {port} och uppåt är ledig")


class _Server(ThreadingHTTPServer):
    """Serves the site of `news`, each request in a thread that `close` waits for."""

    daemon_threads = False
    # On Windows the option would let two servers share a port.
    allow_reuse_address = os.name == "posix"
    request_queue_size = 64

    def __init__(self, host: str, port: int, news: _News, say: Callable[[str], None]) -> None:
        self.news = news
        self.script = find_template("forhandsvisning.js", template_roots(PACKAGE)).read_bytes()
        self._host = host
        self._say = say
        self._connections: set[Any] = set()
        super().__init__((host, port), _Handler)

    @property
    def url(self) -> str:
        return f"http://{self._host}:{self.server_port}/"

    def is_asked_as(self, host: str) -> bool:
        """Tell whether a request for `host` is for us.

        A page elsewhere on the web could give its own name our address and read unpublished plans through the
        author's browser; it cannot ask under a name of this machine.
        """
        name = re.sub(r":\d*$", "", host).strip("[]").lower()
        return self._host not in _LOOPBACK or name in _LOOPBACK

    def server_bind(self) -> None:
        # The stock method asks the name service who we are, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self._host, int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 (as it is inherited)
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 (as it is inherited)
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 (as it is inherited)
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            self._say(f"{VPGEN_WRONG}\n\n{traceback.format_exc()}")

    def close(self) -> None:
        """Stop answering, hang up on everyone and wait for the threads; `serve_forever` must have begun."""
        self.shutdown()
        for connection in self._connections.copy():
            with suppress(OSError):
                connection.shutdown(SHUT_RDWR)
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Answers one request: a file of the site, the script of the preview, or its events."""

    server: _Server
    timeout = _SILENCE

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if not self.server.is_asked_as(self.headers.get("Host", "")):
            self._send(HTTPStatus.FORBIDDEN, "text/plain", b"")
        elif path == SCRIPT:
            self._send(HTTPStatus.OK, "text/javascript", self.server.script)
        elif path == EVENTS:
            self._send_events(query)
        else:
            self._send_file(unquote(path).removeprefix("/"))

    do_HEAD = do_GET  # noqa: N815 (as the library spells it)

    def _send_file(self, asked: str) -> None:
        address = asked if asked and not asked.endswith("/") else f"{asked}index.html"
        edition = (
            self.server.news.edition
        )  # before the file is read: a page may be newer than its mark, never older
        site = self.server.news.site
        data = read_page(site, address)
        if data is not None:
            kind = _TYPES.guess_type(address)[0] or "application/octet-stream"
            body = with_script(data, address, edition) if kind == "text/html" else data
            self._send(HTTPStatus.OK, kind, body)
        elif read_page(site, f"{address}/index.html") is not None:
            self._send(HTTPStatus.FOUND, "text/plain", b"", Location=f"/{address}/")
        else:
            page = read_page(site, NOT_FOUND_PAGE) or _NO_PAGE
            own = address if is_address(address) else NOT_FOUND_PAGE
            self._send(HTTPStatus.NOT_FOUND, "text/html", with_script(page, own, edition))

    def _send_events(self, query: str) -> None:
        asked = parse_qs(query)
        page, edition = (asked.get(name, [""])[0] for name in ("sida", "utgava"))
        self._send(HTTPStatus.OK, "text/event-stream", None)
        if self.command == "HEAD":
            return
        self.wfile.write(b"retry: 1000\n\n")
        for event in self.server.news.follow(page, edition):
            self.wfile.write(event.encode())

    def _send(self, status: HTTPStatus, kind: str, body: bytes | None, **headers: str) -> None:
        """Send `body`, or where it is None only what stands before a body of unknown length."""
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Cache-Control", "no-store")
        for name, value in headers.items():
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body is not None and self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as it is inherited)
        """Keep quiet: the terminal is for the author."""


def read_page(site: Path, address: str) -> bytes | None:
    """Give what the file at `address` in the folder `site` holds; None where there is none or it lies outside."""
    path = (site / address).resolve() if is_address(address) else None
    if path is None or not path.is_relative_to(site.resolve()):
        return None
    try:
        return path.read_bytes()
    except OSError:
        return None


def with_script(html: bytes, page: str, edition: str) -> bytes:
    """Give the page with the script of the preview last in its body."""
    events = escape(f"{EVENTS}?{urlencode({'sida': page, 'utgava': edition})}")
    tag = f'<script src="{SCRIPT}" data-events="{events}" defer></script>'.encode()
    before, end, after = html.rpartition(b"</body>")
    return before + tag + end + after if end else html + tag
