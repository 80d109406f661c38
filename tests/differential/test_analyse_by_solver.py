"""Where a search would look at too many worlds z3 decides: what it says is what every world says."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest

import licensekit as lk
from differential.generate import Generator
from differential.pairs import NOTHING_CHOSEN, by_every_world, choice, pair
from differential.test_analyse_pairs import ACTS, WORLDS, relation, said, terms_of, wrong_uses
from licensekit.analyse import by_solver
from licensekit.analyse.budget import TooLarge
from licensekit.analyse.chosen import chosen
from licensekit.analyse.compare import as_strict, compare
from licensekit.analyse.diff import diff
from licensekit.analyse.worlds import asking
from licensekit.use import Approval

pytest.importorskip("z3")
FEW = 4
"""Worlds that a search may look at here: next to none, so that z3 has to decide."""


@pytest.fixture
def few_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("diff", "compare"):
        monkeypatch.setattr(f"licensekit.analyse.{module}.asking", partial(asking, limit=FEW))


@pytest.mark.usefixtures("few_worlds")
@pytest.mark.parametrize("seed", range(6))
def test_every_difference_of_every_world_and_no_other(seed: int) -> None:
    generator = Generator(f"solver {seed}")
    tally: Counter[str] = Counter()
    for _ in range(50):
        of = pair(generator)
        one, other = terms_of(of)
        leaf = generator.random.choice(ACTS)
        picked = choice(generator, of) if generator.chance(0.3) else NOTHING_CHOSEN
        expected = by_every_world(of, leaf, WORLDS, picked)
        if expected is None:
            continue
        approvals = [Approval(f"{each.license}.{each.gate}", holder=each.holder) for each in picked.approvals]
        under = chosen((one, other), picked.readings or "taken", approvals, None, as_strict)
        try:
            found, order = diff(one, other, acts=(leaf,), under=under), compare(one, other, acts=(leaf,), under=under)
        except TooLarge:
            tally["refused"] += 1
            continue
        assert said(found) == expected, f"{of.one!r}\n{of.other!r}\n{leaf} {picked}"
        assert order.relation == relation(expected)
        assert list(wrong_uses(found, *under.sides)) == []
        tally["solved" if found.solved else "searched"] += 1
        tally["different" if found.solved and not found.same else "the same"] += 1
    assert tally["solved"] > 3
    assert tally["different"] > 1


def masked(name: str, last: str, facts: int = 220) -> lk.LicenseTerms:
    """Prohibitions that lead a search astray: what keeps one from holding makes another hold."""
    declared = "\n".join(f'  fact bench.f{at} is yes_no "Which?"' for at in range(facts))
    clauses = "\n".join(
        f'  prohibition p{at} at "1" {{ must not embed when '
        f"bench.f{at} and (bench.f{(at * 3 + 1) % facts} or not bench.f{(at * 7 + 2) % facts}) }}"
        for at in range(facts - 1)
    )
    ending = f'  prohibition last at "1" {{ must not embed when {last} }}'
    return lk.parse(
        f'license {name} {{\n  title "{name}"\n  grant rights at "1" {{ may any act }}\n{declared}\n{clauses}\n{ending}\n}}'
    )


@pytest.mark.usefixtures("few_worlds")
def test_a_use_that_a_search_would_not_come_to_is_found() -> None:
    wide, narrow = masked("wide", "bench.f2"), masked("narrow", "bench.f2 and bench.f1")
    found = lk.compare(wide, narrow, acts=["embed"])
    assert (found.relation, found.solved > 0) == ("less permissive", True)
    assert found.stricter is not None
    assert found.stricter.verdicts == (lk.Verdict.PROHIBITED, lk.Verdict.PERMITTED)


@pytest.mark.usefixtures("few_worlds")
def test_without_z3_the_size_is_told_and_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_solver, "find_spec", lambda _: None)
    with pytest.raises(TooLarge) as refused:
        lk.diff(lk.load("kimi-k2.5"), lk.load("kimi-k3"))
    (finding,) = refused.value.diagnostics
    assert (finding.code, finding.message) == ("LK720", f"more than {FEW} worlds would have to be looked at")
    assert finding.help.endswith("; or install `licensekit-policy[exact]`")


@pytest.mark.usefixtures("few_worlds")
def test_the_catalogue_by_solver_is_the_catalogue_by_search(monkeypatch: pytest.MonkeyPatch) -> None:
    by_z3 = lk.diff(lk.load("kimi-k2.5"), lk.load("kimi-k3"), acts=["embed"])
    monkeypatch.undo()
    searched = lk.diff(lk.load("kimi-k2.5"), lk.load("kimi-k3"), acts=["embed"])
    assert by_z3.solved > searched.solved == 0
    assert said(by_z3) == said(searched)
