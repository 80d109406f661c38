"""The examples of docs/language.md parse, are laid out as it says, and show every statement."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from licensekit import limits
from licensekit.span import Source
from licensekit.syntax.format import format_source
from licensekit.syntax.grammar import grammar_text, parser, reserved_words
from licensekit.syntax.parse import parse_text
from licensekit.vocabulary.acts import GROUPS, LEAVES, ActClass

PAGE = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```lic\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_examples_parse_and_are_canonical(number: int) -> None:
    assert not parse_text(Source("language.md", EXAMPLES[number])).diagnostics
    assert format_source(EXAMPLES[number]) == EXAMPLES[number]


def test_examples_show_every_rule_of_the_grammar() -> None:
    shown = {str(tree.data) for example in EXAMPLES for tree in parser().parse(example).iter_subtrees()}
    named = {rule.alias or str(rule.origin.name) for rule in parser().rules}
    inlined = set(re.findall(r"^\?(\w+):", grammar_text(), re.MULTILINE))
    assert {name for name in named if not name.startswith("_")} - inlined == shown


def test_the_reserved_words_are_listed() -> None:
    listed = PAGE.split("<!-- reserved words: checked by a test -->")[1]
    assert re.findall(r"`(\w+)`", listed) == sorted(reserved_words())


def test_the_acts_are_those_of_the_vocabulary_by_class_and_by_group() -> None:
    rows = re.findall(r"^\| ([a-z ]+) \| (`.+`) \| (?:not granted|permitted)", PAGE, re.MULTILINE)
    listed = {kind: re.findall(r"`(\w+)`", acts) for kind, acts in rows}
    assert listed == {kind.value: [leaf for leaf, each in LEAVES.items() if each is kind] for kind in ActClass}
    groups = PAGE.split("The groups are ")[1].split("To host a model")[0]
    told = dict(re.findall(r"`(\w+)` \((`[^)]+`)\)", groups))
    assert {name: re.findall(r"`(\w+)`", acts) for name, acts in told.items()} == {
        name: [*leaves] for name, leaves in GROUPS.items() if name != "tamper"
    }


def test_the_limits_are_those_of_the_code() -> None:
    section = " ".join(PAGE.split("## 11. Limits")[1].split("## 12.")[0].split())
    for said in (
        f"{limits.MAX_SOURCE_BYTES // 1024} KiB",
        f"{limits.MAX_TOKENS:,} words",
        f"{limits.MAX_CLAUSES:,} statements",
        f"at most {limits.MAX_NESTING} deep",
        f"at most {limits.MAX_STRING:,} characters",
        f"a part of a name {limits.MAX_NAME}",
    ):
        assert said in section


DESIGNED = """\
license minimax-m2.7 {
  reading internal-workflow at "4" "Is a company's internal use without a fee primarily for commercial advantage?" {
    option caught "what a business does, it does for advantage" taken because "stricter for every use"
    option by_aim "only where commercial advantage is the main aim"
  }
  define commercial at "4" {
    product.charged_for or purpose.primarily_commercial
    or (use.in_business and (reading internal-workflow is caught or not access.channel is own_copy))
    or (work.modified and distribution.for_fee)
  }
  grant noncommercial at "preamble" { may any act but not sell when not commercial }
  gate authorization at "3" {
    for any act when commercial
    needs written_authorization from "MiniMax" contact "api@minimax.io" subject "M2.7 licensing" which grants it
  }
  duty display at "2" {
    for any act when commercial
    must display "Built with MiniMax M2.7" prominently
      on any of website, user_interface, blogpost, about_page, documentation
  }
  incorporates minimax-prohibited-uses at "Appendix"
}
license terraform-1.6 extends busl-1.1(change_date: 4 years after work.version_published_on, change_license: mpl-2.0) {
  title "…"
}
"""


def test_the_examples_of_the_design_parse() -> None:
    assert not parse_text(Source("design", DESIGNED)).diagnostics
