"""Every work of the index has terms, or says honestly what is open; nothing becomes a licence by guess."""

from __future__ import annotations

from functools import cache
from itertools import product

import licensekit as lk
from licensekit.catalogue import hub_index, names, registry, shelf
from licensekit.catalogue.lineage import Lineage, lineage, rulings
from licensekit.published import work

BARE = ("other", "modified-mit", "openrail", "bsd", "cc", "gpl", "unknown", "not specified")
ROWS = tuple(hub_index.rows())


@cache
def walked() -> list[tuple[hub_index.HubRow, Lineage]]:
    pairs = [(row, lineage(row.id)) for row in ROWS]
    assert all(whole is not None for _, whole in pairs)
    return pairs  # type: ignore[return-value]


def test_every_work_is_settled_or_says_what_is_open() -> None:
    for row, whole in walked():
        assert whole.layers, row.id
        several = len(whole.possible) > 1
        assert bool(whole.settled) is not (several or bool(whole.more or whole.otherwise)), row.id
        assert (whole.grade == "unknown") is (
            whole.grade != "conflict" and bool(whole.more or whole.otherwise or () in whole.possible)
        ), row.id


def test_whatever_binds_is_a_licence_of_the_catalogue() -> None:
    ids = set(shelf.ids())
    bound = {name for _, whole in walked() for licenses in whole.possible for name in licenses}
    assert bound <= ids
    assert len(bound) > 10


def test_a_licence_comes_from_a_claim_that_names_it_or_from_a_base() -> None:
    """Each licence of a layer is one that its claim, a ruling, another source, or a person's record names."""
    for row, whole in walked():
        own = whole.layers[0]
        if registry.recorded(row.id) is not None:
            continue
        ruling = rulings().get(row.id.casefold())
        claims = [row.claim, *(other.partition(": ")[2] for other in row.others), *([ruling.claim] if ruling else [])]
        texts = [text for claim in claims for text in claim.removeprefix("=").replace(" & ", ",").split(",")]
        named = {entry.id for text in (*texts, *claims) for entry in names.entries_called(text.removeprefix("="))}
        assert {name for licenses in own.possible for name in licenses} <= named, row.id


def test_a_bare_claim_never_becomes_a_licence() -> None:
    bare = [(row, whole) for row, whole in walked() if row.claim.removeprefix("=") in BARE and not row.others]
    assert len(bare) > 300
    for row, whole in bare:
        if registry.recorded(row.id) is None and row.id.casefold() not in rulings():
            assert not any(whole.layers[0].possible), row.id


def test_what_binds_a_base_binds_what_is_made_from_it() -> None:
    whole_of = {row.id.casefold(): whole for row, whole in walked()}
    for row, whole in walked():
        if registry.recorded(row.id) is not None or not whole.settled:
            continue
        for base in row.bases:
            settled = whole_of[base.casefold()].settled if base.casefold() in whole_of else ()
            assert set(settled) <= set(whole.settled), (row.id, base)


def test_a_base_that_is_not_known_is_named() -> None:
    ids = {row.id.casefold() for row in ROWS}
    for row, whole in walked():
        missing = [base for base in row.bases if base.casefold() not in ids and registry.recorded(base) is None]
        if missing and registry.recorded(row.id) is None and len(whole.layers) < 60:
            assert all(any(f"`{base}`" in reason for reason in whole.more) for base in missing), row.id


def test_answers_never_say_more_than_is_known() -> None:
    use = lk.Use.of(["run"])
    kinds: dict[tuple[object, ...], str] = {}
    for row, whole in walked():
        kinds.setdefault((whole.grade, bool(whole.more), bool(whole.otherwise), len(whole.possible)), row.id)
    assert len(kinds) > 5
    for (_, more, otherwise, _), name in kinds.items():
        answer = work(name).evaluate(use)
        assert (answer.best is None) is (otherwise or not answer.decisions), name
        if (more or otherwise) and answer.best != "prohibited":
            assert (answer.worst, answer.verdict) == (None, "unknown"), name
        for decision, end in product(answer.decisions, ("best", "worst")):
            assert getattr(decision, end) is not None
