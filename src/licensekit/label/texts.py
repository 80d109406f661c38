"""Texts beside labels: where they are not those of the licences that the labels name, nor belong to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from licensekit.catalogue import shelf
from licensekit.catalogue.name_table import entries
from licensekit.catalogue.spellings import key
from licensekit.components.file_names import FORMS
from licensekit.components.policies import is_of_another, is_policy, known_ids
from licensekit.diagnostics import Diagnostic, Label, Severity, clipped
from licensekit.identify.besides import beyond, differs_in_names, says_the_same
from licensekit.identify.copyright_lines import limits
from licensekit.identify.identification import Identification, TextKind
from licensekit.identify.reading import is_of_a_policy
from licensekit.label.statements import Checkout, LabelStatement, LicenseFile
from licensekit.report.identification import headline
from licensekit.span import Span

_A_POINTER = 400
"""Words of a text that may only point to a licence."""
_A_CLAUSE = 12
"""Added words that are taken for more than another way to say the same."""


def text_ids(told: Identification) -> frozenset[str]:
    """The ids of the licences that a text exactly is; of several, of each that is there whole."""
    if told.kind is TextKind.SEVERAL:
        return frozenset(owner.id for text in told.texts if text.is_whole for owner in text.owners)
    exact = told.kind in {TextKind.EXACT, TextKind.KNOWN_FORM}
    return frozenset(owner.id for owner in told.texts[0].owners) if exact else frozenset()


def at_statement(statement: LabelStatement, text: str = "") -> Label:
    """Where a statement stands."""
    return Label(statement.span, text)


def top_of(file: LicenseFile) -> Label:
    """The first line that differs, or the first."""
    source, lines = file.source, file.source.text.split("\n")
    line = next((number for number, each in enumerate(lines, 1) if each.strip()), 1)
    if file.told is not None and file.told.kind is TextKind.ALTERED and file.told.passages:
        line = file.told.passages[0].line
    start = sum(len(each) + 1 for each in lines[: line - 1])
    return Label(Span(source.name, start, start + len(lines[line - 1])))


def of_texts(folder: Checkout, named: dict[LabelStatement, frozenset[str]]) -> Iterator[Diagnostic]:
    """Texts that are not those of the licences on the label."""
    claimed = frozenset[str]().union(*named.values())
    first = next((claim for claim, ids in named.items() if ids), None)
    if first is None or not any(shelf.kind(each) == "license" for each in claimed):
        return  # a licence that is not encoded has no text here to compare with
    yield from _policies(folder, first, claimed)
    files = [(file, file.told) for file in folder.texts if file.told is not None and not _is_of_policy(file, file.told)]
    named_as_text = {PurePosixPath(each.value).as_posix() for each in folder.said("file", "linked")}
    borne_out = {_plain_name(file.source.name) for file, told in files if text_ids(told) & claimed} - {""}
    own = [
        (file, told)
        for file, told in files
        if file.source.name in named_as_text
        or _OF_THE_WORK.search(file.source.name)
        or _plain_name(file.source.name) in borne_out
    ]
    # of several texts, those that stand for the label, and those of the work itself, by their name or as it says
    like = [(file, told) for file, told in files if known_ids(told) & claimed] or files
    if any(text_ids(told) & claimed for _, told in like):
        like = []  # others are of parts that somebody else made
    for file, told in dict.fromkeys((*like, *own)):
        if not text_ids(told) & claimed:
            yield _another_text(file, told, first, claimed)


_OF_THE_WORK = re.compile(r"model|weight|(?<![a-z])(?:terms|eula|additional|addendum)(?![a-z])", re.IGNORECASE)
"""What files are called that hold terms of the work itself, and not of parts."""


def _plain_name(name: str) -> str:
    """What a text is called but for case and form: `LICENSE`, `license` and `LICENSE.md` are one; empty for another."""
    path = PurePosixPath(name)
    return path.with_suffix("").as_posix().casefold() if path.suffix.casefold() in FORMS else ""


def _policies(folder: Checkout, claim: LabelStatement, claimed: frozenset[str]) -> Iterator[Diagnostic]:
    """Use policies in a folder, of which no licence on the label says anything."""
    for file in folder.texts:
        told = file.told
        if told is None or not _is_of_policy(file, told) or not is_of_another(told, claimed):
            continue
        what = f"the use policy `{told.texts[0].id}`" if is_policy(told) else "a use policy"
        message = f"the label says `{clipped(claim.value)}`, which has no use policy; `{file.source.name}` is {what}"
        mend = "name the licence that it belongs to, or take it out: whoever reads both takes it to bind"
        yield Diagnostic("LK802", message, (top_of(file), at_statement(claim)), mend, severity=Severity.WARNING)


def _is_of_policy(file: LicenseFile, told: Identification) -> bool:
    """Whether a text is a use policy: by its words, or by the name of its file."""
    return is_policy(told) or is_of_a_policy(file.source.name)


def _another_text(
    file: LicenseFile, told: Identification, claim: LabelStatement, claimed: frozenset[str]
) -> Diagnostic:
    said, labels = (
        f"the label says `{clipped(claim.value)}`; `{file.source.name}` is",
        (top_of(file), at_statement(claim)),
    )
    if told.kind in {TextKind.EXACT, TextKind.KNOWN_FORM}:
        message, mend = (
            f"{said} the text of `{told.texts[0].id}`",
            f"label it `{told.texts[0].id}`, or put the other text there",
        )
        return Diagnostic("LK801", message, labels, mend)
    mend = "read what differs: these words bind too, and no encoding covers them"
    message = f"{said} {headline(told).removeprefix('unknown: ')}"
    if told.kind is not TextKind.ALTERED:
        points = _points_to(file.source.text, claimed)
        message += f"; it names {points}, and has not its text" if points else ""
        return Diagnostic("LK802", message, labels, mend, severity=Severity.NOTE if points else Severity.WARNING)
    if known_ids(told) & claimed and differs_in_names(file.source.text, told):
        return Diagnostic("LK802", f"{message}, in names or years alone", labels, mend, severity=Severity.NOTE)
    if known_ids(told) & claimed and says_the_same(file.source.text, told):
        mend = "nothing needs mending: the words are others, and say the same"
        return Diagnostic("LK802", f"{message}, which says the same", labels, mend, severity=Severity.NOTE)
    if known_ids(told) & claimed and _says_nothing(told):
        return Diagnostic("LK802", f"{message}, before it, that set no terms", labels, mend, severity=Severity.NOTE)
    is_introduced = told.texts[0].is_whole and all(each.line < told.texts[0].line for each in told.passages)
    is_more = sum(passage.added for passage in told.passages) >= _A_CLAUSE and not is_introduced
    return Diagnostic("LK801", message, labels, mend, severity=Severity.ERROR if is_more else Severity.WARNING)


_RESERVED = re.compile(r"\ball rights reserved\b", re.IGNORECASE)
_FOR = re.compile(r"\bfor\b", re.IGNORECASE)


def _says_nothing(told: Identification) -> bool:
    """Whether a text is a known one, whole, behind some words that set no terms: a title, a holder, `this is under`."""
    return told.texts[0].is_whole and all(
        passage.start <= _A_CLAUSE
        and passage.added <= 3 * _A_CLAUSE
        and _FOR.search(passage.text) is None
        and not limits(_RESERVED.sub("", passage.text), _OF_POINTERS)
        for passage in told.passages
    )


def _points_to(text: str, claimed: frozenset[str]) -> str:
    """The licence of the label that a short text names without its wording; empty where it says more, or names none."""
    words = " ".join(text.casefold().split())
    if words.count(" ") > _A_POINTER or limits(_SAYS_WHAT_IT_IS.sub("", beyond(text, claimed)), _OF_POINTERS):
        return ""
    named = [entry.title for entry in entries() if entry.id in claimed and _stem(entry.title) in words]
    with_version = (title for title in named if f" {key(title)} " in f" {key(words)} ")
    return next((f"`{title}`" for title in (*with_version, *map(str.title, map(_stem, named)))), "")


_POINTERS = (
    "apply applies be been below copies copy copyright copyrighted distributed each every free has have is are licence"
    " licences licenced license licensed licenses open our public see read term terms text that the their these this"
    " those under was we which who you your provided obtain obtained subject"
)
_OF_POINTERS = frozenset(_POINTERS.split())
"""Words as terms have them, with which a text may say under which licence something is."""


_SAYS_WHAT_IT_IS = re.compile(
    r"contains? a modified version of (?!(?:\S+ ){0,5}\S*(?:licen[cs]|terms|mpl|gpl))|can be (?:\w+ly )?used with",
    re.IGNORECASE,
)
"""What a text says of the thing beside its licence: what was changed in it, and with what it works."""


def _stem(title: str) -> str:
    """A title without its version: `mozilla public license`."""
    return re.split(r"\s+(?:v\.?)?\d", title.casefold())[0]
