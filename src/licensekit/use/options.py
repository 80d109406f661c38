"""What stands beside the facts, as people write it on a command line: one short sentence for each statement.

FACT=VALUE                                  product.revenue.month=at most 20 million USD
GATE=STATE[:FROM]                           minimax-m2.7.authorization=held:2026-05-01
1 CNY = 0.14 USD on 2026-06-01
us_cpi_u = 1.27 of 2019 on 2026-06-01
conduct, disputes by Legal on 2026-06-01
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from licensekit.diagnostics import clipped
from licensekit.errors import ValueProblem
from licensekit.numerals import NUMERAL
from licensekit.use.entries import date_of, factor_of, groups_of, state_of, text_of, year_of
from licensekit.use.reading import read_given
from licensekit.use.statements import Approval, Attestation
from licensekit.values import IndexValue, Known, Rate
from licensekit.vocabulary.entries import FactInfo

_RATE = rf"1 ([A-Za-z]+) (?:=|is) ({NUMERAL}) ([A-Za-z]+) on (\S+)"
_INDEX = rf"([a-z][a-z0-9_]*) (?:=|is) ({NUMERAL}) of ([0-9]{{4}}) on (\S+)"
_ATTESTED = r"(.+?) by (.+) on (\S+)"


def read_setting(text: str, declared: Mapping[str, FactInfo] | None = None) -> dict[str, Known]:
    """`FACT=VALUE`, with the value as after `is` in a case; a monthly series gives a fact for each month.

    Raises KeyError with the name of an unknown fact, and ValueProblem for a value that cannot be.
    """
    name, sign, value = text.partition("=")
    name = name.strip()
    if not sign:
        raise ValueProblem(f"`{clipped(text)}` sets nothing", "write FACT=VALUE, such as product.charged_for=yes")
    return read_given(name, value, (declared or {}).get(name))


def read_approval(text: str) -> Approval:
    """`GATE=held`, `GATE=held:2026-05-01`, `GATE=requested`, `GATE=refused`. Raises ValueProblem."""
    gate, sign, rest = text.partition("=")
    if not sign or not gate.strip():
        raise ValueProblem(f"`{clipped(text)}` is not an approval", "write GATE=held or GATE=held:2026-05-01")
    state, dated, since = rest.strip().partition(":")
    if dated and not since.strip():
        raise ValueProblem(f"`{clipped(text)}` has no day after the colon", "write GATE=held or GATE=held:2026-05-01")
    return Approval(text_of(gate.strip()), state_of(state.strip()), date_of(since.strip()) if dated else None)


def _undated(form: str, text: str) -> ValueProblem | None:
    """That only the day is missing, if it is so."""
    whole = f"{_single_spaced(text)} on 2026-06-01"
    return ValueProblem(f"`{clipped(text)}` has no day", f"write `{whole}`") if re.fullmatch(form, whole) else None


def read_rate(text: str, example: str = "1 CNY = 0.14 USD on 2026-06-01") -> Rate:
    """A rate, written like the example. Raises ValueProblem."""
    parts = re.fullmatch(_RATE, _single_spaced(text))
    if not parts:
        raise _undated(_RATE, text) or ValueProblem(f"`{clipped(text)}` is not a rate", f"write `{example}`")
    return Rate(parts[1], parts[3], factor_of(parts[2]), date_of(parts[4]))


def read_index(text: str, example: str = "us_cpi_u = 1.27 of 2019 on 2026-06-01") -> IndexValue:
    """The index on a day, as a multiple of its base year, written like the example.

    Raises ValueProblem.
    """
    parts = re.fullmatch(_INDEX, _single_spaced(text))
    if not parts:
        raise _undated(_INDEX, text) or ValueProblem(f"`{clipped(text)}` is not an index", f"write `{example}`")
    return IndexValue(parts[1], year_of(int(parts[3])), factor_of(parts[2]), date_of(parts[4]))


def read_attestation(text: str) -> Attestation:
    """`conduct, disputes by Legal on 2026-06-01`. Raises ValueProblem."""
    parts = re.fullmatch(_ATTESTED, _single_spaced(text))
    if not parts:
        raise _undated(_ATTESTED, text) or ValueProblem(
            f"`{clipped(text)}` is not an attestation", "write `conduct, disputes by Legal on 2026-06-01`"
        )
    if re.search(r" on \d{4}-", parts[2]):
        mend = "write each as `[[attested]]` of a facts file or profile"
        raise ValueProblem(f"`{clipped(text)}` is more than one attestation", mend)
    groups = groups_of([group.strip() for group in parts[1].split(",")])
    return Attestation(text_of(parts[2]), date_of(parts[3]), groups)


def _single_spaced(text: str) -> str:
    return " ".join(text.split())
