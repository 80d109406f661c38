"""The door of the command: help, version, unknown words, streams, colour, and what never leaves it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import called, findings

from licensekit.cli import main
from licensekit.cli.parser import COMMANDS, GROUPS
from licensekit.version import VERSION
from optional import needs

ROOT = Path(__file__).resolve().parents[2]
SOURCE = str(ROOT / "src")
KIMI = ("ask", "kimi-k2.5", "--act", "embed", "--set", "product.charged_for=yes")


def command(*words: str, text: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command as its own process."""
    kept = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "LICENSEKIT_DEBUG"}}
    return subprocess.run(
        [sys.executable, "-m", "licensekit", *words],
        input=text.encode(),
        env={**kept, "PYTHONPATH": SOURCE, **environment},
        capture_output=True,
        check=False,
    )


def test_version_and_help() -> None:
    assert called("--version") == called("-V") == (0, f"licensekit {VERSION}\n", "")
    helped = called("--help")
    assert (helped.status, helped.err) == (0, "")
    assert all(re.search(rf"^    {name}\b", helped.out, re.MULTILINE) for name in COMMANDS)
    assert "exit status of `ask`: 0 permitted" in helped.out
    assert max(map(len, helped.out.splitlines())) <= 100


def test_help_is_in_groups_with_an_example_each() -> None:
    lines = called("--help").out.splitlines()
    assert [line for line in lines if line in GROUPS] == list(GROUPS)
    assert sum(line.startswith("      $ licensekit ") for line in lines) == len(GROUPS)
    assert {command.group for command in COMMANDS.values()} == set(GROUPS)


SERVERS = {"serve", "mcp", "lsp"}  # they run until they are stopped: tests/web and tests/editor start them
EXAMPLES = [
    pytest.param(name, marks=pytest.mark.slow) if name == "export" else name for name in COMMANDS if name not in SERVERS
]


NEEDED = {"batch": ("narwhals", "polars"), "sql": ("sqlglot",)}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_of_the_help_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / "uses.csv").write_text("product.charged_for,product.revenue.month:USD\ntrue,30000000\n")
    (tmp_path / "LICENSE").write_text("1. You may run it.\n\n2. You may sell it.\n")
    monkeypatch.chdir(tmp_path)
    needs(*NEEDED.get(name, ()))
    example = COMMANDS[name].example
    assert f"  licensekit {example}\n" in called(name, "--help").out
    outcome = called(*shlex.split(example))
    assert outcome.status in {0, 1, 3}, outcome.err
    assert outcome.out or name in {"batch", "export", "fmt", "init", "map"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help(name: str) -> None:
    helped = called(name, "--help")
    assert (helped.status, helped.err) == (0, "")
    assert helped.out.startswith(f"usage: licensekit {name}")
    assert max(map(len, helped.out.splitlines())) <= 100


@pytest.mark.parametrize(
    ("words", "finding", "help_"),
    [
        ((), "error[LK705]: no command is given", "begin with `licensekit ask kimi-k2.5 --act embed"),
        (("mit",), "error[LK702]: `mit` is not a command of licensekit", "write what is to be done with it first"),
        (("help",), "error[LK702]: `help` is not a command of licensekit", "write `licensekit --help`, or"),
        (("xyzzy",), "error[LK702]: `xyzzy` is not a command of licensekit", "`licensekit --help` lists the commands"),
        (("aks",), "error[LK702]: `aks` is not a command of licensekit", "did you mean `ask`?"),
        (
            ("ask", "mit", "--acts", "run"),
            "error[LK701]: `--acts` is not an option of `licensekit ask`",
            "did you mean `--act`?",
        ),
        (("--verson",), "error[LK701]: `--verson` is not an option of licensekit", "did you mean `--version`?"),
        (("init", "mit"), "error[LK701]: `licensekit init` takes no `mit`", "see `licensekit init --help`"),
        (
            ("list", "--form=json"),
            "error[LK701]: `--form` is not an option of `licensekit list`",
            "did you mean `--format`?",
        ),
        (("list", "--format"), "error[LK705]: `--format` needs a value", "see `licensekit list --help`"),
        (("list", "--format", "xml"), "error[LK703]: `--format` cannot be `xml`", "use one of `text`, `json`"),
        (("fmt", "--check=3", "x"), "error[LK703]: `--check` takes no value", "write `--check` alone"),
        (("ask", "--color", "blue", "mit"), "error[LK703]: `--color` cannot be `blue`", "use one of `auto`,"),
    ],
)
def test_words_that_mean_nothing(words: tuple[str, ...], finding: str, help_: str) -> None:
    outcome = called(*words)
    assert (outcome.status, outcome.out) == (2, "")
    assert findings(outcome)[0] == finding
    assert f"  = help: {help_}" in outcome.err


def test_colour_only_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b" not in called(*KIMI).out
    assert called(*KIMI, colour=True).out.startswith("\x1b[1;32mYes. Whether you must ")
    assert "\x1b" not in called(*KIMI, "--color", "never", colour=True).out
    assert "\x1b" in called(*KIMI, "--color", "always").out
    assert "\x1b" not in called(*KIMI, "--format", "json", "--color", "always").out
    assert called("ask", "mitt", "--act", "run", colour=True).err.startswith("\x1b[1;31merror[LK601]\x1b[0m: there is")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in called(*KIMI, "--color", "always", colour=True).out


def test_no_colour_into_a_pipe() -> None:
    assert b"\x1b" not in command(*KIMI).stdout
    assert b"\x1b" not in command("ask", "mitt").stderr


# --- streams -----------------------------------------------------------------------------------------------


def test_answers_go_to_standard_output_and_findings_to_standard_error() -> None:
    good, bad = command("show", "mit"), command("show", "mitt")
    assert (good.returncode, good.stderr) == (0, b"")
    assert (bad.returncode, bad.stdout) == (2, b"")
    assert bad.stderr.startswith(b"error[LK601]: ")


@pytest.mark.long
def test_the_same_bytes_under_every_locale_hash_seed_and_time_zone() -> None:
    asked = ("ask", "llama-4", "mit", "--act", "run,embed,train_on_outputs")
    answers = {
        command(*asked, **environment).stdout + command(*asked, "--full", **environment).stdout
        for environment in (
            {"LC_ALL": "C", "PYTHONHASHSEED": "1"},
            {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"},
            {"PYTHONIOENCODING": "latin-1", "PYTHONHASHSEED": "3", "COLUMNS": "20"},
        )
    }
    assert len(answers) == 1
    assert "¶" in answers.pop().decode()


def test_a_reader_that_goes_away_is_no_error() -> None:
    line = f"{sys.executable} -m licensekit facts; echo $? >&2"
    done = subprocess.run(
        ["bash", "-c", f"{{ {line}; }} | head -1"],
        env={**os.environ, "PYTHONPATH": SOURCE},
        capture_output=True,
        check=True,
    )
    assert done.stderr == b"0\n"
    assert done.stdout.count(b"\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_an_answer_that_cannot_be_written_is_bad() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "licensekit", "show", "mit"],
            env={**os.environ, "PYTHONPATH": SOURCE}, stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (
        2,
        b"error[LK707]: the answer cannot be written: no space left on device\n  = help: write it elsewhere\n",
    )


def test_facts_from_standard_input_and_from_a_pipe() -> None:
    facts = '{"acts": ["embed"], "facts": {"product.charged_for": true}}'
    assert command("ask", "kimi-k2.5", "--facts", "-", text=facts).returncode == 0
    line = f"{sys.executable} -m licensekit ask kimi-k2.5 --facts <(echo '{facts}')"
    done = subprocess.run(
        ["bash", "-c", line], env={**os.environ, "PYTHONPATH": SOURCE}, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


# --- what never leaves it ----------------------------------------------------------------------------------


def test_an_error_of_the_library_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("\x1b[2J")

    monkeypatch.delenv("LICENSEKIT_DEBUG")
    monkeypatch.setattr(main, "_run", broken)
    outcome = called("list")
    assert (outcome.status, outcome.out) == (2, "")
    assert re.fullmatch(r"internal error: KeyError in test_cli_main:\d+; please report this line .*\n", outcome.err)
    monkeypatch.setenv("LICENSEKIT_DEBUG", "1")
    with pytest.raises(KeyError):
        called("list")


def test_an_interrupt_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "run", interrupted)
    assert main.main(["list"]) == 130
    assert capsys.readouterr() == ("", "interrupted\n")


def test_main_writes_what_a_command_comes_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--version"]) == 0
    assert capsys.readouterr() == (f"licensekit {VERSION}\n", "")
    assert main.main(["show", "mitt"]) == 2
    assert capsys.readouterr().err.startswith("error[LK601]")


BAD_FILES = {
    "empty": b"",
    "nul": b"license x\0 {}",
    "utf-8": b'license x { title "\xff" }',
    "lone carriage return": b"license x {\r}",
    "bidirectional": 'license x { title "\u202e" }'.encode(),
    "10 MB": b"a" * 10_000_000,
    "nested": b'license x { title "X" define d at "1" { ' + b"(" * 10_000 + b" } }",
    "10,000 digits": b'license x { title "X" define d at "1" { product.monthly_active_users.month more than '
    + b"9" * 10_000
    + b" } }",
    "wide": b"license x { " + b'title "X" ' * 20_000 + b"}",
}


@pytest.mark.parametrize("what", BAD_FILES)
@pytest.mark.parametrize("words", [("check",), ("fmt",), ("test",), ("show",), ("ask", "--act", "run")])
def test_a_bad_file_is_a_finding_and_quick(what: str, words: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "x.lic"
    path.write_bytes(BAD_FILES[what])
    outcome = called(*words, str(path))
    assert outcome.status == 2
    assert findings(outcome)
    assert len(outcome.err) < 100_000
    assert path.read_bytes() == BAD_FILES[what]


BAD_FACTS = {
    "nan": b'{"facts": {"product.monthly_active_users.month": NaN}}',
    "infinity": b'{"facts": {"product.monthly_active_users.month": Infinity}}',
    "float": b'[facts]\n"product.revenue.month" = 1.5\n',
    "twice": b'{"acts": ["run"], "acts": ["run"]}',
    "digits": b'{"facts": {"product.monthly_active_users.month": ' + b"9" * 10_000 + b"}}",
    "nested": b'{"facts": ' + b'{"a":' * 10_000 + b"1" + b"}" * 10_000 + b"}",
    "utf-8": b'{"facts": {"\xff": 1}}',
    "10 MB": b'{"facts": "' + b"a" * 10_000_000 + b'"}',
    "empty object in a list": b'{"approvals": [{}]}',
    "unknown keys": b'{"fatcs": {}}',
}


@pytest.mark.parametrize("what", BAD_FACTS)
def test_bad_facts_are_a_finding_and_quick(what: str) -> None:
    outcome = called("ask", "kimi-k2.5", "--act", "run", "--facts", "-", stdin=BAD_FACTS[what])
    assert (outcome.status, outcome.out) == (2, "")
    assert findings(outcome)
    assert len(outcome.err) < 100_000


def test_a_folder_a_missing_file_and_a_name_with_nul(tmp_path: Path) -> None:
    assert called("check", str(tmp_path)).status == 5
    for command, name in (
        ("show", str(tmp_path / "f.lic")),
        ("check", str(tmp_path / "none.lic")),
        ("check", "a\0b.lic"),
    ):
        (tmp_path / "f.lic").mkdir(exist_ok=True)
        outcome = called(command, name)
        assert (outcome.status, findings(outcome)[0][:13]) == (2, "error[LK605]:")
    assert findings(called("ask", "mit", "--act", "run", "--facts", str(tmp_path)))[0].startswith(
        "error[LK506]: the facts file"
    )
    assert findings(called("ask", "mit", "--act", "run", "--facts", "a\0b"))[0].startswith(
        "error[LK506]: the facts file"
    )
