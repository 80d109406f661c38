"""Where it runs: no home, a read-only one, a full disk, other locales, `-O`, readers that go away, interrupts.

Each is a process of its own. What a command cannot do it says in a line with a code; what stood in a file stays there;
and the answer is the same bytes wherever it is given.
"""

from __future__ import annotations

import contextlib
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import test_corpus

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from command_line import called, findings

from optional import needs

pytestmark = [
    pytest.mark.slow,  # each case is a process of its own
    pytest.mark.skipif(sys.platform == "win32", reason="signals, modes and limits are those of POSIX"),
]

ROOT = Path(__file__).resolve().parents[2]
LICENSE = 'license own {\n  title "Own"\n  grant g at "1" { may run }\n  prohibition p at "2" { must not run when conduct.military }\n}\n'
LOOSE = LICENSE.replace("  title", " title")
ASKED = ("ask", "kimi-k2.5", "--act", "embed", "--set", "product.charged_for=yes")


def ran(
    *words: str, flags: tuple[str, ...] = (), limit: Callable[[], None] | None = None, **environment: str | None
) -> subprocess.CompletedProcess[bytes]:
    """The command in a process that has little more than a path; None takes a variable away."""
    return subprocess.run(
        [*_WITHOUT_RIGHTS, sys.executable, *flags, "-m", "licensekit", *words],
        env=_environment(environment),
        preexec_fn=limit,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )


def _environment(more: dict[str, str | None]) -> dict[str, str]:
    path = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
    plain = {"PATH": os.environ["PATH"], "PYTHONPATH": path, "LICENSEKIT_CACHE": "off", "PYTHONDONTWRITEBYTECODE": "1"}
    return {name: value for name, value in {**plain, **more}.items() if value is not None}


def _without_rights() -> tuple[str, ...]:
    """What takes from root the right to pass over modes; nothing for everybody else."""
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        return ()
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search")


_WITHOUT_RIGHTS: tuple[str, ...] = () if sys.platform == "win32" else _without_rights()
MODES_COUNT = sys.platform != "win32" and (os.geteuid() != 0 or bool(_WITHOUT_RIGHTS))


@pytest.fixture(scope="module")
def answer() -> bytes:
    done = ran(*ASKED)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "¶" in done.stdout.decode()
    return done.stdout


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("own.lic").write_text(LICENSE)
    return tmp_path


# --- the interpreter and its surroundings ------------------------------------------------------------------


@pytest.mark.parametrize("flags", [("-O",), ("-OO",), ("-E", "-s", "-B"), ("-X", "utf8=0"), ("-X", "dev")])
def test_the_same_answer_however_python_is_started(flags: tuple[str, ...], answer: bytes) -> None:
    if "-E" in flags:
        flags = (*flags, "-c", f"import sys; sys.path[:0] = {sys.path!r}; sys.argv = ['x', *{ASKED!r}];"
                 "import licensekit.cli.main as door; sys.exit(door.main())")  # fmt: skip
        done = subprocess.run([sys.executable, *flags], env=_environment({}), capture_output=True, check=False)
    else:
        done = ran(*ASKED, flags=flags)
    assert (done.returncode, done.stdout, done.stderr) == (0, answer, b"")


@pytest.mark.parametrize("kind", ["licence", "facts", "options", "requests", "profiles"])
def test_nothing_that_is_refused_is_refused_by_an_assertion(kind: str) -> None:
    """The corpus once more with `-O`, which leaves assertions out: what comes of each is the same."""
    came = test_corpus.outcomes(kind, "-O")
    assert {name: told for name, (told, _) in came.items()} == test_corpus.written_down()[kind]


@pytest.mark.parametrize(
    "room",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "tr_TR.UTF-8"},
        {"LC_ALL": "de_DE.ISO-8859-1", "PYTHONUTF8": "0"},
        {"LANG": "nowhere", "LC_CTYPE": "\udcff"},
        {"PYTHONIOENCODING": "ascii:strict"},
        {"PYTHONWARNINGS": "error"},
        {"TZ": "Nowhere/At_All"},
        {"COLUMNS": "0", "LINES": "-1", "TERM": "nothing"},
    ],
    ids=repr,
)
def test_the_same_bytes_in_every_locale(room: dict[str, str], answer: bytes) -> None:
    done = ran(*ASKED, **room)
    assert (done.returncode, done.stdout, done.stderr) == (0, answer, b"")


@pytest.mark.parametrize("home", [None, "", "relative", "/dev/null", "/proc/nowhere", "\udcff"])
def test_without_a_home_it_only_takes_longer(home: str | None, answer: bytes, here: Path) -> None:
    done = ran(*ASKED, HOME=home, LICENSEKIT_CACHE=None)
    assert (done.returncode, done.stdout, done.stderr) == (0, answer, b"")
    assert [path.name for path in here.iterdir()] == ["own.lic"]


@pytest.mark.skipif(not MODES_COUNT, reason="root passes over modes, and there is no setpriv here")
@pytest.mark.parametrize("closed", ["home", "cache", "folder it works in"])
def test_a_read_only_home_only_takes_longer(closed: str, answer: bytes, here: Path) -> None:
    (here / "home" / ".cache" / "licensekit").mkdir(parents=True, mode=0o700)
    shut = {"home": here / "home", "cache": here / "home/.cache/licensekit", "folder it works in": here}[closed]
    if closed == "home":
        shutil.rmtree(here / "home/.cache")
    shut.chmod(0o500)
    try:
        done = ran(*ASKED, HOME=str(here / "home"), LICENSEKIT_CACHE=None)
        refused = ran("init", "--yes", "-o", str(shut / "profile.toml"), "--set", "licensee.kind=company")
    finally:
        shut.chmod(0o700)
    assert (done.returncode, done.stdout, done.stderr) == (0, answer, b"")
    assert refused.returncode == 2
    assert b"cannot be written: permission denied" in refused.stderr.splitlines()[0]
    assert not (shut / "profile.toml").exists()


@pytest.mark.skipif(not MODES_COUNT, reason="root passes over modes, and there is no setpriv here")
@pytest.mark.parametrize(
    "words",
    ["ask own.lic --act run", "check own.lic", "fmt own.lic", "ask mit --act run --facts own.lic", "show own.lic",
     "label .", "identify own.lic", "inventory own.lic --act run", "test own.lic", "lint own.lic"],
)  # fmt: skip
def test_a_file_that_may_not_be_read_is_told(words: str) -> None:
    Path("own.lic").chmod(0)
    done = ran(*words.split())
    if words == "label .":  # it looks for cards, and that is none
        assert b"internal" not in done.stderr
        return
    assert done.returncode == 2
    assert b"cannot be read: permission denied" in done.stderr.splitlines()[0]


# --- no room ----------------------------------------------------------------------------------------------


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))


WRITING = {
    "fmt loose.lic": "loose.lic",
    "memo own.lic --act run -o old.md": "old.md",
    "map own.lic --act run --x conduct.military --y product.charged_for -o old.svg": "old.svg",
    "coverage my-licence.lic --format html -o old.html": "old.html",
    "export -o old.json": "old.json",
    "notices inventory.csv --act run -o old.txt": "old.txt",
    "inventory inventory.csv --act run -o old.json": "old.json",
    "inventory inventory.csv --act run -o old.csv": "old.csv",
    "audit gate.toml --as-of 2026-06-01 --write-baseline old.json": "old.json",
    "batch own.lic uses.csv --act run -o old.csv": "old.csv",
    "batch own.lic uses.csv --act run -o old.jsonl": "old.jsonl",
    "batch own.lic uses.csv --act run -o old.parquet": "old.parquet",
}


def test_nothing_is_written_but_as_a_whole_file() -> None:
    """Every writer of the library, by how it opens: those beside `whole_file` write where nobody else looks."""
    opens = re.compile(
        r"""\.write_(?:text|bytes)\(|open\([^)]*["'][wax+]+b?t?["']|os\.(?:rename|replace|link|open)\("""
    )
    source = ROOT / "src" / "licensekit"
    writing = {
        path.relative_to(source).as_posix(): opens.findall(path.read_text("utf-8"))
        for path in source.rglob("*.py")
        if opens.search(path.read_text("utf-8"))
    }
    assert writing == {
        "whole_file.py": ['open("wb"', "os.open(", 'open(descriptor, "wb"', 'open("xb"'],
        "regular_file.py": ["os.open("],  # to read
        "cache.py": ["os.open("],  # a folder
        "cli/main.py": ["os.open("],  # the null device, in place of an output that is gone
        "cli/table_files.py": [".write_bytes("],  # in a temporary folder of its own
        "cli/table_forms.py": ['open("w"'],  # in the same
    }


@pytest.fixture
def to_write(here: Path) -> Iterator[Path]:
    """A folder with all that is read, and old answers to be written over."""
    shutil.copytree(ROOT / "examples", here, dirs_exist_ok=True)
    Path("loose.lic").write_text(LOOSE)
    Path("uses.csv").write_text("conduct.military\nno\nyes\n")
    for name in filter(None, WRITING.values()):
        if name.startswith("old"):
            Path(name).write_text("what was there\n")
    before = sorted(path.name for path in here.iterdir())
    yield here
    assert sorted(path.name for path in here.iterdir()) == before, "something was left lying"


@pytest.mark.parametrize("words", WRITING)
def test_where_there_is_no_room_the_old_file_stays(words: str, to_write: Path) -> None:
    if words.startswith("batch"):
        needs("narwhals", "polars")
    target = to_write / WRITING[words]
    old = target.read_bytes()
    done = ran(*words.split(), limit=_small_files)
    assert (done.returncode, done.stdout) == (2, b""), done
    assert done.stderr.startswith(b"error[LK707]: `"), done.stderr
    assert b"cannot be written: file too large" in done.stderr.splitlines()[0]
    assert target.read_bytes() == old
    done = ran(*words.split())
    assert done.returncode in {0, 1, 3}, done.stderr
    assert target.read_bytes() != old


@pytest.mark.usefixtures("to_write")
@pytest.mark.parametrize("most", [0, 20], ids=["nothing may be written", "20 bytes may"])
@pytest.mark.parametrize("words", ["- -o -", "uses.csv -o -", "uses.csv -o new.csv"])
def test_without_room_on_the_way_there_is_a_finding(words: str, most: int) -> None:
    needs("narwhals", "polars")
    with Path("uses.csv").open("rb") as stream:
        done = subprocess.run(
            [sys.executable, "-m", "licensekit", "batch", "own.lic", *words.split(), "--act", "run"],
            env=_environment({}), stdin=stream, capture_output=True, check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, b"")
    why = b"`new.csv` cannot be written" if most and "new" in words else b"no temporary file can be written"
    assert done.stderr.startswith(b"error[LK707]: " + why), done.stderr


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0 or not shutil.which("unshare"), reason="needs a disk")
def test_a_disk_that_is_full(to_write: Path, request: pytest.FixtureRequest) -> None:
    disk = to_write.parent / "disk"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here")
    request.addfinalizer(lambda: subprocess.run(["umount", str(disk)], check=True))
    (disk / "old.md").write_text("what was there\n")
    with contextlib.suppress(OSError), (disk / "filling").open("wb", buffering=0) as filling:
        while True:
            filling.write(b"x" * 4096)
    done = ran("memo", "own.lic", "--act", "run", "-o", str(disk / "old.md"), HOME=str(disk))
    said = done.stderr.decode()
    assert done.returncode == 2
    assert said.startswith(f"error[LK707]: `{disk / 'old.md'}` cannot be written: no space left on device"), said
    assert (disk / "old.md").read_text() == "what was there\n"
    assert sorted(path.name for path in disk.iterdir()) == ["filling", "old.md"]
    kept = ran("ask", "own.lic", "--act", "run", LICENSEKIT_CACHE=str(disk / "cache"))
    assert kept.returncode in {0, 3}
    assert kept.stderr == b""


def test_what_the_system_refuses_is_a_finding() -> None:
    needs("narwhals", "polars")
    Path("uses.csv").write_text("conduct.military\nno\n")

    def few_files() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (6, 6))

    done = ran("batch", "own.lic", "uses.csv", "-o", "-", "--act", "run", limit=few_files)
    if done.returncode == 0:
        pytest.skip("six files are enough here")
    assert done.returncode == 2
    assert b"too many open files" in done.stderr
    assert done.stderr.startswith(b"error[LK")


# --- folders that cannot be looked into ------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["check", "check .", "test .", "lint .", "fmt --check .", "init --yes"])
def test_a_folder_that_was_taken_away(words: str, tmp_path: Path) -> None:
    def gone() -> None:
        (tmp_path / "gone").mkdir()
        os.chdir(tmp_path / "gone")
        (tmp_path / "gone").rmdir()

    done = ran(*words.split(), limit=gone)
    assert done.returncode == 2
    assert b": no such file or directory" in done.stderr.splitlines()[0], done.stderr


@pytest.mark.skipif(not MODES_COUNT, reason="root passes over modes, and there is no setpriv here")
@pytest.mark.parametrize("mode", [0, 0o400])
@pytest.mark.parametrize(
    "words",
    ["check .", "test .", "lint .", "fmt --check .", "label closed", "inventory closed --act run",
     "notices inventory.csv --act run --texts closed"],
)  # fmt: skip
def test_a_folder_that_cannot_be_looked_into_is_told(words: str, mode: int, here: Path) -> None:
    shutil.copyfile(ROOT / "examples" / "inventory.csv", "inventory.csv")
    closed = here / "closed"
    (closed / "models--a--b" / "snapshots").mkdir(parents=True)
    (closed / "two.lic").write_text(LICENSE)
    (closed / "README.md").write_text("---\nlicense: mit\n---\n")
    closed.chmod(mode)
    try:
        done = ran(*words.split())
    finally:
        closed.chmod(0o700)
    assert done.returncode == 2, (done.stdout, done.stderr)
    first = (done.stderr or done.stdout).splitlines()[0]
    assert b"closed" in first or b"README.md" in first
    assert b": permission denied" in first.lower()


@pytest.mark.parametrize("laid", ["pipe", "link"])
@pytest.mark.parametrize("words", ["check .", "test .", "lint .", "fmt --check ."])
def test_a_licence_file_that_is_none_is_told(words: str, laid: str) -> None:
    if laid == "pipe":
        os.mkfifo("b.lic")
    else:
        Path("b.lic").symlink_to("nowhere")
    outcome = called(*words.split())
    assert outcome.status == 2
    assert findings(outcome)[0] == "error[LK605]: `b.lic` cannot be read: it is no regular file"


# --- readers that go away, and interrupts -----------------------------------------------------------------------


def _shell(line: str) -> subprocess.CompletedProcess[bytes]:
    command = line.replace("licensekit", f"{sys.executable} -m licensekit")
    return subprocess.run(["bash", "-c", command], env=_environment({}), capture_output=True, check=False, timeout=120)


@pytest.mark.parametrize(
    "words", ["facts", "show llama-4", "list", "schema", "explain", "ask llama-4 --act run --full"]
)
def test_whoever_reads_no_further_is_told_nothing(words: str) -> None:
    done = _shell(f"licensekit {words} | head -c 1; echo ${{PIPESTATUS[0]}} >&2")
    assert len(done.stdout) == 1
    assert done.stderr in {b"0\n", b"3\n"}


def test_the_answer_comes_though_nobody_reads_what_is_said_beside_it() -> None:
    Path("facts.toml").write_text("")
    done = _shell("{ licensekit check own.lic nowhere.lic 2>&3; echo $? >&2; } 3> >(exec 0<&-; exit 0)")
    assert (done.stdout, done.stderr) == (b"2 files: 1 error\n", b"2\n")


@pytest.mark.skipif(sys.platform != "linux", reason="that it has begun is seen in /proc")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("words", ["export -o old.json", "mutate llama-4", "ask own.lic --act run --facts -"])
def test_whoever_is_stopped_says_one_line_and_leaves_what_was_there(
    words: str, sent: signal.Signals, here: Path
) -> None:
    Path("old.json").write_text("what was there\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "licensekit", *words.split()], env=_environment({}), cwd=here,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    _once_begun(process)
    process.send_signal(sent)
    out, err = process.communicate(timeout=120)
    assert out == b""
    # `python -m` ends by the signal itself where it came while a named tuple or data class was made from a string; a shell
    # says 130 for both
    status = 130 if process.returncode == -signal.SIGINT else process.returncode
    assert (status, err) == ((130, b"interrupted\n") if sent is signal.SIGINT else (-sent, b""))
    assert Path("old.json").read_text() == "what was there\n"


def _once_begun(process: subprocess.Popen[bytes]) -> None:
    """Wait until the command is at work: its modules are imported, and it has not ended."""
    maps = Path(f"/proc/{process.pid}/maps")
    until = time.monotonic() + 60
    while time.monotonic() < until and "pydantic_core" not in (maps.read_text() if maps.exists() else ""):
        time.sleep(0.02)
    time.sleep(0.2)
    assert process.poll() is None, process.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="that it has begun is seen in /proc")
@pytest.mark.parametrize("words", ["serve --port PORT", "lsp", "mcp"])
def test_a_server_that_is_interrupted_is_quiet(words: str) -> None:
    needs("starlette", "uvicorn", "pygls", "mcp")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        words = words.replace("PORT", str(free.getsockname()[1]))
    process = subprocess.Popen(
        [sys.executable, "-m", "licensekit", *words.split()], env=_environment({}),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    _once_begun(process)
    time.sleep(5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert b"Traceback" not in err, err.decode()
    assert process.returncode in {0, 130, -signal.SIGINT}, err  # a shell says 130 for the last two


# --- several at once --------------------------------------------------------------------------------------------


def test_processes_at_the_same_time_on_one_cache_say_the_same(tmp_path: Path, answer: bytes) -> None:
    kept = tmp_path / "cache"
    for _ in range(2):
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "licensekit", *ASKED], env=_environment({"LICENSEKIT_CACHE": str(kept)}),
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )
            for _ in range(6)
        ]  # fmt: skip
        assert {process.communicate(timeout=300) for process in processes} == {(answer, b"")}
        (path,) = [
            path for path in kept.iterdir() if path.stat().st_size == max(e.stat().st_size for e in kept.iterdir())
        ]
        path.write_bytes(path.read_bytes()[:-7])  # and once more, over an entry that is damaged
    assert {path.suffix for path in kept.iterdir()} == {".json"}


def test_answers_written_at_the_same_time_to_one_file_are_one_of_them(here: Path) -> None:
    acts = ("run", "embed")
    whole = set()
    for act in acts:
        assert ran("memo", "mit", "--act", act, "-o", "memo.md").returncode == 0
        whole.add(Path("memo.md").read_bytes())
    assert len(whole) == 2
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "licensekit", "memo", "mit", "--act", act, "-o", "memo.md"], env=_environment({})
        )
        for act in (*acts, *acts)
    ]
    assert [process.wait(120) for process in processes] == [0] * 4
    assert Path("memo.md").read_bytes() in whole
    assert sorted(path.name for path in here.iterdir()) == ["memo.md", "own.lic"]


@pytest.mark.parametrize(
    ("words", "target"),
    [
        (("memo", "own.lic", "--act", "run", "--format", "markdown", "-o"), "own.lic"),
        (("memo", "own.lic", "--act", "run", "--facts", "f.toml", "--format", "markdown", "-o"), "./f.toml"),
        (("map", "own.lic", "--x", "conduct.fraud", "--y", "conduct.spam", "--profile", "f.toml", "--format", "svg", "-o"), "f.toml"),
        (("inventory", "i.csv", "--act", "embed", "-o"), "i.csv"),
        (("notices", "i.csv", "--act", "embed", "-o"), "i.csv"),
        (("audit", "p.toml", "--as-of", "2026-06-01", "--write-baseline"), "p.toml"),
        (("audit", "p.toml", "--as-of", "2026-06-01", "--write-baseline"), "i.csv"),
    ],
    ids=lambda each: each if isinstance(each, str) else each[0],
)  # fmt: skip
def test_what_a_command_reads_it_does_not_write_over(
    words: tuple[str, ...], target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`memo own.lic -o own.lic` left a memo where the licence was."""
    monkeypatch.chdir(tmp_path)
    kept = {
        "own.lic": 'license own { title "Own" grant g at "1" { may any act } }',
        "f.toml": '[facts]\n"conduct.military" = false\n',
        "i.csv": "name,license\na,MIT\n",
        "p.toml": '[[products]]\nname = "p"\ninventory = "i.csv"\nacts = ["run"]\n',
    }
    for name, text in kept.items():
        Path(name).write_text(text, encoding="utf-8")
    told = called(*words, target)
    assert (told.status, findings(told)) == (2, [f"error[LK704]: `{target}` would be read and written at once"])
    assert {name: Path(name).read_text(encoding="utf-8") for name in kept} == kept
