"""What is said and would count for nothing is told or refused: options, empty names, facts that nobody reads, odd keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from licensekit.errors import FactsError, LicensekitError
from licensekit.service.answers import POSTED
from licensekit.service.requests import request_of
from licensekit.use.files import read_facts
from optional import needs
from unit.command_line import called, findings

MODEL = ("--model", "moonshotai/Kimi-K3", "--under", "mit")
CHAIN = 'product = "p"\nacts = ["embed"]\n[[layers]]\nname = "a"\nlicense = "MIT"\n'
POLICY = '[[products]]\nname = "p"\ninventory = "i.csv"\nacts = ["run"]\n'
OWN = """license own { title "Own"
  grant g at "1" { may any act }
  prohibition p at "2" { must not any act when conduct.military }
}"""
NOBODY = "facts that no licence here reads: `conduct.military@mti`, `product.charged_for`"
STATED = ("--set", "conduct.military@mti=yes", "--set", "product.charged_for=yes")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    texts = {"c.toml": CHAIN, "p.toml": POLICY, "own.lic": OWN, "i.csv": "name,license\na,MIT\n"}
    for name, text in texts.items():
        Path(name).write_text(text, encoding="utf-8")


# --- options ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        *(("ask", "--chain", "c.toml", *option.split()) for option in (
            *("--under mit", "--part code", "--obtained 2026-01-01", "--license mit"),
            "--growth product.revenue.year=5%",
        )),
        *((command, *MODEL, "--act", "run", *option.split()) for command in ("ask", "memo") for option in (
            *("--license x", "--any"),
        ) if (command, option) != ("memo", "--any")),
        ("ask", "--model", "openai/gpt-oss-20b", "--model", "openai/gpt-oss-120b", "--act", "run", "--any"),
        ("find", "mit", "--act", "run", "--among", "licenses", "--obtained", "2026-01-01"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_an_option_that_says_nothing_here(words: tuple[str, ...]) -> None:
    """Each was passed over, and the answer was a permission."""
    told = called(*words)
    assert (told.status, [each[:12] for each in findings(told)]) == (2, ["error[LK704]"])


@pytest.mark.parametrize(
    "words",
    [
        *(("ask", "--model", "moonshotai/Kimi-K3", "--act", "run", option, "") for option in ("--under", "--part")),
        *(("inventory", "i.csv", "--act", "run", option, "") for option in ("--packages", "--sheet")),
        ("notices", "i.csv", "--act", "run", "--texts", ""),
        *(("sql", "mit", "--act", "run", option, "") for option in ("--table", "--columns", "--keep")),
        *((command, "") for command in ("check", "lint", "label", "list", "facts")),
    ],
    ids=" ".join,
)
def test_what_a_variable_of_a_shell_left_empty(words: tuple[str, ...]) -> None:
    """It was as if it had not been written; a path was the folder in which the command ran."""
    needs("sqlglot", "yaml")
    told = called(*words)
    assert (told.status, [each[:12] for each in findings(told)]) == (2, ["error[LK703]"])


def test_no_file_is_laid_out_for_a_name_that_is_empty() -> None:
    before = Path("own.lic").read_text(encoding="utf-8")
    assert called("fmt", "").status == 2
    assert Path("own.lic").read_text(encoding="utf-8") == before


def test_a_day_that_is_empty_is_no_approval_for_all_days() -> None:
    told = called("ask", "minimax-m2.7", "--act", "embed", "--approval", "authorization=held:")
    assert findings(told) == ["error[LK502]: `--approval`: `authorization=held:` has no day after the colon"]


def test_an_empty_name_in_a_request() -> None:
    body = {"model": "moonshotai/Kimi-K3", "acts": ["run"], "under": ""}
    with pytest.raises(LicensekitError, match="`under` is empty"):
        POSTED["ask"](request_of(json.dumps(body).encode()))


# --- facts that nobody reads --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["ask --chain c.toml", "inventory i.csv --act run", "inventory i.csv --act run --format json"]
)
def test_facts_that_no_licence_of_a_list_reads(words: str) -> None:
    """A licence's name with a slip made a fact of nobody, and all was permitted."""
    assert NOBODY in called(*words.split(), *STATED).out
    assert "that no licence here reads" not in called(*words.split()).out


def test_facts_that_no_licence_of_what_is_shipped_reads() -> None:
    assert called("notices", "i.csv", "--act", "run", *STATED).err == f"{NOBODY}\n"
    facts = '[products.facts]\n"conduct.military@mti" = true\n'
    Path("p.toml").write_text(POLICY + facts, encoding="utf-8")
    told = called("audit", "p.toml", "--as-of", "2026-06-01")
    assert "warning[LK851]: facts that no licence here reads: `conduct.military@mti` (`p`)" in told.out


def test_facts_of_one_component_that_its_licence_does_not_read() -> None:
    """What another licence of the list reads is no slip."""
    Path("i.csv").write_text("name,license,conduct.military\na,MIT,yes\nb,llama-4,\n", encoding="utf-8")
    assert "no licence here reads: `conduct.military`" in called("inventory", "i.csv", "--act", "run").out
    Path("i.csv").write_text("name,license,conduct.military\na,MIT,yes\nb,llama-4,no\n", encoding="utf-8")
    assert "no licence here reads" not in called("inventory", "i.csv", "--act", "run").out


def test_a_meaning_in_a_profile_that_nobody_knows() -> None:
    Path("us.toml").write_text('[facts]\n"conduct.military@mti" = true\n', encoding="utf-8")
    told = called("ask", "mit", "--act", "run", "--profile", "us.toml", "--full").out
    assert "`conduct.military@mti`: no licence `mti` is asked about, nor in the catalogue" in told
    Path("us.toml").write_text('[facts]\n"conduct.military@kimi-k3" = true\n', encoding="utf-8")
    assert "nor in the catalogue" not in called("ask", "mit", "--act", "run", "--profile", "us.toml", "--full").out


@pytest.mark.parametrize("plain", ["no", "yes"])
def test_a_licence_that_is_asked_about_has_no_such_meaning(plain: str) -> None:
    """It was told as unread, and that it is so plainly decided: a permission."""
    both = ("--set", f"conduct.military={plain}", "--set", "conduct.military@own=yes")
    assert findings(called("ask", "own.lic", "--act", "run", *both)) == [
        "error[LK513]: `conduct.military@own`: no licence asked about gives `conduct.military` the meaning `own`"
    ]


def test_a_profile_says_a_meaning_that_the_licence_does_not_have() -> None:
    """It was passed over, and what the profile says plainly decided: a permission."""
    said = '[facts]\n"conduct.military" = false\n"conduct.military@own" = true\n'
    Path("us.toml").write_text(said, encoding="utf-8")
    told = called("ask", "own.lic", "--act", "run", "--profile", "us.toml")
    assert findings(told)[0].startswith("error[LK513]: `conduct.military@own`: no licence asked about gives")
    assert "--> us.toml:3:1" in told.err


def test_an_approval_for_no_act_is_not_one_for_all() -> None:
    approval = '[[approvals]]\ngate = "minimax-m2.7.authorization"\nstate = "held"\nacts = []\n'
    Path("us.toml").write_text(approval, encoding="utf-8")
    told = called("ask", "minimax-m2.7", "--act", "embed", "--profile", "us.toml")
    assert findings(told) == ["error[LK508]: `approvals[0].acts`: no act is named"]
    Path("us.toml").write_text(approval.partition("acts")[0], encoding="utf-8")
    assert called("ask", "minimax-m2.7", "--act", "embed", "--profile", "us.toml").status == 0


def test_a_meaning_of_nobody_in_a_table() -> None:
    """Beside a column of the plain fact it was taken to be read."""
    needs("polars", "narwhals")
    batch = ("batch", "own.lic", "u.csv", "--act", "run", "-o", "o.csv")
    Path("u.csv").write_text("conduct.military,conduct.military@mti\nno,yes\n", encoding="utf-8")
    assert "given, but nothing reads it: `conduct.military@mti`" in called(*batch).out
    assert Path("o.csv").read_text(encoding="utf-8").splitlines()[1].endswith('conduct.military@mti,""')
    Path("u.csv").write_text("conduct.military,conduct.military@own\nno,yes\n", encoding="utf-8")
    assert findings(called(*batch))[0].startswith("error[LK513]")


def test_what_options_say_of_every_row_and_nothing_reads() -> None:
    needs("polars", "narwhals", "sqlglot")
    Path("u.csv").write_text("conduct.military\nno\n", encoding="utf-8")
    said = ("--act", "run", "--set", "access.channel=own_copy", "--set", "conduct.military@mti=yes")
    idle = "given, but nothing reads it: `access.channel`, `conduct.military@mti`"
    assert idle in called("batch", "own.lic", "u.csv", "-o", "o.csv", *said).out
    told = called("sql", "mit", "--act", "run", "--set", "conduct.military@mti=yes").out
    assert told.startswith("-- given, but nothing reads it: `conduct.military@mti`\nSELECT")


def test_a_series_without_months() -> None:
    with pytest.raises(FactsError, match="a series of months has no month"):
        read_facts('{"acts": ["run"], "facts": {"product.revenue.month": {}}}', "json")


# --- files --------------------------------------------------------------------------------------------------


AGPL, MIT = '[{"license": {"id": "AGPL-3.0-only"}}]', '[{"license": {"id": "MIT"}}]'


@pytest.mark.parametrize(
    "said",
    [
        *(f'"licenses": {MIT}, "{key}": {AGPL}' for key in ("Licenses", "LICENSES", "_licenses", "licen-ses")),
        f'"Licenses": {AGPL}, "licenses": {MIT}',
        f'"licenses": {MIT}, "purl": "pkg:pypi/a@1", "PURL": "pkg:pypi/b@1"',
    ],
)
def test_a_key_of_an_inventory_in_two_spellings(said: str) -> None:
    """The library that reads CycloneDX takes them for one, and the last for what is said: AGPL became MIT."""
    needs("cyclonedx")
    document = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "library", "name": "a", %s}]}'
    Path("x.cdx.json").write_text(document % said, encoding="utf-8")
    told = called("inventory", "x.cdx.json", "--act", "embed")
    assert told.status == 2
    assert "is written twice in one object" in told.err


@pytest.mark.parametrize("key", ["License", "LICENSE", "\uff4c\uff49cense", "Base-Model", "base\u200b_model"])
def test_a_key_of_a_card_that_only_looks_like_one(key: str) -> None:
    needs("yaml")
    Path("README.md").write_text(f"---\nlicense: mit\n{key}: x/y\n---\n", encoding="utf-8")
    told = called("label", ".")
    assert (told.status, "is not read: keys are told apart by each letter" in told.out) == (2, True)


@pytest.mark.parametrize("done", ["5", '"mit.notice"', "{}", "true"])
def test_duties_of_a_policy_that_are_no_list(done: str) -> None:
    Path("p.toml").write_text(f"done = {done}\n{POLICY}", encoding="utf-8")
    told = called("audit", "p.toml", "--as-of", "2026-06-01")
    assert told.status == 2
    assert "`done`" in told.err


def test_a_word_of_a_policy_is_refused_at_its_place() -> None:
    Path("p.toml").write_text(f'reads = "nope"\n{POLICY}', encoding="utf-8")
    assert "--> p.toml:1:1" in called("audit", "p.toml", "--as-of", "2026-06-01").err


def test_a_number_that_a_library_on_the_way_does_not_take() -> None:
    """A column that is passed over ended in a foreign error."""
    needs("polars", "narwhals", "pyarrow")
    import decimal

    import pyarrow as pa
    import pyarrow.parquet as pq

    wide = pa.array([decimal.Decimal("1e40")], pa.decimal256(60, 2))
    pq.write_table(pa.table({"conduct.military": pa.array([False]), "z": wide}), "u.parquet")
    told = called("batch", "own.lic", "u.parquet", "--act", "run", "-o", "o.csv", "--ignore", "z")
    assert (told.status, findings(told)[0][:12]) == (2, "error[LK508]")


@pytest.mark.parametrize("key", ["LICENSE", "Base_Model"])
def test_a_key_of_a_card_in_a_cache_that_only_looks_like_one(key: str) -> None:
    """The work was permitted under the licence that the card says beside it."""
    needs("yaml")
    snapshot = Path("hub/models--acme--model/snapshots/0123456789ab")
    snapshot.mkdir(parents=True)
    (snapshot / "README.md").write_text("---\nlicense: mit\n---\n", encoding="utf-8")
    assert called("inventory", "hub", "--act", "embed").status == 0
    (snapshot / "README.md").write_text(f"---\nlicense: mit\n{key}: x/y\n---\n", encoding="utf-8")
    told = called("inventory", "hub", "--act", "embed")
    assert (told.status, f"a card with `{key}`" in told.out) == (3, True)


def test_notices_are_not_written_over_a_text_that_goes_into_them() -> None:
    Path("texts").mkdir()
    Path("texts/mit.txt").write_text("as it is", encoding="utf-8")
    told = called("notices", "i.csv", "--act", "run", "--texts", "texts", "-o", "texts/mit.txt")
    assert [each[:12] for each in findings(told)] == ["error[LK704]"]
    assert Path("texts/mit.txt").read_text(encoding="utf-8") == "as it is"
    assert called("notices", "i.csv", "--act", "run", "--texts", "texts", "-o", "texts/new.txt").status == 0
