"""In one question a name stands for one thing, and what `check` found under it is what is asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from optional import needs

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from command_line import called, findings
from pack import forget, install

import licensekit as lk
from licensekit import catalogue
from licensekit.catalogue.loading import checked_path
from licensekit.errors import CatalogueError, LicenseError

HEAD = 'title "{title}" grant g at "1" {{ may any act }}'
MILITARY = 'prohibition p at "2" { must not any act when conduct.military }'
SOLDIER = ("--act", "run", "--set", "conduct.military=yes")


def license_(name: str, *lines: str, title: str = "T", draws: str = "") -> str:
    return f"license {name} {draws} {{ {HEAD.format(title=title)} {' '.join(lines)} }}"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    forget(monkeypatch)
    yield tmp_path
    monkeypatch.undo()
    forget(monkeypatch)


def put(path: str, text: str) -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text)
    return path


# --- two licences, facts or meanings of one name ----------------------------------------------------------


@pytest.fixture
def two() -> tuple[str, str]:
    """Two licences of one id: free, and free but for the military."""
    return put("a/foo.lic", license_("foo")), put("b/foo.lic", license_("foo", MILITARY))


@pytest.mark.parametrize("how", [(), ("--any",)])
def test_two_licences_of_one_id_are_refused_by_name(two: tuple[str, str], how: tuple[str, ...]) -> None:
    for files in (two, two[::-1]):
        outcome = called("ask", *files, *how, *SOLDIER, "--approval", "no-such=held")
        first, second = files
        message = f"error[LK609]: the licence `foo` is two things here: in `{first}` and in `{second}`"
        assert findings(outcome)[0] == message
        assert (outcome.status, outcome.out) == (2, "")


def test_two_licences_of_one_id_are_refused_in_python_too(two: tuple[str, str]) -> None:
    first, second = map(lk.read, two)
    for join in (lk.all_of, lk.any_of):
        with pytest.raises(CatalogueError, match="two things here"):
            join(first, second)
        with pytest.raises(CatalogueError, match="two things here"):
            join(lk.load("mit"), lk.all_of(first, lk.load("kimi-k2")), second)


def test_in_a_table_two_licences_of_one_id_are_refused(two: tuple[str, str]) -> None:
    needs("narwhals", "polars")
    put("uses.csv", "conduct.military\nyes\n")
    outcome = called("batch", ",".join(two), "uses.csv", "-o", "out.jsonl", "--act", "run")
    assert [line[:13] for line in findings(outcome)] == ["error[LK609]:"]
    assert not Path("out.jsonl").exists()


def test_the_same_licence_twice_is_one(two: tuple[str, str]) -> None:
    put("c/foo.lic", "# laid out otherwise\n" + Path(two[1]).read_text().replace("{", "{\n"))
    assert called("ask", "b/foo.lic", "./b/foo.lic", "c/foo.lic", *SOLDIER).out.startswith(
        "No: the licence forbids it.\n"
    )
    assert called("ask", "mit", "mit", "--act", "run").out.startswith("Yes, and nothing is owed.\n")


def test_licences_of_one_id_are_compared_under_their_paths(two: tuple[str, str]) -> None:
    table = called("compare", *two, "mit", "--act", "run", "--format", "json")
    relations = {(pair["one"], pair["other"]): pair["relation"] for pair in json.loads(table.out)["pairs"]}
    assert relations == {
        ("a/foo.lic", "b/foo.lic"): "more permissive",
        ("a/foo.lic", "mit"): "equivalent",
        ("b/foo.lic", "mit"): "less permissive",
    }
    assert called("compare", *two).out.startswith("a/foo.lic is more permissive than b/foo.lic\n")
    assert called("diff", *two, "--act", "run").status == 1


def fact(name: str, words: str) -> str:
    return license_(name, f"fact ex.size is {words}", 'prohibition p at "2" { must not any act when not ex.size }')


@pytest.mark.parametrize(
    "second",
    ['count "How many?"', 'yes_no "Is the firm large?"', 'yes_no "Is it small?" judgement'],
)
def test_a_fact_of_one_name_is_declared_alike_or_refused(second: str) -> None:
    first = put("a.lic", license_("a", 'fact ex.size is yes_no "Is it small?"'))
    other = put("b.lic", license_("b", f"fact ex.size is {second}"))
    outcome = called("ask", first, other, "--act", "run")
    assert findings(outcome) == ["error[LK610]: the fact `ex.size` is two things here: in `a.lic` and in `b.lic`"]
    put("b.lic", license_("b", 'fact ex.size is yes_no "Is it small?"'))
    assert called("ask", first, other, "--act", "run").status == 0


def test_in_a_table_too_a_fact_of_one_name_is_declared_alike() -> None:
    needs("narwhals", "polars")
    put("a.lic", license_("a", 'fact ex.size is yes_no "Is it small?"'))
    put("b.lic", license_("b", 'fact ex.size is count "How many?"'))
    put("uses.csv", "ex.size\nyes\n")
    outcome = called("batch", "a.lic,b.lic", "uses.csv", "-o", "o.csv", "--act", "run")
    assert findings(outcome) == ["error[LK610]: the fact `ex.size` is two things here: in `a.lic` and in `b.lic`"]


def test_a_reworded_fact_is_the_same_fact_where_licences_are_compared() -> None:
    lines = 'prohibition p at "2" { must not any act when ex.size }'
    for name, question in (("a", "Is it small?"), ("b", "Is the thing small?")):
        put(f"{name}.lic", license_(name, f'fact ex.size is yes_no "{question}"', lines))
    assert called("compare", "a.lic", "b.lic", "--act", "run").out.startswith("a is equivalent to b\n")
    put("b.lic", license_("b", 'fact ex.size is count "How many?"'))
    assert findings(called("diff", "a.lic", "b.lic", "--act", "run"))[0].startswith("error[LK610]: the fact `ex.size`")


def test_a_meaning_of_one_name_has_the_same_words_or_is_refused() -> None:
    for folder, words in (("a", "what is sold"), ("b", "what is given away")):
        put(f"{folder}/base.lic", license_("base", f'meaning product.exists at "1" "{words}"'))
        put(f"{folder}/{folder}.lic", f'license {folder} extends base {{ title "T" }}')
    outcome = called("ask", "a/a.lic", "b/b.lic", "--act", "run")
    message = "error[LK611]: the meaning `product.exists@base` is two things here: in `a/a.lic` and in `b/b.lic`"
    assert findings(outcome) == [message]


# --- what a name leads to ---------------------------------------------------------------------------------


def test_a_shipped_base_takes_in_shipped_files_whatever_lies_beside() -> None:
    put("alone/my.lic", 'license my extends minimax-m2.7 { title "My" }')
    put("beside/my.lic", 'license my extends minimax-m2.7 { title "My" }')
    weak = 'policy minimax-prohibited-uses { prohibition t at "1" { must not any act when conduct.terrorism } }'
    put("beside/minimax-prohibited-uses.lic", weak)
    put("inside/my.lic", 'license my extends minimax-m2.7 { title "My" }\n' + weak)
    alone, beside, inside = (lk.read(f"{where}/my.lic").license for where in ("alone", "beside", "inside"))
    assert alone == beside == inside
    assert called("ask", "beside/my.lic", *SOLDIER, "--set", "use.personal=yes").status == 1


def test_what_an_own_file_takes_in_is_the_file_beside_it() -> None:
    put("pol.lic", f"policy pol {{ {MILITARY} }}")
    put("base.lic", license_("base", 'incorporates pol at "3"'))
    put("sub/my.lic", 'license my extends base { title "My" }')
    assert [found.code for found in checked_path("sub/my.lic").diagnostics] == ["LK213"]
    put("my.lic", 'license my extends base { title "My" }')
    assert called("ask", "my.lic", *SOLDIER).status == 1


def test_a_licence_that_follows_is_the_one_that_the_check_found() -> None:
    put("apache-2.0.lic", license_("apache-2.0", MILITARY, title="Ours"))
    put("foo.lic", license_("foo", 'converts to apache-2.0 at "2" on 2025-01-01'))
    asked = ("ask", "foo.lic", "--as-of", "2026-01-01", *SOLDIER)
    assert called("check", "foo.lic").status == 0
    assert called(*asked).out.startswith("No: ")
    Path("apache-2.0.lic").unlink()
    assert called(*asked).status == 0


def test_what_follows_is_found_anew_where_a_file_appears_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LICENSEKIT_CACHE", str(tmp_path / "cache"))
    put("foo.lic", license_("foo", 'converts to apache-2.0 at "2" on 2025-01-01'))
    asked = ("ask", "foo.lic", "--as-of", "2026-01-01", *SOLDIER)
    assert [called(*asked).status for _ in range(2)] == [0, 0]
    put("apache-2.0.lic", license_("apache-2.0", MILITARY, title="Ours"))
    assert [called(*asked).status for _ in range(2)] == [1, 1]


def test_a_text_is_not_checked_under_the_name_of_a_file_that_it_draws_on() -> None:
    path = str(catalogue.shelf.shipped().files["minimax-m2.7"])  # type: ignore[attr-defined]
    weak = "policy minimax-prohibited-uses { }"
    with pytest.raises(LicenseError, match="two texts are called"):
        lk.parse(f'license my extends minimax-m2.7 {{ title "My" }} {weak}', path)


def test_an_answer_says_which_encoding_it_applied(two: tuple[str, str]) -> None:
    put("c/foo.lic", "# laid out otherwise\n" + Path(two[0]).read_text().replace("{", "{\n"))
    put("base.lic", license_("base", MILITARY))
    put("child.lic", 'license child extends base { title "T" }')

    def encoded(path: str) -> str:
        identity = json.loads(called("ask", path, "--act", "run", "--format", "json").out)["identity"]
        return str(identity["encoded"][0]["sha256"])

    assert encoded("a/foo.lic") == encoded("c/foo.lic")
    assert encoded("a/foo.lic") != encoded("b/foo.lic")
    before = encoded("child.lic")
    put("base.lic", license_("base"))
    assert encoded("child.lic") != before


# --- packs ------------------------------------------------------------------------------------------------

ACME = {
    "fam/apache-2.0.lic": license_("apache-2.0", 'prohibition p at "2" { must not any act when use.production }'),
    "fam/mit.lic": license_("mit", MILITARY, title="Acme's own"),
    "fam/foo.lic": license_("foo", 'converts to apache-2.0 at "2" on 2025-01-01')
    + license_("later")
    + license_("soon", 'converts to later at "2" on 2025-01-01'),
    "fam/minimax-prohibited-uses.lic": "policy minimax-prohibited-uses { }",
    "fam/m.lic": 'license m extends minimax-m2.7 { title "M" }',
    "fam/foo.cases.lic": 'cases for mit { case "soldier" { acts run given conduct.military is yes expect prohibited } }',
    "works/w.lic": 'work acme-model { title "Model" model "acme/model" part weights under mit from 2026-01-01 }',
}


def test_in_a_pack_its_own_files_come_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path, "acme", ACME)
    year = ("--as-of", "2026-01-01", "--set", "use.production=yes")
    assert called("ask", "acme:foo", "--act", "run", *year).out.startswith("No: ")
    assert called("ask", "acme:apache-2.0", "--act", "run", *year).out.startswith("No: ")
    assert called("ask", "--model", "acme/model", *SOLDIER).out.startswith("No: ")
    assert called("ask", "acme:mit", *SOLDIER).out.startswith("No: ")
    assert called("test", "acme:foo").out == "1 passed\n"
    assert findings(called("ask", "mit", "acme:mit", *SOLDIER))[0].startswith("error[LK609]: the licence `mit`")


def test_what_follows_may_stand_in_the_same_file_of_a_pack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    soon = license_("soon", 'converts to mit at "2" on 2025-01-01') + license_("mit", MILITARY)
    install(monkeypatch, tmp_path, "acme", {"fam/soon.lic": soon})
    assert called("ask", "acme:soon", "--as-of", "2026-01-01", *SOLDIER).out.startswith("No: ")


def test_a_pack_changes_no_shipped_base(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path, "acme", ACME)
    shipped = {clause.id for clause in lk.load("minimax-m2.7").license.clauses}
    assert {clause.id for clause in lk.load("acme:m").license.clauses} == shipped
    assert "minimax-prohibited-uses.military" in shipped


def test_two_packs_of_one_work_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("acme", "best"):
        (tmp_path / name).mkdir()
        install(monkeypatch, tmp_path / name, name, ACME)
    assert findings(called("ask", "--model", "acme/model", *SOLDIER)) == [
        "error[LK612]: several packs have a work `acme/model`: `acme`, `best`"
    ]


def test_a_licence_among_works_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path, "acme", {"works/w.lic": license_("mit", MILITARY) + ACME["works/w.lic"]})
    assert findings(called("ask", "--model", "acme/model", *SOLDIER))[0].startswith("error[LK608]: `w.lic` holds works")


@pytest.mark.parametrize(
    "code", ["raise SystemExit(0)", "import sys; sys.exit(3)", "def folder():\n    raise SystemExit"]
)
def test_a_pack_cannot_end_the_program(code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from licensekit.catalogue.packs import PackWarning

    install(monkeypatch, tmp_path, "acme", {}, code)
    with pytest.warns(PackWarning, match="LK606"):
        outcome = called("ask", "no-such", "--act", "run")
    assert (outcome.status, findings(outcome)[0][:12]) == (2, "error[LK601]")


@pytest.mark.parametrize("path", ["fam/odd.lic", "works/odd.lic"])
def test_a_file_of_a_pack_that_is_no_text_is_a_finding(
    path: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = install(monkeypatch, tmp_path, "acme", ACME)
    (folder / path).write_bytes(b"license odd \xff")
    named = ("--model", "acme/other") if path.startswith("works") else ("acme:odd",)
    assert findings(called("ask", *named, *SOLDIER))[0].startswith("error[LK112]")
