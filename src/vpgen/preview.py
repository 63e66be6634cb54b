"""A proposal beside the version that it would change: what a preview of the site shows more than the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.diff import Differences, compare
from vpgen.versions import (
    Version,
    asked_from,
    changed_files,
    compare_versions,
    file_ids,
    load_version,
    no_content,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from vpgen.assessment import Results
    from vpgen.model.content import Register


@dataclass(frozen=True)
class Proposal:
    """What a preview is of: the revision it is compared with, its branch and commit in words, the published site.

    `published` is the address of the site's start folder, with its last slash; empty where there is none.
    """

    base: str
    label: str = ""
    published: str = ""


@dataclass(frozen=True)
class Preview:
    """A proposal, compared: `base` is the version before, `before` its results, or those of no content at all.

    `files` are those of the proposal, as paths inside the folder, and `changed` those that are not the same.
    """

    proposal: Proposal
    base: Version
    before: Results
    differences: Differences
    files: Collection[str] = ()
    changed: tuple[str, ...] = ()


def make_preview(
    content: Path, proposal: Proposal, after: Results, *, internal: bool, whole: Register | None = None
) -> Preview:
    """Compare the content of a folder, assessed, with a revision of the git repository that it lies in.

    `whole` is its register with what is internal, where `after` is without it and there is any.
    What cannot be loaded of the revision counts as nothing: then everything is new. Raises RevisionError where there
    is no such revision.
    """
    repository, inside = asked_from(content)
    base = load_version(repository, proposal.base, inside, internal=internal)
    now = Version("", "", after, (), file_ids(content, base), whole=whole)
    differences, before = compare_versions(base, now), base.results
    if before is None or differences is None:
        before = no_content()
        differences = compare(before, after)
    return Preview(proposal, base, before, differences, now.files, changed_files(base, now))
