"""What may be written where a name stands: facts, acts, clauses, places and the other words of closed lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.check.comparands import AS_OF
from licensekit.currencies import CURRENCIES
from licensekit.editor.names import Lookup, Namespace
from licensekit.syntax import tree
from licensekit.syntax.explain import Unexpected
from licensekit.vocabulary import words
from licensekit.vocabulary.acts import ACT_TITLES
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.territories import GROUP_TITLES, TERRITORIES

SuggestionKind: TypeAlias = Literal["act", "block", "clause", "definition", "fact", "keyword", "value"]


class Suggestion(NamedTuple):
    """A word that fits, and what it means."""

    text: str
    kind: SuggestionKind
    detail: str = ""
    documentation: str = ""


class Cursor(NamedTuple):
    """Where a name is asked for: the words of the line so far, and what can be named in the block."""

    here: Unexpected
    lookup: Lookup
    held: Namespace
    block: tree.Block | None

    @property
    def line(self) -> tuple[str, ...]:
        """The words of the line, or of the statement, as far as it was read."""
        return tuple(map(str, self.here.statement))

    @property
    def previous(self) -> str:
        """The last of them; empty at the beginning of a line."""
        return self.line[-1] if self.line else ""

    @property
    def stem(self) -> str:
        """The id that the file's name asks for."""
        return self.lookup.document.path.name.removesuffix(".lic")


WordSource: TypeAlias = Callable[[Cursor], Iterable[Suggestion]]


def _listed(meanings: Mapping[str, str], kind: SuggestionKind = "value") -> tuple[Suggestion, ...]:
    return tuple(Suggestion(word, kind, meaning) for word, meaning in meanings.items())


def _plain(words: Iterable[str]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(word, "value") for word in words)


_ACTS: Final = _listed(ACT_TITLES, "act")
_CODES: Final = _listed({**GROUP_TITLES, **TERRITORIES})
CURRENCY_CODES: Final = _listed(CURRENCIES)
_VERBS: Final = _listed(words.VERBS)
_PLACES: Final = _listed(words.PLACES)
_TYPES: Final = _plain(("yes_no", "count", "money", "date", "territory", "one", "set"))


def _facts(place: Cursor, *types: str) -> Iterator[Suggestion]:
    for info in FACTS.values():
        if not types or info.type in types:
            yield Suggestion(info.name, "fact", info.title, info.question)
    for name, item in place.held.of("fact").items():
        if isinstance(item, tree.Fact) and (not types or _type(item) in types):
            yield Suggestion(name, "fact", "of this licence", item.question.value)


def _type(fact: tree.Fact) -> str:
    kind = fact.type.kind
    return kind if kind == "one_of" else "set_of" if kind.startswith("set_of") else fact.type.words[0].text


def _dates(place: Cursor) -> Iterator[Suggestion]:
    yield Suggestion(AS_OF, "fact", "the day for which the question is asked")
    yield from _facts(place, "date")
    yield from _parameters(place)


def _parameters(place: Cursor) -> Iterator[Suggestion]:
    yield from (Suggestion(name, "value", "parameter") for name in place.held.parameters)


def _quantities(place: Cursor, *kinds: type) -> Iterator[Suggestion]:
    for name, item in place.held.of("quantity").items():
        if isinstance(item, kinds):
            yield Suggestion(name, "definition", type(item).__name__.lower(), _note(item))


def _note(item: tree.Inheritable) -> str:
    return tree.value_of(item.note) if isinstance(item, tree.Define) else ""


def _conditions(place: Cursor) -> Iterator[Suggestion]:
    yield from _quantities(place, tree.Define, tree.Measure)
    yield from _facts(place)
    yield Suggestion(AS_OF, "fact", "the day for which the question is asked")


def _numbers(place: Cursor) -> Iterator[Suggestion]:
    yield from _quantities(place, tree.Measure)
    yield from _facts(place, "count", "money")


def _clauses(*kinds: type) -> WordSource:
    def of(place: Cursor) -> Iterator[Suggestion]:
        for name, item in place.held.of("clause").items():
            if not kinds or isinstance(item, kinds):
                where = item.locator.place.value if isinstance(item, tree.NamedItem) else ""
                yield Suggestion(name, "clause", f"{type(item).__name__.lower()} at {where}")

    return of


def _readings(place: Cursor) -> Iterator[Suggestion]:
    for name, item in place.held.of("reading").items():
        yield Suggestion(name, "definition", "reading", item.question.value if isinstance(item, tree.Reading) else "")


def _blocks(*kinds: str) -> WordSource:
    def of(place: Cursor) -> Iterator[Suggestion]:
        library = place.lookup.document.readable
        own = () if place.lookup.document.file is None else place.lookup.document.file.blocks
        for block in own:
            kind = type(block).__name__.lower()
            if kind in kinds and not isinstance(block, tree.Cases | tree.Work) and block is not place.block:
                yield Suggestion(block.id.text, "block", kind)
        for name in dict.fromkeys(library.names()):
            if (kind := library.kind(name)) in kinds:
                yield Suggestion(name, "block", kind)

    return of


def _inherited(place: Cursor) -> Iterator[Suggestion]:
    """What `replace`, `remove` and `relocate` can name: what the base has."""
    if place.block is None:
        return
    base = place.lookup.held(place.lookup.base(place.block))
    wanted = next((word for word in place.line[1:]), "")
    for (space, name), item in base.items.items():
        kind = type(item).__name__.lower()
        if space != "omits" and wanted in {"", kind}:
            yield Suggestion(name, "clause", kind)


def _parameters_of(block: tree.Block | None) -> Iterator[Suggestion]:
    names = block.parameters if isinstance(block, tree.Template) else ()
    yield from (Suggestion(name.text, "value", "parameter") for name in names)


def _done_or_not_done(place: Cursor) -> tuple[Suggestion, ...]:
    """Behind `must` a verb, behind `must not` acts, and behind verb and objects nothing that is listed."""
    behind = place.line[len(place.line) - place.line[::-1].index("must") :]
    if behind[:1] == ("not",):
        return _ACTS
    return _VERBS if not behind or behind[-1] in {"either", "or"} else ()


def _quantified(place: Cursor) -> Iterable[Suggestion]:
    """Behind `any of`: a set in a condition, else as before it."""
    if _in_condition(place.line):
        return _facts(place, "set_of")
    lead = next((word for word in reversed(place.line) if word in {"on", "in", "under"}), "")
    return _blocks("license")(place) if lead == "under" else _PLACES


def _behind_from(place: Cursor) -> Iterable[Suggestion]:
    """Grants or clauses; in a meaning the facts from which it follows; nothing listed where a party or a day stands."""
    if "follows" in place.line:
        return _facts(place, "yes_no")
    if place.line[:1] != ("from",):
        return ()
    return _clauses()(place) if place.here.around[1] == "exemption" else _clauses(tree.Grant)(place)


def _acts_or_groups(place: Cursor) -> Iterable[Suggestion]:
    return _listed(words.ATTESTATIONS) if "attested" in place.line else _ACTS


def _values(place: Cursor) -> Iterator[Suggestion]:
    """What may stand behind `is`, or in braces: options of the fact, the reading, the duty that is named before."""
    line = place.line
    at = max((at for at, word in enumerate(line) if word in {"is", "in"}), default=0)
    name, lead = (line[at - 1] if at else ""), (line[at - 2] if at > 1 else "")
    if lead == "reading":
        item = place.held.of("reading").get(name)
        options = item.options if isinstance(item, tree.Reading) else ()
        yield from (Suggestion(each.name.text, "value", each.text.value) for each in options)
    elif lead == "duty":
        yield from _plain(("done",) if line[0] == "given" else words.DUTY_STATUSES)
    elif lead == "approval":
        yield from _plain(words.APPROVAL_STATES if line[0] == "given" else ("held",))
    elif line[:1] == ("fact",):
        yield from _TYPES
    else:
        yield from _fact_values(place, name)


def _fact_values(place: Cursor, name: str) -> Iterator[Suggestion]:
    info, item = FACTS.get(name), place.held.of("fact").get(name)
    kind = info.type if info is not None else _type(item) if isinstance(item, tree.Fact) else ""
    own = item.type.words if isinstance(item, tree.Fact) else ()
    options = info.options if info is not None else tuple(word.text for word in own)
    if kind == "yes_no":
        yield from _plain(("yes", "no"))
    elif kind == "territory" or "territory" in options:
        yield from _CODES
    elif kind == "date":
        yield Suggestion("never", "value", "what the date is of did not happen")
    else:
        yield from _plain(options)
    yield from _parameters(place)


_AFTER: Final[Mapping[str, WordSource]] = {
    **dict.fromkeys(("may", "acts", "but"), lambda _: _ACTS),
    "for": _acts_or_groups,
    "must": _done_or_not_done,
    **dict.fromkeys(("after", "on_or_after", "earlier"), _dates),
    "before": lambda place: _dates(place) if _in_condition(place.line) else _ACTS,
    "is": _values,
    "in": lambda place: _values(place) if _in_condition(place.line) else _PLACES,
    "on": lambda place: _dates(place) if {"converts", "offers"} & {*place.line} else _PLACES,
    "to": lambda place: _VERBS if place.previous == "to" and "encouraged" in place.line else _listed(words.PARTIES),
    "of": _quantified,
    **dict.fromkeys(("under", "cases", "converts", "offers"), _blocks("license")),
    "extends": _blocks("license", "template"),
    "incorporates": _blocks("policy"),
    "from": _behind_from,
    "ends": _clauses(tree.Grant),
    "binds": lambda _: _listed(words.WITHOUT_A_COPY),
    **dict.fromkeys(("takes", "larger"), _numbers),
    **dict.fromkeys(("given", "asks", "implies", "most"), _facts),
    "meaning": lambda place: (*_listed(words.SUBJECTS), *_facts(place)),
    "approval": _clauses(tree.Gate),
    "duty": _clauses(tree.Duty, tree.Termination),
    "clause": _clauses(),
    "reading": _readings,
    **dict.fromkeys(("expect", "possible"), lambda _: _listed(words.VERDICTS)),
    "basis": lambda _: _plain(words.BASES),
    "reason": lambda _: _plain(words.NOT_GRANTED_REASONS),
    "assume": lambda _: _plain(("none", "safe", "standard")),
    "assumed": lambda _: _plain(("yes", "no")),
    "with": lambda place: _listed(words.ATTESTATIONS) if place.line[:1] == ("fact",) else (),
    "at": lambda place: (Suggestion(name, "value", "document") for name in place.held.documents),
    "part": lambda _: _plain(("weights", "code", "data")),
    **dict.fromkeys(("license", "template", "policy"), lambda place: [Suggestion(place.stem, "block")]),
}
"""What a name is that stands behind a word, or in a list that begins there."""


def names_at(place: Cursor) -> tuple[Suggestion, ...]:
    """The names that may be written at a place; nothing where any name would do."""
    line, lead = place.line, _lead(place.line)
    if _begins_operand(line):
        return tuple(_conditions(place))
    if "extends" in line and {"(", ","} & {place.previous}:
        return tuple(_parameters_of(place.lookup.base(place.block) if place.block else None))
    if line[:1] in {("replace",), ("remove",), ("relocate",)} and "{" not in line:
        return () if "at" in line else tuple(_inherited(place))
    return tuple(_AFTER[lead](place)) if lead in _AFTER else ()


def _lead(line: tuple[str, ...]) -> str:
    """The word of the line that says what stands here: the last one that says it of any name."""
    return next((word for word in reversed(line) if word in _AFTER), "")


def _in_condition(line: tuple[str, ...]) -> bool:
    return "when" in line or line[:1] == ("define",)


def _begins_operand(line: tuple[str, ...]) -> bool:
    """Whether a fact, define or measure stands here, alone or before what it is compared with."""
    opens = line[:1] == ("define",) and line[-1:] == ("{",) and line[-2:-1] != ("in",)
    return opens or (_in_condition(line) and line[-1] in {"when", "and", "or", "not", "("})
