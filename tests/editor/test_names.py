from __future__ import annotations

from pathlib import Path

import pytest
from tests.editor.written import BASE, OWN, own

from licensekit.editor.document import Document, edited, findings
from licensekit.editor.names import Lookup, use_at
from licensekit.editor.rename import NameKept, name_to_change, renamed
from licensekit.syntax import tree


def declared(document: Document, offset: int) -> tuple[str, str, type] | None:
    """The file, the line and the kind of what a name leads to."""
    use = use_at(document, offset)
    assert use is not None
    written = Lookup(document).declaration(use)
    if written is None:
        return None
    text = Path(written.name.source).read_text() if written.name.source.endswith("base.lic") else document.source.text
    line = text[: written.name.end].rpartition("\n")[2].strip()
    return Path(written.name.source).name, line, type(written.node)


PLACES = [
    ("extends ba|se", ("base.lic", "template base", tree.Template)),
    ("(lim|it:", ("base.lic", "template base(limit", tree.Name)),
    ("replace duty cre|dit", ("base.lic", "duty credit", tree.Duty)),
    ("prohibition weap|ons", ("own.lic", "prohibition weapons", tree.Prohibition)),
    ("given conduct.mil|itary is yes", None),
]


@pytest.mark.parametrize(("place", "leads_to"), PLACES)
def test_a_name_leads_to_where_it_was_written(
    place: str, leads_to: tuple[str, str, type] | None, tmp_path: Path
) -> None:
    document, offset = own(tmp_path, OWN.replace(place.replace("|", ""), place, 1))
    assert declared(document, offset) == leads_to


ADDED = """\
  prohibition hosted-abroad at "5" {
    must not host_model when large and reading hosting is caught and not approval scale is held
  }
  meaning conduct.military at "6" "arms of every kind"
  prohibition arms at "7" { must not sell when conduct.military }
"""

INHERITED = [
    ("when lar|ge", ("base.lic", "define large", tree.Define)),
    ("reading host|ing is", ("base.lic", "reading hosting", tree.Reading)),
    ("hosting is cau|ght", ("base.lic", "option caught", tree.Option)),
    ("approval sca|le", ("base.lic", "gate scale", tree.Gate)),
    ("sell when conduct.mil|itary", ("own.lic", "meaning conduct.military", tree.Meaning)),
]


@pytest.mark.parametrize(("place", "leads_to"), INHERITED)
def test_what_a_template_has_is_found_across_extends(
    place: str, leads_to: tuple[str, str, type], tmp_path: Path
) -> None:
    text = OWN.replace('  case "sold', ADDED + '  case "sold', 1).replace(place.replace("|", ""), place, 1)
    document, offset = own(tmp_path, text)
    assert findings(document) == ()
    assert declared(document, offset) == leads_to


def test_a_policy_and_a_file_of_cases_lead_to_their_licence(tmp_path: Path) -> None:
    policy = 'policy rules { prohibition war at "2" { must not any act when conduct.military } }'
    (tmp_path / "rules.lic").write_text(policy, encoding="utf-8")
    text = 'license own { title "Own" grant all at "1" { may any act } incorporates rules at "9" }'
    (tmp_path / "own.lic").write_text(text, encoding="utf-8")
    cases = 'cases for own { case "a" { acts run expect unknown expect clause rules.w|ar } }'
    from tests.editor.written import opened

    document, offset = opened(cases, tmp_path, "own.cases.lic")
    use = use_at(document, offset)
    assert use is not None
    written = Lookup(document).declaration(use)
    assert written is not None
    assert written.name.source == str(tmp_path / "rules.lic")
    assert {each.document.path.name for each in renamed(document, offset, "arms")} == {"own.cases.lic", "rules.lic"}


def test_a_clause_is_renamed_where_it_is_written_and_in_every_file_that_names_it(tmp_path: Path) -> None:
    cases = 'cases for own {\n  case "b" { acts distribute_copy expect unknown expect duty credit is due }\n}\n'
    (tmp_path / "own.cases.lic").write_text(cases, encoding="utf-8")
    document, offset = own(tmp_path, OWN.replace("replace duty credit", "replace duty cre|dit"))
    changed = {
        each.document.path.name: edited(each.document.source.text, each.edits)
        for each in renamed(document, offset, "display")
    }
    assert changed == {
        "own.lic": OWN.replace("credit", "display"),
        "base.lic": BASE.replace("credit", "display"),
        "own.cases.lic": cases.replace("credit", "display"),
    }
    assert document.source.excerpt(name_to_change(document, offset)) == "credit"


@pytest.mark.parametrize(
    ("place", "name", "why"),
    [
        ("prohibition weap|ons", "rights", "own.lic: `rights` is inherited already"),
        ("prohibition weap|ons", "when", "`when` is a word of the language"),
        ("prohibition weap|ons", "a.b", "a name is written as `two-words`"),
        ("when conduct.mil|itary", "arms", "this is no name that a licence gives"),
        ("extends ba|se", "other", "a file bears the name of what it holds: rename the file, and then its id"),
    ],
)
def test_what_cannot_be_renamed_says_why(place: str, name: str, why: str, tmp_path: Path) -> None:
    document, offset = own(tmp_path, OWN.replace(place.replace("|", ""), place, 1))
    with pytest.raises(NameKept) as refused:
        renamed(document, offset, name)
    assert str(refused.value) == why
