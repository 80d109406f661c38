"""Licences of shapes that break searches, or single diagrams, as .lic texts: `SHAPES`, each of any size and seed.

Each is a text that the parser takes, so that everything that reads licences can be asked about it. What is too large for
the limits of the language is not made. `benchmarks/shapes.py` times them; `test_shapes.py` compares small ones with
the naive evaluator.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, cycle, pairwise, permutations
from typing import Literal, NamedTuple

import licensekit as lk

ACT = "run"
SUBJECTS = ("product", "products_with_work", "products_commercial", "licensee", "group")
WINDOWS = ("month", "year", "calendar_year", "prior_tax_year", "trailing_12_months", "any_12_months")
COUNTRIES = (
    *(
        "AR",
        "AT",
        "AU",
        "BE",
        "BR",
        "CA",
        "CH",
        "CL",
        "CN",
        "CZ",
        "DE",
        "DK",
        "EG",
        "ES",
        "FI",
        "FR",
        "GB",
        "GR",
        "HU",
        "ID",
    ),
    *(
        "IE",
        "IL",
        "IN",
        "IT",
        "JP",
        "KE",
        "KR",
        "MX",
        "NG",
        "NL",
        "NO",
        "NZ",
        "PL",
        "PT",
        "RO",
        "SE",
        "SG",
        "TR",
        "US",
        "ZA",
    ),
)


class Shape(NamedTuple):
    """A family of licences."""

    name: str
    text: Callable[[int, random.Random], str]
    """The text for a size, with a source of chance."""
    sizes: tuple[int, ...]
    """Those that are measured."""
    small: int
    """One that the naive evaluator can look at."""
    joined: Literal["", "all", "any"] = ""
    """How the licences of the text are joined, where there are several."""
    readings: Literal["taken", "strict"] = "taken"


def text_of(shape: Shape, size: int, seed: int = 1) -> str:
    """The text of one licence, or of several, of a shape; the same for the same seed."""
    return shape.text(size, random.Random(f"{shape.name}/{size}/{seed}"))


def terms_of(shape: Shape, size: int, seed: int = 1) -> lk.LicenseTerms:
    """The checked terms."""
    text = text_of(shape, size, seed)
    if not shape.joined:
        return lk.parse(text, f"{shape.name}.lic")
    parts = [
        lk.parse(part, f"{shape.name}.lic") for part in re.split(r"^(?=license )", text, flags=re.MULTILINE) if part
    ]
    return (lk.all_of if shape.joined == "all" else lk.any_of)(*parts)


# --- writing -----------------------------------------------------------------------------------------------


def _license(statements: Iterable[str], name: str = "shape") -> str:
    case = f'case "nothing known" {{ acts {ACT} expect unknown }}'
    lines = [f'title "{name}"', 'grant rights at "1" { may any act }', *statements, case]
    return f"license {name} {{\n" + "".join(f"  {line}\n" for line in lines) + "}\n"


def _facts(names: Iterable[str], kind: str = "yes_no") -> Iterator[str]:
    return (f'fact {name} is {kind} "What of {name}?"' for name in names)


def _prohibition(name: str, when: str) -> str:
    return f'prohibition {name} at "2" {{ must not any act when {when} }}'


def _duty(name: str, when: str) -> str:
    return f'duty {name} at "3" {{ for any act when {when} must display "{name}" on website }}'


def _gate(name: str, when: str) -> str:
    return f'gate {name} at "4" {{ for any act when {when} needs written_permission from "Shape Inc." }}'


def _reservation(name: str, when: str) -> str:
    return f'reservation {name} at "5" {{ from rights when {when} }}'


KINDS = (_prohibition, _duty, _gate, _reservation)


def _names(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{number}" for number in range(count)]


# --- yes and no --------------------------------------------------------------------------------------------


def parity(size: int, _: random.Random) -> str:
    """Prohibited where an odd number of facts is so: nothing is settled before the last one is known."""
    facts = _names("bench.f", size)
    return _license([*_facts(facts), *_odd("odd", facts), _prohibition("odd-number", f"odd-{size - 1}")])


def parity_twice(size: int, _: random.Random) -> str:
    """Prohibited where an odd number of facts is so and an even one, counted from the other end: never."""
    facts = _names("bench.f", size)
    never = _prohibition("never", f"odd-{size - 1} and not back-{size - 1}")
    return _license([*_facts(facts), *_odd("odd", facts), *_odd("back", facts[::-1]), never])


def _odd(name: str, facts: Sequence[str]) -> Iterator[str]:
    yield f'define {name}-0 at "2" {{ {facts[0]} }}'
    for at, fact in enumerate(facts[1:], 1):
        yield f'define {name}-{at} at "2" {{ ({name}-{at - 1} and not {fact}) or ({fact} and not {name}-{at - 1}) }}'


def entangled(size: int, chance: random.Random) -> str:
    """Prohibitions that each read three of at most 48 facts, at random, each read as it is or the other way round."""
    facts = _names("bench.f", min(48, max(6, size // 2)))
    clauses = [_prohibition(f"p{at}", " and ".join(_literals(facts, chance))) for at in range(size)]
    return _license([*_facts(facts), *clauses])


def entangled_kinds(size: int, chance: random.Random) -> str:
    """The same with clauses of each kind, with `and` and `or`, and with thresholds on a third of the facts."""
    count = min(48, max(6, size // 2))
    facts, numbers = _names("bench.f", count - count // 3), _names("bench.n", count // 3)
    atoms = [*facts, *(f"{number} more than {limit}00" for number in numbers for limit in (1, 2, 3))]
    clauses = []
    for at, write in zip(range(size), cycle(KINDS)):
        first, second, third = _literals(atoms, chance)
        clauses.append(write(f"c{at}", f"{first} and ({second} or {third})"))
    return _license([*_facts(facts), *_facts(numbers, "count"), *clauses])


def _literals(atoms: Sequence[str], chance: random.Random) -> list[str]:
    return [chance.choice((atom, f"(not {atom})")) for atom in chance.sample(atoms, 3)]


def badly_ordered(size: int, _: random.Random) -> str:
    """Pairs of facts that belong together, named far from one another: in the order in which they are first named a
    diagram has a node for each subset of the first ones."""
    first, second = _names("bench.a", size), _names("bench.b", size)
    every = [_duty(name, " and ".join(facts)) for name, facts in (("first", first), ("second", second))]
    pairs = [
        _prohibition(f"p{at}", f"{one} and {two}") for at, (one, two) in enumerate(zip(first, second, strict=True))
    ]
    return _license([*_facts((*first, *second)), *every, *pairs])


def many_duties(size: int, _: random.Random) -> str:
    """Duties and gates that each depend on a fact of their own: together they have a state for each subset."""
    facts = _names("bench.f", size)
    clauses = [write(f"c{at}", fact) for at, (fact, write) in enumerate(zip(facts, cycle((_duty, _gate))))]
    return _license([*_facts(facts), *clauses])


def exemptions(size: int, _: random.Random) -> str:
    """Each exemption lifts the one before it."""
    facts = _names("bench.f", size + 1)
    chain = [
        f'exemption e{at} at "3" {{ from {f"e{at - 1}" if at else "p"} when {fact} }}'
        for at, fact in enumerate(facts[1:])
    ]
    return _license([*_facts(facts), _prohibition("p", facts[0]), *chain])


def doubled(size: int, _: random.Random) -> str:
    """Each definition reads the one before it twice: written out, it has twice as many atoms."""
    facts = _names("bench.f", 2)
    definitions = [
        f'define d{at} at "2" {{ d{at - 1} {"and" if at % 2 else "or"} d{at - 1} }}' for at in range(1, size)
    ]
    first = f'define d0 at "2" {{ {facts[0]} and not {facts[1]} }}'
    return _license([*_facts(facts), first, *definitions, _prohibition("p", f"d{size - 1}")])


# --- numbers, sets and days --------------------------------------------------------------------------------


def shared_thresholds(size: int, chance: random.Random) -> str:
    """Clauses of each kind over a few thresholds of two numbers and a few facts that they share."""
    facts = _names("bench.f", max(2, min(12, size // 6)))
    clauses = []
    for at, write in zip(range(size), cycle(KINDS)):
        revenue, users = chance.randint(1, 5), chance.randint(1, 5)
        limit = chance.choice(
            (
                f"group.revenue.any_12_months more than {revenue * 10} million USD",
                f"group.monthly_active_users.any_month more than {users * 100} million",
            )
        )
        clauses.append(write(f"c{at}", f"{limit} and {chance.choice(facts)}"))
    return _license([*_facts(facts), *clauses])


def ordered_numbers(size: int, chance: random.Random) -> str:
    """One number above a threshold and another below a lower one, of many: where an order holds between them it cannot
    be, and some orders hold under a fact alone."""
    names = [f"{subject}.revenue.{window}" for window in WINDOWS for subject in SUBJECTS][:size]
    clauses = []
    for at, write in zip(range(3 * size), cycle(KINDS)):
        lower, upper = chance.sample(names, 2)
        high, low = sorted((chance.randint(1, 9), chance.randint(1, 9)), reverse=True)
        below = f"{upper} {chance.choice(('less than', 'at most'))} {low}0 million USD"
        clauses.append(write(f"c{at}", f"{lower} more than {high}0 million USD and {below}"))
    return _license([*_facts(["bench.never"]), *clauses, _prohibition("never", "bench.never")])


def sets_of_options(size: int, chance: random.Random) -> str:
    """Lists of five to twenty of forty options, read as any of and as all of."""
    options = _names("m", 40 if size > 4 else 6)
    clauses = _lists("bench.features", options, size, chance)
    return _license([f'fact bench.features is set of {{ {", ".join(options)} }} "Which?"', *clauses])


def sets_of_countries(size: int, chance: random.Random) -> str:
    """The same of countries."""
    return _license(_lists("use.countries", COUNTRIES if size > 4 else COUNTRIES[:6], size, chance))


def _lists(fact: str, members: Sequence[str], size: int, chance: random.Random) -> Iterator[str]:
    for at, write in zip(range(size), cycle(KINDS)):
        listed = sorted(chance.sample(members, chance.randint(len(members) // 8 + 1, len(members) // 2)))
        yield write(f"c{at}", f"{'all' if at % 2 else 'any'} of {fact} in {{ {', '.join(listed)} }}")


def days_before(size: int, _: random.Random) -> str:
    """Each of some days is compared with each other: which is the earlier."""
    days = _names("bench.d", size)
    clauses = [
        write(f"c{at}", f"{one} before {other}")
        for at, ((one, other), write) in enumerate(zip(combinations(days, 2), cycle(KINDS)))
    ]
    return _license([*_facts(days, "date"), *clauses])


def days_within(size: int, _: random.Random) -> str:
    """The same in both directions, each within another number of days."""
    days = _names("bench.d", size)
    clauses = [
        _prohibition(f"c{at}", f"{one} within {3 + 11 * at} days after {other}")
        for at, (one, other) in enumerate(permutations(days, 2))
    ]
    return _license([*_facts(days, "date"), *clauses])


def days_in_a_chain(size: int, _: random.Random) -> str:
    """Each day within 30 days, or within two months, after the one before it, and the last a year after the first."""
    days = _names("bench.d", size)
    chain = " and ".join(
        f"{later} within {'2 months' if at % 2 else '30 days'} after {earlier}"
        for at, (earlier, later) in enumerate(pairwise(days))
    )
    clauses = [_duty("in-time", chain), _prohibition("late", f"not {days[-1]} within 1 years after {days[0]}")]
    return _license([*_facts(days, "date"), *clauses])


# --- several licences --------------------------------------------------------------------------------------


def ten_licenses(size: int, chance: random.Random) -> str:
    """Licences over the same thresholds and facts and some of their own, with exemptions; ten, or fewer if small."""
    shared = ("use.in_business", "work.modified", "product.charged_for", "conduct.military", "conduct.fraud")
    return "\n".join(
        _one_of_several(f"shape-{number}", size, shared, chance) for number in range(10 if size > 4 else 2)
    )


def _one_of_several(name: str, size: int, shared: Sequence[str], chance: random.Random) -> str:
    own = _names(f"{name.replace('-', '')}.f", 3 if size > 4 else 1)
    limits = [f"group.revenue.any_12_months more than {million} million USD" for million in (1, 10, 20)]
    atoms = [*own, *(shared if size > 4 else shared[:2]), *limits]
    clauses = []
    for at, write in zip(range(size), cycle(KINDS)):
        if write is _prohibition:
            clauses.append(write(f"c{at}", f"{chance.choice(own)} and {chance.choice(shared)}"))
        else:
            first, second, third = _literals(atoms, chance)
            clauses.append(write(f"c{at}", f"{first} and ({second} or {third})"))
    lifted = f'exemption small at "6" {{ from c0 when not {limits[0]} }}'
    return _license([*_facts(own), *clauses, lifted], name)


def readings(size: int, chance: random.Random) -> str:
    """Three licences with so many readings together, each with two options; some are stricter with the one, some with
    the other, and one is read in both ways."""
    facts = _names("bench.f", 3)
    texts = []
    for part in range(3):
        names = [f"r{number}" for number in range(part, size, 3)]
        statements = [
            f'reading {name} at "7" "Which?" {{ option wide "wide" option narrow "narrow" taken because "plain" }}'
            for name in names
        ]
        for at, name in enumerate(names):
            option = chance.choice(("wide", "narrow"))
            statements.append(_prohibition(f"p{at}", f"reading {name} is {option} and {chance.choice(facts)}"))
            if at == 0:
                statements.append(_duty(f"d{at}", f"{chance.choice(facts)} and not reading {name} is {option}"))
        texts.append(_license([*_facts(facts), *statements], f"shape-{part}"))
    return "\n".join(texts)


SHAPES = (
    Shape("parity", parity, (18, 26), 6),
    Shape("parity told twice", parity_twice, (18, 26), 6),
    Shape("entangled", entangled, (96, 300, 1_200), 12),
    Shape("entangled, all kinds", entangled_kinds, (96, 300, 1_200), 8),
    Shape("badly ordered", badly_ordered, (12, 24, 60), 4),
    Shape("many duties", many_duties, (20, 60, 400), 6),
    Shape("exemptions of exemptions", exemptions, (20, 60), 6),
    Shape("definitions doubled", doubled, (20, 42), 6),
    Shape("shared thresholds", shared_thresholds, (120, 1_200), 6),
    Shape("numbers with orders", ordered_numbers, (10, 30), 3),
    Shape("sets of options", sets_of_options, (8, 20), 3),
    Shape("sets of countries", sets_of_countries, (8, 20), 3),
    Shape("days before one another", days_before, (4, 6), 3),
    Shape("days within one another", days_within, (4, 6), 2),
    Shape("days in a chain", days_in_a_chain, (6, 10), 2),
    Shape("ten licences, all bind", ten_licenses, (12, 40), 3, joined="all"),
    Shape("ten licences, any may be taken", ten_licenses, (12, 40), 3, joined="any"),
    Shape("ten readings, strict", readings, (10, 20), 3, joined="all", readings="strict"),
)
