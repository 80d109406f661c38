"""A text as the words that are compared, by the matching guidelines of SPDX, each with its line.

What is left out is a closed list: spaces, quotation marks, brackets, dashes and the marks of layout. Every other
character is a word or belongs to one, so that nothing that stands in a text is overlooked (docs/identify.md).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from licensekit.identify.copyright_lines import NoticeReader

_QUOTES: Final = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f`'
_DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015"
_BRACKETS: Final = "()[]{}<>\u3010\u3011\u300a\u300b"
_EMPHASIS: Final = "*_"
_LAYOUT: Final = "#|/\\\u2022\u00b7\u25cf\u25e6\u25aa\u2023"
_UNSEEN: Final = dict.fromkeys("\u00ad\u200b\u2060\ufeff", "")
"""Soft hyphen, zero-width space, word joiner, byte order mark: a reader sees the same with and without them."""
_APOSTROPHES: Final = "\u2018\u2019\u201b\u02bc\u00b4"
_CHINESE_MARKS: Final = dict(zip("\u3002\uff0c\uff1b\uff1a\uff01\uff1f\u3001", ".,;:!?,", strict=True))
_LIGATURES: Final = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_FULL_WIDTH: Final = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}


def _folding() -> dict[int, str]:
    """What each character is taken for, where it is not taken for itself."""
    signs = {**dict.fromkeys(_BRACKETS + _DASHES + _LAYOUT, " "), **dict.fromkeys(_QUOTES + _EMPHASIS, "")}
    wide = {sign: signs.get(narrow, narrow) for sign, narrow in _FULL_WIDTH.items()}
    apostrophes = dict.fromkeys(_APOSTROPHES, "'")
    return str.maketrans({**wide, **_LIGATURES, **signs, **apostrophes, **_CHINESE_MARKS, "\u00a9": " c "})


_FOLDED: Final = _folding()
_FOLDS: Final = re.compile(f"[{re.escape(''.join(map(chr, _FOLDED)))}]")
_ONE_A_WORD: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_LETTERS: Final = rf"[^\W\d_{_ONE_A_WORD}]+"
_WORD: Final = re.compile(
    rf"(?:{_LETTERS}(?:'{_LETTERS})*|\d+(?:[.,:]\d+)*|[{_ONE_A_WORD}]|[^\s'.,;:!?])[.,;:!?]*|[.,;:!?]+"
)
"""A word, a number with the marks inside it, or any other sign; and the marks that follow it at once."""
_SEPARATOR: Final = re.compile(r"[\s#*/;%>|]*([-=*_#~+.])(?: ?\1){2,}[\s*/#|]*")
_COMMENT: Final = re.compile(r"\s*[;%]+")
_HIDES: Final = re.compile(
    r"<!--|-->|~~|\[-|-\]|\{[-#]|[-#]\}|^\[//\]:|[<>]=?(?=\s*[\d$\u20ac\u00a3\u00a5])|<(?=[\s=])|(?<=\w\s)>(?=[\s=])"
)
"""What keeps words from whoever reads the page as it is shown, marks them as taken out, or compares a number: here it
is a word itself."""
_WITHIN: Final = rf"[*{_QUOTES}]"
_RECKONS: Final = re.compile(rf"(?<=\d){_WITHIN}+(?=[.,]?\d)|(?<=\S)[^\S\n]+[{_DASHES}](?=\d)")
"""Signs within a number and a minus before one, which make it another: no emphasis, quotation or bullet stands so."""
_AS_WORDS: Final = str.maketrans("<>~[*-#", "\u227a\u227b\u2248\u2291\u229b\u2296\u2317")
_AS_SIGNS: Final = {chr(sign): chr(bracket) for bracket, sign in _AS_WORDS.items()}
_LONGEST_SEPARATOR: Final = 250
_MARKS: Final = ".,;:!?"

_SPELLINGS: Final = (
    "acknowledgement acknowledgment,analog analogue,analyze analyse,artifact artefact,authorization authorisation,"
    "authorized authorised,caliber calibre,canceled cancelled,capitalizations capitalisations,catalog catalogue,"
    "categorize categorise,center centre,emphasized emphasised,favor favour,favorite favourite,fulfill fulfil,"
    "fulfillment fulfilment,initialize initialise,judgement judgment,labeling labelling,labor labour,license licence,"
    "maximize maximise,modeled modelled,modeling modelling,offense offence,optimize optimise,organization organisation,"
    "organize organise,practice practise,program programme,realize realise,recognize recognise,signaling signalling,"
    "sublicense sublicence,utilization utilisation,while whilst,wilfull wilful,http https"
)
"""The words that SPDX takes for the same, and its guideline on http."""
_SPELT: Final = {other: one for one, other in (pair.split() for pair in _SPELLINGS.split(","))}
_IN_TWO: Final = {
    ("non", "commercial"): "noncommercial",
    ("per", "cent"): "percent",
    ("sub", "license"): "sublicense",
    ("copyright", "holder"): "copyright holder",
    ("copyright", "owner"): "copyright holder",
}
"""Pairs that are written as one word too."""
_FIRST_HALVES: Final = frozenset(first for first, _ in _IN_TWO)


class TextLine(NamedTuple):
    """A line of a text: its number, counted from 1, and what stands there."""

    number: int
    text: str


@dataclass(frozen=True)
class ComparedWords:
    """The words of a text in order, as they are compared and as they are written, and the lines set aside."""

    compared: tuple[str, ...]
    written: tuple[str, ...]
    lines: tuple[int, ...]
    """The number of the line on which each word stands."""
    set_aside: tuple[TextLine, ...]
    """NoticeReader of copyright: whose the text is, and nothing else."""

    def quoted(self, start: int, end: int) -> str:
        """The words from one place to another as they are written."""
        return _replaced(" ".join(self.written[start:end]), _AS_SIGNS)


def words_of(text: str) -> ComparedWords:
    """The words of a text. Case, spaces and the spellings that SPDX lists make no difference; marks do."""
    notices, spelt = NoticeReader(), _Spelt()
    compared, written, lines, aside = list[str](), list[str](), list[int](), list[TextLine]()
    kept = list[str]()
    for number, line in enumerate(lines_of(text), 1):
        is_notice = notices.holds(line)
        if is_notice:
            aside.append(TextLine(number, line.strip()))
        kept.append("" if is_notice else _read(line))
    for number, line in enumerate(_folded("\n".join(kept)).split("\n"), 1):
        comment = _COMMENT.match(line)
        words = _WORD.findall(line[comment.end() :] if comment else line)
        written += words
        lines += [number] * len(words)
    compared = [spelt[word] for word in written]
    for at in reversed([at for at, word in enumerate(compared) if word in _FIRST_HALVES]):
        second = compared[at + 1] if at + 1 < len(compared) else ""
        whole = _IN_TWO.get((compared[at], second.rstrip(_MARKS)))
        if whole:
            compared[at : at + 2] = [whole + second[len(second.rstrip(_MARKS)) :]]
            written[at : at + 2] = [f"{written[at]} {written[at + 1]}"]
            del lines[at + 1]
    return ComparedWords(tuple(compared), tuple(written), tuple(lines), tuple(aside))


class _Spelt(dict[str, str]):
    """Each word in small letters and in one spelling."""

    def __missing__(self, word: str) -> str:
        bare = word.lower().rstrip(_MARKS)
        self[word] = spelt = _SPELT.get(bare, bare) + word[len(word.rstrip(_MARKS)) :]
        return spelt


def lines_of(text: str) -> list[str]:
    """The lines of a text, without what nobody sees, and with characters composed where they can be."""
    composed = text if text.isascii() else unicodedata.normalize("NFC", _replaced(text, _UNSEEN))
    return composed.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _replaced(text: str, signs: Mapping[str, str]) -> str:
    """A text with a few signs replaced; to look each of them up is faster than to look up every letter."""
    for sign, instead in signs.items():
        text = text.replace(sign, instead)
    return text


def _read(line: str) -> str:
    """A line in which what hides words is a word itself; nothing of one that only separates."""
    is_text = line.lstrip()[:1].isalnum()
    if not is_text and len(line) <= _LONGEST_SEPARATOR and _SEPARATOR.fullmatch(line):
        return ""
    if any(sign in line for sign in ("<", ">", "~", "//", "[-", "-]", "{", "}")):
        return _HIDES.sub(_as_a_word, line)
    return line


def _folded(text: str) -> str:
    """Lines in which each sign is what it is taken for."""
    read = _RECKONS.sub(_as_reckoning, text)
    # of a text with other letters in it, looking up the few signs is faster than looking up every letter
    return read.translate(_FOLDED) if read.isascii() else _FOLDS.sub(lambda sign: _FOLDED[ord(sign.group())], read)


def _as_reckoning(sign: re.Match[str]) -> str:
    return f" {('-' if sign.group()[0].isspace() else '*').translate(_AS_WORDS)} "


def _as_a_word(hiding: re.Match[str]) -> str:
    return f" {hiding.group().translate(_AS_WORDS)} "
