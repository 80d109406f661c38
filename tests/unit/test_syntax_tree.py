"""Nodes of the syntax tree: frozen, equal by what was written, and with a span each."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, is_dataclass, replace

import pytest
from tests.property.sources import source_text

from licensekit.span import Source, Span
from licensekit.syntax import tree
from licensekit.syntax.parse import parse_text

HERE, THERE = Span("a", 0, 1), Span("b", 5, 9)


def nodes(value: object) -> list[tree.SyntaxNode]:
    if isinstance(value, tuple):
        return [node for part in value for node in nodes(part)]
    if not isinstance(value, tree.SyntaxNode):
        return []
    return [value, *(node for each in fields(value) for node in nodes(getattr(value, each.name)))]


def test_a_span_takes_no_part_in_equality() -> None:
    assert tree.Name("x", span=HERE) == tree.Name("x", span=THERE)
    assert hash(tree.Name("x", span=HERE)) == hash(tree.Name("x", span=THERE))
    assert tree.Name("x", span=HERE) != tree.Name("y", span=HERE)


def test_nodes_of_two_kinds_are_never_equal() -> None:
    assert tree.Name("x", span=HERE) != tree.Code("x", span=HERE)
    assert tree.Name("x", span=HERE) != "x"


def test_the_spelling_of_a_number_takes_no_part_in_equality() -> None:
    assert tree.WrittenNumber(1_000_000, "1 million", span=HERE) == tree.WrittenNumber(
        1_000_000, "1_000_000", span=HERE
    )


def test_nodes_are_frozen() -> None:
    name = tree.Name("x", span=HERE)
    with pytest.raises(FrozenInstanceError):
        name.text = "y"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del name.text
    with pytest.raises(AttributeError):
        name.other = "y"  # type: ignore[attr-defined]
    assert name.text == "x"


def test_nodes_are_dataclasses() -> None:
    name = tree.Name("x", span=HERE)
    assert is_dataclass(name)
    assert replace(name, text="y") == tree.Name("y", span=HERE)
    assert repr(name) == "Name(text='x')"


@pytest.mark.parametrize("seed", range(25))
def test_spans_hold_what_they_name(seed: int) -> None:
    source = Source("x.lic", source_text(seed, 3, 0.1))
    file = parse_text(source).file
    assert file is not None
    for node in nodes(file.blocks):
        text = source.excerpt(node.span)
        assert text == text.strip()
        match node:
            case tree.Name() | tree.Code():
                assert text == node.text
            case tree.Text():
                assert (text[0], text[-1]) == ('"', '"')
            case tree.Day():
                assert text == node.on.isoformat()
            case tree.Obligation():
                assert text.startswith(("must", "encouraged"))
            case tree.Grant() | tree.Duty() | tree.Gate() | tree.Exemption() | tree.Prohibition():
                assert text.startswith(type(node).__name__.lower())
                assert text.endswith("}")


@pytest.mark.parametrize("seed", range(25))
def test_parts_stand_inside_their_whole(seed: int) -> None:
    file = parse_text(Source("x.lic", source_text(seed, 3, 0.1))).file
    assert file is not None
    for node in nodes(file.blocks):
        for each in fields(node):
            for part in nodes(getattr(node, each.name)):
                assert node.span.start <= part.span.start
                assert part.span.end <= node.span.end
