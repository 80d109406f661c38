"""What a text says besides one that is known: names in the place of its holder, or words that are not its own."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from itertools import product
from typing import Final

from licensekit.identify.alignment import aligned, shingles
from licensekit.identify.copyright_lines import are_names, without_notices
from licensekit.identify.fingerprints import fingerprints, texts_of
from licensekit.identify.identification import Identification, Passage, TextKind, identify
from licensekit.identify.titles import titles
from licensekit.identify.words import ComparedWords, words_of

_MOST_NAMES: Final = 4
"""Places of names in one text."""
_HOLDERS: Final = tuple(
    f"{begin}{noun}"
    for begin in ("", "the ")
    for noun in ("copyright holder", "copyright holders", "copyright owner", "author", "authors", "organization")
)


def differs_in_names(text: str, told: Identification) -> bool:
    """Whether a text is a known one but for names in the places where that one speaks of its holder.

    With the holder in their place the words are, by their hash, those of the known text: nothing else is another there,
    no number, no country. The last full stop is easily lost, and makes no difference either, nor do the years of a
    notice that the known text has within its terms.
    """
    bare = without_notices(text)
    if bare != text:
        text, owners, told = bare, {each.owners for each in told.texts}, identify(bare)
        if told.kind in {TextKind.EXACT, TextKind.KNOWN_FORM}:
            return told.texts[0].owners in owners
    words, passages = words_of(text), sorted(told.passages)
    if told.kind is not TextKind.ALTERED or not 0 < len(passages) <= _MOST_NAMES:
        return False
    starts = [start for start in (0, *dict(titles(text, words))) if start <= passages[0].start]
    for instead in product(*(_fitting(passage, words) for passage in passages)):
        filled = [*words.compared]
        for passage, known in reversed([*zip(passages, instead, strict=True)]):
            filled[passage.start : passage.start + passage.added] = known
        if any(texts_of(filled[start:], None) for start in starts):
            return True
    return False


def _fitting(passage: Passage, words: ComparedWords) -> list[tuple[str, ...]]:
    """What the known text may have in the place of a passage."""
    if passage.added == 1 and passage.start == len(words.compared) - 1:
        return [(f"{words.compared[-1]}.",)]
    if years := _years(passage, words):
        return [years]
    is_name = passage.added and are_names(passage.text)
    return [each for each in _holders() if len(each) == passage.missing] if is_name else []


_SEAT: Final = "51 Franklin Street, Fifth Floor, Boston, MA 02110-1301 USA"
_FORMER_SEATS: Final = (
    r"(?:59 Temple Place,?(?: -)? Suite 330, Boston, MA 02111-1307|675 Mass Ave, Cambridge, MA 02139),?"
)
"""Where the Free Software Foundation, which the GNU licences name, sits and sat."""
_SAY_THE_SAME: Final = tuple(
    (re.compile(here.replace(" ", r"\s+"), re.IGNORECASE), known)
    for here, known in (
        (r"this permission notice \(including the next paragraph\) shall", "this permission notice shall"),
        (r"\bpurpose and non-infringement\b", "purpose and noninfringement"),
        (r"\bcopy, modify, and distribute this software\b", "copy, modify, and/or distribute this software"),
        (  # so the form of SPDX for BSD-3-Clause has it
            r"\bthe names? of the (?:authors?|contributors) may not be used to endorse\b",
            "neither the name of the copyright holder nor the names of its contributors may be used to endorse",
        ),
        (r"\bprovided by the authors? (?=[`'\"]*as is\b)", "provided by the copyright holders and contributors "),
        (
            r"\bin no event shall the authors? be liable for any direct\b",
            "in no event shall the copyright holder or contributors be liable for any direct",
        ),
        (
            r"\bthe name of the authors? nor the names of (?:its|other|any) contributors\b",
            "the name of the copyright holder nor the names of its contributors",
        ),
        (rf"\bInc\.,? {_FORMER_SEATS} USA(?= Everyone\b)", f"Inc., {_SEAT}"),
        (rf"\b{_FORMER_SEATS} USA\b\.?(?! Everyone\b)", f"{_SEAT}."),
        (r"\bsignature of Ty Coon, 1 April\b", "signature of Ty Coon>, 1 April"),
        (r"\bthe GNU Library General Public License instead\b", "the GNU Lesser General Public License instead"),
    )
)
"""Wordings that are met in place of a known text's own, and that one: who may do what, and owes what, is the same."""


def says_the_same(text: str, told: Identification) -> bool:
    """Whether a text is a known one but for wordings that say the same, and for names besides."""
    plain = text
    for here, known in _SAY_THE_SAME:
        plain = here.sub(known, plain)
    again = identify(plain)
    if plain == text or not {each.owners for each in again.texts} & {each.owners for each in told.texts}:
        return False
    return again.kind in {TextKind.EXACT, TextKind.KNOWN_FORM} or differs_in_names(plain, again)


_YEAR: Final = re.compile(r"(?:19|20)\d\d,?")


def _years(passage: Passage, words: ComparedWords) -> tuple[str, ...]:
    """Year after year, as many as the known text has, in the place of years of which there are more or fewer."""
    here = words.compared[passage.start : passage.start + passage.added]
    if not here or len(here) == passage.missing or not all(map(_YEAR.fullmatch, here)):
        return ()
    first, mark = int(here[0].rstrip(",")), here[-1][4:]
    return tuple(f"{first + at}{',' if at < passage.missing - 1 else mark}" for at in range(passage.missing))


@cache
def _holders() -> tuple[tuple[str, ...], ...]:
    """How texts of licences speak of their holder, as words that are compared."""
    return tuple(words_of(each).compared for each in _HOLDERS)


def beyond(text: str, licenses: Collection[str]) -> str:
    """The words of a text that none of the known texts of some licences has; notices of copyright are left out."""
    words = words_of(without_notices(text))
    given, own = shingles(words.compared), set[int]()
    for known in fingerprints():
        if any(owner.id in licenses for owner in known.owners):
            own |= {at for run in aligned(known, given).runs for at in range(run.given, run.given + run.length)}
    return " ".join(word for at, word in enumerate(words.written) if at not in own)
