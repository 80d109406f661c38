"""How well texts are identified, for docs/identify.md: `python scripts/identify_figures.py TEXTS`.

TEXTS is a folder with the texts, as for `scripts/fingerprints.py`. Each encoded text is edited in ways that leave its
terms as they are, and in ways that change them; the first should come out as exactly that text, the second never. Of
these it is told too whether the licence and the line of the edit are named. Takes some minutes.
"""

from __future__ import annotations

import random
import re
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from licensekit.identify.copyright_lines import NoticeReader
from licensekit.identify.fingerprints import FILE, fingerprints
from licensekit.identify.identification import Identification, TextKind, identify

Edits = Iterator[tuple[str, int]]
"""Edited texts, each with the line of its edit; 0 where it has none."""
_NUMBERS_IN_WORDS: Final = dict(
    zip(
        ["two", "three", "five", "ten", "thirty", "sixty", "million", "billion"],
        ["three", "four", "seven", "twelve", "forty", "ninety", "billion", "million"],
        strict=True,
    )
)
_CLAUSE: Final = "Any commercial use of this work is subject to a prior written agreement with the licensor."


def harmless() -> dict[str, Callable[[str], str]]:
    """Edits that change no term, by what they do."""
    return {
        "as it is": lambda text: text,
        "wrapped anew at 60 columns": lambda text: _wrapped(text, 60),
        "one line a paragraph": lambda text: _wrapped(text, 100_000),
        "CRLF, in capitals": lambda text: text.replace("\n", "\r\n").upper(),
        "quotation marks and dashes of another kind": _other_marks,
        "as a comment, `# ` before each line": lambda text: "".join(f"# {line}\n" for line in text.split("\n")),
        "soft hyphens and zero-width spaces": lambda text: re.sub(r"\b(\w{4})(\w{3})", "\\1\u00ad\u200b\\2", text),
        "another holder and year": _other_holder,
        "a notice of copyright more": lambda text: (
            f"Copyright (c) 2024-2026 Example Works GmbH and contributors\n\n{text}"
        ),
    }


def _wrapped(text: str, width: int) -> str:
    """Each paragraph that is prose wrapped anew; short lines stay, as an editor leaves them."""
    paragraphs = text.replace("\r\n", "\n").split("\n\n")
    prose = (max(map(len, paragraph.split("\n"))) > 50 and not _has_notice(paragraph) for paragraph in paragraphs)
    return "\n\n".join(
        textwrap.fill(paragraph, width, break_long_words=False, break_on_hyphens=False) if is_prose else paragraph
        for paragraph, is_prose in zip(paragraphs, prose, strict=True)
    )


def _has_notice(paragraph: str) -> bool:
    notices = NoticeReader()
    return any(list(map(notices.holds, paragraph.split("\n"))))


def _other_marks(text: str) -> str:
    straight = text.translate(str.maketrans("\u201c\u201d\u2019\u2018\u2014\u2013", "\"\"''--"))
    return straight if straight != text else re.sub(r'"([^"\n]*)"', "\u201c\\1\u201d", text).replace("'", "\u2019")


def _other_holder(text: str) -> str:
    notices, lines = NoticeReader(), text.split("\n")
    held = [notices.holds(line) and bool(re.search(r"copyright|\u00a9", line, re.IGNORECASE)) for line in lines]
    new = "Copyright (c) 2026 Ada N. Example, Example Labs Ltd."
    return "\n".join(new if is_notice else line for line, is_notice in zip(lines, held, strict=True))


def harmful(others: list[str]) -> dict[str, Callable[[str], Edits]]:
    """Edits that change terms, by what they do; each edit of a kind that the text allows, or some at random."""
    chance = random.Random(13)
    return {
        "each number changed, one at a time": lambda text: _each(text, r"\b\d+\b", _next_number),
        "each number in words changed": lambda text: _each(
            text, rf"\b(?:{'|'.join(_NUMBERS_IN_WORDS)})\b", lambda word: _NUMBERS_IN_WORDS[word.lower()]
        ),
        "each `not` taken out": lambda text: _each(text, r"\bnot\s", lambda _: ""),
        "each `may` made `may not`": lambda text: _each(text, r"\bmay\b", lambda word: f"{word} not"),
        "a slip of the pen, 10 places": lambda text: _some(text, r"\b[a-z]{6,}\b", _slip, chance),
        "a letter that only looks the same, 10 places": lambda text: _some(
            text,
            r"\b\w*[aeo]\w*\b",
            lambda word: re.sub("[aeo]", lambda m: "\u0430\u0435\u043e"["aeo".index(m[0])], word, count=1),
            chance,
        ),
        "two words exchanged, 10 places": lambda text: _some(
            text, r"\b[a-z]+ [a-z]+\b", lambda pair: " ".join(pair.split()[::-1]), chance
        ),
        "a full stop moved, 10 places": lambda text: _some(
            text, r"\b[a-z]+\. [A-Z]\w+", lambda words: re.sub(r"\. (\w+)", r" \1.", words), chance
        ),
        "a clause at the very beginning": lambda text: iter([(f"{_CLAUSE}\n{text}", 1)]),
        "a clause at the very end": lambda text: iter(
            [(f"{text.rstrip()}\n{_CLAUSE}\n", text.rstrip().count("\n") + 2)]
        ),
        "a clause within, 5 places": lambda text: _some(
            text, r"(?<=\n)\n(?=\S)", lambda _: f"\n{_CLAUSE}\n\n", chance, 5
        ),
        "the first word of the terms taken out": lambda text: _prose(text, r"\A\W*\w+", at=0),
        "the last word of the terms taken out": lambda text: _prose(text, r"\w+(?=\W*\Z)", at=-1),
        "two paragraphs exchanged": _exchanged,
        "terms in the notice of copyright": _terms_in_notice,
        "another text behind it": lambda text: ((f"{text}\n\n{chance.choice(others)}", 0) for _ in range(3)),
    }


def _each(text: str, pattern: str, edit: Callable[[str], str], flags: re.RegexFlag = re.IGNORECASE) -> Edits:
    """Each place of a pattern edited, but for those in notices of copyright."""
    notices = NoticeReader()
    aside = {number for number, line in enumerate(text.split("\n"), 1) if notices.holds(line)}
    for place in re.finditer(pattern, text, flags):
        line = text.count("\n", 0, place.start()) + 1
        if line not in aside:
            yield text[: place.start()] + edit(place[0]) + text[place.end() :], line


def _some(text: str, pattern: str, edit: Callable[[str], str], chance: random.Random, most: int = 10) -> Edits:
    every = [(new, line) for new, line in _each(text, pattern, edit, re.NOFLAG) if new != text]
    yield from chance.sample(every, min(most, len(every)))


def _next_number(number: str) -> str:
    return str(int(number) + 1)


def _slip(word: str) -> str:
    return word[:2] + word[3] + word[2] + word[4:]


def _prose(text: str, pattern: str, at: int) -> Edits:
    """What a pattern finds in the first paragraph that is a sentence, or the last, taken out."""
    paragraphs = text.split("\n\n")
    prose = [number for number, each in enumerate(paragraphs) if len(each.split()) > 12 and not _has_notice(each)]
    if prose:
        number = prose[at]
        edited = re.sub(pattern, "", paragraphs[number], count=1)
        yield "\n\n".join([*paragraphs[:number], edited, *paragraphs[number + 1 :]]), 0


def _exchanged(text: str) -> Edits:
    paragraphs = [each for each in text.split("\n\n") if re.search(r"[^\W_]", each)]
    for at in range(2, len(paragraphs) - 1, 3):
        one, two = paragraphs[at : at + 2]
        if one.split() != two.split() and not _has_notice(one) and not _has_notice(two):
            yield "\n\n".join([*paragraphs[:at], two, one, *paragraphs[at + 2 :]]), 0


def _terms_in_notice(text: str) -> Edits:
    for said in (
        "X. Commercial use needs a separate licence",
        "Example Inc. Noncommercial Use Only",
        "Example Inc., All Commercial Rights Reserved",
        "Example Inc. <https://example.org/commercial-use-needs-a-licence>",
        "Example Inc. Not For Military Purposes",
        "[Example Inc., for research only]",
        "Example Inc. Up To 100 Users",
    ):
        yield f"Copyright (c) 2026 {said}\n\n{text}", 1


def main() -> int:  # noqa: D103
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    names = {owner.sha256: each.owners[0].id for each in fingerprints() if each.is_encoded for owner in each.owners}
    files = {path.stem: path.read_bytes() for path in sorted(Path(sys.argv[1]).glob("*.txt"))}
    digests = {name: sha256(data).hexdigest() for name, data in files.items()}
    encoded = {name: data.decode().replace("\r\n", "\n") for name, data in files.items() if digests[name] in names}
    size = (Path(__file__).parent.parent / "licenses" / FILE).stat().st_size
    print(f"{len(encoded)} encoded texts of {len(files)}; index {size:_} bytes\n")
    _print_files({name: data.decode() for name, data in files.items()}, set(encoded))
    print("\n| no term changed | texts | exactly that | another | not exact |\n|---|--:|--:|--:|--:|")
    for what, edit in harmless().items():
        told = [(names[digests[name]], identify(edit(text))) for name, text in encoded.items()]
        exact = sum(each.is_exact and each.texts[0].id == name for name, each in told)
        other = sum(each.is_exact and each.texts[0].id != name for name, each in told)
        print(f"| {what} | {len(told)} | {exact} | {other} | {len(told) - exact - other} |")
    print(
        "\n| terms changed | edits | exactly that | another | licence named | line named |\n|---|--:|--:|--:|--:|--:|"
    )
    for what, edits in harmful(list(encoded.values())).items():
        every = [
            (names[digests[name]], line, identify(new)) for name, text in encoded.items() for new, line in edits(text)
        ]
        exact = sum(each.is_exact and name in _named(each) for name, _, each in every)
        other = sum(each.is_exact and name not in _named(each) for name, _, each in every)
        named = sum(name in _named(each) for name, _, each in every)
        placed = sum(line in _lines(each) for _, line, each in every if line)
        of = sum(bool(line) for _, line, _ in every)
        print(f"| {what} | {len(every)} | {exact} | {other} | {named} | {f'{placed} of {of}' if of else ''} |")
    print(f"\n{_milliseconds(encoded)}")
    return 0


def _print_files(files: dict[str, str], encoded: set[str]) -> None:
    kinds = {name: identify(text) for name, text in files.items()}
    print("| what the texts are | " + " | ".join(TextKind) + " |\n|---|" + "--:|" * len(TextKind))
    for what, names in (("encoded", encoded), ("others", set(files) - encoded)):
        counts = (sum(kinds[name].kind is kind for name in names) for kind in TextKind)
        print(f"| {what} | {' | '.join(map(str, counts))} |")
    same = sorted(name for name in set(files) - encoded if kinds[name].is_exact)
    print(f"\nothers that are exact: {', '.join(f'{name} ({kinds[name].texts[0].id})' for name in same)}")


def _named(told: Identification) -> set[str]:
    return {owner.id for text in told.texts for owner in text.owners}


def _lines(told: Identification) -> set[int]:
    return {line for each in told.passages for line in range(each.line - 1, each.last_line + 2)}


def _milliseconds(encoded: dict[str, str]) -> str:
    text = "\n".join(encoded.values())[:100_000]
    times = []
    for _ in range(7):
        began = time.process_time()
        identify(text)
        times.append(time.process_time() - began)
    return f"{len(text):_} characters that are several texts: {1000 * min(times):.0f} ms of the processor"


if __name__ == "__main__":
    sys.exit(main())
