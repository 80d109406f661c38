"""Lines of copyright, told from terms: whose a text is, in names alone, is set aside; whatever says more stays.

The only mistake allowed is to leave a notice among the terms. So a line is set aside if each of its words can belong to
a name and none begins as words of terms do. What is set aside is told with the answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

_SIGN: Final = r"(?:copyright|\u00a9|\(c\))"
_NOTICE: Final = re.compile(
    rf"(?:(?:some\s+)?portions\s+)?(?P<sign>{_SIGN}(?:[\s:,]*{_SIGN})*)[\s:,]*(?P<rest>.*)",
    re.IGNORECASE,
)
_YEARS: Final = re.compile(
    r"(?:\d{4}|present|now|to|[\s,\-\u2013/]|[\[<{(]?\$?[\[<{(](?:years?|yyyy|xxxx|\d{4})[\]>})]|\b(?:year|yyyy)\b)+"
    r"(?![\w.])",
    re.IGNORECASE,
)
_RESERVED: Final = re.compile(r"(?:^|[\s.,;]+)all rights reserved[.,]?\s*$", re.IGNORECASE)
_SEE: Final = re.compile(
    r"\(?\bsee (?:the )?(?:file )?authors(?:\.\w{2,3})?(?: file)?(?: for more information)?\)?", re.IGNORECASE
)
_ALONE: Final = re.compile(r"all rights reserved\.?", re.IGNORECASE)
_AROUND: Final = " \t\f*/#;%>|-"
"""What stands around a line that is a comment or an item."""
_MOST_WORDS: Final = 16
_LONGEST: Final = 400
_TITLE_WORDS: Final = 8
_SIGNS: Final = "()[]<>{}$\"'\u2018\u2019\u201c\u201d,"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BLANKS: Final = _set(
    "a author authors company copyright date dates email first from full fullname holder holders insert licensor name "
    "names of or organization owner owners project publication the to year years your xxxx yyyy"
)
"""What templates have in brackets for a holder who is still to be named."""
_PARTICLES: Final = _set(
    "a al and at affiliates authors by com contributors d da das dba de del den der des developers di do dos dot "
    "du e et for individual its la le other others of or original present project respective subsidiaries team "
    "the to und van von y"
)
"""Small words of names."""
_MAKERS: Final = _set("authors contributors developers maintainers project team")
"""Before these a project may be called in small letters."""
_SHORTENED: Final = _set("ag bv co corp dept dr gmbh inc jr kg llc llp lp ltd nv plc prof pte pty sa sr st univ v")
"""What ends with a full stop in a name."""
_NAME: Final = re.compile(r"[A-Z0-9\u00c0-\u00de\u0100-\u024f][\w.&'\u2019+@/-]*|&|\+")
_HANDLE: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,38}")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.|mailto:)?[\w.+@/%~:-]*[.@][\w.+@/%~:-]+", re.IGNORECASE)
_LATIN: Final = re.compile(r"[\x20-\x7e\u00a9\u00c0-\u024f\u2013\u2014\u2018\u2019\u201c\u201d]*")
"""Other scripts have no capitals to tell a name by."""
_TERM: Final = re.compile(
    r"(?:non|dis|un|pre|re|sub)?(?:licen[cs]|permi[ts]|prohib|forb[ia]d|restrict|requir|commerc|allow|agree|consent"
    r"|approv|authori[sz]|grant|condition|exclu|except|revo[ck]|terminat|expir|royalt|purchas|warrant|liab|weapon|militar"
    r"|lawful|legal|oblig|compl[iy]|void|distribut|modif|cop(?:y|ies|ied)|sell|sale|sold|host|deploy|train)"
    r"|us(?:e[sdr]?|ers|ing|age)$|need|pay|fees?$|charg|revenue|contact|obtain|must|cannot"
    r"|only|sole|never|no(?:t|ne|n)?$|without|unless|until|subject|terms?$|under$|over$|up$|above|below|more|less|than"
    r"|if$|when|where|after|before|within|per$|percent|[mb]illion|thousand|hundred|provid|hereby|limit(?!ed$)|refus"
    r"|den(?:y|ied)|ban(?:s|ned)?$|stop$|ask$|see$|read$|follow|attribut|credit|notice|free(?:ly)?$|open$"
    r"|public(?:ly)?$|private(?:ly)?$|everyone|anyone|nobody|purpose|rights?$|reserv|evaluat|trial|proprietary|confiden"
    r"|secret|(?:in)?eligib|internal|personal|academic|(?:you|yours?|we|our|they|their|who|which|that|this|these|those|any|all"
    r"|each|every|be|is|are|was|has|have|but|apply|applies)$",
    re.IGNORECASE,
)
"""How the words of terms begin, though some names have one too."""

_FOR_WHAT: Final = re.compile(
    r"\bfor\s+(?:\S+\s+)?(?:business|education|profit|research|stud(?:y|ies)|teaching|test\w*|work)\b", re.IGNORECASE
)
"""An institute may be for intelligent systems; what is for research may be the text."""


class NoticeReader:
    """Reads lines in order, and says which are notices of copyright."""

    def __init__(self) -> None:
        self._begins = True
        """Whether a paragraph begins, where alone a notice stands: within one, it may be the rest of a sentence."""
        self._goes_on = self._after_notice = False

    def holds(self, line: str) -> bool:
        """Whether the next line is a notice, and nothing but one."""
        bare = line.strip(_AROUND)
        if not bare:
            self._begins, self._goes_on = True, False
            return False
        is_notice = len(bare) <= _LONGEST and (
            (self._begins and is_notice_line(bare))
            or (self._goes_on and are_names(bare))
            or (self._after_notice and _ALONE.fullmatch(bare) is not None)
        )
        is_title = self._begins and len(bare.split()) <= _TITLE_WORDS and bare[-1] not in ".,;:"
        self._goes_on = is_notice and bare.casefold().endswith((",", " and"))
        self._after_notice = is_notice
        self._begins = is_notice or is_title
        return is_notice


def is_notice_line(line: str) -> bool:
    """Whether a line says whose the text is, and no more."""
    notice = _NOTICE.fullmatch(line)
    if notice is None or _LATIN.fullmatch(line) is None:
        return False
    sign, rest = notice["sign"].casefold(), notice["rest"]
    years = _YEARS.match(rest)
    if years is not None:
        return are_names(rest[years.end() :])
    if sign == "(c)":  # a label of a list
        return False
    is_signed = "\u00a9" in sign or "(c)" in sign or re.match(r"by\b|\$?[\[<{]", rest, re.IGNORECASE) is not None
    return is_signed and are_names(rest)


def are_names(rest: str) -> bool:
    """Whether each of some words can belong to names, and none to terms."""
    names = _SEE.sub("", _RESERVED.sub("", rest)).replace("](", "] (").split()
    if _FOR_WHAT.search(rest):
        return False
    has_blanks = any(bracket in rest for bracket in "[<{$")
    return len(names) <= _MOST_WORDS and all(
        _is_of_a_name(
            word,
            is_last=at == len(names) - 1,
            is_called=len(names) == 1 or (names[at + 1 : at + 2] != [] and names[at + 1].strip("().,") in _MAKERS),
            has_blanks=has_blanks,
        )
        for at, word in enumerate(names)
    )


_ALSO_NAMES: Final = re.compile(
    r"\b(?:Grant|Free|Open|Public|Read|Sale|Sells|Sellers|Mustafa|Mustermann|Payne|Payton|Needham|Hostetler|Trainor)\b"
)
"""Words that begin as those of terms do, and that people and foundations are called by."""


_OF_WHICH: Final = re.compile(
    r"\s*\((?:the original version|v(?:ersions?|\.)?\s*\d[\w.]*(?:-v?\d[\w.]*)?(?: and (?:later|earlier))?)\)",
    re.IGNORECASE,
)
"""Which versions a holder wrote, as stands behind the names."""


def without_notices(text: str) -> str:
    """A text without the lines that are notices if words such as `Grant` are names there, and versions say nothing.

    Only for what is no verdict: `identify` keeps them among the terms.
    """
    lines = text.split("\n")
    named = (_OF_WHICH.sub("", _ALSO_NAMES.sub("Name", line)).strip(_AROUND) for line in lines)
    return "\n".join("" if is_notice_line(bare) else line for bare, line in zip(named, lines, strict=True))


def limits(text: str, allowed: Collection[str]) -> bool:
    """Whether a text has words as terms have them, besides some in small letters that are allowed."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return _FOR_WHAT.search(text) is not None or any(_TERM.match(word) for word in words if word not in allowed)


def _is_of_a_name(word: str, *, is_last: bool, is_called: bool, has_blanks: bool) -> bool:
    bare = word.strip(_SIGNS)
    if is_last:
        bare = bare.rstrip(_SIGNS + ".")
    name = bare.rstrip(".;:!?")
    letters = name.casefold().replace(".", "")
    if has_blanks and letters in _BLANKS:
        return True
    if any(_TERM.match(part) for part in re.findall(r"[^\W\d_]+", bare)):
        return False
    if bare != name and not is_last:  # a sentence may end here, and another begin
        is_shortened = bare == f"{name}." and (letters in _SHORTENED or len(name) == 1 or "." in name)
        if not is_shortened:
            return False
    if not name or letters in _PARTICLES:
        return True
    return any(form.fullmatch(name) for form in (_NAME, _ADDRESS)) or (
        is_called and _HANDLE.fullmatch(name) is not None
    )
