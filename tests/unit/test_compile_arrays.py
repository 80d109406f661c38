from datetime import date

from optional import needs

needs("numpy")

import numpy as np
import pytest

import licensekit as lk
from licensekit.compile import Compiled
from licensekit.compile.arrays import VERDICTS, Column, Packed, packed
from licensekit.compile.naming import Naming
from unit.test_compile import TEXT

REVENUE, USERS = "group.revenue.year", "group.monthly_active_users.any_month"
WORDS = ("US", "FR", "DE", "GB")


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return lk.parse(TEXT).compile(assume="none")


def columns(rows: int = 5, **other: object) -> dict[str, object]:
    found = {
        "licensee.domicile": Column(np.array([0, 1, 1, 2, 3] * rows, np.uint8)[:rows], WORDS),
        "product.charged_for": np.array([False, True, False, False, True] * rows)[:rows],
        REVENUE: np.array([1_000_001, 5, 5, 5, 1_000_000] * rows)[:rows],
        "work.modified": np.zeros(rows, bool),
    }
    return {**found, **{name.replace("__", "."): value for name, value in other.items()}}


def decided(compiled: Compiled, given: dict[str, object], act: str = "run") -> Packed:
    return compiled.packed(given, [act], currency="USD")


def words(found: Packed) -> list[str]:
    return [VERDICTS[place] for place in found.verdicts()]


def test_rows_are_decided(compiled: Compiled) -> None:
    found = decided(compiled, columns())
    assert words(found) == ["permitted_with_duties", "prohibited", "permitted", "permitted", "permitted"]
    assert found.active("demo.d1").tolist() == [True, False, False, False, False]
    assert found.active("demo.g1").all()
    assert not found.open("demo.d1").any()
    assert found.where("prohibited").tolist() == [False, True, False, False, False]
    assert found.where("permitted").tolist() == [False, False, True, True, True]


@pytest.mark.parametrize("rows", [1, 7, 8, 9, 64, 65])
@pytest.mark.parametrize("block", [8, 16, 65_536])
def test_blocks_of_any_size_say_the_same(compiled: Compiled, rows: int, block: int) -> None:
    found = packed(compiled, columns(rows), ["run"], Naming(currency="USD"), block=block)
    expected = [words(decided(compiled, columns()))[at % 5] for at in range(rows)]
    assert words(found) == expected
    for plane in found.planes.values():
        assert isinstance(plane, bool) or int(np.bitwise_count(plane).sum()) <= rows  # no bit beyond the last row


KNOWN = np.array([True, True, False, True, True])


@pytest.mark.parametrize("known", [KNOWN, np.packbits(KNOWN, bitorder="little")], ids=["booleans", "bits"])
def test_what_is_not_known_stays_open(compiled: Compiled, known: object) -> None:
    charged = Column(np.array([False, True, True, False, True]), known=known)
    found = decided(compiled, columns(product__charged_for=charged))
    assert words(found)[2] == "unknown"
    assert found.open("demo.p1").tolist() == [False, False, True, False, False]


def test_masked_arrays_and_negative_codes_are_unknown(compiled: Compiled) -> None:
    charged = np.ma.MaskedArray([False, True, True, False, True], mask=~KNOWN)
    codes = Column(np.array([0, 1, 1, 2, -1], np.int8), WORDS)
    found = decided(compiled, columns(product__charged_for=charged, licensee__domicile=codes))
    assert words(found) == ["permitted_with_duties", "prohibited", "unknown", "permitted", "unknown"]


def test_a_fact_without_a_column_is_unknown(compiled: Compiled) -> None:
    given = {name: value for name, value in columns().items() if name != "product.charged_for"}
    assert words(decided(compiled, given)) == ["permitted_with_duties", "unknown", "unknown", "unknown", "permitted"]


@pytest.mark.parametrize(
    ("decimals", "amounts", "duty"),
    [
        (0, [1_000_000, 1_000_001], [False, True]),
        (2, [100_000_000, 100_000_001], [False, True]),
        (4, [10_000_000_000, 10_000_000_001], [False, True]),
    ],
)
def test_amounts_are_exact(compiled: Compiled, decimals: int, amounts: list[int], duty: list[bool]) -> None:
    given = {**columns(2), REVENUE: Column(np.array(amounts), decimals=decimals)}
    assert decided(compiled, given).active("demo.d1").tolist() == duty


def test_a_threshold_between_two_whole_numbers() -> None:
    text = TEXT.replace("1_000_000 USD", "10.5 USD")
    compiled = lk.parse(text).compile(assume="none")
    for values in (np.array([10, 11]), np.array([10, 11], np.uint16)):
        assert decided(compiled, {**columns(2), REVENUE: values}).active("demo.d1").tolist() == [False, True]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("work.modified or as-it-was or use.production", True),
        ("use.production or work.modified or as-it-was", True),
        ("work.modified and as-it-was and use.production", False),
        ("(work.modified and as-it-was) or use.production", None),
    ],
)
def test_what_two_parts_settle_is_settled_in_every_row(condition: str, holds: bool | None) -> None:
    """Not in one row of eight: a constant beside the bits of a byte is a bit."""
    text = f"""license a {{
      title "A"
      define as-it-was at "1" {{ not work.modified }}
      grant g at "1" {{ may any act }}
      prohibition p at "2" {{ must not run when {condition} }}
    }}"""
    rows = np.arange(20)
    given = {"work.modified": rows % 2 == 0, "use.production": rows % 3 == 0}
    found = lk.parse(text).compile(assume="none").packed(given, ["run"])
    expected = given["use.production"] if holds is None else np.full(20, holds)
    assert (found.active("a.p") == expected).all()
    assert not found.open("a.p").any()
    assert ((found.verdicts() == VERDICTS.index("prohibited")) == expected).all()


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("licensee__domicile", Column(np.array([0, 1, 1, 2, 9], np.uint8), WORDS)),
        ("licensee__domicile", Column(np.array([0, 1, 1, 2, 3], np.uint8), ("US", "FR", "DE", "XX"))),
        (REVENUE, np.array([1_000_001, 5, 5, 5, -1])),
    ],
)
def test_a_row_that_holds_no_value_of_a_fact_has_no_verdict(compiled: Compiled, name: str, bad: object) -> None:
    assert words(decided(compiled, columns(**{name: bad})))[1:] == ["prohibited", "permitted", "permitted", "problem"]


def test_contradictions_have_no_verdict(compiled: Compiled) -> None:
    found = decided(compiled, columns(product__exists=np.array([True, False, True, True, True])))
    assert words(found)[1] == "problem"


def test_relations_between_columns(compiled: Compiled) -> None:
    users = {
        USERS: np.array([101, 101, 5, 5, 5]),
        "licensee.monthly_active_users.any_month": np.array([1, 102, 1, 1, 1]),
    }
    found = decided(compiled, {**columns(), **users}, act="embed")
    assert words(found)[:2] == ["needs_approval", "problem"]
    by_relation = {"licensee.monthly_active_users.any_month": users["licensee.monthly_active_users.any_month"]}
    assert decided(compiled, {**columns(), **by_relation}, act="embed").active("demo.a1").tolist()[1]
    apart = {**users, "licensee.revenue.year": Column(np.array([1] * 5), decimals=2)}
    with pytest.raises(lk.FactsError, match="different numbers of decimals"):
        decided(compiled, {**columns(), **apart}, act="embed")


def test_days() -> None:
    text = TEXT.replace("when work.modified", "when work.version_published_on before 2026-02-01")
    dated = lk.parse(text).compile(assume="none", as_of=date(2026, 6, 1))
    days = np.array(["2026-01-31", "2026-02-01", "NaT", "2026-01-01", "2026-01-01"], "datetime64[D]")
    given = {**columns(), REVENUE: np.full(5, 2_000_000), "work.version_published_on": days}
    found = decided(dated, given)
    assert found.active("demo.d1").tolist()[:3] == [False, True, False]
    assert found.open("demo.d1").tolist()[:3] == [False, False, True]


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        (REVENUE, np.array([1.0] * 5), "array of float64"),
        (USERS, np.array([1.0, np.nan, 1, 1, 1]), "array of float64"),
        ("product.charged_for", np.array([1, 0, 1, 0, 1]), "needs booleans"),
        ("licensee.domicile", np.array(["US"] * 5), "needs category codes"),
        ("licensee.domicile", np.array([0] * 5), "needs category codes"),
        ("work.version_published_on", np.array(["2026-01-31"] * 5, "datetime64[s]"), "needs days"),
        ("product.charged_for", np.zeros(4, bool), "different lengths"),
        ("product.charged_for", np.zeros((5, 1), bool), "one dimension"),
        ("product.charged_for", Column(np.zeros(5, bool), known=np.zeros(5, np.uint8)), "not as long"),
    ],
)
def test_what_cannot_be_read_safely_is_refused(compiled: Compiled, name: str, values: object, said: str) -> None:
    with pytest.raises(lk.FactsError, match=said) as refused:
        decided(compiled, {**columns(), name: values})
    assert [one.code for one in refused.value.diagnostics] == ["LK504" if "float" in said else "LK508"]


def test_nothing_named_like_a_fact_is_refused(compiled: Compiled) -> None:
    with pytest.raises(lk.FactsError, match="the column `id` is no fact"):
        decided(compiled, {"id": np.arange(5)})
    with pytest.raises(lk.FactsError, match="no column is named like a fact"):
        compiled.packed({"id": np.arange(5)}, ["run"], ignore=["id"])


def test_columns_can_be_renamed(compiled: Compiled) -> None:
    given = columns()
    given["country"] = given.pop("licensee.domicile")
    found = compiled.packed(given, ["run"], currency="USD", rename={"country": "licensee.domicile"})
    assert words(found) == words(decided(compiled, columns()))


def test_a_column_stands_for_what_it_is_called_this_time() -> None:
    """A question that was asked before of the same columns, called otherwise, is another question."""
    text = """license own {
      title "Own"
      grant use at "1" { may run }
      prohibition private at "2" { must not run when use.personal }
    }"""
    compiled = lk.parse(text).compile(assume="none")
    flags = {"a": np.array([True, False]), "b": np.array([False, True])}
    for private, other, personal in (("a", "b", [True, False]), ("b", "a", [False, True])):
        names = {private: "use.personal", other: "product.exists"}
        assert compiled.packed(flags, ["run"], rename=names).where("prohibited").tolist() == personal


def test_many_words_are_looked_up() -> None:
    """Beyond a few words the codes are looked up in a table."""
    euro = ("AT", "BE", "DE", "ES", "FI", "FR", "GR", "IE", "IT", "LU", "NL", "PT")
    text = TEXT.replace("{ FR, DE }", "{ " + ", ".join(euro) + " }")
    many = lk.parse(text).compile(assume="none")
    codes = Column(
        np.arange(24, dtype=np.uint8), (*euro, "US", "GB", "CN", "IN", "JP", "BR", "CA", "CH", "NO", "SE", "DK", "PL")
    )
    found = decided(many, {**columns(24), "licensee.domicile": codes, "product.charged_for": np.ones(24, bool)})
    assert found.where("prohibited").tolist() == [True] * 12 + [False] * 12


def test_arrays_cost_a_bit_for_each_row_and_answer(compiled: Compiled) -> None:
    found = decided(compiled, columns(80))
    kept = [*found.planes.values(), *(bits for each in found.clauses.values() for bits in each)]
    assert {len(bits) for bits in kept if not isinstance(bits, bool)} == {10}
    assert sum(not isinstance(bits, bool) for bits in kept) == 6


def test_a_day_before_the_release_is_refused_as_by_the_reference() -> None:
    terms = lk.parse(TEXT.replace('title "Demo"', 'title "Demo" released 2024-02-15'))
    with pytest.raises(lk.FactsError) as refused:
        terms.compile(as_of=date(2024, 2, 14)).packed({"work.modified": np.zeros(1, bool)}, ["run"])
    assert [one.code for one in refused.value.diagnostics] == ["LK522"]
