"""Clause coverage: what cases bring about, what they lack, and what no use can bring about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from licensekit.api import parse
from licensekit.catalogue.loading import checked_text
from licensekit.cli.main import run
from licensekit.cli.outcome import Exit, Surroundings
from licensekit.testing.collect import Collected
from licensekit.testing.coverage import Count, LicenseCoverage, coverage_of
from licensekit.testing.coverage_report import page, text_lines, words

TERMS = """
  title "Small <b>"
  grant rights at "1" { may any act }
  duty label at "2" {
    for embed, host_model
    when product.charged_for and (product.monthly_active_users.month more than 5 or use.in_business)
    must display "Small" on user_interface
  }
  prohibition arms at "3" { must not any act when conduct.military }
"""


def licence(cases: str, terms: str = TERMS) -> str:
    return f"license small {{{terms}{cases}}}"


def covered(cases: str, terms: str = TERMS) -> LicenseCoverage:
    text = licence(cases, terms)
    checked = checked_text(text)
    assert checked.diagnostics == ()
    decided = parse(text)
    (one,) = coverage_of([Collected(case, decided) for case in checked.cases]).licenses
    return one


def case(given: str = "", acts: str = "embed", expect: str = "unknown", assume: str = "none", name: str = "c") -> str:
    lines = "".join(f"given {one} " for one in filter(None, given.split("; ")))
    return f'case "{name}" {{ acts {acts} assume {assume} {lines} expect {expect} }}\n'


def lacking(one: LicenseCoverage) -> dict[str, tuple[str, ...]]:
    return {line.key: line.missing for line in one.missing}


PEACE = "conduct.military is no; "


def test_nothing_known_makes_conditions_open_and_decides_nothing() -> None:
    lacks = lacking(covered(case()))
    assert lacks["clause label"] == ("true", "false")
    assert lacks["clause arms"] == ("true", "false")
    assert "clause rights" not in lacks
    assert lacks["atom label 0"] == ("decides true", "decides false")


def test_a_clause_without_a_condition_is_only_ever_true() -> None:
    lines = {line.owner: line for line in covered(case()).of("clause")}
    assert lines["rights"].wanted == ("true",)
    assert lines["label"].wanted == ("true", "false", "unknown")


def test_what_the_acts_settle_is_no_goal() -> None:
    terms = """title "S" grant rights at "1" { may any act }
      duty d at "2" { for embed when product.exists must name licensor }"""
    lines = {line.owner: line.wanted for line in covered(case(), terms).of("clause")}
    assert lines["d"] == ("true",)


def test_masking_mcdc_needs_each_atom_to_decide_both_ways() -> None:
    above = "product.charged_for is yes; product.monthly_active_users.month is 6; use.in_business is no"
    below = "product.charged_for is yes; product.monthly_active_users.month is 5; use.in_business is no"
    business = "product.charged_for is yes; product.monthly_active_users.month is 5; use.in_business is yes"
    free = "product.charged_for is no; product.monthly_active_users.month is 6; use.in_business is no"
    both = "product.charged_for is yes; product.monthly_active_users.month is 6; use.in_business is yes"
    some = "".join(case(PEACE + one, expect="permitted", name=one) for one in (above, below))
    assert lacking(covered(some))["atom label 1.1"] == ("decides true",)
    assert lacking(covered(some))["atom label 0"] == ("decides false",)
    masked = case(PEACE + both, expect="permitted")
    assert lacking(covered(masked))["atom label 1.0"] == ("decides true", "decides false")
    full = "".join(case(PEACE + one, expect="permitted", name=one) for one in (above, below, business, free))
    atoms = [line for line in covered(full).of("atom") if line.owner == "label"]
    assert len(atoms) == 3
    assert all(not line.missing for line in atoms)


def test_an_atom_of_a_clause_that_changes_no_answer_decides_nothing() -> None:
    """Where the use is prohibited anyway, no duty is owed, whatever its condition says."""
    given = "conduct.military is yes; product.charged_for is yes; product.monthly_active_users.month is 6"
    lacks = lacking(covered(case(given, expect="prohibited")))
    assert lacks["atom label 0"] == ("decides true", "decides false")
    assert lacks["atom arms"] == ("decides false",)


def test_definitions_have_atoms_of_their_own() -> None:
    terms = """title "S" grant rights at "1" { may any act }
      define big at "2" { product.monthly_active_users.month more than 5 and use.in_business }
      prohibition p at "3" { must not run when big }"""
    given = "product.monthly_active_users.month is 6; use.in_business is yes"
    lacks = lacking(covered(case(given, acts="run", expect="prohibited"), terms))
    assert lacks["atom define big 0"] == ("decides false",)
    assert lacks["atom p"] == ("decides false",)


READ = """title "S" grant rights at "1" { may any act }
  reading scope at "2" "Wide?" { option wide "w" taken because "stricter" option narrow "n" }
  prohibition p at "3" { must not run when reading scope is wide }"""


def test_an_option_is_covered_where_something_is_expected_under_it() -> None:
    taken = 'case "a" { acts run expect prohibited }'
    lacks = lacking(covered(taken, READ))
    assert (lacks["clause p"], lacks["option scope narrow"]) == (("false",), ("in force",))
    both = 'case "a" { acts run expect prohibited expect permitted under reading scope is narrow }'
    lacks = lacking(covered(both, READ))
    assert not {"clause p", "atom p", "option scope narrow"} & set(lacks)


def test_acts_that_the_licence_treats_alike_count_once() -> None:
    one = covered(case(acts="embed"))
    asked = {line.owner: not line.missing for line in one.of("act")}
    assert [owner for owner, is_asked in asked.items() if is_asked] == ["host_model"]  # under one duty with `embed`
    assert sum(asked.values()) == 1
    assert one.count("act") == Count(1, len(asked))


BOUND = """title "S" grant rights at "1" { may any act } duty name at "2" { for any act must name licensor }
  binding persons at "3" { binds callers when use.in_business }"""


def test_the_condition_of_a_binding_decides_whether_the_licence_counts() -> None:
    """Alone, and whether or not the licence binds whoever does the act."""
    bound, free = (f"use.in_business is {said}" for said in ("yes", "no"))
    one = covered(case(bound, "call_hosted", "permitted_with_duties"), BOUND)
    assert lacking(one)["atom persons"] == ("decides false",)
    other = covered(case(free, "call_hosted", "permitted"), BOUND)
    assert lacking(other)["atom persons"] == ("decides true",)
    assert not [line for line in other.of("act") if line.owner == "call_hosted" and line.missing]


def test_a_share_is_never_rounded_up() -> None:
    lines = list(text_lines(coverage_of([])))
    assert lines == ["covered: 100.0 %"]
    assert Count(1999, 2000).percent < 100


def test_words_for_what_is_missing() -> None:
    said = [words(line) for line in covered(case()).missing]
    assert "duty label at 2: is never true, is never false" in said
    assert "label at 2: `product.charged_for` never decides by being true, never decides by being false" in said


# --- the command -----------------------------------------------------------------------------------------


def called(*given: str) -> Exit:
    return run(["coverage", *given], Surroundings(lambda _: b"", lambda: pytest.fail("no clock")))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "small.lic"
    file.write_text(licence(case(PEACE + "product.charged_for is no", expect="permitted")), encoding="utf-8")
    return file


def test_the_command_prints_a_table_and_what_is_missing(path: Path) -> None:
    outcome = called(str(path))
    assert (outcome.status, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0] == "small: Small <b> (1 case)"
    assert "  clauses             1/3   33.3 %" in lines
    assert "  duty label at 2        no    yes    no" in lines
    assert "    prohibition arms at 3: is never true, is never open" in lines
    assert lines[-1].startswith("covered: ")


def test_fail_under(path: Path) -> None:
    outcome = called(str(path), "--fail-under", "99.5")
    assert outcome.status == 1
    assert outcome.err.endswith("is less than 99.5 %\n")
    assert called(str(path), "--fail-under", "1").status == 0
    for wrong in ("101", "-1", "1e9", "nan", "1/2"):
        refused = called(str(path), f"--fail-under={wrong}")
        assert (refused.status, refused.err.startswith("error[LK703]")) == (2, True)


def test_json_names_every_goal(path: Path) -> None:
    (told,) = json.loads(called(str(path), "--format", "json").out)["licenses"]
    assert told["figures"]["clauses"] == {"covered": 1, "of": 3}
    label = next(goal for goal in told["goals"] if goal["kind"] == "clause" and goal["owner"] == "label")
    assert label["missing"] == ["true", "unknown"]


def test_the_page_escapes_and_has_no_script(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.html"
    assert called(str(path), "--format", "html", "-o", str(target)) == (0, "", "")
    html = target.read_text(encoding="utf-8")
    assert "<b>" not in html
    assert "Small &lt;b&gt;" in html
    assert "<script" not in html
    assert "default-src &#x27;none&#x27;" in html or "default-src 'none'" in html
    assert 'class="missing"' in html or 'class="partly"' in html


def test_a_page_of_nothing_is_a_page() -> None:
    assert page(coverage_of([])).endswith("</html>\n")


def test_no_licence_or_no_case_is_an_error(tmp_path: Path) -> None:
    assert called().err.startswith("error[LK705]: no licence is named")
    bare = tmp_path / "bare.lic"
    bare.write_text(licence(""), encoding="utf-8")
    assert called(str(bare)).err.startswith("error[LK706]: no case was found")


def test_ids_of_the_catalogue() -> None:
    assert called("mit", "--fail-under", "100").status == 0


def test_what_another_clause_says_too_cannot_decide() -> None:
    """Two prohibitions of one thing: neither decides alone, no use can change that, and nothing is missing."""
    terms = """title "S" grant rights at "1" { may any act }
      prohibition arms at "2" { must not any act when conduct.military }
      prohibition other at "3" { must not any act when conduct.military or conduct.fraud }"""
    atoms = {line.key: line.wanted for line in covered(case(expect="unknown"), terms).of("atom")}
    assert atoms == {
        "atom arms": ("decides false",),
        "atom other 0": ("decides false",),
        "atom other 1": ("decides true", "decides false"),
    }


def test_a_licence_that_another_one_follows_has_the_clauses_of_its_own_as_goals() -> None:
    terms = """title "S" grant rights at "1" { may any act when not use.production }
      converts to mpl-2.0 at "2" on 2026-01-01
    """
    one = covered('case "c" { acts run on 2025-01-01 assume safe given use.production is no expect permitted }', terms)
    assert {line.owner for line in one.of("clause")} == {"rights"}
    assert lacking(one)["clause rights"] == ("false", "unknown")
