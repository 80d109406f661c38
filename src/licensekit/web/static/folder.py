"""The folder as it is written: each file whole, and `index.html` last, so that no half of a page is ever opened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

from licensekit.diagnostics import clipped, mend_of
from licensekit.version import VERSION
from licensekit.web.page import POLICY, page_files
from licensekit.web.static.parts import refuse, runtime_in, wheels_in, why
from licensekit.whole_file import whole_file

STATIC_POLICY: Final = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
"""What the page of the server may, and besides it WebAssembly: nothing else is let in."""
_IN_THE_PAGE: Final = STATIC_POLICY.removesuffix("; frame-ancestors 'none'")
"""As a page can say it of itself: who may frame it is for a header to say."""
_INDEX: Final = "index.html"
_MARK: Final = "licensekit.json"
"""Lists the wheels, for the worker; where it is the folder is ours, and may be written over."""
_OTHER: Final = "name an empty folder, or one that is not there yet"


def write_static(out: Path, pyodide: Path, wheels: Path) -> str:
    """Write the folder, and say what it has become. Raises StaticPageError."""
    _check_free(out)
    written = static_files(pyodide, wheels)
    try:
        out.mkdir(exist_ok=True)
        (out / _INDEX).unlink(missing_ok=True)
        for name, data in written.items():
            (out / name).parent.mkdir(exist_ok=True)
            with whole_file(out / name) as stream:
                stream.write(data)
        for path in (out / "wheels").glob("*.whl"):
            if f"wheels/{path.name}" not in written:
                path.unlink()
    except (OSError, ValueError) as problem:
        refuse("LK707", f"`{clipped(str(out))}` cannot be written: {why(problem)}", mend_of(problem, written=True))
    return f"{len(written)} files of {_megabytes(written)} in `{out}`; see it with `python -m http.server -d {out}`\n"


def _check_free(out: Path) -> None:
    """Nothing of somebody else's is written over."""
    try:
        is_free = (out / _MARK).is_file() or not any(out.iterdir())
    except FileNotFoundError:
        return
    except (OSError, ValueError) as problem:
        refuse("LK707", f"`{clipped(str(out))}` cannot be written: {why(problem)}", _OTHER)
    if not is_free:
        refuse("LK707", f"`{clipped(str(out))}` holds other files, and is not written over", _OTHER)


def static_files(pyodide: Path, wheels: Path) -> Mapping[str, bytes]:
    """Every file of the folder by its path there, in the order of writing. Raises StaticPageError."""
    runtime = runtime_in(pyodide)
    library = wheels_in(wheels, runtime)
    page = {name: file.text for name, file in page_files().items()}
    index = page.pop(_INDEX)
    listed = {"licensekit": VERSION, "wheels": list(library)}
    every = {
        _MARK: f"{json.dumps(listed, indent=2)}\n".encode(),
        **{f"pyodide/{name}": data for name, data in runtime.files.items()},
        **{f"wheels/{name}": data for name, data in library.items()},
        **{f"page/{name}": text.encode() for name, text in page.items()},
        **{name: (files(__package__) / name).read_bytes() for name in ("ask.js", "worker.js")},
    }
    return {**every, _INDEX: _index(index, _megabytes(every)).encode()}


def _index(page: str, size: str) -> str:
    """The page with its policy, what answers instead of a server, and what is said while that is loaded."""
    charset = '<meta charset="utf-8">'
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_IN_THE_PAGE}">'
    loading = (
        f'<p id="loading" role="status">The library is being loaded: {size}, the first time. '
        f'<span lang="zh-Hans">正在加载程序库: {size}</span></p>'
    )
    for old, new in (
        (charset, f'{charset}\n  {policy}\n  <meta name="referrer" content="no-referrer">'),
        ('<link rel="stylesheet" href="/', '<link rel="stylesheet" href="'),
        ('<script type="module" src="/', '<script type="module" src="ask.js"></script>\n  <script type="module" src="'),
        ("<main ", f"{loading}\n  <main "),
        ("; so does none of the answers: see /openapi.json", ", and WebAssembly"),
    ):
        assert page.count(old) == 1, f"the page does not say {old!r} once"
        page = page.replace(old, new)
    return page


def _megabytes(held: Mapping[str, bytes]) -> str:
    return f"{sum(map(len, held.values())) / 1e6:.1f} MB"
