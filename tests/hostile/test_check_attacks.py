"""Small files that would cost much to check: each ends soon, with few findings."""

from __future__ import annotations

import time

import pytest

from licensekit.catalogue.loading import checked_text
from licensekit.limits import MAX_DIAGNOSTICS, MAX_POLICIES

SOON = 10.0  # seconds of the processor: each takes about one, on a slow and busy machine three; quadratic work, minutes


def codes(text: str) -> list[str]:
    start = time.process_time()
    found = [each.code for each in checked_text(text).diagnostics]
    assert time.process_time() - start < SOON
    return found


def test_policies_that_double_at_every_level() -> None:
    text = 'policy p0 { prohibition x at "1" { must not run } }\n'
    for n in range(1, 60):
        text += f'policy a{n} {{ incorporates p{n - 1} at "1" }} policy b{n} {{ incorporates p{n - 1} at "1" }}\n'
        text += f'policy p{n} {{ incorporates a{n} at "1" incorporates b{n} at "1" }}\n'
    assert codes(text) == ["LK434"]


def test_children_that_multiply_a_big_base() -> None:
    many = "\n".join(f'prohibition x{n} at "1" {{ must not run }}' for n in range(900))
    children = "\n".join(f'license c{n} extends base {{ title "C" }}' for n in range(900))
    assert codes(f'license base {{ title "B" {many} }}\n{children}') == ["LK434"]


def test_licences_that_multiply_a_big_policy() -> None:
    many = "\n".join(f'prohibition x{n} at "1" {{ must not run }}' for n in range(900))
    children = "\n".join(f'license c{n} {{ title "C" incorporates p at "1" }}' for n in range(400))
    assert codes(f"policy p {{ {many} }}\n{children}") == ["LK434"]


def test_too_many_policies() -> None:
    text = "\n".join(f"policy p{n} {{ }}" for n in range(MAX_POLICIES + 1))
    taken = "\n".join(f'incorporates p{n} at "1"' for n in range(MAX_POLICIES + 1))
    assert codes(f'{text} license a {{ title "A" {taken} }}')[-1] == "LK434"


@pytest.mark.parametrize("name", ["product.chargd_for", "chargd", "group.revenue.any_99_months"])
def test_thousands_of_unknown_facts(name: str) -> None:
    wide = " or ".join(f"{name}{n}" for n in range(5_000))
    found = codes(f'license a {{ title "A" grant rights at "1" {{ may run when {wide} }} }}')
    assert len(found) == MAX_DIAGNOSTICS


def test_a_mistake_told_again_for_every_child() -> None:
    base = 'license base { title "B" grant rights at "1" { may rn } }'
    children = "\n".join(f'license c{n} extends base {{ title "C" }}' for n in range(1_500))
    assert codes(f"{base}\n{children}") == ["LK202"]


GATE = 'gate ask at "1" { for run needs permit from "A" } exemption y at "1" { from ask when approval ask is held }'


def licence(text: str) -> str:
    """With a gate whose approval is read, so that the ways in which it pushes are followed too."""
    return f'license a {{ title "A" {text} {GATE} }}'


def doubling(steps: int) -> str:
    lines = ['define d0 at "1" { use.personal and use.production }']
    lines += [f'define d{n} at "1" {{ d{n - 1} and d{n - 1} }}' for n in range(1, steps + 1)]
    return "\n".join([*reversed(lines), f'grant rights at "1" {{ may run when d{steps} }}'])


def test_definitions_that_would_double_are_looked_at_once() -> None:
    assert codes(licence(doubling(40))) == []
    assert codes(licence(doubling(400))) == ["LK440"]


def test_a_long_chain_of_exemptions() -> None:
    def chain(steps: int) -> str:
        links = ['grant rights at "1" { may run } prohibition x0 at "1" { must not run }']
        links += [f'exemption x{n} at "1" {{ from x{n - 1} when use.personal }}' for n in range(1, steps + 1)]
        return licence("\n".join(reversed(links)))

    assert codes(chain(60)) == []
    assert codes(chain(1_500)) == ["LK440"]


def test_a_long_chain_of_measures() -> None:
    def chain(steps: int) -> str:
        lines = ['measure m0 at "1" { takes group.revenue.year otherwise }']
        lines += [
            f'measure m{n} at "1" {{ takes the larger of m{n - 1}, group.revenue.year }}' for n in range(1, steps)
        ]
        rights = f'grant rights at "1" {{ may run when m{steps - 1} more than 5 USD }}'
        return licence("\n".join([rights, *reversed(lines)]))

    assert codes(chain(100)) == []
    assert codes(chain(490)) == ["LK440"]


def test_nesting_and_chains_together() -> None:
    def chain(steps: int) -> str:
        lines = ['define d0 at "1" { use.personal }']
        for n in range(1, steps + 1):
            nested = "not (" * 25 + f"d{n - 1}" + ")" * 25
            lines.append(f'define d{n} at "1" {{ {nested} }}')
        return licence("\n".join([*reversed(lines), f'grant rights at "1" {{ may run when d{steps} }}']))

    assert codes(chain(4)) == []
    assert codes(chain(5)) == ["LK440"]


def test_thousands_of_cases() -> None:
    cases = "\n".join(f'case "c{n}" {{ acts run expect permitted expect clause rights }}' for n in range(3_000))
    assert codes(f'license a {{ title "A" grant rights at "1" {{ may run }} }} cases for a {{ {cases} }}') in (
        [],
        ["LK128"],
        ["LK110"],
    )
