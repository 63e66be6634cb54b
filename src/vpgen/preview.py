"""A proposal beside the version that it would change: what a preview of the site shows more than the site."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vpgen.assessment import assess
from vpgen.diff import Differences, compare
from vpgen.model.content import Register
from vpgen.versions import Version, changed_files, compare_versions, file_ids, load_version

if TYPE_CHECKING:
    from collections.abc import Collection

    from vpgen.assessment import Results


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
    folder = content.resolve()
    repository, name = folder.parent, Path(folder.name)
    base = load_version(repository, proposal.base, name, internal=internal)
    now = Version("", "", after, (), file_ids(folder, base), whole=whole)
    differences, before = compare_versions(base, now), base.results
    if before is None or differences is None:
        before = _nothing(after)
        differences = compare(before, after)
    return Preview(proposal, base, before, differences, now.files, changed_files(base, now))


def _nothing(after: Results) -> Results:
    """Return the results of no content at all."""
    organisation = after.register.organisation.model_copy(update={"name": ""})
    return assess(Register(organisation, {}, {}, {}), {})
