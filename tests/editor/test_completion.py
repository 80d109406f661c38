from __future__ import annotations

from pathlib import Path

import pytest
from tests.editor.written import OWN, own

from licensekit.currencies import CURRENCIES
from licensekit.editor.completion import suggestions, word_at
from licensekit.vocabulary.acts import ACTS
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.words import PLACES, VERBS, VERDICTS

SETS = {name for name, info in FACTS.items() if info.type == "set_of"}
YES_NO = {name for name, info in FACTS.items() if info.type == "yes_no"}

CASES = [
    ('grant a at "9" { may |', set(ACTS) | {"any"}),
    ('grant a at "9" { may run, |', set(ACTS)),
    ('prohibition a at "9" { must not ru|', set(ACTS) | {"any"}),
    ('duty a at "9" { for run must |', set(VERBS) | {"not", "either"}),
    ('duty a at "9" { for run must name "A" on |', set(PLACES) | {"any", "all", "request"}),
    ('grant a at "9" { may run when any of |', SETS),
    (
        'grant a at "9" { may run when product.charged_for and |',
        {*FACTS, "as_of", "large", "not", "any", "all", "reading", "approval"},
    ),
    ('grant a at "9" { may run when licensee.kind is |', {*FACTS["licensee.kind"].options, "work"}),
    ('grant a at "9" { may run when reading |', {"hosting"}),
    ('grant a at "9" { may run when reading hosting is |', {"caught", "free"}),
    (
        'grant a at "9" { may run when group.revenue.year more than 20 |',
        {*CURRENCIES, "thousand", "million", "billion"},
    ),
    ('exemption a at "9" { from |', {"a", "rights", "scale", "credit", "weapons", "every", "all"}),
    ('reservation a at "9" { from |', {"rights", "every", "all"}),
    ("remove gate |", {"scale"}),
    ('meaning breach.uncured at "9" "a breach" follows from |', {*YES_NO, "not"}),
    ("replace duty |", {"credit"}),
    ('case "a" { expect |', {*VERDICTS, "asks", "basis", "clause", "duty", "encouraged", "not", "possible", "reason"}),
    ('case "a" { given approval |', {"scale"}),
    ('title "no word of the language |', set()),
    ("# nor in a comment |", set()),
]


@pytest.mark.parametrize(("written", "expected"), CASES, ids=[written for written, _ in CASES])
def test_what_may_stand_there_is_suggested_though_the_file_is_broken(
    written: str, expected: set[str], tmp_path: Path
) -> None:
    document, offset = own(tmp_path, OWN.replace('  case "sold', f'  {written}\n  case "sold', 1))
    texts = {each.text for each in suggestions(document, offset)}
    assert expected <= texts
    assert texts <= expected | {",", "but", "when", "of", "or", "and", "remedy", "the", "may"}


def test_a_suggestion_says_what_is_asked_and_replaces_what_is_written(tmp_path: Path) -> None:
    document, offset = own(tmp_path, OWN.replace("conduct.military }", "conduct.mil| }"))
    told = {each.text: each for each in suggestions(document, offset)}["conduct.military"]
    assert (told.kind, told.documentation) == ("fact", FACTS["conduct.military"].question)
    assert document.source.excerpt(word_at(document, offset)) == "conduct.mil"


def test_places_of_the_text_come_from_the_outline(tmp_path: Path) -> None:
    outline = '{"documents": {"": {"sha256": "00", "places": {"1": "0", "2.a": "0"}}}}'
    (tmp_path / "own.outline.json").write_text(outline, encoding="utf-8")
    document, offset = own(tmp_path, OWN.replace('weapons at "4"', 'weapons at "2.|"'))
    assert [each.text for each in suggestions(document, offset)] == ["1", "2.a"]
    assert document.source.excerpt(word_at(document, offset)) == "2."
