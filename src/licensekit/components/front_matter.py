"""The front matter of a model card: YAML between two lines of `---` at the head of README.md. Needs the extra `label`.

As on the hub, blank lines may stand before it.

Nothing is constructed from it: only scalars of the topmost mapping are looked at, each with its place. So an alias is
not multiplied and no tag has an effect; what is deep, long or full of aliases is refused before a tree is made.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from licensekit.diagnostics import clipped

MOST_CHARACTERS: Final = 256 * 1024
_MOST_ALIASES: Final = 32
_MOST_EVENTS: Final = 50_000
_DEEPEST: Final = 16
_MOST_LISTED: Final = 1_000
_HEAD: Final = re.compile(r"\A(?:\s*---[ \t]*\n)(?P<yaml>.*?\n)??---[ \t]*(?:\n|\Z)", re.DOTALL)
_OPENED: Final = re.compile(r"\s*---[ \t]*\n")
_MERGE: Final = "tag:yaml.org,2002:merge"
_MERGES: Final = ("its front matter takes in the keys of another table", "write each key itself in the place of `<<`")
_NOTHING: Final = frozenset({"", "null", "~", "[]"})


def key_seen(key: str) -> str:
    """A key without what the eye does not tell apart, or hardly: case, width, hyphens, and what is not shown."""
    seen = "".join(each for each in unicodedata.normalize("NFKC", key) if unicodedata.category(each) != "Cf")
    return seen.strip().casefold().replace("-", "_")


class CardScalar(NamedTuple):
    """A text that a key has, or one of a list of them, and where it stands in the card."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class CardEntry:
    """A key with its texts; what is no text is left out of them."""

    key: str
    scalars: tuple[CardScalar, ...]
    start: int
    is_plain: bool
    """Whether its value is a text, or a list of texts of which each is there."""

    @property
    def end(self) -> int:
        """Where the key ends."""
        return self.start + len(self.key)


class TagSaid(NamedTuple):
    """What one of a card's `tags` says: a licence, data, a base and how it is made from that; else what it is."""

    what: Literal["license", "base", "dataset", "tag"]
    text: str
    made: str = ""


class CardProblem(NamedTuple):
    """What cannot be read of a front matter: why, what to do, and where."""

    why: str
    mend: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class FrontMatter:
    """What a card says before its text begins. A key that is written twice is there twice."""

    entries: tuple[CardEntry, ...] = ()
    problem: CardProblem | None = None
    end: int = 0
    """Where the text of the card begins."""

    def texts(self, key: str) -> tuple[str, ...]:
        """What a key says."""
        return tuple(each.text for entry in self.entries if entry.key == key for each in entry.scalars)

    @property
    def tagged(self) -> tuple[TagSaid, ...]:
        """What its tags say."""
        return tuple(map(said_by_tag, self.texts("tags")))


def said_by_tag(tag: str) -> TagSaid:
    """What a tag says, as the hub writes them.

    >>> said_by_tag("base_model:quantized:acme/base")
    TagSaid(what='base', text='acme/base', made='quantized')
    """
    kind, _, rest = tag.partition(":")
    if kind in {"license", "dataset"} and rest.strip():
        return TagSaid("license" if kind == "license" else "dataset", rest.strip())
    if kind == "base_model" and rest.strip(": "):
        made, _, base = rest.rpartition(":")
        return TagSaid("base", base.strip(), made.strip())
    return TagSaid("tag", tag)


def front_matter(text: str) -> FrontMatter:
    """What the front matter of a card says; nothing where there is none."""
    head = _HEAD.match(text)
    if head is None:
        unclosed = CardProblem("its front matter has no end", "close it with a line of `---`")
        return FrontMatter(problem=unclosed if _OPENED.match(text) else None)
    entries, problem = yaml_entries(head["yaml"] or "", head.start("yaml"), "front matter")
    return FrontMatter(entries, problem, head.end())


def yaml_entries(text: str, begin: int = 0, what: str = "text") -> tuple[tuple[CardEntry, ...], CardProblem | None]:
    """The topmost keys of a YAML text that begins at a place of its file, with what cannot be read of it."""
    import yaml  # type: ignore[import-untyped] # noqa: PLC0415 - of the extra `label`

    if len(text) > MOST_CHARACTERS:
        return (), CardProblem(f"its {what} has more than {MOST_CHARACTERS:_} characters", "say less there")
    try:
        _bounded(text, yaml)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as problem:
        mark = getattr(problem, "problem_mark", None)
        at = begin + min(mark.index if mark else 0, len(text))
        why = f"its {what} is no YAML that is read here: {getattr(problem, 'problem', None) or problem}"
        return (), CardProblem(clipped(why, 200), "write plain keys and values there", at, at + 1)
    if not isinstance(root, yaml.MappingNode):
        return (), None
    merged = next((begin + key.start_mark.index for key, _ in root.value if key.tag == _MERGE), None)
    unread = None if merged is None else CardProblem(*_MERGES, merged, merged + len("<<"))
    return tuple(_entry(key, value, begin) for key, value in root.value), unread


def _entry(key: Any, value: Any, begin: int) -> CardEntry:
    nodes = value.value if value.id == "sequence" else [value]
    is_plain = len(nodes) <= _MOST_LISTED and all(each.id == "scalar" for each in nodes)
    scalars = tuple(_scalars(nodes[:_MOST_LISTED], begin))
    return CardEntry(str(key.value), scalars, begin + key.start_mark.index, is_plain)


def _scalars(nodes: list[Any], begin: int) -> Iterator[CardScalar]:
    for each in nodes:
        if each.id == "scalar" and (text := str(each.value).strip()) not in _NOTHING:
            start = begin + each.start_mark.index
            yield CardScalar(text, start, begin + max(each.end_mark.index, each.start_mark.index + 1))


def _bounded(text: str, yaml: Any) -> None:
    """Raises ValueError for what is too deep, too long, or has too many aliases; a tree of it is never made."""
    aliases = depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if aliases > _MOST_ALIASES or depth > _DEEPEST or number > _MOST_EVENTS:
            raise ValueError(f"more than {_MOST_ALIASES} aliases, {_DEEPEST} levels or {_MOST_EVENTS} parts")
