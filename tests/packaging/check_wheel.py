"""Look at an installed wheel from outside the checkout: `python -I check_wheel.py FOLDER CHECKOUT`.

FOLDER holds the wheel, and `venv` into which it was installed; this is run by that environment. Not a test of pytest:
building needs the network. `.ci/run` calls it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path


def main(folder: Path, checkout: Path) -> None:
    """Every check, one after the other; the first that fails says why."""
    (wheel,) = folder.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    holds_what_it_needs(names, checkout)
    holds_nothing_else(names)
    installed = Path(sysconfig.get_paths()["purelib"], "licensekit")
    assert (installed / "licenses").is_dir(), f"{installed} has no licences"
    answers_outside_the_checkout(checkout)
    answers_from_its_seed(installed)
    assert wheel.stat().st_size <= 4_000_000, f"the wheel has {wheel.stat().st_size:_} bytes"
    is_small(installed.parent)
    sys.stdout.write(f"{wheel.name}: {len(names)} files, installed and answering\n")


def holds_what_it_needs(names: set[str], checkout: Path) -> None:
    """The licences, their cases in one file, the grammar, and what marks the package as typed."""
    for kind, pattern in (("licenses", "licenses/*/*"), ("grammars", "grammars/*")):
        wanted = {f"licensekit/{path.relative_to(checkout).as_posix()}" for path in checkout.glob(pattern)}
        wanted -= {name for name in wanted if name.endswith(".cases.lic")}
        assert wanted, f"the checkout has no {kind}"
        assert wanted <= names, f"missing: {sorted(wanted - names)[:5]}"
    assert {"licensekit/py.typed", "licensekit/__main__.py", "licensekit/licenses/names.tsv"} <= names
    assert "licensekit/licenses/cases.zip.xz" in names, "the cases are missing"
    assert [name for name in names if name.endswith("licenses/LICENSE")], "the licence of the project is missing"
    assert [name for name in names if name.endswith(".dist-info/sboms/licensekit-policy.cdx.json")], "no SBOM"


def holds_nothing_else(names: set[str]) -> None:
    """No tests, no caches, nothing beside the package and its metadata."""
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"licensekit"}, tops
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def answers_outside_the_checkout(checkout: Path) -> None:
    """The command and the library, from an empty folder."""
    command = Path(sys.executable).with_name("licensekit")
    with tempfile.TemporaryDirectory() as empty:
        listed = called([str(command), "list"], empty)
        assert "\n  kimi-k2.5 " in listed, listed
        asked = [str(command), "ask", "kimi-k2.5", "--act", "embed", "--set", "product.charged_for=yes"]
        assert called(asked, empty).startswith("Yes."), "another answer than in the checkout"
        code = "import licensekit as lk; print(lk.__file__); print(len(lk.ids()), len(lk.load('mit').license.clauses))"
        file, counts = called([sys.executable, "-I", "-c", code], empty).splitlines()
        assert not Path(file).is_relative_to(checkout), file
        assert int(counts.split()[0]) >= 20, counts
        copy = [str(command), "ask", "--model", "bartowski/ai21labs_AI21-Jamba-Reasoning-3B-GGUF", "--act", "run"]
        assert "by its base `" in called(copy, empty)
        tested = called([str(command), "test", "kimi-k2.5"], empty)
        assert tested == called([str(command), "test", str(checkout / "licenses/kimi/kimi-k2.5.lic")], empty), tested


def answers_from_its_seed(installed: Path) -> None:
    """With nothing in the cache every shipped licence is known, checks nothing anew, and is the same as checked."""
    assert (installed / "seed.bin").is_file(), "the wheel was built without a seed"
    code = (
        "import sys, licensekit as lk; licenses = [lk.load(name).license for name in lk.ids()]; "
        "print(sum('licensekit.check.file' in name for name in sys.modules), repr(licenses))"
    )
    with tempfile.TemporaryDirectory() as empty:
        seeded = called([sys.executable, "-I", "-c", code], empty, cache=str(Path(empty, "cache")))
        assert not Path(empty, "cache").exists(), "something was checked anew"
        anew = called([sys.executable, "-I", "-c", code], empty, cache="off")
    assert (seeded[0], anew[0]) == ("0", "1")
    assert seeded[1:] == anew[1:], "the seed holds other licences than the files"


def is_small(packages: Path) -> None:
    """What comes with it, but for pip and setuptools, is at most 32 MiB, as it lies on the disk."""
    tools = ("pip", "setuptools", "pkg_resources", "_distutils_hack", "distutils-precedence")
    kept = [path for path in packages.iterdir() if not path.name.startswith(tools)]
    files = (each for path in kept for each in (path, *path.rglob("*")))
    size = sum(each.lstat().st_blocks * 512 for each in files)
    assert size <= 32 * 1024 * 1024, f"{size:_} bytes"


def called(words: list[str], folder: str, cache: str = "") -> str:
    """What a command prints; an error where it fails."""
    environment = {**os.environ, "LICENSEKIT_CACHE": cache} if cache else None
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words}: {done.returncode}\n{done.stderr}"
    return done.stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]).resolve())
