"""Fingerprints of the encoded texts: licenses/fingerprints.bin, by `python scripts/fingerprints.py TEXTS`.

TEXTS is a folder with the texts, by whatever names: each is told by the SHA-256 that a licence of the catalogue names.
Besides, a dated form that `licenses/names.tsv` has, that is not encoded and shares a name with one that is, is taken in
from `ID.txt`. No word of a text is stored. Prints what is missing; then, and only then, exit status 1.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from licensekit.catalogue import shelf
from licensekit.catalogue.loading import load, load_policy
from licensekit.catalogue.name_table import dated_forms, entries
from licensekit.identify.fingerprints import FILE, Fingerprint, TextOwner, fingerprint, packed
from licensekit.identify.reading import decoded
from licensekit.identify.titles import titles
from licensekit.identify.words import words_of

INDEX: Final = Path(__file__).parent.parent / "licenses" / FILE
_END: Final = ("end", "of", "terms", "and", "conditions")
_NUMBER: Final = re.compile(r"^[ \t]*\(?(?P<number>\d{1,3})[.)][ \t]+", re.MULTILINE)
_HOW: Final = ("how", "to", "apply")
"""What is extraneous by SPDX's guideline (annex B.13): how to apply the licence, behind the line that ends the terms.

Whatever else stands there, such as restrictions of use, is part of the terms.
"""


def owners_by_text() -> dict[str, list[TextOwner]]:
    """Whose text each SHA-256 is, in the order of the families of licences."""
    owners: dict[str, list[TextOwner]] = {}
    licenses = [*map(load, shelf.ids()), *map(load_policy, shelf.policies())]
    for license in sorted(licenses, key=lambda license: (license.family, license.id)):
        for text in license.texts:
            owners.setdefault(text.sha256, []).append(TextOwner(license.id, text.name, text.sha256))
    return owners


def forms_not_encoded() -> Iterator[str]:
    """Dated forms of encoded licences that are not encoded themselves."""
    for entry in entries():
        encoded = (shelf.kind(each) == "license" for forms in dated_forms(entry.id) for each in forms)
        if entry.since and not entry.is_encoded and any(encoded):
            yield entry.id


def without_numbers(text: str) -> str:
    """A text without the numbers of its list, where it has one that counts from 1, line by line; else nothing.

    Copies have other signs in their place, which make no difference (annex B.8). A number that is not next in the
    count may be a threshold that stands at the beginning of a line, so that then nothing is left out.
    """
    places = list(_NUMBER.finditer(text))
    if [int(place["number"]) for place in places] != list(range(1, len(places) + 1)) or not 2 <= len(places) <= 4:
        return ""
    return _NUMBER.sub("- ", text)


def built(text: str, owners: tuple[TextOwner, ...], *, is_encoded: bool) -> Fingerprint:
    """The fingerprint of a text: whole, without its title, and without what stands behind the end of the terms."""
    words = words_of(text)
    starts = [0, *(end for end, ids in titles(text, words) if ids & {owner.id for owner in owners})]
    size = len(words.compared)
    ends = [size, *_ends(words.compared)]
    return fingerprint(words.compared, owners, is_encoded, [(start, end) for start in starts for end in ends])


def _ends(words: tuple[str, ...]) -> Iterator[int]:
    """Where the terms end, with and without the line that says so, where only how to apply them stands behind it."""
    for at in range(len(words) - len(_END)):
        end = at + len(_END)
        if words[at:end] == _END and any(words[begin : begin + 3] == _HOW for begin in range(end, end + 2)):
            yield from (end, at)


def index(folder: Path) -> tuple[list[Fingerprint], list[str]]:
    """All fingerprints, and the names of what is not in the folder."""
    texts = {sha256(data).hexdigest(): data for data in (path.read_bytes() for path in sorted(folder.glob("*.txt")))}
    every, missing = dict[str, Fingerprint](), list[str]()
    for digest, owners in owners_by_text().items():
        if digest not in texts:
            missing.append(f"{owners[0].id}: {digest}")
            continue
        text = decoded(texts[digest], owners[0].id)
        for form in filter(None, (text, without_numbers(text))):
            told = built(form, tuple(owners), is_encoded=True)
            same = every.get(told.wholes[0].digest, told)  # two files that differ in spaces or in whose they are
            by_use = sorted({*same.owners, *told.owners}, key=_least_special)
            wholes = dict.fromkeys((*same.wholes, *told.wholes))
            every[told.wholes[0].digest] = replace(same, owners=tuple(by_use), wholes=tuple(wholes))
    for form in forms_not_encoded():
        path = folder / f"{form}.txt"
        if path.is_file():
            data = path.read_bytes()
            told = built(decoded(data, form), (TextOwner(form, "", sha256(data).hexdigest()),), is_encoded=False)
            every.setdefault(told.wholes[0].digest, told)
        else:
            missing.append(f"{form}: {path.name}")
    return list(every.values()), missing


def _least_special(owner: TextOwner) -> tuple[bool, bool, bool, str]:
    """Licences before policies, those of which it is all before those of which it is a part, those of SPDX first."""
    listed = any(entry.spdx for entry in entries() if entry.id == owner.id)
    return bool(owner.document), shelf.kind(owner.id) != "license", not listed, owner.id


def main() -> int:
    """Write the index."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    every, missing = index(Path(sys.argv[1]))
    data = packed(every)
    INDEX.write_bytes(data)
    print(f"{len(every)} texts, {sum(each.size for each in every)} words, {len(data)} bytes")
    print("".join(f"not there: {each}\n" for each in missing), end="")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
