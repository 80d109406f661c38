"""The pytest plugin: cases as tests, the fixture, the assertions, coverage with and without workers."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import pytest

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.slow

LICENSE = """license small {
  title "Small"
  grant rights at "1" { may any act }
  duty label at "2" {
    for embed when product.charged_for and product.monthly_active_users.month more than 5
    must display "Small" on user_interface
  }
  gate large at "3" {
    for run when group.revenue.any_12_months more than 1 million USD
    needs written_authorization from licensor
  }
  case "above" {
    acts embed
    assume standard
    given product.charged_for is yes
    given product.monthly_active_users.month is 6
    expect permitted_with_duties
    expect duty label is due
  }
  case "at the line" {
    acts embed
    assume standard
    given product.charged_for is yes
    given product.monthly_active_users.month is 5
    expect permitted
  }
}
"""
WRONG = """cases for small {
  case "wrong" {
    acts embed
    assume standard
    given product.charged_for is yes
    given product.monthly_active_users.month is 5
    expect permitted
    expect duty label is due
  }
}
"""


def ran(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    installed = any(one.value == "licensekit.testing.plugin" for one in entry_points(group="pytest11"))
    plugin = () if installed else ("-p", "licensekit.testing.plugin")
    # pytest-lsp, which the editor's tests need, cannot stand items that are no functions
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:pytest-lsp", *plugin, *options)


@pytest.fixture
def folder(pytester: pytest.Pytester) -> pytest.Pytester:
    (pytester.path / "small.lic").write_text(LICENSE, encoding="utf-8")
    return pytester


def test_every_case_is_a_test_with_a_readable_id(folder: pytest.Pytester) -> None:
    result = ran(folder, "-v")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["small.lic::small: above PASSED*", "small.lic::small: at the line PASSED*"])


def test_cases_beside_a_licence_are_collected_once(folder: pytest.Pytester) -> None:
    (folder.path / "small.cases.lic").write_text(WRONG, encoding="utf-8")
    ran(folder).assert_outcomes(passed=2, failed=1)


def test_a_failure_explains_itself(folder: pytest.Pytester) -> None:
    (folder.path / "small.cases.lic").write_text(WRONG, encoding="utf-8")
    result = ran(folder, "-k", "wrong")
    result.assert_outcomes(failed=1, deselected=2)
    result.stdout.fnmatch_lines(
        [
            "*small.cases.lic:8: expected duty label is due; found none: it does not apply",
            "    expect permitted",
            "  - expect duty label is due",
            "  + expect not duty label",
            "  because duty label at 2 does not apply",
            "*small.lic:4: duty label at *",
            "    product.monthly_active_users.month: 5",
        ]
    )


def test_a_file_with_mistakes_is_an_error_that_shows_them(folder: pytest.Pytester) -> None:
    (folder.path / "small.lic").write_text(
        LICENSE.replace("product.charged_for is", "product.chargd_for is", 1), "utf-8"
    )
    result = ran(folder)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*did you mean `product.charged_for`?"])


def test_files_without_cases_are_left_alone(pytester: pytest.Pytester) -> None:
    (pytester.path / "note.lic").write_text("not a licence at all", encoding="utf-8")
    assert ran(pytester).ret is pytest.ExitCode.NO_TESTS_COLLECTED


PYTHON = """
import pytest
import licensekit as lk
from licensekit.testing.assertions import *

def asked(terms, act="embed", **facts):
    return terms.evaluate(lk.Use.of([act], {name.replace("__", "."): value for name, value in facts.items()}))

def above(terms):
    return asked(terms, product__charged_for=True, product__monthly_active_users__month=6)

def test_fixture(license_under_test):
    assert license_under_test.id == "small"

@pytest.mark.licensekit("mit")
def test_marker(license_under_test):
    assert license_under_test.id == "mit"
    assert_not_granted(asked(license_under_test, "practise_patents"), "condition")
    assert_permitted(asked(license_under_test, "train_on_outputs"), basis="unrestricted")

@pytest.mark.parametrize("license_under_test", ["kimi-k2.5", "small.lic"], indirect=True)
def test_parametrised(license_under_test):
    assert license_under_test.id in {"kimi-k2.5", "small"}

def test_assertions(license_under_test):
    assert_permitted(above(license_under_test))
    assert_duty(above(license_under_test), "label")
    assert_duty(above(license_under_test), "small.label")
    rich = asked(license_under_test, "run", group__revenue__any_12_months=lk.Money("2000000", "USD"))
    assert_needs_approval(rich, "large")
    assert_unknown(asked(license_under_test, "run"))
    assert_asks(asked(license_under_test, "run"), "group.revenue.any_12_months")

def test_wrong_duty(license_under_test):
    assert_duty(above(license_under_test), "label", "open")

def test_wrong_verdict(license_under_test):
    assert_needs_approval(above(license_under_test))

def test_wrong_gate(license_under_test):
    rich = asked(license_under_test, "run", group__revenue__any_12_months=lk.Money("2000000", "USD"))
    assert_needs_approval(rich, "lrage")

def test_asks_nothing(license_under_test):
    with pytest.raises(TypeError):
        assert_asks(above(license_under_test))
"""


def test_fixture_and_assertions_in_python(folder: pytest.Pytester) -> None:
    folder.makepyfile(test_terms=PYTHON)
    result = ran(folder, "test_terms.py")
    result.assert_outcomes(passed=6, failed=3)
    result.stdout.fnmatch_lines(
        [
            "E*expected duty label is open; found due; the verdict is permitted_with_duties",
            "E*expected needs_approval; the verdict is permitted_with_duties",
            "E*expected an approval by gate lrage; it is large that asks for one; the verdict is needs_approval",
        ]
    )
    assert "assertions.py:" not in result.stdout.str()


def test_the_fixture_says_what_is_missing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(license_under_test): pass")
    result = ran(pytester)
    assert "which licence is under test? write @pytest.mark.licensekit" in result.stdout.str()


COVERAGE = ["*= clause coverage =*", "small: Small (2 cases)", "  clauses *1/3*", "*gate large at 3: is never true*"]


def test_coverage_section(folder: pytest.Pytester) -> None:
    ran(folder, "--licensekit-coverage").stdout.fnmatch_lines(COVERAGE)
    assert "clause coverage" not in ran(folder).stdout.str()


def test_coverage_counts_the_cases_that_ran(folder: pytest.Pytester) -> None:
    ran(folder, "--licensekit-coverage", "-k", "above").stdout.fnmatch_lines(["small: Small (1 case)"])


def test_coverage_of_workers_is_put_together(folder: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    alone = ran(folder, "--licensekit-coverage")
    together = ran(folder, "--licensekit-coverage", "-n", "2")
    together.assert_outcomes(passed=2)
    together.stdout.fnmatch_lines(COVERAGE)

    def section(result: pytest.RunResult) -> list[str]:
        lines = result.stdout.lines
        first, last = (
            next(at for at, line in enumerate(lines) if line.startswith(head)) for head in ("small:", "covered:")
        )
        return lines[first : last + 1]

    assert len(section(alone)) > 8
    assert section(alone) == section(together)


def test_the_plugin_is_cheap_before_a_case_is_met(pytester: pytest.Pytester) -> None:
    code = "import sys, licensekit.testing.plugin; assert not {'pydantic', 'lark', 'licensekit.api'} & set(sys.modules)"
    assert pytester.run(sys.executable, "-c", code).ret == 0
