"""A licence laid out: which clauses cover which act, and which lift which."""

from __future__ import annotations

import pytest
from small_license import license_of, single

from licensekit.meaning.program import Program, needs_a_grant

TERMS = license_of("""
  grant rights at "1" { may any act but not sell }
  grant marks at "1" { may use_marks }
  reservation research at "2" { from rights when purpose.research }
  prohibition military at "3" { must not any act when conduct.military }
  gate hold at "4" { for host_model needs consent from "X" remedy separate_license from "X" }
  gate granting at "4" { for sell needs consent from "X" which grants it }
  duty notice at "5" { for distribute must include license_text }
  duty credit at "5" { for distribute encouraged to name licensor in documentation }
  exemption inside at "6" { from notice, hold when use.internal_operations }
  exemption outside at "6" { from inside when use.reaches_third_parties }
  termination suit at "7" { when dispute.ip_claim ends every grant and must not run must delete every_copy }
  termination quiet at "7" { when dispute.patent_claim ends marks }
""")


@pytest.fixture
def program() -> Program:
    return Program(single(TERMS).program.license)


def names(program: Program, numbers: tuple[int, ...]) -> list[str]:
    return [program.clauses[number].id for number in numbers]


@pytest.mark.parametrize(
    ("leaf", "column", "expected"),
    [
        ("run", "prohibitions", ["military", "suit"]),
        ("sell", "prohibitions", ["military"]),
        ("run", "grants", ["rights"]),
        ("sell", "grants", []),
        ("sell", "withholding", ["rights"]),
        ("use_marks", "grants", ["marks"]),
        ("use_marks", "withholding", []),
        ("sell", "granting_gates", ["granting"]),
        ("sell", "holding_gates", []),
        ("host_model", "holding_gates", ["hold"]),
        ("host_model", "granting_gates", []),
        ("distribute_copy", "duties", ["notice"]),
        ("distribute_copy", "encouraged", ["credit"]),
        ("run", "duties", []),
        ("alter_branding", "prohibitions", ["military"]),
        ("alter_branding", "duties", []),
        ("publish_benchmarks", "prohibitions", []),
    ],
)
def test_which_clauses_cover_an_act(program: Program, leaf: str, column: str, expected: list[str]) -> None:
    assert names(program, getattr(program.covering(leaf), column)) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("rights", ["research", "suit"]),
        ("marks", ["suit", "quiet"]),
        ("hold", ["inside"]),
        ("notice", ["inside"]),
        ("inside", ["outside"]),
        ("military", []),
    ],
)
def test_which_clauses_lift_a_clause(program: Program, clause: str, expected: list[str]) -> None:
    assert names(program, program.lifters[program.number[clause]]) == expected


def test_what_bears_on_an_act_is_what_covers_it_and_what_lifts_that(program: Program) -> None:
    assert names(program, program.concerning(("run",))) == ["rights", "research", "military", "suit"]
    assert names(program, program.concerning(("host_model",))) == [
        "rights",
        "research",
        "military",
        "hold",
        "inside",
        "outside",
        "suit",
    ]
    assert program.concerning(("run",)) is program.concerning(("run",))


def test_what_bears_on_several_acts_is_what_bears_on_any(program: Program) -> None:
    both = set(program.concerning(("run",))) | set(program.concerning(("use_marks",)))
    assert program.concerning(("run", "use_marks")) == tuple(sorted(both))


def test_clauses_that_are_looked_up_often_are_listed(program: Program) -> None:
    assert names(program, program.gates) == ["hold", "granting"]
    assert names(program, program.remedies) == ["hold"]
    assert names(program, program.endings) == ["suit"]
    assert names(program, program.ending()) == ["suit"]


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        ("run", True),
        ("practise_patents", True),
        ("use_outputs", False),
        ("remove_notices", False),
        ("call_hosted", True),
    ],
)
def test_which_acts_need_a_grant(leaf: str, expected: bool) -> None:
    assert needs_a_grant(leaf) is expected


def test_obligations_are_put_into_words_once(program: Program) -> None:
    notice = program.clauses[program.number["notice"]]
    words = program.words(notice.obligations)  # type: ignore[union-attr]
    assert words == "include license text"
    assert program.words(notice.obligations) is words  # type: ignore[union-attr]


def test_a_value_is_safe_to_assume_where_it_can_only_restrict() -> None:
    terms = license_of("""
      grant rights at "1" { may any act }
      prohibition elsewhere at "2" { must not run when not access.as_end_user_of_product }
    """)
    program = single(terms).program
    assert program.safe_side("access.as_end_user_of_product", False)
    assert not program.safe_side("access.as_end_user_of_product", True)
