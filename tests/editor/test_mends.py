from __future__ import annotations

from pathlib import Path

import pytest
from tests.editor.written import OWN, opened, own

from licensekit.editor.document import edited, findings
from licensekit.editor.mends import mends

SLIPS = [
    ("conduct.military }", "conduct.militry }", "LK201", ["write `conduct.military`"]),
    ("acts run", "acts rn", "LK202", ["write `run`"]),
    ('replace duty credit at "3"', 'duty credit at "3"', "LK415", ["write `replace duty credit`"]),
    (
        "when conduct.military",
        "when conduct.military and use.personal or use.in_business",
        "LK104",
        [
            "write `(conduct.military and use.personal) or use.in_business`",
            "write `conduct.military and (use.personal or use.in_business)`",
        ],
    ),
    ("when conduct.military", "when licensee.kind is not company", "LK106", ["write `not licensee.kind is company`"]),
    ("when conduct.military", "when group.people.now more than 1,000", "LK108", ["write `1_000`"]),
    ("when conduct.military", "when group.people.now > 10", "LK117", ["write `more than`"]),
    ('at "4" {', "at 4 {", "LK117", ['write `at "4"`']),
    ("expect prohibited\n  }\n", "expect prohibited\n", "LK102", ["write `}`"]),
    ('title "Own"', 'title "Own" title "Own"', "LK215", ['remove `title "Own"`']),
    ("when conduct.military", "when large is no", "LK207", ["write `not large`"]),
    ("when conduct.military", "when large is yes", "LK207", ["write `large`"]),
    (
        "given conduct.military is yes",
        "given group.people.now is between 9 and 5",
        "LK458",
        ["write `between 5 and 9`"],
    ),
    (
        "given conduct.military is yes",
        "given conduct.military is yes\n    given conduct.military is no",
        "LK453",
        ["remove `given conduct.military is no`", "remove `given conduct.military is yes`"],
    ),
    (
        "acts run\n    given conduct.military is yes",
        "acts run given conduct.military is yes given conduct.military is no",
        "LK453",
        ["remove `given conduct.military is no`", "remove `given conduct.military is yes`"],
    ),
    (
        "license own extends",
        'license plain { title "Plain" grant use at "1" { may run } }\nlicense further extends plain(holder: "A") { title "Further" }\nlicense own extends',
        "LK420",
        ['remove `(holder: "A")`'],
    ),
]


@pytest.mark.parametrize(("right", "wrong", "code", "titles"), SLIPS, ids=[each[2] for each in SLIPS])
def test_a_mend_is_what_the_help_says_and_mends(
    right: str, wrong: str, code: str, titles: list[str], tmp_path: Path
) -> None:
    document, _ = own(tmp_path, OWN.replace(right, wrong, 1))
    (finding,) = (placed.finding for placed in findings(document) if placed.finding.code == code)
    offered = mends(document, finding)
    assert [mend.title for mend in offered] == titles
    for mend in offered:
        again, _ = own(tmp_path, edited(document.source.text, mend.edits))
        assert findings(again) == ()


def test_a_place_gets_the_document_that_it_is_in(tmp_path: Path) -> None:
    texts = "".join(
        f'text {name} sha256 "{"0" * 64}" from "https://example.org/{name}"\n  ' for name in ("terms", "annex")
    )
    for locator, offered in (('at "1"', ["annex", "terms"]), ('at anex "1"', ["annex"])):
        text = f'license two {{\n  title "Two"\n  {texts}grant use {locator} {{ may run }}\n}}\n'
        document, _ = opened(text, tmp_path, "two.lic")
        (finding,) = (placed.finding for placed in findings(document))
        told = mends(document, finding)
        assert (finding.code, [mend.title for mend in told]) == ("LK217", [f"write `{name}`" for name in offered])
        assert f'grant use at {offered[0]} "1" {{' in edited(document.source.text, told[0].edits)


NOT_TO_BE_GUESSED = [
    ("conduct.military }", "group.revenue.year more than 5 }", "LK302"),  # in which currency?
    ("conduct.military }", "licensee.kind }", "LK305"),  # which kind? the help only says how it is written
    ('at "4" {', "{", "LK118"),  # where in the text?
    ("conduct.military }", "paid }", "LK206"),  # the help's fact is an example
]


@pytest.mark.parametrize(("right", "wrong", "code"), NOT_TO_BE_GUESSED)
def test_what_the_author_must_say_is_not_guessed(right: str, wrong: str, code: str, tmp_path: Path) -> None:
    document, _ = own(tmp_path, OWN.replace(right, wrong, 1).replace("5 million USD", "5 million EUR"))
    (finding,) = (placed.finding for placed in findings(document))
    assert finding.code == code
    assert mends(document, finding) == ()
