from __future__ import annotations

from pathlib import Path

from tests.editor.written import OWN, opened, own

from licensekit.editor.document import edited, findings
from licensekit.editor.lenses import lenses, proposed_at, run_at

TESTED = """\
license own {
  title "Own"
  grant small at "1" { may any act when group.people.now at most 10 }
  grant old at "2" { may run when use.personal }
}
"""


def test_a_case_and_a_block_of_cases_can_be_run(tmp_path: Path) -> None:
    document, _ = own(tmp_path, OWN.replace("expect permitted\n", "expect prohibited\n"))
    told = [
        (document.source.line(document.source.position(each.span.start).line).strip(), each.title)
        for each in lenses(document)
    ]
    assert told == [
        ("license own extends base(limit: 5 million USD) {", "run 2 cases"),
        ("license own extends base(limit: 5 million USD) {", "propose boundary cases"),
        ('case "sold to an army" {', "run this case"),
        ('case "run in private" {', "run this case"),
    ]
    whole, first, second = (each.span.start for each in lenses(document) if each.deed == "run")
    assert [each.passed for each in run_at(document, first)] == [True]
    assert [each.passed for each in run_at(document, second)] == [False]
    assert len(run_at(document, whole)) == 2


def test_boundary_cases_are_put_where_the_cases_stand_and_pass(tmp_path: Path) -> None:
    document, _ = opened(TESTED, tmp_path)
    grant = next(each for each in lenses(document) if each.span.start == TESTED.index("grant small"))
    assert grant.title == "propose boundary cases"
    proposed = proposed_at(document, grant.span.start)
    assert proposed.edit is not None
    again, _ = opened(edited(TESTED, [proposed.edit]), tmp_path)
    assert findings(again) == ()
    ran = run_at(again, 0)
    assert len(ran) == proposed.cases > 2
    assert all(each.passed for each in ran)
    assert proposed_at(again, 0).edit is None


def test_they_go_to_the_file_of_cases_beside(tmp_path: Path) -> None:
    beside = 'cases for own {\n  case "old" { acts run given use.personal is yes expect permitted }\n}\n'
    (tmp_path / "own.cases.lic").write_text(beside, encoding="utf-8")
    document, _ = opened(TESTED, tmp_path)
    proposed = proposed_at(document, 0)
    assert proposed.document.path.name == "own.cases.lic"
    assert proposed.edit is not None
    assert beside[proposed.edit.span.start :] == "}\n"
