"""Changes that keep a text of its kind: of tokens, of what stands in brackets, and of JSON.

Bytes changed at random seldom get beyond the first sign of a language. So most changes here are of whole tokens: one
is left out, doubled, moved, or replaced by one of the dictionary; a run of them, or what stands between two brackets,
goes elsewhere, or is taken from another input. Every fourth change is of bytes (atheris 3.0 has none to call from here).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from random import Random
from typing import Any, Final

_TOKEN: Final = re.compile(rb'"(?:[^"\\\n]|\\.)*"|[\w.]+(?:-[\w.]+)*|\s+|[^\w\s]|[^\x00-\x7f]+', re.DOTALL)
_BRACKETS: Final = {b"{": b"}", b"(": b")", b"[": b"]"}
ODD: Final = (
    *(b"0", b"-1", b"1.5", b"1e400", b"999_999_999_999_999", b"1_000_000_000_000_000", b"NaN", b"2026-02-30", b"0001-01-01"),
    *(b"9999-12-31", b"at most 5", b"between 5 and 1", b"5 USD", b"5 EUR", b"5 million CNY", b"true", b"false", b"null", b"yes"),
    *(b"unknown", b'""', b'"\\ud800"', b"\xe2\x80\xae", b"\xc2\x85", b"\x1b[31m", b"\x00", b"\xef\xbb\xbf", b"[]", b"{}", b"%", b"*"),
)  # fmt: skip


class Mutator:
    """Makes changes by a dictionary: the tokens of the seeds, and odd ones."""

    def __init__(self, seeds: Sequence[bytes]) -> None:
        self.seeds = [seed for seed in seeds if seed]
        often = sorted({token for seed in seeds for token in _TOKEN.findall(seed) if len(token) <= 60})
        self.words = [token for token in often if not token.isspace()] or [b"a"]

    def __call__(self, data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.25:
            return _of_bytes(data, random)[:most]
        if data.lstrip()[:1] == b"{" and random.random() < 0.7:
            changed = self._json(data, random)
            if changed is not None and len(changed) <= most:
                return changed
        tokens = _TOKEN.findall(data)
        for _ in range(random.choice((1, 1, 2, 3, 5, 8))):
            tokens = self._changed(tokens, random)
        return b"".join(tokens)[:most] or random.choice(self.seeds)[:most]

    def crossed(self, one: bytes, other: bytes, most: int, seed: int) -> bytes:
        """Two inputs in one: what stands in brackets, or a run of tokens, goes from one to the other."""
        random = Random(seed)
        into, of = _TOKEN.findall(one), _TOKEN.findall(other)
        begin, end = _part(into, random)
        taken = slice(*_part(of, random))
        return b"".join((*into[:begin], *of[taken], *into[end if random.random() < 0.5 else begin :]))[:most]

    def _changed(self, tokens: list[bytes], random: Random) -> list[bytes]:
        if not tokens:
            return [random.choice(self.words)]
        at, (begin, end) = random.randrange(len(tokens)), _part(tokens, random)
        word = random.choice(ODD) if random.random() < 0.2 else random.choice(self.words)
        match random.randrange(8):
            case 0:
                return [*tokens[:at], *tokens[at + 1 :]]
            case 1:
                return [*tokens[:at], word, *tokens[at + 1 :]]
            case 2:
                return [*tokens[:at], b" ", word, b" ", *tokens[at:]]
            case 3:
                return [*tokens[:begin], *tokens[end:]]
            case 4:
                return [*tokens[:end], b" ", *tokens[begin:end], *tokens[end:]]
            case 5:
                rest = [*tokens[:begin], *tokens[end:]]
                into = random.randrange(len(rest) + 1)
                return [*rest[:into], *tokens[begin:end], *rest[into:]]
            case 6:
                return self._with_part_of_a_seed(tokens, at, random)
            case _:
                twin = random.randrange(len(tokens))
                tokens = list(tokens)
                tokens[at], tokens[twin] = tokens[twin], tokens[at]
                return tokens

    def _with_part_of_a_seed(self, tokens: list[bytes], at: int, random: Random) -> list[bytes]:
        of = _TOKEN.findall(random.choice(self.seeds))
        begin, end = _part(of, random)
        return [*tokens[:at], *of[begin:end], *tokens[at:]]

    def _json(self, data: bytes, random: Random) -> bytes | None:
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            return None
        for _ in range(random.choice((1, 1, 2, 4))):
            self._change_json(value, random)
        try:
            return json.dumps(value).encode("utf-8", "surrogatepass")
        except (ValueError, RecursionError):
            return None

    def _change_json(self, value: Any, random: Random) -> None:
        parents: list[Any] = []
        everything = [value]
        while everything:
            each = everything.pop()
            if isinstance(each, dict | list) and each:
                parents.append(each)
                everything += each.values() if isinstance(each, dict) else each
        if not parents:
            return
        parent = random.choice(parents)
        key = random.choice(list(parent)) if isinstance(parent, dict) else random.randrange(len(parent))
        donor = random.choice(parents)
        match random.randrange(4):
            case 0:
                del parent[key]
            case 1:
                parent[key] = random.choice((None, True, False, 0, -1, 1.5, 10**18, "", [], {}, [[]], "\u0000", "MIT"))
            case 2:
                parent[key] = json.loads(
                    json.dumps(random.choice(list(donor.values() if isinstance(donor, dict) else donor)))
                )
            case _:
                new = random.choice(self.words).strip(b'"').decode("utf-8", "replace")
                if isinstance(parent, dict):
                    parent[new] = parent[key]
                else:
                    parent.insert(key, new)


def _of_bytes(data: bytes, random: Random) -> bytes:
    changed = bytearray(data or b"a")
    for _ in range(random.choice((1, 1, 2, 4))):
        at, length = random.randrange(len(changed) + 1), random.choice((1, 1, 2, 4, 8, 32))
        match random.randrange(5):
            case 0 if at < len(changed):
                changed[at] ^= 1 << random.randrange(8)
            case 1 if at < len(changed):
                changed[at] = random.choice((0, 1, 9, 10, 13, 34, 92, 127, 128, 192, 255, random.randrange(256)))
            case 2:
                del changed[at : at + length]
            case 3:
                changed[at:at] = changed[at : at + length] * random.choice((1, 2, 16))
            case _:
                changed[at:at] = random.randbytes(length)
    return bytes(changed)


def _part(tokens: Sequence[bytes], random: Random) -> tuple[int, int]:
    """Where a part begins and ends: what stands in brackets with the words before, or a short run."""
    if not tokens:
        return 0, 0
    at = random.randrange(len(tokens))
    opened = [index for index in range(at, min(at + 200, len(tokens))) if tokens[index] in _BRACKETS]
    if not opened or random.random() < 0.4:
        return at, min(len(tokens), at + random.choice((1, 2, 3, 5, 9)))
    begin, depth = opened[0], 0
    for index in range(begin, len(tokens)):
        depth += (tokens[index] in _BRACKETS) - (tokens[index] in _BRACKETS.values())
        if depth == 0:
            return max(0, min(at, begin)), index + 1
    return begin, min(len(tokens), begin + 5)
