from __future__ import annotations

from pathlib import Path

from tests.editor.written import BASE, OWN, opened, own

import licensekit as lk
from licensekit.editor.document import Desk, findings
from licensekit.editor.layout import layout_edits


def test_findings_are_those_of_check_at_their_places(tmp_path: Path) -> None:
    text = OWN.replace("conduct.military }", "conduct.militry }")
    document, _ = own(tmp_path, text)
    (placed,) = findings(document)
    assert (placed.finding.code, placed.finding.help) == ("LK201", "did you mean `conduct.military`?")
    assert document.source.excerpt(placed.span) == "conduct.militry"
    plain, _ = opened('license a { title "A" grant b at "1" { may rn } }', tmp_path)
    assert [each.finding for each in findings(plain)] == list(lk.check(plain.source.text, plain.source.name))


def test_what_is_open_beside_counts_as_it_stands_in_the_editor(tmp_path: Path) -> None:
    desk = Desk()
    (tmp_path / "base.lic").write_text(BASE, encoding="utf-8")
    assert findings(desk.put(tmp_path / "own.lic", OWN)) == ()
    desk.put(tmp_path / "base.lic", BASE.replace("duty credit", "duty display"))
    again = desk.document(tmp_path / "own.lic")
    assert again is not None
    assert [each.finding.code for each in findings(again)] == ["LK413"]
    desk.close(tmp_path / "base.lic")
    closed = desk.document(tmp_path / "own.lic")
    assert closed is not None
    assert findings(closed) == ()


def test_what_is_wrong_in_a_base_is_told_where_the_file_begins(tmp_path: Path) -> None:
    document, _ = own(tmp_path)
    (tmp_path / "base.lic").write_text("template base(limit) { grant }", encoding="utf-8")
    (placed,) = findings(document)
    assert document.source.excerpt(placed.span) == OWN.split("\n")[0]
    assert placed.elsewhere is not None
    assert placed.elsewhere.span.source == str(tmp_path / "base.lic")


def test_the_layout_changes_no_more_than_it_must(tmp_path: Path) -> None:
    document, _ = own(tmp_path)
    assert layout_edits(document) == ()
    untidy = OWN.replace("    acts run\n", "  acts   run\n", 1)
    rough, _ = own(tmp_path, untidy)
    (edit,) = layout_edits(rough)
    assert (rough.source.excerpt(edit.span), edit.text) == ("  acts   run\n", "    acts run\n")
    broken, _ = own(tmp_path, untidy.replace("expect", "expct", 1))
    assert layout_edits(broken) == ()
