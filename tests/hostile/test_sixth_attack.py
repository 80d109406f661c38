"""What the sixth attack found, by its kind (docs/reliability-attacks.md)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import licensekit as lk
from licensekit.cli.outcome import Exit
from optional import needs
from unit.command_line import called

APACHE = Path(__file__).parents[2] / "examples/labels/mislabelled/LICENSE"
MILITARY = """\
license own {
  title "Own"
  grant g at "1" { may run }
  prohibition p at "2" { must not any act when conduct.military }
}
"""
LATER = "conduct by Legal on 2026-06-01"


# --- an attestation of a later day than is asked about counted ------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "verdict"), [("2026-05-31", "unknown"), ("2026-06-01", "permitted"), (None, "permitted")]
)
def test_what_is_attested_counts_from_its_day_on(day: str | None, verdict: str) -> None:
    attested = lk.Attestation("Legal", date(2026, 6, 1), ("conduct",))
    as_of = None if day is None else date.fromisoformat(day)
    decision = lk.parse(MILITARY).evaluate(lk.Use.of(["run"]), as_of=as_of, assume="none", attested=attested)
    assert decision.verdict == verdict
    assert [each.name for each in decision.unread] == (["conduct"] if verdict == "unknown" else [])
    assert (decision.attested == "") is (verdict == "unknown")


def test_of_several_attestations_those_made_by_then_count() -> None:
    early = lk.Attestation("Ops", date(2026, 5, 1), ("sanctions",))
    both = lk.Attestation("Legal", date(2026, 6, 1), ("conduct",), (early,))
    decision = lk.parse(MILITARY).evaluate(lk.Use.of(["run"]), as_of=date(2026, 5, 15), assume="none", attested=both)
    assert decision.verdict == "unknown"
    assert decision.attested == "sanctions by Ops on 2026-05-01"


def test_a_later_attestation_in_every_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.lic").write_text(MILITARY)
    Path("p.toml").write_text('[[attested]]\nby = "Legal"\non = 2026-06-01\ngroups = ["conduct"]\n')
    Path("u.csv").write_text("conduct.military\nunknown\n")
    asked = ("ask", "own.lic", "--act", "run", "--assume", "none", "--as-of", "2026-05-31")
    for stated in (("--attest", LATER), ("--profile", "p.toml"), ("--facts", "p.toml")):
        assert called(*asked, *stated).status == 3
    assert "before that" in called(*asked, "--attest", LATER).out
    full = called(*asked, "--profile", "p.toml", "--full").out
    assert "(what comes after 2026-05-31 counts for nothing" in full.replace("\n    ", " ")
    batch = ("batch", "own.lic", "u.csv", "-o", "-", "--act", "run", "--assume", "none", "--profile", "p.toml")
    assert "unknown" in called(*batch, "--as-of", "2026-05-31").out
    later = called(*batch, "--as-of", "2026-06-01")
    assert "permitted" in later.out
    assert "nobody attested" not in later.out + later.err
    drawn = called(
        "map",
        "own.lic",
        "--act",
        "run",
        "--assume",
        "none",
        "--x",
        "as_of",
        "--y",
        "conduct.military",
        "--attest",
        LATER,
    )
    assert "1: until 2026-05-31" in drawn.out


# --- a fact of one row, or layer, beside another value of the same for all ----------------------------------------------


@pytest.mark.parametrize("stated", [("--set", "conduct.military=yes"), ("--profile", "p.toml")])
def test_a_cell_beside_what_is_stated_of_all_rows_is_told(
    stated: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.lic").write_text(MILITARY)
    Path("p.toml").write_text('[facts]\n"conduct.military" = true\n')
    told = "what a row says goes before what is stated of all rows: `conduct.military`\n"
    batch = ("batch", "own.lic", "-", "-o", "-", "--act", "run", *stated, "--ignore", "x")
    outcome = called(*batch, stdin=b"x,conduct.military\n1,no\n2,\n")
    assert [line.split(",")[2] for line in outcome.out.splitlines()[1:]] == ["permitted", "prohibited"]
    assert told in outcome.err
    assert told not in called(*batch, stdin=b"x,conduct.weapons\n1,no\n").err
    assert told in called("sql", "own.lic", "--act", "run", "--columns", "conduct.military", *stated).out


def test_what_a_layer_or_row_says_beside_what_is_stated_of_all_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("c.toml").write_text(
        '[[layers]]\nname = "a"\nlicense = "deepseek-model-1.0"\nfacts = { "conduct.military" = false }\n'
    )
    Path("i.csv").write_text("name,license,conduct.military\na,deepseek-model-1.0,no\n")
    for command in (("ask", "--chain", "c.toml"), ("inventory", "c.toml"), ("inventory", "i.csv")):
        outcome = called(*command, "--act", "run", "--set", "conduct.military=yes")
        assert "what a component says itself goes before what is stated of all: `conduct.military`" in outcome.out
        assert "goes before" not in called(*command, "--act", "run", "--set", "conduct.weapons=no").out


# --- labels: terms in a folder, and cards of other languages, were passed over ---------------------------------------------


def labelled(folder: Path, files: dict[str, str]) -> Exit:
    for name, text in {"README.md": CARD.format("mit"), **files}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return called("label", str(folder))


def first_lines(outcome: Exit) -> list[str]:
    return [line for line in outcome.out.splitlines() if line.startswith(("error[", "warning["))]


CARD = "---\nlicense: {}\n---\n"


@pytest.mark.parametrize("name", ["LICENSE/LICENSE.txt", "LICENSE/terms", "Copying/weights.md", "model_license/x.txt"])
def test_the_texts_of_a_folder_that_is_called_as_a_licence_are_read(name: str, tmp_path: Path) -> None:
    needs("yaml")
    outcome = labelled(tmp_path, {name: APACHE.read_text()})
    assert outcome.status == 1
    assert first_lines(outcome) == [f"error[LK801]: the label says `mit`; `{name}` is the text of `apache-2.0`"]


@pytest.mark.parametrize("name", ["licenses/part.txt", "license_plates/x.txt", "LICENSE/weights.bin"])
def test_other_folders_are_of_others(name: str, tmp_path: Path) -> None:
    needs("yaml")
    assert labelled(tmp_path, {name: APACHE.read_text()}).status == 0


def test_a_folder_in_the_place_of_a_text_is_told(tmp_path: Path) -> None:
    needs("yaml")
    (tmp_path / "LICENSE.md").mkdir()
    (tmp_path / "terms").symlink_to("LICENSE.md")
    outcome = labelled(tmp_path, {})
    assert outcome.status == 2
    assert first_lines(outcome) == [
        "error[LK813]: `LICENSE.md` cannot be read: it is a folder",
        "error[LK813]: `terms` cannot be read: it is a folder",
    ]


@pytest.mark.parametrize("name", ["README_zh.md", "readme-en.md", "README.pt-BR.md", "README_zh_CN.md"])
def test_a_card_in_another_language_is_read(name: str, tmp_path: Path) -> None:
    needs("yaml")
    outcome = labelled(tmp_path, {name: CARD.format("apache-2.0")})
    assert first_lines(outcome) == ["warning[LK803]: `mit` and `apache-2.0` are labels of different licences"]
    assert labelled(tmp_path, {name: CARD.format("mit")}).status == 0


# --- names that say two things ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["GPL-2.0-only+", "GPL-2.0-or-later-only", "LGPL-2.1 only or later"])
def test_only_and_later_at_once_are_no_choice_of_versions(name: str) -> None:
    """`GPL-2.0-only+` was taken for version 2 or 3, of which one may be chosen."""
    with pytest.raises(lk.CatalogueError, match="LK601"):
        lk.load(name)
