"""Which pages of a site show, together, everything that any of its pages is built of."""

from html.parser import HTMLParser

STATES = ("role", "scope", "open", "tabindex", "hidden")


class Parts(HTMLParser):
    """What a page is built of: each element with each of its classes, and with what it tells of itself."""

    def __init__(self, html):
        super().__init__()
        self.found = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.found |= {(tag, name) for name in (values.get("class") or "").split() or [""]}
        self.found |= {(tag, name) for name in values if name in STATES or name.startswith("aria-")}


def covering(site):
    """The addresses of a few pages, small ones first, that together have every part of all pages of a site."""
    parts = {
        path: Parts(path.read_text(encoding="utf-8")).found
        for path in sorted(site.rglob("*.html"))
        if path.name != "404.html"
    }
    assert len(parts) > 90
    left = set().union(*parts.values())
    chosen = []
    while left:
        best = max(parts, key=lambda path: len(parts[path] & left) / path.stat().st_size ** 0.5)
        chosen.append(best.relative_to(site).as_posix())
        left -= parts[best]
    return chosen
