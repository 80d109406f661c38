from __future__ import annotations

from pathlib import Path

from tests.editor.written import OWN, own

from licensekit.editor.hover import hover
from licensekit.vocabulary.facts import FACTS


def told(text: str, folder: Path) -> str:
    document, offset = own(folder, text)
    found = hover(document, offset)
    return "" if found is None else found.text


def test_a_fact_is_told_with_its_question(tmp_path: Path) -> None:
    assert f"*{FACTS['conduct.military'].question}*" in told(OWN.replace("when conduct", "when cond|uct"), tmp_path)


def test_a_clause_is_told_in_words_with_the_cases_that_it_decides(tmp_path: Path) -> None:
    text = told(OWN.replace("prohibition weapons", "prohibition weap|ons"), tmp_path)
    assert '**weapons** (prohibition, at "4")' in text
    assert "you must not do any act, when conduct.military" in text
    assert "Without it 1 of 2 cases would come out otherwise." in text
    assert "- sold to an army: prohibited, and without it permitted" in text


def test_a_gate_of_which_a_case_states_the_approval_is_told_with_what_it_costs(tmp_path: Path) -> None:
    gate = 'gate sale at "5" { for sell needs written_permission from licensor which grants it }'
    case = (
        'case "sold with leave" { acts sell given conduct.military is no given approval sale is held expect permitted }'
    )
    text = told(OWN.replace("  case", f"  {gate.replace('sale', 'sa|le', 1)}\n\n  {case}\n  case", 1), tmp_path)
    assert "Without it 1 of 3 cases would come out otherwise." in text
    assert "- sold with leave: permitted, and without it there is nothing to state this of" in text


def test_what_a_template_says_is_told_where_it_is_used(tmp_path: Path) -> None:
    case = OWN.replace("    expect prohibited\n", "    expect prohibited\n    expect clause sc|ale\n", 1)
    assert '**scale** (gate, at "2")' in told(case, tmp_path)
    assert "to host model, you need separate agreement from Example Inc., when large" in told(case, tmp_path)
    assert "(template)" in told(OWN.replace("extends base", "extends ba|se"), tmp_path)


def test_a_broken_file_still_tells_what_can_be_read(tmp_path: Path) -> None:
    broken = OWN.replace("expect prohibited", "expct prohibited", 1)
    assert '**weapons** (prohibition, at "4")' in told(
        broken.replace("prohibition weapons", "prohibition w|eapons"), tmp_path
    )
    assert told(broken.replace('title "Own"', 'ti|tle "Own"'), tmp_path) == ""
