"""Licences in files beside one another, files with several licences, and what the check says before anything fails."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from command_line import called

import licensekit as lk
from licensekit.analyse.lint import lint

OLD = (
    'license old {{ title "Old" grant g at "1" {{ may run when not use.production }}'
    ' converts to {} at "2" on 2030-01-01 }}'
)
NEW = 'license new { title "New" grant g at "1" { may any act } }'
TWO = (
    'license first { title "A" grant g at "1" { may any act } case "a" { acts run expect permitted } }'
    ' license second { title "B" grant g at "1" { may run } case "b" { acts sell expect not_granted } }'
)


def test_a_licence_converts_to_one_in_a_file_beside(tmp_path: Path) -> None:
    (tmp_path / "old.lic").write_text(OLD.format("new"), encoding="utf-8")
    (tmp_path / "new.lic").write_text(NEW, encoding="utf-8")
    terms = lk.read(tmp_path / "old.lic")
    use = terms.use(["sell"], {"use.production": True})
    assert terms.evaluate(use, as_of=date(2030, 1, 1)).verdict is lk.Verdict.PERMITTED
    for command in ("check", "test", "coverage", "lint"):
        assert called(command, str(tmp_path / "old.lic")).status in {0, 2, 5}
    assert called("check", str(tmp_path / "old.lic")).status == 0


def test_what_converts_to_nothing_is_found_by_the_check(tmp_path: Path) -> None:
    path = tmp_path / "old.lic"
    path.write_text(OLD.format("newer"), encoding="utf-8")
    assert "LK213" in called("check", str(path)).err


def test_a_file_beside_that_holds_nothing_of_its_name_is_no_slip_of_the_pen(tmp_path: Path) -> None:
    """The help had been "did you mean `mit`, which is spelt nearly so?" of `mit` itself."""
    (tmp_path / "mit.lic").write_text(NEW, encoding="utf-8")
    (tmp_path / "own.lic").write_text('license own extends mit { title "A" }', encoding="utf-8")
    told = called("check", str(tmp_path / "own.lic")).err
    assert "LK213" in told
    assert "`mit.lic`, where it is looked for, holds other blocks only" in told
    assert "did you mean" not in told


def test_a_circle_and_a_meaning_of_an_own_fact_are_found_by_the_check() -> None:
    circle = OLD.format("other") + OLD.format("old").replace("license old", "license other")
    assert [found.code for found in lk.check(circle)] == ["LK438"]
    meant = (
        'license a { title "A" fact a.b is yes_no "Q?" meaning a.b at "1" "so" grant g at "1" { may run when a.b } }'
    )
    assert [found.code for found in lk.check(meant)] == ["LK224"]


def test_a_define_may_be_named_like_an_option() -> None:
    named = (
        'license a { title "A" define company at "1" { product.charged_for and licensee.kind is company }'
        ' grant g at "1" { may run when company } }'
    )
    assert not lk.check(named)
    assert not [found for found in lint(lk.parse(named).license) if found.code == "LK720"]


@pytest.mark.parametrize("command", [("ask", "--act", "sell"), ("mutate",), ("boundaries",), ("show",), ("openness",)])
def test_a_licence_of_a_file_with_several_is_named_after_a_colon(tmp_path: Path, command: tuple[str, ...]) -> None:
    path = tmp_path / "two.lic"
    path.write_text(TWO, encoding="utf-8")
    refused = called(*command, str(path))
    assert refused.status == 2
    assert f"write `{path}:first`" in refused.err
    assert "LK608" not in called(*command, f"{path}:second").err


def test_coverage_measures_every_licence_of_a_file_and_diff_takes_two_of_them(tmp_path: Path) -> None:
    path = tmp_path / "two.lic"
    path.write_text(TWO, encoding="utf-8")
    told = called("coverage", str(path)).out
    assert "first: A (1 case)" in told
    assert "second: B (1 case)" in told
    assert called("diff", f"{path}:first", f"{path}:second").out
