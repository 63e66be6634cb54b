"""What the search in the browser knows: every page and spot that can be found, in two files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from vpgen.quoting import without_quotes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vpgen.pages import Found

INDEX_SCRIPT = "statiskt/sokindex.js"
INDEX_DATA = "statiskt/sokindex.json"
FIELDS = ("adress", "rubrik", "sort", "plats", "text")
"""What the places of a row hold, in order; `sok.js` reads them by these names."""

# A script may be put into a page, where these characters would end it or break its line.
_UNSAFE = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def make_index(found: Sequence[Found]) -> dict[str, bytes]:
    """Return the files of the search index by address.

    The JSON is for other programs. The script holds the same and sets `window.vpgenSok`, for a page that was
    opened from a folder may run scripts but not fetch files. Rows are sorted, and what was found twice is there once.
    """
    rows = sorted(
        {(each.address, each.title, each.kind, each.where, without_quotes(each.text)) for each in found}
    )
    data = json.dumps({"falt": FIELDS, "poster": rows}, ensure_ascii=False, separators=(",", ":"))
    for character, escaped in _UNSAFE.items():
        data = data.replace(character, escaped)
    return {
        INDEX_SCRIPT: f"window.vpgenSok={data};\n".encode(),
        INDEX_DATA: f"{data}\n".encode(),
    }
