"""What can be done with a case or a threshold where it is written: run it, and propose cases beside, at and over it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from licensekit.editor.case_runs import cases_in, terms_for
from licensekit.editor.document import Document, TextChange
from licensekit.report.memo import counted
from licensekit.span import Span
from licensekit.syntax import tree
from licensekit.testing.boundaries import boundaries
from licensekit.testing.case_text import case_text
from licensekit.testing.failures import Ran, run
from licensekit.testing.proposed import texts_of

Deed: TypeAlias = Literal["run", "propose"]


class Lens(NamedTuple):
    """Something to be done, above the line that it is about; it is done to what begins where its span begins."""

    span: Span
    title: str
    deed: Deed


def lenses(document: Document) -> Iterator[Lens]:
    """Run a case, run all cases of a block, propose boundary cases for a licence or for a part of it."""
    for block in () if document.file is None else document.file.blocks:
        cases = [item for item in block.items if isinstance(item, tree.Case)]
        if cases:
            yield Lens(block.span, f"run {counted(len(cases), 'case')}", "run")
        if isinstance(block, tree.License):
            yield Lens(block.span, "propose boundary cases", "propose")
        for item in block.items:
            if isinstance(item, tree.Case):
                yield Lens(item.span, "run this case", "run")
            elif isinstance(block, tree.License) and _compares(item):
                yield Lens(item.span, "propose boundary cases", "propose")


def _compares(item: tree.SyntaxNode) -> bool:
    """Whether an item compares a number or a day, itself or in what replaces another."""
    changed = item.item if isinstance(item, tree.Replace) else item
    if isinstance(changed, tree.Define):
        conditions = [changed.condition]
    elif isinstance(changed, tree.ClauseItem):
        families = changed.also if isinstance(changed, tree.Duty) else ()
        conditions = [when for when in (changed.when, *(each.when for each in families)) if when is not None]
    else:
        return False
    compared = tree.Compares | tree.DateOrder | tree.DateWithin
    return any(isinstance(part, compared) for whole in conditions for part in tree.conditions_in(whole))


def run_at(document: Document, offset: int) -> tuple[Ran, ...]:
    """Run the case, or all cases of the block, that begins at a place. Nothing is run in a text with errors."""
    blocks = () if document.file is None else document.file.blocks
    items = (item for block in blocks for item in (block, *block.items))
    whole = next((item.span for item in items if item.span.start == offset), None)
    if whole is None:
        return ()
    near = (each for each in cases_in(document).cases if each.case.span is not None)
    inside = [each for each in near if each.case.span and whole.start <= each.case.span.start < whole.end]
    return tuple(map(run, inside))


class Proposed(NamedTuple):
    """Boundary cases as an edit of the file in which they belong, and how many they are; none where all are there."""

    document: Document
    cases: int
    edit: TextChange | None


def proposed_at(document: Document, offset: int) -> Proposed:
    """The boundary cases of a licence, or of what begins at a place in it, that it does not have yet.

    They go to the file of cases beside the licence where there is one, and else into the licence.
    Raises LicensekitError.
    """
    block = document.block_at(offset)
    if not isinstance(block, tree.License):
        return Proposed(document, 0, None)
    items = (item.span for item in block.items if item.span.start == offset)
    part = next(items, None)
    terms = terms_for(document, block.id.text)
    home, end, names = _home(document, block)
    texts = [
        case_text(proposal.case, texts_of(terms.license))
        for boundary in boundaries(terms)
        for proposal in boundary.proposals
        if proposal.case.name not in names and (part is None or _within(boundary.threshold.span, part))
    ]
    if not texts:
        return Proposed(home, 0, None)
    return Proposed(home, len(texts), TextChange(Span(home.source.name, end, end), "\n" + "\n".join(texts)))


def _within(span: Span | None, whole: Span) -> bool:
    return span is not None and span.source == whole.source and whole.start <= span.start < whole.end


def _home(document: Document, block: tree.License) -> tuple[Document, int, frozenset[str]]:
    """Where new cases of a licence go: the file, the place of the brace that closes its cases, the names there."""
    path = document.path.with_name(document.path.name.removesuffix(".lic") + ".cases.lic")
    beside = document.desk.document(path)
    for block_of_cases in () if beside is None or beside.file is None else beside.file.blocks:
        names = block_of_cases.licenses if isinstance(block_of_cases, tree.Cases) else ()
        if beside is not None and [name.text for name in names] == [block.id.text]:
            return beside, block_of_cases.span.end - 1, _case_names(block_of_cases)
    return document, block.span.end - 1, _case_names(block)


def _case_names(block: tree.Block) -> frozenset[str]:
    return frozenset(item.name.value for item in block.items if isinstance(item, tree.Case))
