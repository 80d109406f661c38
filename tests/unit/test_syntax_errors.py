"""What is said about a mistake: the code, the words, the place, the mend."""

from __future__ import annotations

import pytest

from licensekit.codes import SYNTAX
from licensekit.errors import LicenseError
from licensekit.span import Source
from licensekit.syntax.format import format_source
from licensekit.syntax.parse import parse_text


def found(text: str) -> list[tuple[str, str, str, str]]:
    """Code, message, underlined text and mend of each finding."""
    source = Source("x.lic", text)
    parsed = parse_text(source)
    assert (parsed.file is None) == bool(parsed.diagnostics)
    made = []
    for finding in parsed.diagnostics:
        assert finding.code in SYNTAX
        assert finding.span is not None
        made.append((finding.code, finding.message, source.excerpt(finding.span), finding.help))
    return made


def only(text: str) -> tuple[str, str, str, str]:
    findings = found(text)
    assert len(findings) == 1, findings
    return findings[0]


def when(condition: str) -> str:
    return f'license a {{\n  grant g at "1" {{ may run when {condition} }}\n}}\n'


def clause(text: str) -> str:
    return f"license a {{\n  {text}\n}}\n"


CONDITIONS = {
    "a.b = c": ("LK117", "`=` means nothing here", "=", "write `is` for a value, `exactly` for a number"),
    "a.b == 3": ("LK117", "`==` means nothing here", "==", "write `is` for a value, `exactly` for a number"),
    "a.b > 3": ("LK117", "`>` means nothing here", ">", "write `more than`"),
    "a.b >= 3": ("LK117", "`>=` means nothing here", ">=", "write `at least`"),
    "a.b < 3": ("LK117", "`<` means nothing here", "<", "write `less than`"),
    "a.b <= 3": ("LK117", "`<=` means nothing here", "<=", "write `at most`"),
    "a.b != c": ("LK117", "`!=` means nothing here", "!=", "write `not FACT is VALUE`"),
    "a.b && c.d": ("LK117", "`&&` means nothing here", "&&", "write `and`"),
    "a.b || c.d": ("LK117", "`||` means nothing here", "||", "write `or`"),
    "a.b greater than 3": ("LK117", "`greater` means nothing here", "greater", "write `more than`"),
    "a.b over 3": ("LK117", "`over` means nothing here", "over", "write `more than`"),
    "a.b equals 3": (
        "LK117",
        "`equals` means nothing here",
        "equals",
        "write `is` for a value, `exactly` for a number",
    ),
    "as_of on_or_after 30 days after a.b": (
        "LK101",
        "unexpected `30`",
        "30",
        "that a time has passed is `as_of on_or_after D and not as_of within 30 days after D`",
    ),
    "a.b within 30 days and c.d": (
        "LK101",
        "unexpected `and`",
        "and",
        "write `after` and the day from which it counts, or `promptly` where the text names none",
    ),
    "a.b mor than 3": ("LK101", "unexpected `mor`", "mor", "did you mean `more`?"),
    "a.b more than $3": (
        "LK117",
        "`$` means nothing here",
        "$",
        "write the currency after the number: `20 million USD`",
    ),
    "a.b more than USD 3": ("LK117", "the currency stands after the amount", "USD", "write `3 USD`"),
    "a.b more than 100,000 USD": ("LK108", "digits are not grouped by commas", "100", "write `100_000`"),
    "a.b more than 1,000,000": ("LK108", "digits are not grouped by commas", "1", "write `1_000_000`"),
    "a.b more than 20M USD": ("LK108", "`20M` is not a number", "20M", "write `20 million`"),
    "a.b more than 1.5bn": ("LK108", "`1.5bn` is not a number", "1.5bn", "write `1.5 billion`"),
    "a.b more than 1_00": ("LK108", "`1_00` is not a number", "1_00", "write `100`"),
    "a.b more than 1.000.000": ("LK108", "`1.000.000` is not a number", "1.000.000", "write `1_000_000`"),
    "a.b more than 007": ("LK108", "a number does not begin with 0", "007", "write `7`"),
    "a.b more than 1.23456": ("LK108", "a number has at most 4 decimals", "1.23456", "round as the text does"),
    "a.b more than 1234567890123456": (
        "LK108",
        "a number has at most 15 digits",
        "1234567890123456",
        "see whether a digit is there twice",
    ),
    "a.b more than 12345678 billion": (
        "LK108",
        "a number has at most 15 digits",
        "12345678 billion",
        "see whether a digit is there twice",
    ),
    "a.b more than 3 millions": ("LK117", "`millions` means nothing here", "millions", "write `million`"),
    "a.b more than 3 USD or equivalent": (
        "LK117",
        "`or equivalent` stands in parentheses",
        "or",
        "write `(or equivalent)`",
    ),
    "a.b is not c": ("LK106", "there is no `is not`: a reader may miss it", "not", "write `not a.b is c`"),
    "a.b is Paris": (
        "LK123",
        "`Paris` is neither a code nor a name",
        "Paris",
        "write a code in upper case, such as DE or USD, or a name in lower case: `paris`",
    ),
    "a.b unless c.d": (
        "LK117",
        "`unless` means nothing here",
        "unless",
        "write `when … and not …`, or an `exemption`",
    ),
    "not not a.b": ("LK117", "`not not` cancels itself", "not", "remove both, or use parentheses"),
    "not a.b and c.d": (
        "LK105",
        "`not` before `and` reads two ways",
        "not",
        "write `(not a.b) and c.d` or `not (a.b and c.d)`",
    ),
    "x.y or not a.b or c.d": (
        "LK105",
        "`not` before `or` reads two ways",
        "not",
        "write `x.y or (not a.b) or c.d` or `x.y or not (a.b or c.d)`",
    ),
    "a.b and c.d or e.f": (
        "LK104",
        "`and` and `or` stand side by side, which reads two ways",
        "or",
        "write `(a.b and c.d) or e.f` or `a.b and (c.d or e.f)`",
    ),
    "a.b or c.d and e.f is g or h": (
        "LK104",
        "`and` and `or` stand side by side, which reads two ways",
        "and",
        "write `a.b or (c.d and e.f is g) or h` or `(a.b or c.d) and (e.f is g or h)`",
    ),
    "a.b before 2026-02-30": (
        "LK122",
        "there is no day `2026-02-30`",
        "2026-02-30",
        "write year-month-day, such as 2026-06-01",
    ),
    "a.b after 2026-02-03": ("LK117", "`after` means nothing here", "after", "write `on_or_after`"),
    "a.b since 2026-02-03": (
        "LK117",
        "`since` means nothing here",
        "since",
        "write `on_or_after`, or `from` in a list of periods",
    ),
    "a.b within 3.5 days after c.d": (
        "LK108",
        "`3.5` is not a whole number from 0 to 9999",
        "3.5",
        "write a plain whole number",
    ),
    "a.b in { DE, FR, }": ("LK101", "a comma stands before nothing", ",", "remove the comma"),
    "a.b in [DE]": ("LK117", "`[` means nothing here", "[", "write lists in braces: `{ DE, FR }`"),
    "approval g is refused": (
        "LK101",
        "unexpected `refused`",
        "refused",
        "a condition can only ask whether an approval is held: write `is held`",
    ),
    "use.In_business": (
        "LK123",
        "the name `use.In_business` has upper case in it",
        "use.In_business",
        "write `use.in_business`",
    ),
    "prodüct.x": (
        "LK113",
        "`ü` (U+00FC LATIN SMALL LETTER U WITH DIAERESIS) cannot stand here",
        "ü",
        "names are written in plain letters a to z; other letters stand in quotes and comments only",
    ),
    "m\u0430u": (
        "LK113",
        "`\u0430` (U+0430 CYRILLIC SMALL LETTER A) cannot stand here",
        "\u0430",
        "names are written in plain letters a to z; other letters stand in quotes and comments only",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CONDITIONS.items(), ids=list(CONDITIONS))
def test_conditions(text: str, expected: tuple[str, str, str, str]) -> None:
    assert only(when(text)) == expected


CLAUSES = {
    'permission p at "1" { may run }': ("LK125", "`permission` is not a statement", "permission", "write `grant`"),
    'grnt p at "1" { may run }': ("LK125", "`grnt` is not a statement", "grnt", "did you mean `grant`?"),
    'obligation p at "1" { for run must pay }': (
        "LK125",
        "`obligation` is not a statement",
        "obligation",
        "write `duty`",
    ),
    'titel "x"': ("LK125", "`titel` is not a statement", "titel", "did you mean `title`?"),
    "title mit": ("LK117", "the title is not a name", "mit", 'write `title "mit"`'),
    "title MIT": ("LK117", "the title stands in quotes", "MIT", 'write `title "MIT"`'),
    'released "2025"': (
        "LK117",
        '`"2025"` is not what `released` takes',
        '"2025"',
        "write a day: `released 2025-04-05`",
    ),
    "title 2025-01-01": (
        "LK117",
        "`2025-01-01` is not what `title` takes",
        "2025-01-01",
        'write it in quotes: `title "…"`',
    ),
    "released April": (
        "LK117",
        "the day of release is written as year-month-day",
        "April",
        "write `released 2025-04-05`",
    ),
    'grant for at "1" { may run }': (
        "LK103",
        "`for` is a reserved word, not a name",
        "for",
        "use another word, such as `for_1` or `the_for`",
    ),
    'grant larger at "1" { may run }': (
        "LK103",
        "`larger` is a reserved word, not a name",
        "larger",
        "use another word, such as `larger_1` or `the_larger`",
    ),
    'define license at "1" { a.b }': (
        "LK103",
        "`license` is a reserved word, not a name",
        "license",
        "use another word, such as `license_1` or `the_license`",
    ),
    'grant g at "1" { may run, not, modify }': (
        "LK103",
        "`not` is a reserved word, not a name",
        "not",
        "use another word, such as `not_1` or `the_not`",
    ),
    'exemption e at "1" { from from when a.b }': (
        "LK101",
        "unexpected `from`",
        "from",
        "write a name, `all` or `every`",
    ),
    "grant g { may run }": (
        "LK118",
        "the grant `g` names no place in the text",
        "g",
        'write `at "…"` after it, with the number or heading printed in the text',
    ),
    "grant g at 1 { may run }": ("LK117", "a place in the text stands in quotes", "1", 'write `at "1"`'),
    "grant g at { may run }": (
        "LK118",
        "`at` is followed by no place in the text",
        "{",
        'write the place in quotes: `at "1.a"`',
    ),
    "grant g at agreement 1 { may run }": (
        "LK117",
        "a place in the text stands in quotes",
        "1",
        'write `at agreement "1"`',
    ),
    'omits "warranty"': (
        "LK118",
        "the omission of `warranty` names no place in the text",
        '"warranty"',
        'write `at "…"` after it, with the number or heading printed in the text',
    ),
    'grant g at "1" { may any acts }': ("LK117", "`acts` means nothing here", "acts", "write `any act`"),
    'grant g at "1" { when a.b }': (
        "LK119",
        "the grant `g` has no acts",
        "g",
        "write which acts it permits: `may any act`, or `may run, modify`",
    ),
    'duty d at "1" { must pay }': (
        "LK119",
        "the duty `d` has no acts",
        "d",
        "write which acts it is about: `for any act`, or `for distribute`",
    ),
    'duty d at "1" { for run }': (
        "LK119",
        "the duty `d` has no `must`",
        "d",
        "write what is to be done: `must include license_text in every_copy`",
    ),
    'gate d at "1" { for run }': (
        "LK119",
        "the gate `d` has no `needs`",
        "d",
        'write what is needed and from whom: `needs written_authorization from "…"`',
    ),
    'termination d at "1" { when a.b }': (
        "LK119",
        "the termination `d` has no `ends`",
        "d",
        "write what it ends: `ends every grant`, or the names of grants",
    ),
    'exemption d at "1" { when a.b }': (
        "LK119",
        "the exemption `d` has no `from`",
        "d",
        'write what it lifts: the names of clauses, or `from all of "III"`',
    ),
    'grant g at "1" { for run }': ("LK120", "a grant has no `for`", "for", "a grant names its acts after `may`"),
    'grant g at "1" { may run must pay }': ("LK120", "a grant has no `must`", "must", "write a `duty` of its own"),
    'duty d at "1" { for run must not sell }': (
        "LK120",
        "a duty has no `must not`",
        "must",
        "write a `prohibition` of its own",
    ),
    'prohibition d at "1" { for run must not sell }': (
        "LK120",
        "a prohibition has no `for`",
        "for",
        "a prohibition names its acts after `must not`",
    ),
    'exemption e at "1" { from every grant when a.b }': (
        "LK120",
        "an exemption cannot lift grants",
        "every grant",
        "to take cases out of every grant, write a `reservation`",
    ),
    'prohibition d at "1" { must not any act but not sell }': (
        "LK120",
        "only a grant says `but not`",
        "sell",
        "name the acts that are meant",
    ),
    'grant g at "1" { may run when a.b when c.d }': (
        "LK121",
        "`when` is given twice in `g`",
        "when",
        "join the conditions with `and`",
    ),
    'duty d at "1" { for run must pay encouraged to cease }': (
        "LK120",
        "a duty either must be met or is encouraged",
        "encouraged",
        "write two duties",
    ),
    'duty d at "1" { for run should pay }': (
        "LK117",
        "`should` means nothing here",
        "should",
        "write `encouraged to`, which asks, or `must`, which binds",
    ),
    'duty d at "1" { for run must pay or cease }': (
        "LK119",
        "alternatives begin with `either`",
        "or",
        "write `must either A or B`",
    ),
    'duty d at "1" { for run must either pay }': (
        "LK119",
        "`either` is followed by one thing only",
        "either",
        "write `or` and the other one, or no `either`",
    ),
    'duty d at "1" { for run must pay once once }': (
        "LK121",
        "`once` is given twice for one action",
        "once",
        "join them, or write two `must` lines",
    ),
    'duty d at "1" { for run must display x on website, blogpost }': (
        "LK115",
        "a list of places says whether one of them is enough",
        "website, blogpost",
        "write `any of website, blogpost` or `all of website, blogpost`",
    ),
    'duty d at "1" { for run must place x under mit, gpl-3.0 }': (
        "LK115",
        "a list of licences says whether one of them is enough",
        "mit, gpl-3.0",
        "write `any of mit, gpl-3.0` or `all of mit, gpl-3.0`",
    ),
    'duty d at "1" { for run must display x on any of website }': (
        "LK115",
        "`any of` is followed by one name only",
        "any of website",
        "write `website`",
    ),
    'grant g at "1" { may not run }': (
        "LK117",
        "`may not` reads two ways",
        "not",
        "write `must not` in a prohibition",
    ),
    'reading r at "1" "q" { option a "x" default option b "y" }': (
        "LK117",
        "`default` means nothing here",
        "default",
        'write `taken because "…"`',
    ),
    'reading r at "1" "q" { option a "x" taken option b "y" }': (
        "LK119",
        "the option that is taken says why",
        "taken",
        'write `taken because "…"`',
    ),
    'measure m at "1" { }': (
        "LK119",
        "the measure `m` takes nothing",
        "m",
        "write `takes FACT when … takes FACT otherwise`, or `takes the larger of FACT, FACT`",
    ),
    'measure m at "1" { takes a.b when c.d takes e.f when not c.d }': (
        "LK119",
        "the measure `m` takes nothing where no condition of it holds",
        "e.f",
        "end the measure with `takes FACT otherwise`",
    ),
    'measure m at "1" { takes a.b otherwise takes c.d when e.f }': (
        "LK120",
        "`otherwise` ends a measure: nothing after it is looked at",
        "otherwise",
        "put this line last",
    ),
    'omits "a \\q b" at "1"': (
        "LK124",
        "`\\q` means nothing here",
        "\\q",
        'write `\\"` for a quote, `\\\\` for a backslash, `\\n` for a new line',
    ),
    'omits “warranty” at "1"': (
        "LK117",
        "`“` does not begin or end a text here",
        "“",
        'write texts in straight double quotes: `"…"`',
    ),
    "omits 'warranty' at \"1\"": (
        "LK117",
        "`'` means nothing here",
        "'",
        'write texts in straight double quotes: `"…"`',
    ),
    'omits "warranty" at "1";': (
        "LK117",
        "`;` means nothing here",
        ";",
        "remove it: nothing stands between statements",
    ),
    '// note\n omits "warranty" at "1"': ("LK117", "`//` means nothing here", "//", "begin a comment with `#`"),
    'converts to mit at "1" on 4 days after a.b': ("LK117", "only years are counted here", "days", "write `years`"),
    'reservation r at "1" { from all of "III" }': (
        "LK120",
        "a reservation names grants, not a section",
        'all of "III"',
        "write `from every grant`",
    ),
    'measure m at "1" { takes the larger of a.b, c.d takes e.f otherwise }': (
        "LK120",
        "`takes the larger of` stands alone in a measure",
        "takes the larger of a.b, c.d",
        "write the one or the other; a measure may name another measure",
    ),
    'fact a.b is one of x "q"': (
        "LK117",
        "`one of` is followed by the options",
        "x",
        "write `one of { x, … }`",
    ),
    'fact a.b is yes_no "q" implies a.c assumed no implies a.d': (
        "LK121",
        "`implies` is given twice",
        "implies a.d",
        "name all of them in one list",
    ),
    'gate g at "1" { for run needs a from b contact "x" contact "y" }': (
        "LK121",
        "`contact` is given twice",
        'contact "y"',
        "keep one of them",
    ),
    'grant g at "1" { may run remedy a from b subject "x" }': (
        "LK120",
        "a remedy has no `subject`",
        '"x"',
        "remove it",
    ),
    'case "x" { given a.b is { 2026-13: 3 } }': (
        "LK122",
        "there is no month `2026-13`",
        "2026-13",
        "write year-month, such as 2026-01",
    ),
    'case "x" { given a.b is 2026-1 }': (
        "LK122",
        "there is no day or month `2026-1`",
        "2026-1",
        "write a day as 2026-06-01, a month as 2026-06",
    ),
    'GRANT g at "1" { may run }': ("LK123", "`GRANT` has upper case in it", "GRANT", "write `grant`"),
}


@pytest.mark.parametrize(("text", "expected"), CLAUSES.items(), ids=list(CLAUSES))
def test_statements(text: str, expected: tuple[str, str, str, str]) -> None:
    assert only(clause(text)) == expected


def codes(text: str) -> list[tuple[str, str]]:
    return [(code, underlined) for code, _, underlined, _ in found(text)]


# --- braces ----------------------------------------------------------------------------------------------


def test_an_unclosed_clause_points_at_its_opening_brace() -> None:
    text = 'license a {\n  grant g at "1" { may run\n  grant h at "1" { may run }\n}\n'
    source = Source("x.lic", text)
    (finding,) = parse_text(source).diagnostics
    assert finding.code == "LK102"
    assert finding.message == "this brace is not closed"
    assert finding.help == "write `}`"
    opener, before = finding.labels
    assert source.position(opener.span.start) == (2, 18)
    assert (source.excerpt(before.span), before.text) == ("grant", "before this")


def test_an_unclosed_licence_is_found_at_the_next_one() -> None:
    assert codes('license a {\n  title "x"\nlicense b { title "y" }\n') == [("LK102", "{")]


def test_an_unclosed_file() -> None:
    assert codes('license a {\n  grant g at "1" { may run\n') == [("LK102", "{"), ("LK102", "{")]


def test_an_unclosed_parenthesis_points_at_it() -> None:
    text = 'license a { duty d at "1" { for run when (a.b or c.d must pay } }'
    assert only(text) == ("LK102", "this parenthesis is not closed", "(", "write `)`")


def test_a_brace_too_many() -> None:
    assert codes('license a { title "x" }\n}\nlicense b { title "y" }') == [("LK127", "}")]


def test_an_unclosed_text_does_not_swallow_the_braces_behind_it() -> None:
    text = 'license a {\n  duty d at "1" { for run must display "x }\n  title "y"\n}\n'
    assert codes(text) == [("LK107", '"x')]


def test_a_forgotten_opening_brace_of_a_clause() -> None:
    assert only(clause('grant g at "1" may run }')) == ("LK101", "unexpected `may`", "may", "write `{` before it")


def test_a_forgotten_opening_brace_of_a_licence() -> None:
    assert codes('license a\n  title "x"\n  grant g at "1" { may run }\n}\nlicense b { }') == [("LK101", "title")]


# --- blocks ----------------------------------------------------------------------------------------------


def test_british_spelling_of_the_keyword() -> None:
    assert only('licence a { title "x" }') == ("LK125", "`licence` begins no block", "licence", "write `license`")


def test_a_statement_outside_of_a_block() -> None:
    _, message, underlined, mend = only('grant g at "1" { may run }')
    assert (message, underlined) == ("`grant` stands outside of any block", "grant")
    assert mend == "write it inside a block, such as `license my-licence { … }`"


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ('case "x" { expect permitted }', "cases for my-licence"),
        ("acts run", "cases for my-licence"),
        ("expect permitted", "cases for my-licence"),
        ('tagged "mit" on hub', "work my-model"),
    ],
)
def test_what_stands_outside_of_a_block_is_sent_into_one_of_its_kind(text: str, block: str) -> None:
    word = text.split(maxsplit=1)[0]
    mend = f"write it inside a block, such as `{block} {{ … }}`"
    assert only(text) == ("LK101", f"`{word}` stands outside of any block", word, mend)


def test_a_parameter_of_the_template_may_be_a_header() -> None:
    assert found("template t(holder) { licensor holder }") == []


def test_a_name_that_is_no_parameter_may_not() -> None:
    assert codes("template t(base) { licensor holder }") == [("LK117", "holder")]


def test_a_header_of_a_work() -> None:
    finding = only('work w { titel "x" }')
    assert finding == ("LK125", "`titel` is not a statement of a work", "titel", "did you mean `title`?")


def test_lines_of_a_case_that_stand_once() -> None:
    assert codes('license a { case "x" { acts run acts sell expect permitted } }') == [("LK121", "acts sell")]


# --- all in one go ---------------------------------------------------------------------------------------

FIVE = """\
license a {
  title MIT
  permission rights at "1" { may any act }
  grant g at "1" { may any act when a.b and c.d or e.f }
  duty d at "1" { for run when x.y > 3 must pay }
  duty e { for run must display x on website, blogpost }
}
licence b { }
license c { title "fine" }
"""


def test_every_mistake_is_found_in_one_go() -> None:
    assert codes(FIVE) == [
        ("LK117", "MIT"),
        ("LK125", "permission"),
        ("LK104", "or"),
        ("LK117", ">"),
        ("LK118", "e"),
        ("LK115", "website, blogpost"),
        ("LK125", "licence"),
    ]


def test_no_finding_follows_from_another() -> None:
    text = 'license a {\n  duty d at "1" {\n    for run\n    when x.y > 3\n    must pay\n  }\n}\n'
    assert codes(text) == [("LK117", ">")]


def test_a_clause_of_which_a_line_cannot_be_read_is_not_called_incomplete() -> None:
    text = 'license a {\n  duty d at "1" {\n    for runs, =\n    must pay\n  }\n}\n'
    assert codes(text) == [("LK117", "=")]


@pytest.mark.parametrize("name", sorted(SYNTAX))
def test_titles_are_in_the_style_of_messages(name: str) -> None:
    title = SYNTAX[name]
    assert title[0].islower() or title[0] == "`"
    assert not title.endswith(".")


def test_a_text_that_does_not_parse_is_not_formatted() -> None:
    with pytest.raises(LicenseError) as raised:
        format_source(FIVE)
    assert len(raised.value.diagnostics) == 7
    assert "five" not in str(raised.value)
    assert "error[LK104]" in str(raised.value)


# --- what is expected is what can stand there --------------------------------------------------------------

EXPECTED = {
    'work x { title "A" grant g under mit }': (
        "LK125",
        "`grant` is not a statement of a work",
        "write `title`, `model`, `part`, `tagged`, `hosted` or `given`",
    ),
    'work x { title "A" parts weights under mit }': (
        "LK125",
        "`parts` is not a statement of a work",
        "did you mean `part`?",
    ),
    'work x { title "A" license mit }': (
        "LK125",
        "`license` is not a statement of a work",
        "write `part weights under LICENCE`",
    ),
    'cases for mit { grant x at "1" { may run } }': (
        "LK125",
        "`grant` is not a statement of a block that begins with `cases`",
        "write `case`",
    ),
    when("use.personal, use.production"): (
        "LK101",
        "a comma does not say whether all or one of the conditions is meant",
        "write `and`, or `or`",
    ),
    when("use.personal use.production"): (
        "LK101",
        "unexpected `use.production`",
        "write `and`, `or`, `may`, `remedy` or `when`",
    ),
    when("as_of before 01.02.2024"): (
        "LK122",
        "`01.02.2024` is not a day",
        "write year-month-day, such as 2026-06-01",
    ),
    clause('duty p at "1" { for run when use.personal pay fee }'): ("LK101", "unexpected `pay`", "write `must pay`"),
    'license a { title "A" released 2024 grant g at "1" { may run } }': (
        "LK101",
        "unexpected `2024`",
        "write a day such as 2026-06-01",
    ),
    clause('case "x" { act run expect permitted }'): ("LK101", "unexpected `act`", "did you mean `acts`?"),
    clause('grant Selling at "1" { may run }'): ("LK123", "the name `Selling` has upper case in it", "write `selling`"),
    clause('grant 2nd at "1" { may run }'): (
        "LK123",
        "the name `2nd` does not begin with a letter",
        "put a letter before it, such as `n2nd`",
    ),
    # one mistake is one finding
    clause('gate p at "1" { for run needs approval from "A" }'): (
        "LK103",
        "`approval` is a reserved word, not a name",
        "use another word, such as `approval_1` or `the_approval`",
    ),
    clause('gate p at "1" { for run requires permit from "A" }'): (
        "LK117",
        "`requires` means nothing here",
        "write `needs` for an approval, `must` for a duty",
    ),
}


@pytest.mark.parametrize(("text", "expected"), EXPECTED.items(), ids=[f"{at}" for at in range(len(EXPECTED))])
def test_what_is_expected(text: str, expected: tuple[str, str, str]) -> None:
    code, message, _, mend = only(text)
    assert (code, message, mend) == expected
