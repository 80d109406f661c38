"""Words spelled otherwise than they are, as people mistype and as somebody hides something: strategies for the laws.

And a room for them: a licence that forbids, and ways in by which the fact that it forbids for can be said.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from command_line import called

from licensekit.cli.outcome import Exit

FORBIDS: Final = (
    'license own {\n  title "Own"\n  grant g at "1" { may run }\n'
    '  prohibition p at "2" { must not run when conduct.military }\n'
    '  prohibition q at "3" { must not run when group.revenue.year more than 20_000_000 USD }\n}\n'
)
ALIKE: Final = str.maketrans("aceopxyi", "асеорхуі")  # noqa: RUF001 - letters of Cyrillic that look the same
UNSEEN: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202e\u2066\U000e0041\ufe0f\u034f\u0000\u0008\u001b"
SPACES: Final = " \t\u00a0\u2003\u3000\u2009\u202f\n\r\u2028"


def _wide(sign: str) -> str:
    return chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign


def _bold(sign: str) -> str:
    return chr(0x1D41A + ord(sign) - ord("a")) if "a" <= sign <= "z" else sign


_SIGNS: Final[Mapping[str, Callable[[str], str]]] = {
    "in the other case": str.swapcase,
    "fullwidth": _wide,
    "mathematical": _bold,
    "alike": lambda sign: sign.translate(ALIKE),
    "twice": lambda sign: sign * 2,
    "left out": lambda _: "",
    "with an accent": lambda sign: sign + "\u0301",
    "dashed": lambda sign: {"_": "-", ".": "\u2024", "-": "_", " ": "_"}.get(sign, sign),
    "spaced": lambda sign: {"_": " ", ".": " . "}.get(sign, sign),
}


@st.composite
def otherwise(draw: st.DrawFn, word: str) -> str:
    """The word with one or two of its signs changed, something unseen put in, or spaces around it."""
    told = list(word)
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(told) - 1))
        match draw(st.sampled_from(("sign", "sign", "unseen", "space", "all"))):
            case "sign":
                told[at] = _SIGNS[draw(st.sampled_from(sorted(_SIGNS)))](told[at][:1]) + told[at][1:]
            case "unseen":
                told[at] += draw(st.sampled_from(UNSEEN))
            case "space":
                end = draw(st.sampled_from(("before", "after")))
                space = draw(st.sampled_from(SPACES))
                told[0 if end == "before" else -1] = space + told[0] if end == "before" else told[-1] + space
            case _:
                how = _SIGNS[draw(st.sampled_from(("in the other case", "fullwidth", "mathematical", "alike")))]
                told = [how(sign[:1]) + sign[1:] for sign in told]
    return "".join(told)


# --- ways in ---------------------------------------------------------------------------------------------------


class Said(NamedTuple):
    """A fact and its value, each as it is spelled."""

    fact: str
    value: str


def _asked(*words: str) -> Exit:
    Path("own.lic").write_text(FORBIDS, encoding="utf-8")
    return called("ask", "own.lic", "--act", "run", "--assume", "none", *words)


MILD: Final = {"conduct.military": "no", "group.revenue.year": "1 USD"}
"""What allows; one of them is said otherwise."""


def _rest(said: Said) -> dict[str, str]:
    """What else is said: nothing that the same fact says."""
    harmless = {"conduct.military", "group.revenue.year"}
    about = min(harmless, key=lambda fact: _distance(fact, said.fact))
    return {fact: value for fact, value in MILD.items() if fact != about}


def _distance(fact: str, written: str) -> int:
    return abs(len(fact) - len(written)) * 2 + sum(one != two for one, two in zip(fact, written, strict=False))


def by_option(*every: Said) -> Exit:
    """Each by `--set`."""
    rest = (f"{fact}={value}" for fact, value in _rest(every[0]).items())
    return _asked(*(word for said in (*rest, *("=".join(each) for each in every)) for word in ("--set", said)))


def _pairs(*every: Said) -> str:
    told = [*_rest(every[0]).items(), *every]
    return ", ".join(f"{json.dumps(fact)}: {_json(value)}" for fact, value in told)


def _json(value: str) -> str:
    return {"yes": "true", "no": "false"}.get(value) or json.dumps(value)


def by_json(*every: Said) -> Exit:
    """In a file of facts."""
    Path("facts.json").write_text(f'{{"facts": {{{_pairs(*every)}}}}}', encoding="utf-8")
    return _asked("--facts", "facts.json")


def by_json_by_subject(*every: Said) -> Exit:
    """In a file of facts, the facts of a subject together."""
    subjects: dict[str, list[str]] = {}
    for fact, value in (*_rest(every[0]).items(), *every):
        subject, _, name = fact.partition(".")
        subjects.setdefault(subject, []).append(f"{json.dumps(name)}: {_json(value)}")
    told = ", ".join(f"{json.dumps(subject)}: {{{', '.join(facts)}}}" for subject, facts in subjects.items())
    Path("facts.json").write_text(f"{{{told}}}", encoding="utf-8")
    return _asked("--facts", "facts.json")


def by_toml(*every: Said) -> Exit:
    """In a file of facts."""
    lines = [f"{json.dumps(fact)} = {_json(value)}\n" for fact, value in (*_rest(every[0]).items(), *every)]
    Path("facts.toml").write_text("[facts]\n" + "".join(lines), encoding="utf-8")
    return _asked("--facts", "facts.toml")


def by_profile(*every: Said) -> Exit:
    """In a profile."""
    lines = [f"{json.dumps(fact)} = {_json(value)}\n" for fact, value in (*_rest(every[0]).items(), *every)]
    Path("profile.toml").write_text("[facts]\n" + "".join(lines), encoding="utf-8")
    return _asked("--profile", "profile.toml")


def _decided(file: str) -> Exit:
    """A table, decided; permitted where each row is."""
    Path("own.lic").write_text(FORBIDS, encoding="utf-8")
    outcome = called("batch", "own.lic", file, "-o", "answers.jsonl", "--act", "run", "--assume", "none")
    if outcome.status:
        return outcome
    verdicts = {json.loads(line)["verdict"] for line in Path("answers.jsonl").read_text("utf-8").splitlines()}
    return outcome._replace(status=0 if verdicts == {"permitted"} else 1 if verdicts else 3)


def by_csv(*every: Said) -> Exit:
    """In a table of CSV."""
    told = [*_rest(every[0]).items(), *every]
    cells = ['"' + cell.replace('"', '""') + '"' for row in zip(*told, strict=True) for cell in row]
    lines = [",".join(cells[: len(told)]), ",".join(cells[len(told) :])]
    Path("uses.csv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")
    return _decided("uses.csv")


def by_jsonl(*every: Said) -> Exit:
    """In a table of JSON lines."""
    Path("uses.jsonl").write_text(f"{{{_pairs(*every)}}}\n", encoding="utf-8")
    return _decided("uses.jsonl")


WAYS: Final[Mapping[str, Callable[..., Exit]]] = {
    "--set": by_option,
    "facts.json": by_json,
    "facts.json, by subject": by_json_by_subject,
    "facts.toml": by_toml,
    "profile": by_profile,
}
TABLES: Final[Mapping[str, Callable[..., Exit]]] = {"csv": by_csv, "jsonl": by_jsonl}
