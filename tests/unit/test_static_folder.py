"""`licensekit serve --static`: what it writes, and everything that it refuses before it writes; with parts made up."""

from __future__ import annotations

import json
import lzma
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from command_line import called, findings

from licensekit.web.page import POLICY, page_files

SOURCE = Path(__file__).parents[2] / "src" / "licensekit"
CORE = "pydantic_core-2.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
OURS = "licensekit_policy-0.1.0-py3-none-any.whl"
PYDANTIC = "pydantic-1.0-py3-none-any.whl"
PURE = (
    PYDANTIC,
    "annotated_types-1.0-py3-none-any.whl",
    "lark-1.0-1-py3-none-any.whl",
    "typing_extensions-1.0-py3-none-any.whl",
    "typing_inspection-1.0-py2.py3-none-any.whl",
)
OUT = ("serve", "--static", "out", "--pyodide", "package", "--wheels", "wheels")


def packed(path: Path, held: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)


@cache
def library() -> Mapping[str, bytes]:
    """What a wheel of this library holds, by name."""
    roots = {"": SOURCE, "licenses/": SOURCE.parents[1] / "licenses", "grammars/": SOURCE.parents[1] / "grammars"}
    return {
        f"licensekit/{inside}{path.relative_to(root).as_posix()}": path.read_bytes()
        for inside, root in roots.items()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.parent.name not in {"__pycache__", "seed"}
    }


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with all that is needed; the seed of a wheel is in no checkout."""
    monkeypatch.chdir(tmp_path)
    for name in ("package", "wheels"):
        Path(name).mkdir()
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"):
        Path("package", name).write_text(name)
    info = {"python": "3.14.2", "abi_version": "2026_0", "arch": "wasm32"}
    Path("package", "pyodide-lock.json").write_text(json.dumps({"info": info, "packages": {}}))
    for name in (*PURE, CORE):
        packed(Path("wheels", name), {"a": b"a"})
    metadata = b"Name: pydantic\nRequires-Dist: pydantic-core==2.0\n"
    packed(Path("wheels", PYDANTIC), {"pydantic-1.0.dist-info/METADATA": metadata})
    packed(Path("wheels", OURS), {**library(), "licensekit/seed.bin": b""})


def written() -> dict[str, bytes]:
    return {path.relative_to("out").as_posix(): path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}


def refused(*words: str) -> tuple[list[str], str]:
    """Each finding, and all mends; nothing is written where there is one."""
    before = sorted(Path.cwd().rglob("*"))
    outcome = called(*(words or OUT))
    assert (outcome.status, outcome.out) == (2, "")
    assert sorted(Path.cwd().rglob("*")) == before
    return findings(outcome), outcome.err


def test_the_folder_holds_all_that_it_names() -> None:
    outcome = called(*OUT)
    assert (outcome.status, outcome.err) == (0, "")
    files = written()
    assert outcome.out.startswith(f"{len(files)} files of {sum(map(len, files.values())) / 1e6:.1f} MB in `out`")
    for name, file in page_files().items():
        if name != "index.html":
            assert files[f"page/{name}"] == file.text.encode()
    index = files["index.html"].decode()
    named = re.findall(r'(?:src|href)="([^"#]+)"', index)
    assert set(named) == {"data:,", "page/page.css", "ask.js", "page/main.js"}
    assert set(named) - {"data:,"} <= files.keys()
    assert index.index("ask.js") < index.index("page/main.js")
    wheels = json.loads(files["licensekit.json"])["wheels"]
    assert sorted(wheels) == sorted([*PURE, CORE, OURS])
    assert all(files[f"wheels/{name}"] == Path("wheels", name).read_bytes() for name in wheels)
    assert all(files[f"pyodide/{path.name}"] == path.read_bytes() for path in Path("package").iterdir())
    assert "openapi" not in index


def test_its_policy_is_that_of_the_server_and_lets_webassembly_in() -> None:
    called(*OUT)
    index = written()["index.html"].decode()
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', index)
    own, served = (dict(part.split(" ", 1) for part in each.split("; ")) for each in (policy, POLICY))
    assert own.pop("script-src") == "'self' 'wasm-unsafe-eval'"
    assert served.pop("script-src") == "'self'"
    assert served.pop("frame-ancestors") == "'none'"
    assert own == served
    assert index.index("Content-Security-Policy") < index.index("<link")


def test_a_folder_of_ours_is_written_anew_and_keeps_no_wheel_of_before() -> None:
    called(*OUT)
    before = written()
    Path("out", "wheels", "lark-0.9-py3-none-any.whl").write_bytes(b"old")
    Path("out", "index.html").write_bytes(b"old")
    Path("out", "mine.txt").write_bytes(b"mine")
    assert called(*OUT).status == 0
    assert written() == {**before, "mine.txt": b"mine"}


def test_an_index_is_there_only_with_all_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    called(*OUT)

    def full(path: Path, *_: object) -> None:
        if path.parent.name == "out":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert findings(called(*OUT)) == ["error[LK707]: `out` cannot be written: no space left on device"]
    assert "index.html" not in written()


def test_nothing_of_somebody_else_is_written_over() -> None:
    Path("out").mkdir()
    Path("out", "index.html").write_text("mine")
    found, mend = refused()
    assert found == ["error[LK707]: `out` holds other files, and is not written over"]
    assert "name an empty folder, or one that is not there yet" in mend
    Path("out", "index.html").unlink()
    assert called(*OUT).status == 0
    assert refused(*OUT[:2], "package/pyodide.mjs", *OUT[3:])[0] == [
        "error[LK707]: `package/pyodide.mjs` cannot be written: not a directory"
    ]
    assert refused(*OUT[:2], "none/out", *OUT[3:])[0] == [
        "error[LK707]: `none/out` cannot be written: no such file or directory"
    ]


def test_what_is_missing_is_told_with_the_commands_that_bring_it() -> None:
    found, mend = refused(*OUT[:3])
    assert found == ["error[LK705]: `--static` needs `--pyodide`", "error[LK705]: `--static` needs `--wheels`"]
    assert "npm pack pyodide" in mend
    for path in Path("wheels").iterdir():
        path.unlink()
    found, mend = refused()
    assert found == [
        "error[LK705]: `wheels` has no wheel that this Pyodide loads of `licensekit_policy`, `annotated_types`, `lark`, "
        "`pydantic`, `pydantic_core`, `typing_extensions`, `typing_inspection`"
    ]
    for word in ("pip wheel --no-deps", "--platform pyemscripten_2026_0_wasm32 --python-version 3.14", "--abi cp314"):
        assert word in mend
    Path("package", "pyodide.asm.wasm").unlink()
    found, mend = refused()
    assert found == ["error[LK605]: `package/pyodide.asm.wasm` cannot be read: no such file or directory"]
    assert "npm pack pyodide" in mend
    found, _ = refused(*OUT[:5], "--wheels", "none")
    assert found == ["error[LK605]: `package/pyodide.asm.wasm` cannot be read: no such file or directory"]


@pytest.mark.parametrize("lock", [b"", b"[]", b"{}", b'{"info": {"python": 3}}', b"\xff", b"[" * 100_000])
def test_a_pyodide_that_does_not_say_what_it_is(lock: bytes) -> None:
    Path("package", "pyodide-lock.json").write_bytes(lock)
    assert refused()[0] == ["error[LK608]: `package/pyodide-lock.json` does not say of which Python it is"]


@pytest.mark.parametrize(
    "name",
    [
        "pydantic_core-2.0-cp314-cp314-manylinux_2_17_x86_64.whl",
        "pydantic_core-2.0-cp313-cp313-pyemscripten_2026_0_wasm32.whl",
        "pydantic_core-2.0-cp314-cp314-pyemscripten_2025_0_wasm32.whl",
        "pydantic_core-2.0.whl",
        "pydantic_core-2.0-py2-none-any.whl",
    ],
)
def test_a_wheel_for_something_else_is_none(name: str) -> None:
    Path("wheels", CORE).rename(Path("wheels", name))
    assert refused()[0] == ["error[LK705]: `wheels` has no wheel that this Pyodide loads of `pydantic_core`"]


def test_wheels_that_do_not_go_together() -> None:
    packed(Path("wheels", "lark-1.1-py3-none-any.whl"), {"a": b"a"})
    assert refused()[0] == ["error[LK704]: `wheels` has 2 wheels of `lark`"]
    Path("wheels", "lark-1.1-py3-none-any.whl").unlink()
    newer = CORE.replace("2.0", "2.0.1")
    Path("wheels", CORE).rename(Path("wheels", newer))
    assert refused()[0] == [f"error[LK704]: `{PYDANTIC}` does not go with `{newer}`"]


@pytest.mark.parametrize("name", ["licensekit/truth.py", "licensekit/licenses/more.lic", "licensekit/page/x.js"])
def test_a_wheel_of_another_state_of_the_library(name: str) -> None:
    packed(Path("wheels", OURS), {**library(), name: b"other"})
    found, mend = refused()
    assert found == [f"error[LK704]: `{OURS}` was built of another state of this library: `{name}` differs"]
    assert "pip wheel --no-deps" in mend


def test_a_wheel_that_lacks_a_licence_of_the_library() -> None:
    lacks = next(name for name in library() if name.endswith("/mit.lic"))
    packed(Path("wheels", OURS), {name: data for name, data in library().items() if name != lacks})
    found = [f"error[LK704]: `{OURS}` was built of another state of this library: `{lacks}` differs"]
    assert refused()[0] == found


CASES = "licensekit/licenses/cases.zip.xz"


def with_packed_cases(changed: Mapping[str, bytes] = {}) -> dict[str, bytes]:
    """What a wheel holds as hatch_build.py makes it: the cases in one file."""
    plain, cases = {}, BytesIO()
    with zipfile.ZipFile(cases, "w") as archive:
        for name, data in {**library(), **changed}.items():
            if name.endswith(".cases.lic"):
                archive.writestr(name.removeprefix("licensekit/licenses/"), data)
            else:
                plain[name] = data
    return {**plain, CASES: lzma.compress(cases.getvalue(), preset=0)}


def test_a_wheel_as_it_is_built_has_the_cases_in_one_file() -> None:
    packed(Path("wheels", OURS), with_packed_cases())
    assert called(*OUT).status == 0
    packed(Path("wheels", OURS), with_packed_cases({"licensekit/licenses/permissive/mit.cases.lic": b"other"}))
    found, _ = refused()
    wanted = "was built of another state of this library: `licensekit/licenses/permissive/mit.cases.lic` differs"
    assert found == [f"error[LK704]: `{OURS}` {wanted}"]
    for broken in (b"", b"no archive", lzma.compress(b"no archive")):
        packed(Path("wheels", OURS), {**with_packed_cases(), CASES: broken})
        assert refused()[0][0].startswith(f"error[LK608]: `{OURS}` holds what is no archive: cases.zip.xz: ")


def test_what_is_no_wheel() -> None:
    Path("wheels", OURS).write_bytes(b"PK")
    assert refused()[0] == [f"error[LK608]: `wheels/{OURS}` is no wheel: File is not a zip file"]


def test_options_that_do_not_go_together() -> None:
    assert refused(*OUT, "--port", "80", "--workers", "2", "--host", "::1")[0] == [
        f"error[LK704]: a static page has no `{option}`" for option in ("--host", "--port", "--workers")
    ]
