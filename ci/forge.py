"""The forge: one comment on a proposal, which proposals are open, and text for a log in which nothing is obeyed.

    forge.py kommentera FIL   makes the text of a file the one comment on proposal VPGEN_NUMMER
    forge.py oppna            prints the numbers of the open proposals, one per line
    forge.py ofarligt         prints what it is given, with nothing in it that a forge would obey in a log

For the first two VPGEN_FORGE says which forge, VPGEN_API where the repository is in its API, VPGEN_TOKEN who asks. Nothing but
Python's own library is used, and nothing but that one server is asked.
"""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKER = "<!-- vpgen: ändringar i detta förslag -->"
"""The first line of the comment, which no reader sees and by which the next run finds it."""
FORGES = ("github", "gitlab", "azure", "forgejo")
SECONDS = 60
MOST_PAGES = 100
FORBIDDEN, NOT_FOUND = 403, 404
AZURE_VERSION = {"api-version": "6.0"}
UNSEEN = {"Cc", "Cf", "Zl", "Zp"}
"""The characters that move the cursor, end lines, hide text or turn it around, by Unicode's categories."""


class ForgeError(Exception):
    """The forge said no, or did not answer; the text says in Swedish what and why."""

    def __init__(self, message: str, status: int = 0) -> None:
        self.status = status
        super().__init__(message)


@dataclass(frozen=True)
class Comment:
    """A comment as the forge keeps it: `path` is its address under the repository's, `author` the id of who wrote it."""

    path: str
    number: int
    text: str
    author: str
    by_machine: bool


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows nothing: a token goes to the server that it was given for, and to no other."""

    def redirect_request(self, *_: object) -> None:
        """Give nothing to ask instead, so that the answer is an error."""


class Forge:
    """One repository at a forge, asked as one user."""

    def __init__(self, kind: str, api: str, token: str) -> None:
        if kind not in FORGES:
            raise ForgeError(f"VPGEN_FORGE ska vara {', '.join(FORGES)}")
        address = urlsplit(api)
        if address.scheme != "https" and address.hostname not in {"localhost", "127.0.0.1"}:
            raise ForgeError("VPGEN_API ska börja med https://, så att ingen läser token på vägen")
        self.kind, self.api, self.token = kind, api.rstrip("/"), token
        self.opener = urllib.request.build_opener(NoRedirects)

    def ask(self, method: str, path: str, given: object = None, **query: str) -> Any:  # noqa: ANN401 - JSON
        """Give what the forge answers; `path` is counted from the repository, or is a whole address."""
        address = path if path.startswith("http") else f"{self.api}{path}"
        asked = urlencode(query | (AZURE_VERSION if self.kind == "azure" else {}))
        data = None if given is None else json.dumps(given).encode()
        request = urllib.request.Request(  # noqa: S310 - the scheme is looked at above
            f"{address}?{asked}" if asked else address, data, self.headers(), method=method
        )
        try:
            with self.opener.open(request, timeout=SECONDS) as answer:
                body = answer.read()
                return json.loads(body) if body else None
        except urllib.error.HTTPError as error:
            said = " ".join(error.read(500).decode("utf-8", "replace").split())
            message = f"forgen svarade {error.code} på {method} {urlsplit(address).path}: {said}"
            raise ForgeError(message, error.code) from error
        except (OSError, ValueError) as error:
            raise ForgeError(f"forgen svarade inte på {method} {urlsplit(address).path}: {error}") from error

    def headers(self) -> dict[str, str]:
        """Give what every request carries; the token in the form of the forge."""
        who = {
            "github": ("Authorization", f"Bearer {self.token}"),
            "forgejo": ("Authorization", f"token {self.token}"),
            "gitlab": ("PRIVATE-TOKEN", self.token),
            "azure": ("Authorization", f"Bearer {self.token}"),
        }[self.kind]
        return dict(
            [
                who,
                ("Content-Type", "application/json"),
                ("Accept", "application/json"),
                ("User-Agent", "vpgen"),
            ]
        )

    def listed(self, path: str, **query: str) -> Iterator[dict[str, Any]]:
        """Give every item of a list, page after page; a forge that has no pages gives the same one twice."""
        seen: set[object] = set()
        for page in range(1, MOST_PAGES + 1):
            items = self.ask("GET", path, **query, per_page="100", limit="50", page=str(page))
            new = [item for item in items if item["id"] not in seen]
            if not new:
                return
            seen |= {item["id"] for item in new}
            yield from new

    def user(self) -> str | None:
        """Give the id of who asks; None where the forge does not say, as to the token of a run."""
        root = self.api.partition("/repos/" if self.kind in {"github", "forgejo"} else "/projects/")[0]
        try:
            return None if self.kind == "azure" else str(self.ask("GET", f"{root}/user")["id"])
        except ForgeError as error:
            if error.status:
                return None
            raise

    def comments(self, number: str) -> Iterator[Comment]:
        """Give the comments of a proposal."""
        match self.kind:
            case "github" | "forgejo":
                for item in self.listed(f"/issues/{number}/comments"):
                    author = item["user"] or {"id": 0}
                    # The users of runs: of type Bot at GitHub, with negative ids at Forgejo and Gitea.
                    machine = author.get("type") == "Bot" or author["id"] < 0
                    path = f"/issues/comments/{item['id']}"
                    yield Comment(path, item["id"], item["body"] or "", str(author["id"]), machine)
            case "gitlab":
                for item in self.listed(f"/merge_requests/{number}/notes"):
                    path = f"/merge_requests/{number}/notes/{item['id']}"
                    author = item["author"]
                    yield Comment(path, item["id"], item["body"] or "", str(author["id"]), by_machine=False)
            case _:
                for thread in self.ask("GET", f"/pullRequests/{number}/threads")["value"]:
                    for item in thread["comments"][:1]:
                        path = f"/pullRequests/{number}/threads/{thread['id']}/comments/{item['id']}"
                        # Only its author can change a comment there, so none of another's is taken for ours.
                        text = "" if item.get("isDeleted") else item.get("content") or ""
                        yield Comment(path, thread["id"], text, item["author"]["id"], by_machine=True)

    def create(self, number: str, text: str) -> None:
        """Write a comment."""
        match self.kind:
            case "github" | "forgejo":
                self.ask("POST", f"/issues/{number}/comments", {"body": text})
            case "gitlab":
                self.ask("POST", f"/merge_requests/{number}/notes", {"body": text})
            case _:
                comment = {"parentCommentId": 0, "content": text, "commentType": "text"}
                # Closed, so that a rule that every comment is resolved does not hold the proposal up.
                thread = {"comments": [comment], "status": "closed"}
                self.ask("POST", f"/pullRequests/{number}/threads", thread)

    def update(self, comment: Comment, text: str) -> None:
        """Write a comment anew; one that says this already is left alone."""
        if comment.text.strip() == text.strip():
            return
        method = "PUT" if self.kind == "gitlab" else "PATCH"
        self.ask(method, comment.path, {"content" if self.kind == "azure" else "body": text})

    def open_proposals(self) -> Iterator[int]:
        """Give the numbers of the open proposals."""
        match self.kind:
            case "github" | "forgejo":
                yield from (item["number"] for item in self.listed("/pulls", state="open"))
            case "gitlab":
                yield from (item["iid"] for item in self.listed("/merge_requests", state="opened"))
            case _:
                query = {"searchCriteria.status": "active", "$top": "1000"}
                yield from (
                    item["pullRequestId"] for item in self.ask("GET", "/pullrequests", **query)["value"]
                )


def harmless(text: str) -> str:
    """Give text with nothing in it that any forge would obey in a log.

    `##vso[…]` and `##[…]` are obeyed anywhere in a line, `::…::` where a line begins, and a carriage return or an
    escape code can begin one. No two of # or : are left beside each other, and no character that is not seen.
    """
    lines = text.replace("\r\n", "\n")
    seen = "".join("\ufffd" if unicodedata.category(c) in UNSEEN and c not in "\n\t" else c for c in lines)
    return re.sub(r"([#:])(?=\1)", r"\1 ", seen)


def write_comment(forge: Forge, number: str, text: str) -> str:
    """Make `text` the one comment of ours on a proposal, and say what was done: skapad or uppdaterad."""
    body = f"{MARKER}\n{text}"
    if _settle(forge, number, body):
        return "uppdaterad"
    forge.create(number, body)
    # Another run may have written at the same moment: then the first stays.
    _settle(forge, number, body)
    return "skapad"


def _settle(forge: Forge, number: str, body: str) -> bool:
    """Write the first comment of ours anew and take away any others; tell whether there was one."""
    user = forge.user()
    marked = sorted(
        (comment for comment in forge.comments(number) if comment.text.startswith(MARKER)),
        key=lambda comment: comment.number,
    )
    kept = False
    for comment in marked:
        if comment.by_machine if user is None else comment.author == user:
            try:
                if kept:
                    forge.ask("DELETE", comment.path)
                else:
                    forge.update(comment, body)
            except ForgeError as error:
                if error.status in {FORBIDDEN, NOT_FOUND}:
                    continue  # somebody else's, or gone
                raise
            kept = True
    return kept


def main(words: list[str]) -> int:
    """Do what the words ask; 0 when done, 1 where the forge said no, 2 for words that ask nothing."""
    try:
        match words:
            case ["kommentera", file]:
                text = Path(file).read_text(encoding="utf-8")
                print(
                    f"Kommentaren är {write_comment(_forge(), _setting('VPGEN_NUMMER'), text)}.",
                    file=sys.stderr,
                )
            case ["oppna"]:
                print("\n".join(map(str, _forge().open_proposals())))
            case ["ofarligt"]:
                text = sys.stdin.buffer.read().decode("utf-8", "replace")
                sys.stdout.buffer.write(harmless(text).encode())
            case _:
                print("Så här: forge.py kommentera FIL | forge.py oppna | forge.py ofarligt", file=sys.stderr)
                return 2
    except ForgeError as error:
        # What the forge says may repeat somebody's text.
        print(harmless(f"Fel: {error}"), file=sys.stderr)
        return 1
    return 0


def _forge() -> Forge:
    return Forge(_setting("VPGEN_FORGE"), _setting("VPGEN_API"), _setting("VPGEN_TOKEN"))


def _setting(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ForgeError(f"{name} är inte satt")
    return value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
