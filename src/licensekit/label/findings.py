"""What follows from the statements and texts of a folder: where labels, texts, the registry and the bases disagree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from operator import itemgetter

from licensekit.api import load
from licensekit.catalogue import registry, shelf
from licensekit.catalogue.lineage import lineage
from licensekit.catalogue.names import in_family, may_mean
from licensekit.components.binding import called_on_hub
from licensekit.components.policies import is_policy
from licensekit.components.prose import restricted_in
from licensekit.diagnostics import Diagnostic, Label, Severity, clipped
from licensekit.label.statements import Checkout, LabelStatement
from licensekit.label.texts import at_statement, of_texts, text_ids, top_of
from licensekit.model.clauses import Action, Duty
from licensekit.model.license import License
from licensekit.over_uses import openness
from licensekit.report.identification import headline
from licensekit.span import Span
from licensekit.vocabulary.facts import FACTS


def findings(folder: Checkout) -> tuple[Diagnostic, ...]:
    """Everything that is found; what could not be read first."""
    claims = folder.said("license", "name", "classifier", "link")
    named = {claim: may_mean(claim.value) for claim in claims}
    told = (
        *folder.problems,
        *_nameless(folder, named),
        *_disagreeing(named),
        *of_texts(folder, named),
        *_registry(folder, named),
        *_bases(folder, named),
        *_in_prose(folder, named),
        *_called_open(folder, named),
        *_bound(folder, named),
    )
    return tuple(dict.fromkeys(told))


# --- labels ------------------------------------------------------------------------------------------------


def _nameless(folder: Checkout, named: dict[LabelStatement, frozenset[str]]) -> Iterator[Diagnostic]:
    read = [(file, file.told) for file in folder.texts if file.told is not None]
    if not named and read and not any(text_ids(told) for _, told in read):
        for file, told in read:
            message = (
                f"no file names the licence, and `{file.source.name}` is {headline(told).removeprefix('unknown: ')}"
            )
            mend = "name the licence in the front matter or metadata; these words bind, and no encoding covers them"
            yield Diagnostic("LK812", message, (top_of(file),), mend, severity=Severity.WARNING)
    if not named and not read:
        mend = "add the text of the licence as LICENSE, and name it in the front matter or metadata"
        yield Diagnostic("LK812", "no file says under which licence this is", help=mend, severity=Severity.WARNING)
    settled = {claim.span.source for claim, ids in named.items() if claim.what == "name" or (ids and _is_beside(claim))}
    encumbered = {claim.span.source for claim, ids in named.items() if claim.what == "license" and ids}
    for claim, ids in named.items():
        label, source = f"the label `{clipped(claim.value)}` names no licence that is known here", claim.span.source
        of_family = [(file, text_ids(told) & in_family(claim.value)) for file, told in read]
        if claim.what == "license" and not ids and (by_text := next(filter(itemgetter(1), of_family), None)):
            file, which = by_text
            message = f"the label `{clipped(claim.value)}` leaves it to `{file.source.name}` which licence it is"
            mend = f"name it: that text is `{min(which)}`"
            yield Diagnostic("LK804", message, (at_statement(claim), top_of(file)), mend, severity=Severity.NOTE)
        elif claim.what == "license" and not ids and source not in settled:
            mend = "name the licence: in a model card, as `license_name` with a `license_link`"
            yield Diagnostic("LK804", label, (at_statement(claim),), mend, severity=Severity.WARNING)
        elif claim.what == "name" and not ids and source in encumbered:
            message = f"{label}, and stands beside one that is"
            mend = (
                "write `license: other` beside it, or leave it out: a name of its own says that these are other terms"
            )
            yield Diagnostic("LK804", message, (at_statement(claim),), mend, severity=Severity.WARNING)


def _is_beside(claim: LabelStatement) -> bool:
    """Whether it is said beside the label: what a label that names no licence may be made out by."""
    return claim.what != "license"


def _disagreeing(named: dict[LabelStatement, frozenset[str]]) -> Iterator[Diagnostic]:
    """Labels of two files, or of two kinds in a file, that name different licences; several of a kind are one list."""
    by_file: dict[tuple[str, str], tuple[LabelStatement, frozenset[str]]] = {}
    for claim, ids in named.items():
        if ids:
            key = (claim.span.source, claim.what)
            first, other_ids = by_file.get(key, (claim, frozenset()))
            by_file[key] = (first, other_ids | ids)
    every = list(by_file.values())
    for (first, ids), (claim, its) in pairwise(every):
        if not ids & its:
            message = f"`{clipped(first.value)}` and `{clipped(claim.value)}` are labels of different licences"
            mend = "let each file name the licence whose text is there"
            labels = (at_statement(first), at_statement(claim))
            yield Diagnostic("LK803", message, labels, mend, severity=Severity.WARNING)


# --- registry and bases ------------------------------------------------------------------------------------


def _registry(folder: Checkout, named: dict[LabelStatement, frozenset[str]]) -> Iterator[Diagnostic]:
    """What the registry knows of this very work, on any day."""
    carried = _carried(folder.model)
    if not carried:
        return
    known = ", ".join(f"`{each}`" for each in sorted(carried))
    mend = "look at the commit of the licence, and at the day on which the copy was obtained"
    for file in folder.texts:
        ids = frozenset() if file.told is None or is_policy(file.told) else text_ids(file.told)
        if ids and not ids & carried:
            message = f"`{file.source.name}` is the text of `{min(ids)}`; `{folder.model}` is recorded under {known}"
            yield Diagnostic("LK805", message, (top_of(file),), mend, severity=Severity.WARNING)
    for claim, ids in named.items():
        if ids and not ids & carried:
            message = f"the label says `{clipped(claim.value)}`; `{folder.model}` is recorded under {known}"
            yield Diagnostic("LK805", message, (at_statement(claim),), mend, severity=Severity.WARNING)


def _carried(model: str) -> frozenset[str]:
    """Every licence that a work's weights or code carried; none for a work that is not known, or is open."""
    if "/" not in model:
        return frozenset()
    work = registry.recorded(model)
    if work is not None:
        return (
            frozenset() if any(part.unread for part in work.parts) else frozenset(part.license for part in work.parts)
        )
    whole = lineage(model)
    own = () if whole is None or whole.layers[0].more or whole.layers[0].otherwise else whole.layers[0].possible
    return frozenset(each for licenses in own for each in licenses)


def _bases(folder: Checkout, named: dict[LabelStatement, frozenset[str]]) -> Iterator[Diagnostic]:
    """Terms of bases that no label and no text takes up, and what they ask of whoever passes a derivative on."""
    taken_up = _taken_up(folder, named)
    declared = {called_on_hub(base.value)[-1].casefold() for base in folder.said("base")}
    for hint in folder.said("loaded"):
        model = called_on_hub(hint.value)[-1]
        if model.casefold() not in declared and _owner(model) != _owner(folder.model):
            yield from _hinted(hint, taken_up)
    for base in folder.said("base"):
        if _owner(called_on_hub(base.value)[-1]) == _owner(folder.model):
            continue  # whose work it is may put what is made from it under other terms
        for name in _settled(base.value):
            if shelf.kind(name) != "license":
                continue
            if name not in taken_up and not _is_open(name):
                message = f"the base `{clipped(base.value)}` is under `{name}`, which no label here names"
                mend = f"name `{name}` on the label too, and pass its text on: its terms bind whoever uses this"
                yield Diagnostic("LK806", message, (at_statement(base), *map(at_statement, list(named)[:1])), mend)
            yield from _asked(folder, base, load(name).license)


def _taken_up(folder: Checkout, named: dict[LabelStatement, frozenset[str]]) -> frozenset[str]:
    """The licences that labels name, or whose text is there."""
    texts = (text_ids(file.told) for file in folder.texts if file.told is not None)
    return frozenset[str]().union(*named.values(), *texts)


def _hinted(hint: LabelStatement, taken_up: frozenset[str]) -> Iterator[Diagnostic]:
    """Terms of what a configuration was written from: likely a base, though nobody says so."""
    for name in _settled(hint.value):
        if shelf.kind(name) == "license" and name not in taken_up and not _is_open(name):
            source = hint.span.source
            message = (
                f"`{source}` was written from `{clipped(hint.value)}`, which is under `{name}`, and no label says so"
            )
            mend = f"if this is made from it, name it as a base, and `{name}` on the label; else take the line out"
            yield Diagnostic("LK806", message, (at_statement(hint),), mend, severity=Severity.WARNING)


def _in_prose(folder: Checkout, named: dict[LabelStatement, frozenset[str]]) -> Iterator[Diagnostic]:
    """Licences that restrict, which a notice names, and no label and no text has."""
    taken_up = _taken_up(folder, named)
    for file in folder.texts:
        for told in restricted_in(file.source.text) if file.told is None else ():
            if not taken_up & {*told.ids}:
                message = f"`{file.source.name}` names the {told.title}, which no label or text here has"
                mend = "name it on the label if it binds what is here, and pass its text on: it is not open source"
                place = Label(Span(file.source.name, told.start, told.end))
                yield Diagnostic("LK806", message, (place,), mend, severity=Severity.WARNING)


def _owner(model: str) -> str:
    """The account of a name on a hub; of another name, the name."""
    return model.partition("/")[0].casefold()


@cache
def _is_open(name: str) -> bool:
    return openness(load(name)).open_source


def _asked(folder: Checkout, base: LabelStatement, license: License) -> Iterator[Diagnostic]:
    """The name and the notice that a base's terms ask for, where they are not there."""
    written = " ".join(" ".join(text.split()) for text in (each.text for each in folder.sources.values()))
    own = folder.model.rpartition("/")[2]
    for duty, action, text in _quoted(license):
        at = f"`{license.id}` at {duty.locator}"
        if "model_name" in _places(action) and action.where == "the name begins" and not _begins(own, text):
            wanted = f"as {at} asks of what is made from `{clipped(base.value)}`"
            message = f"the name `{clipped(own)}` does not begin with `{text}`, {wanted}"
            mend = f"begin the name with `{text}`"
            yield Diagnostic("LK807", message, (at_statement(base),), mend, severity=Severity.WARNING)
        elif "notice_file" in _places(action) and " ".join(text.split()) not in written:
            message = f"the notice that {at} asks for is in no file"
            mend = f"add a file NOTICE with: {text}"
            yield Diagnostic("LK808", message, (at_statement(base),), mend, severity=Severity.WARNING)


_JOINTS = re.compile(r"[-_\s]+")


def _begins(name: str, text: str) -> bool:
    """Whether a name begins with some words; names of the hub have hyphens in the place of spaces."""
    return _JOINTS.sub(" ", name).startswith(_JOINTS.sub(" ", text))


def _quoted(license: License) -> Iterator[tuple[Duty, Action, str]]:
    """Every exact text that a duty of whoever passes the work on asks for; each text and place once."""
    seen = set[tuple[str, tuple[str, ...]]]()
    for duty in license.clauses:
        if (
            isinstance(duty, Duty)
            and duty.strength == "must"
            and {"distribute_copy", "fine_tune"} & {*duty.acts.leaves}
        ):
            for action in (action for each in duty.obligations for action in each.alternatives):
                for text in (thing.name for thing in action.objects if thing.quoted):
                    if (text, _places(action)) not in seen:
                        seen.add((text, _places(action)))
                        yield duty, action, text


def _places(action: Action) -> tuple[str, ...]:
    return action.places.names if action.places is not None else ()


# --- what the terms are ------------------------------------------------------------------------------------


def _holding(folder: Checkout, named: dict[LabelStatement, frozenset[str]]) -> Iterable[str]:
    """The encoded licences that hold by the texts, or where none is exact, by the labels; and those of the bases."""
    texts = {each for file in folder.texts if file.told is not None for each in file.told.licenses}
    labelled = {each for ids in named.values() if len(ids) == 1 for each in ids}
    below = {each for base in folder.said("base") for each in _settled(base.value)}
    return sorted(each for each in (texts or labelled) | below if shelf.kind(each) == "license")


@cache
def _settled(model: str) -> tuple[str, ...]:
    """The licences that bind what is made from a work, where that is settled."""
    whole = next((each for name in called_on_hub(model) if (each := lineage(name)) is not None), None)
    return whole.settled if whole is not None else ()


def _called_open(folder: Checkout, named: dict[LabelStatement, frozenset[str]]) -> Iterator[Diagnostic]:
    tags = (tag for tag in folder.said("tag") if tag.value.casefold().replace("-", "").replace("_", "") == "opensource")
    said = (*folder.said("open source"), *tags)
    if not said:
        return
    for name in _holding(folder, named):
        if not _is_open(name):
            message = f"called open source; `{name}` fails criteria of it"
            mend = f"see `licensekit openness {name}`, and say what it is: its weights are available under conditions"
            yield Diagnostic("LK809", message, tuple(map(at_statement, said[:2])), mend, severity=Severity.WARNING)


def _bound(folder: Checkout, named: dict[LabelStatement, frozenset[str]]) -> Iterator[Diagnostic]:
    gated = folder.said("gated")
    if gated:
        message, mend = (
            "access is gated: whoever gets a copy agrees to something first",
            "keep what was agreed to, and its day",
        )
        yield Diagnostic("LK810", message, (at_statement(gated[0]),), mend, severity=Severity.NOTE)
    for name in _holding(folder, named):
        places = list(dict.fromkeys(_by_territory(load(name).license)))
        if places:
            message = f"what `{name}` permits turns on countries, at {', '.join(places[:4])}"
            mend = f"see `licensekit show {name}`, and ask with `--set licensee.domicile=…`"
            yield Diagnostic("LK811", message, (), mend, severity=Severity.NOTE)


def _by_territory(license: License) -> Iterator[str]:
    """The places of the clauses, duties aside, whose condition reads a country."""
    for clause in (each for each in license.clauses if not isinstance(each, Duty)):
        facts = license.facts_in(clause.when)
        if any(fact in FACTS and "territory" in (FACTS[fact].type, *FACTS[fact].options) for fact in facts):
            yield str(clause.locator)
