"""Texts made to hurt: deep, wide, huge, invisible, broken. Each gets a finding, soon, and never a traceback."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable
from random import Random

import pytest
from tests.property.sources import source_text

import licensekit as lk
from licensekit.diagnostics import Diagnostic, Label, rendered
from licensekit.limits import MAX_CLAUSES, MAX_NESTING, MAX_SOURCE_BYTES, MAX_STRING, MAX_TOKENS
from licensekit.span import Source, Span
from licensekit.syntax.format import format_source
from licensekit.syntax.parse import Parsed, parse_text
from licensekit.syntax.scan import decode_source, is_refused, text_source


def parse(text: str) -> Parsed:
    return parse_text(Source("x.lic", text))


def code(text: str) -> str:
    parsed = parse(text)
    assert parsed.file is None
    assert len(parsed.diagnostics) == 1, parsed.diagnostics[:3]
    return parsed.diagnostics[0].code


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def condition(text: str) -> str:
    return f'license a {{ grant g at "1" {{ may run when {text} }} }}'


# --- depth -----------------------------------------------------------------------------------------------

DEEP = {
    "parentheses": lambda n: condition("(" * n + "a.b" + ")" * n),
    "not in parentheses": lambda n: condition("not (" * n + "a.b" + ")" * n),
    "and in parentheses": lambda n: condition("(a.b and " * n + "a.b" + ")" * n),
}


@pytest.mark.parametrize("shape", DEEP)
def test_nesting_up_to_the_limit(shape: str) -> None:
    text = DEEP[shape](MAX_NESTING - 2)
    assert parse(text).file is not None
    assert parse(format_source(text)).file == parse(text).file


@pytest.mark.parametrize("depth", [MAX_NESTING - 1, 200, 10_000, 50_000])
@pytest.mark.parametrize("shape", DEEP)
def test_nesting_past_the_limit(shape: str, depth: int) -> None:
    text = DEEP[shape](depth)
    expected = "LK109" if len(text) <= MAX_SOURCE_BYTES else "LK111"
    assert code(text) == expected


def test_the_finding_points_at_the_bracket_that_is_too_deep() -> None:
    text = condition("(" * 80 + "a.b" + ")" * 80)
    (finding,) = parse(text).diagnostics
    assert finding.span is not None
    assert finding.span.start == text.index("(") + MAX_NESTING - 2


@pytest.mark.parametrize("opening", ["{", "(", "{ license a", "not "])
def test_openings_alone(opening: str) -> None:
    parsed = parse("license a " + opening * 10_000)
    assert {finding.code for finding in parsed.diagnostics} <= {"LK109", "LK101", "LK102", "LK117", "LK125"}
    assert parsed.file is None


def test_ten_thousand_nots_in_a_row() -> None:
    assert code(condition("not " * 10_000 + "a.b")) == "LK117"


# --- width and size --------------------------------------------------------------------------------------


@pytest.mark.parametrize("joint", ["and", "or"])
def test_ten_thousand_operands(joint: str) -> None:
    text = condition(f" {joint} ".join(["a.b"] * 10_000))
    assert seconds(lambda: format_source(text)) < 5
    assert parse(format_source(text)).file == parse(text).file


def test_ten_thousand_negated_operands() -> None:
    text = condition(" and ".join(["not a.b"] * 10_000))
    assert seconds(lambda: format_source(text)) < 5


@pytest.mark.parametrize("joint", ["and", "or"])
def test_ten_thousand_operands_are_decided(joint: str) -> None:
    operands = ["use.personal", "(not use.in_business)"] * 5_000
    terms = lk.parse(f"""license wide {{
      title "Wide"
      grant rights at "1" {{ may any act }}
      prohibition p at "2" {{ must not run when {f" {joint} ".join(operands)} }}
    }}""")
    decision = terms.evaluate(lk.Use.of(["run"], {"use.personal": True}))
    assert decision.verdict is lk.Verdict.PROHIBITED
    assert decision.questions == ()


@pytest.mark.parametrize(
    ("chain", "code_", "help_"),
    [
        (
            " and ".join(["a.b", "not c.d"] * 5_000 + ["e.f"]),
            "LK105",
            "write `a.b and (not c.d) and a.b and not c.d and a.b and not c.d and a.b and not c.d …` or "
            "`a.b and not (c.d and a.b and not c.d and a.b and not c.d and a.b and not c.d) …`",
        ),
        (
            " or ".join(["a.b"] * 5_000) + " and c.d" + " or e.f" * 5_000,
            "LK104",
            "write `… a.b or a.b or (a.b and c.d) or e.f or e.f or e.f or e.f …` or "
            "`… (a.b or a.b or a.b) and (c.d or e.f or e.f or e.f or e.f) …`",
        ),
    ],
)
def test_a_mend_of_a_chain_shows_the_operands_beside_the_mistake(chain: str, code_: str, help_: str) -> None:
    found = parse(condition(chain)).diagnostics
    assert [(finding.code, finding.help) for finding in found] == [(code_, help_)]


def test_too_many_words() -> None:
    assert code(condition(" and ".join(["a"] * (MAX_TOKENS // 2)))) == "LK110"


def test_too_many_statements() -> None:
    text = "license a {" + 'omits "x" at "1"' * (MAX_CLAUSES + 1) + "}"
    assert code(text) == "LK128"


def test_too_many_bytes_as_text_and_as_bytes() -> None:
    text = "license a { }" + " " * MAX_SOURCE_BYTES
    assert code(text) == "LK111"
    found = decode_source("x.lic", text.encode())
    assert isinstance(found, tuple)
    assert not isinstance(found, Source)
    assert found[0].code == "LK111"
    assert found[0].message == "the file has more than 262_144 bytes", "how many there are is not looked at"


def test_bytes_count_and_not_characters() -> None:
    text = f'license a {{ title "{"é" * (MAX_SOURCE_BYTES // 2)}" }}'
    assert len(text) < MAX_SOURCE_BYTES
    assert code(text) == "LK111"


def test_a_file_of_ten_megabytes_is_refused_at_once() -> None:
    data = b"license a { " * 800_000
    assert seconds(lambda: decode_source("x.lic", data)) < 0.5


def test_a_long_text_in_quotes() -> None:
    assert code(f'license a {{ title "{"x" * (MAX_STRING + 1)}" }}') == "LK124"
    assert parse(f'license a {{ title "{"x" * MAX_STRING}" }}').file is not None


@pytest.mark.parametrize("digits", [16, 100, 5_000, 100_000])
def test_a_number_of_many_digits(digits: int) -> None:
    text = condition(f"a.b more than {'9' * digits}")
    assert code(text) == "LK108"
    assert seconds(lambda: parse(text)) < 1


@pytest.mark.parametrize(
    "number", ["1e5", "1e1000000", "0x10", "NaN", "1.", "1._0", "1__0", "_1", "\u0663", "\uff11\uff12", "-1", "+1"]
)
def test_numbers_of_other_languages(number: str) -> None:
    assert parse(condition(f"a.b more than {number}")).file is None


def test_a_long_name() -> None:
    assert code(condition("a" * 65)) == "LK123"
    assert parse(condition("a" * 64)).file is not None


GROWING = {
    "clauses": lambda n: "license a {" + 'grant g at "1" { may run when a.b and c.d }' * n + "}",
    "operands": lambda n: condition(" or ".join(["a.b"] * n)),
    "members": lambda n: condition("a.b in { " + ", ".join(["DE"] * n) + " }"),
    "comments": lambda n: "license a {\n" + "# said\n" * n + "}",
    "unclosed quotes": lambda n: "license a {\n" + 'title "x\n' * n + "}",
    "stray marks": lambda n: "license a {\n" + "= > <\n" * n + "}",
    "closing braces": lambda n: "license a { }" + "}" * n,
    "spaces in an unclosed quote": lambda n: 'license a { title "' + " " * 20 * n,
    "braces in an unclosed quote": lambda n: 'license a { title "' + "}" * 20 * n,
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", GROWING)
def test_time_grows_with_the_text_and_not_faster(shape: str) -> None:
    make = GROWING[shape]
    small, large = make(250), make(1_000)
    parse(small)
    short = min(seconds(lambda: parse(small)) for _ in range(3))
    long = min(seconds(lambda: parse(large)) for _ in range(3))
    assert long < max(6 * short, 0.05), (short, long)


# --- characters ------------------------------------------------------------------------------------------

PLACES = {
    "between words": 'license {}a {{ title "x" }}',
    "in a name": 'license a{}b {{ title "x" }}',
    "in a text": 'license a {{ title "x{}y" }}',
    "in a comment": "license a {{ }} # x{}y",
    "at the end": "license a {{ }}{}",
}
TRICKS = [
    *map(chr, [0, 1, 7, 8, 0x0B, 0x0C, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9F, 0xAD]),
    *map(chr, [0x061C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029]),
    *map(chr, [*range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xFFF9, 0xFE0F, 0x3164, 0x115F, 0x2800]),
    *map(chr, [0xD800, 0xDFFF, 0xE000, 0x0378, 0xFFFF, 0xE0001, 0xE0041, 0xE0100, 0x10FFFF]),
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("character", TRICKS, ids=lambda character: f"U+{ord(character):04X}")
def test_hidden_characters_are_refused_everywhere(character: str, place: str) -> None:
    text = PLACES[place].format(character)
    (finding,) = parse(text).diagnostics
    assert finding.code == "LK113"
    assert f"U+{ord(character):04X}" in finding.message
    assert finding.span is not None
    assert text[finding.span.start] == character


def test_a_lone_carriage_return_is_refused() -> None:
    (finding,) = parse("license a { } # hidden\rlicense b { }").diagnostics
    assert (finding.code, finding.help) == ("LK113", "end lines with LF or CRLF")


def test_every_character_of_unicode_is_judged_by_what_it_shows() -> None:
    refused = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
    for number in range(0x110000):
        character = chr(number)
        if unicodedata.category(character) in refused:
            assert is_refused(character) or character in "\t\n"
    assert not any(map(is_refused, "\t\n aZ9é©¶§—…“”日本語🙂\u00a0"))


def test_words_of_other_scripts_are_named() -> None:
    (finding,) = parse(condition("product.\u0441harged_for")).diagnostics
    assert "U+0441 CYRILLIC SMALL LETTER ES" in finding.message


def test_a_finding_shows_no_control_character() -> None:
    source = Source("x.lic", 'license a { title "\x1b[1A\u202e" }')
    shown = "\n".join(rendered(finding, {"x.lic": source}) for finding in parse_text(source).diagnostics)
    assert "\x1b" not in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize(
    "text", ['license a extends b("x\ty") { }', 'license a { title "x"\n  grant g at "1" { may run "x\ty" } }']
)
def test_a_finding_is_one_line_as_data_too(text: str) -> None:
    (finding, *_) = parse(text).diagnostics
    assert "x\\x09y" in finding.message
    assert all(each.isprintable() for each in (finding.message, finding.help, *finding.notes))


def test_what_is_said_of_a_place_is_one_line_as_data_too() -> None:
    place = Label(Span("x.lic", 0, 1), "g at 1\t\u202e2")
    assert Diagnostic("LK731", "idle", (place,)).labels == (place._replace(text="g at 1\\x09\\u202e2"),)


# --- encodings -------------------------------------------------------------------------------------------


def test_a_byte_order_mark_at_the_start_is_dropped_once() -> None:
    source = decode_source("x.lic", b"\xef\xbb\xbflicense a { }")
    assert source == Source("x.lic", "license a { }")
    twice = text_source("x.lic", "\ufeff\ufefflicense a { }")
    assert parse_text(twice).diagnostics[0].code == "LK113"


def test_line_ends_of_windows_mean_the_same() -> None:
    text = 'license a {\r\n  title "x"\r\n}\r\n'
    source = decode_source("x.lic", text.encode())
    assert isinstance(source, Source)
    assert parse_text(source).file == parse(text.replace("\r\n", "\n")).file
    assert "\r" not in format_source(text)


@pytest.mark.parametrize(
    ("data", "offset", "line"),
    [
        (b"license a { }\n\xff", 14, 2),
        (b"\xc3\x28", 0, 1),
        (b"abc\xed\xa0\x80", 3, 1),
        ("license é".encode("latin-1"), 8, 1),
    ],
)
def test_bytes_that_are_not_utf8(data: bytes, offset: int, line: int) -> None:
    found = decode_source("x.lic", data)
    assert not isinstance(found, Source)
    assert found[0].code == "LK112"
    assert found[0].message.startswith(f"not valid UTF-8 at byte {offset} (line {line})")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t", "# only a comment", "# one\n  # two\n"])
def test_nothing_in_the_file(text: str) -> None:
    assert code(text) == "LK114"


# --- broken at random ------------------------------------------------------------------------------------


def broken(seed: int) -> str:
    """A valid text with one to five words dropped, doubled, moved, or replaced."""
    random = Random(seed)
    words = re.findall(r'"(?:[^"\\\n]|\\.)*"|#[^\n]*|[^\s"]+|\s+', source_text(seed, 3, 0.05))
    for _ in range(random.randint(1, 5)):
        at = random.randrange(len(words))
        match random.randrange(4):
            case 0:
                words[at] = ""
            case 1:
                words[at] = f"{words[at]} {words[at]}"
            case 2:
                words[at] = random.choice(
                    ['"', "{", "}", "(", ")", ",", "=", "not", "grant", "USD", "3", "é", "license"]
                )
            case _:
                other = random.randrange(len(words))
                words[at], words[other] = words[other], words[at]
    return "".join(words)


@pytest.mark.parametrize("seed", range(300))
def test_broken_texts_get_findings_with_places(seed: int) -> None:
    text = broken(seed)
    source = Source("x.lic", text)
    parsed = parse_text(source)
    assert (parsed.file is None) == bool(parsed.diagnostics)
    for finding in parsed.diagnostics:
        assert finding.span is not None
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
        assert "\n" not in finding.message
        assert not finding.message.endswith(".")
        assert rendered(finding, {"x.lic": source})
    if parsed.file is not None:
        assert parse(format_source(text)).file == parsed.file


@pytest.mark.parametrize("seed", range(200))
def test_random_words(seed: int) -> None:
    random = Random(seed)
    vocabulary = ["license", "grant", "at", "may", "any", "act", "when", "and", "or", "not", "case", "expect", "{", "}"]
    vocabulary += ["(", ")", ",", ":", '"x"', '"y', "a.b", "3", "USD", "2026-01-01", "# é", "=", "\n"]
    text = " ".join(random.choice(vocabulary) for _ in range(random.randint(1, 60)))
    parsed = parse(text)
    assert (parsed.file is None) == bool(parsed.diagnostics)


def test_findings_are_limited() -> None:
    parsed = parse("license a {\n" + "grant g { may run when a.b = c }\n" * 1_000 + "}")
    assert len(parsed.diagnostics) == 100
