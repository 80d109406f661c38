"""What is imported when: the part of a first answer that no machine can hide."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

QUESTION = ["ask", "kimi-k2.5", "--act", "embed", "--set", "product.charged_for=yes"]


def _modules(code: str, cache: str = "off") -> set[str]:
    """The modules that are loaded after some code, and were not before it."""
    whole = f"import sys; before = set(sys.modules)\n{code}\nprint(*(set(sys.modules) - before), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", whole],
        env={**os.environ, "LICENSEKIT_CACHE": cache},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


def test_the_package_imports_nothing() -> None:
    assert _modules("import licensekit") <= {"__future__", "licensekit"}


def test_help_and_version_need_neither_pydantic_nor_lark() -> None:
    for word in ("--help", "--version"):
        loaded = _modules(f"from licensekit.cli.main import main; main([{word!r}])")
        assert not {"pydantic", "lark", "dataclasses", "inspect", "json"} & loaded
        assert len(loaded) < 60, sorted(loaded)


def test_an_answer_from_the_cache_needs_neither_parser_nor_check(tmp_path: Path) -> None:
    code = f"from licensekit.cli.main import main; assert main({QUESTION!r}) == 0"
    first, second = (_modules(code, str(tmp_path / "cache")) for _ in range(2))
    assert {"lark", "licensekit.syntax.parse", "licensekit.check.file"} <= first
    assert not {"lark", "licensekit.syntax.parse", "licensekit.check.file", "licensekit.syntax.tree"} & second
    assert len(second) < len(first)
    assert not second & UNASKED


UNASKED = {
    *("difflib", "lzma", "pydantic.functional_serializers", "licensekit.model.works", "licensekit.vocabulary.synonyms"),
    *("licensekit.profiles", "licensekit.use.profile", "licensekit.use.files", "licensekit.use.parsing"),
    *("licensekit.decision.profiled", "licensekit.report.answer_memo", "licensekit.report.answer_sections"),
}
"""What a plain question is answered without: profiles, facts files, slips, works, and the whole memo."""


def test_the_evaluator_does_not_load_the_questions_over_all_uses() -> None:
    loaded = _modules("import licensekit.decision")
    assert not {name for name in loaded if name.startswith("licensekit.analyse")}
