"""The outline of a licence text: its labels, and a fingerprint of what each one labels. No wording.

`¶3` counts paragraphs that carry no label, after the title and the copyright lines; numbered labels are those
printed in the text (`1.b.i(A)`, `III.3(b)`, `Exhibit A 12`); list items without a number count from 1; the
`preamble` is what stands before the first label.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, NoReturn, TypeAlias

from licensekit.catalogue.labels import PrintedLabel, labelled, runs_inside, style_of
from licensekit.json_keys import each_once, not_too_deep
from licensekit.model.license import License

LabelPath: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The labels of one text. `places` holds the fingerprint of each labelled paragraph or item, by its path."""

    sha256: str
    places: Mapping[str, str]

    def has(self, path: LabelPath) -> bool:
        """Whether this is the path of a label."""
        return ".".join(path) in self.places

    def children(self, path: LabelPath) -> tuple[str, ...]:
        """The labels directly below a path (of the empty path: the topmost ones), in the order of the text."""
        before = "".join(f"{part}." for part in path)
        depth = len(path) + 1
        return tuple(
            key for key in self.places if key.startswith(before) and key.count(".") + 1 == depth and ":" not in key
        )

    def as_json(self) -> dict[str, Any]:
        """The form in which an outline is stored."""
        return {"sha256": self.sha256, "places": dict(self.places)}


class Paragraph(NamedTuple):
    """A paragraph or list item: how far it is indented, and its text on one line."""

    indent: int
    text: str


def build_outline(data: bytes) -> Outline:
    """The outline of a text, from its bytes: the fingerprint is that of the file as it is."""
    return Outline(hashlib.sha256(data).hexdigest(), _places(data).hashed())


def places_shown(data: bytes) -> Iterator[tuple[str, str]]:
    """Each place of a reader's own text as a locator names it, with its first words. Nothing of this is stored."""
    written = _places(data).written
    for path, texts in written.items():
        words = texts[0] if len(texts[0]) <= _SHOWN else f"{texts[0][:_SHOWN].rpartition(' ')[0]} …"
        heading, _, item = path.partition(".")
        if not heading.startswith("heading:"):
            yield path, words
        elif item:  # numbers that begin anew under a heading
            yield f"{written[heading][0]}, item {item}", words
        else:
            yield texts[0], ""


_SHOWN: Final = 60


def _places(data: bytes) -> _Texts:
    text = data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    builder = _Builder()
    for paragraph in paragraphs(text):
        builder.add(paragraph)
    return builder.places()


# --- paragraphs ------------------------------------------------------------------------------------------

_LONG_LINE: Final = 160
_MARKUP: Final = re.compile(r"^(?:>\s*)*#{1,6}\s+|[*_]{2,}|\\(?=[.()#*_-])")
_TAB: Final = 4
_BOX: Final = re.compile(r"^\*(?P<inside>[\s*-]*|\s.*\s)\*$")
"""A line of a box that is drawn with asterisks: what stands inside it, or nothing where it is a frame."""


def outlines_for(license: License, texts: Iterable[bytes]) -> dict[str, Outline]:
    """The outline of each document of a licence whose text is among these: told by its fingerprint."""
    by_hash = {hashlib.sha256(text).hexdigest(): text for text in texts}
    return {text.name: build_outline(by_hash[text.sha256]) for text in license.texts if text.sha256 in by_hash}


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Paragraphs and list items of a text, wrapped or one to a line, with light markup taken away."""
    one_a_line = any(len(line) > _LONG_LINE for line in text.split("\n"))
    gathered: list[str] = []
    indent = 0
    for raw in [*text.split("\n"), ""]:
        line = raw.expandtabs(_TAB)
        box = _BOX.match(line.strip())
        bare = _MARKUP.sub("", box["inside"].strip(" *-") if box else line.strip()).strip()
        if gathered and (not bare or one_a_line or _begins_item(bare, gathered)):
            yield Paragraph(indent, " ".join(gathered))
            gathered = []
        if bare:
            if not gathered:
                indent = len(line) - len(line.lstrip())
            gathered.append(bare)


_BEFORE_ITEM: Final = re.compile(r"(?:[.;:,\u2014-]|\b(?:and|or))$")


def _begins_item(line: str, block: list[str]) -> bool:
    """Whether a line inside a wrapped block begins an item, and is not the rest of a sentence (`section 2. of`)."""
    label = labelled(line)
    if label is None or label.is_heading:
        return False
    if line.startswith("("):  # inside a paragraph such a list is found by `runs_inside`
        return block[0].startswith("(") and labelled(block[0]) is not None
    return bool(_BEFORE_ITEM.search(block[-1]))


# --- building --------------------------------------------------------------------------------------------

_FRONT: Final = 6
_COPYRIGHT: Final = re.compile(
    r"(?:copyright(?:\s+notice)?[\s:]*(?:\(c\)|©|by\b|[\[<{(]?(?:[0-9]{4}|year|yyyy)|[^\n]*\b[0-9]{4}\b)|©|\(c\)\s)",
    re.IGNORECASE,
)
"""How a line of copyright begins: with a sign, a year, or whose it is. `Copyright License` is a heading."""
_SHORT: Final = 90
_ENDS: Final = (".", ";", ":", ",", "!", "?", "”", '"', ")")


def is_heading(text: str) -> bool:
    """Whether a paragraph without a label is a title: short, and no sentence."""
    return len(text) <= _SHORT and not text.endswith(_ENDS) and text[:1].upper() == text[:1]


class _Level(NamedTuple):
    label: PrintedLabel
    indent: int
    parts: LabelPath
    """The label as a path names it."""


@dataclass
class _Builder:
    """Reads paragraphs in order, and keeps the labels under which the current one stands."""

    seen: list[Paragraph] = field(default_factory=list)

    def add(self, paragraph: Paragraph) -> None:
        self.seen.append(paragraph)

    def places(self) -> _Texts:
        texts = _Texts()
        body = self.seen[_front(self.seen) :]
        labels = [labelled(each.text) for each in body]
        first = next((index for index, label in enumerate(labels) if label is not None), len(body))
        stack: list[_Level] = []
        root: LabelPath = ()
        heading, counted, follows = "", 0, False
        for index, (each, label) in enumerate(zip(body, labels, strict=True)):
            if label is not None:
                above = _above(stack, label, each.indent)
                if heading and not above and stack and label.is_first and stack[0].label.number > 1:
                    root = (heading,)  # numbers begin anew under a heading: another document in the same file
                before = stack[len(above)] if len(stack) > len(above) else None
                stack = [*above, _level(before, label, each.indent, follows=follows)]
                _put_first(texts, (*root, *_path(stack)), stack[-1].label)
                texts.put((*root, *_path(stack)), each.text)
                _put_inside(texts, (*root, *_path(stack)), each.text[label.length :])
                heading = ""
            elif is_heading(each.text):
                heading = heading_key(each.text)
                texts.put((heading,), each.text)
            else:
                counted += 1
                at = ("preamble",) if index < first < len(body) else (*root, *_path(stack))
                for path in ((f"¶{counted}",), at):
                    if path:
                        texts.put(path, each.text)
                        _put_inside(texts, path, each.text)
            follows = label is not None
        return texts


def _front(seen: list[Paragraph]) -> int:
    """How many paragraphs the title and the copyright lines take; one beneath the terms is none of them."""
    last_copyright = 0
    for index, each in enumerate(seen[:_FRONT]):
        if _COPYRIGHT.match(each.text):
            last_copyright = index + 1
        elif labelled(each.text) is not None:
            break
    if 0 < last_copyright < len(seen):
        return last_copyright
    count = 0
    while count < len(seen) and (is_heading(seen[count].text) and labelled(seen[count].text) is None):
        count += 1
    return count


def _path(stack: Iterable[_Level]) -> LabelPath:
    return tuple(part for level in stack for part in level.parts)


def _above(stack: list[_Level], label: PrintedLabel, indent: int) -> list[_Level]:
    """The levels under which a new label stands: those above the level that it continues."""
    if label.is_heading or label.style == "dotted" or (stack and _next_chapter(stack[0].label, label)):
        return []
    same = [i for i, level in enumerate(stack) if level.label.style == label.style or level.label.precedes(label)]
    following = [i for i in same if stack[i].label.precedes(label)]
    beside = [i for i in same if abs(stack[i].indent - indent) <= 1]
    both = [i for i in following if i in beside]
    if both:
        return stack[: both[-1]]
    deeper = bool(stack) and indent > stack[-1].indent + 1
    if (label.is_first and (not same or deeper or not beside)) or (deeper and not beside and not following):
        return stack
    if following:
        return stack[: following[-1]]
    if beside:
        return stack[: beside[-1]]
    return stack[: same[0]] if same else stack


def _next_chapter(top: PrintedLabel, label: PrintedLabel) -> bool:
    """`2.` after `1.3`."""
    return top.style == "dotted" and label.style == "digit" and int(top.parts[0]) + 1 == label.number


def _level(before: _Level | None, label: PrintedLabel, indent: int, *, follows: bool) -> _Level:
    """The label as its list has it: `i` after `h` is a letter, and a bullet is its number in the list.

    A number that does not go on from the item that it `follows`, with nothing between them, is counted on, as
    Markdown shows it: 1, 1, 2 are 1, 2, 3.
    """
    if label.style == "bullet":
        number = before.label.number + 1 if before is not None and before.label.style == "bullet" else 1
        label = label._replace(parts=(str(number),))
    elif before is not None and before.label.style != label.style and before.label.precedes(label):
        label = label.as_style(before.label.style)
    elif before is not None and follows and before.label.style == label.style == "digit" and before.indent == indent:
        number = max(label.number, int(before.parts[-1]) + 1)
        return _Level(label, indent, (str(number),))
    return _Level(label, indent, label.parts)


class _Texts:
    """What each path labels, in the order of the text."""

    def __init__(self) -> None:
        self.written: dict[str, list[str]] = {}

    def put(self, path: LabelPath, text: str) -> None:
        self.written.setdefault(".".join(path), []).append(" ".join(text.split()))

    def hashed(self) -> dict[str, str]:
        digests = {path: _fingerprint("\n".join(texts)) for path, texts in self.written.items()}
        for path, digest in list(digests.items()):  # numbering that runs on through sections is quoted without them
            section, _, rest = path.partition(".")
            if section.startswith("section-"):
                digests.setdefault(rest or section.removeprefix("section-"), digest)
        return digests


def _put_inside(texts: _Texts, path: LabelPath, text: str) -> None:
    """Items that run on inside a paragraph: `(a) …; and (b) …`."""
    for label, part in runs_inside(text):
        below = (*path, label)
        texts.put(below, part)
        _put_inside(texts, below, part)


def _put_first(texts: _Texts, path: LabelPath, label: PrintedLabel) -> None:
    """The first item of a list of which the second begins a line, where it runs on inside the paragraph above."""
    above = path[:-1]
    first = next((word for word in ("1", "i", "a", "A") if style_of(word) == label.style), "")
    if label.number == 2 and first and ".".join((*above, first)) not in texts.written:
        _, mark, text = "\n".join(texts.written.get(".".join(above), ())).partition(f" ({first}) ")
        if mark:
            texts.put((*above, first), text)


def heading_key(text: str) -> str:
    """The key of a heading: a fingerprint, for an outline holds no wording."""
    plain = " ".join(re.sub(r"[^\w ]+", " ", text.casefold()).split())
    return f"heading:{_fingerprint(plain)}"


def _fingerprint(text: str) -> str:
    """The first digits of a SHA-256: enough to see that a text has changed."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# --- stored outlines -------------------------------------------------------------------------------------


def to_json(outlines: Mapping[str, Outline]) -> str:
    """The file beside a licence: one outline for each document, by its name."""
    stored = {"documents": {name: outline.as_json() for name, outline in sorted(outlines.items())}}
    return json.dumps(stored, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


def _twice(key: str) -> NoReturn:
    raise ValueError(f"`{key}` is written twice")


def from_json(text: str) -> dict[str, Outline]:
    """The outlines of a stored file, by document. Raises ValueError where it is none."""
    try:
        documents = json.loads(not_too_deep(text), object_pairs_hook=each_once(_twice))["documents"]
        return {
            str(name): Outline(str(each["sha256"]), {str(key): str(value) for key, value in each["places"].items()})
            for name, each in documents.items()
        }
    except (KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise ValueError(f"this is no outline: {problem}") from problem
