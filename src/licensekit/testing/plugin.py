"""The pytest plugin: every case of a .lic file is a test. It is there as soon as the package is installed.

    pytest licences/                        the cases of the .lic and .cases.lic files below a folder
    pytest -k "over the line"               as any other test
    pytest --licensekit-coverage            and what they bring about, clause by clause; also under `-n`

A test in Python asks for the fixture `license_under_test`: the licence that `@pytest.mark.licensekit("ID or PATH")`
names, or the only .lic file beside the test. Imports nothing of the library before a file of cases is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pytest

if TYPE_CHECKING:
    from licensekit.api import LicenseTerms
    from licensekit.testing.collect import Collected, Collection
    from licensekit.testing.failures import Ran

_OUTPUT: Final = "licensekit"
"""The key under which a worker of pytest-xdist hands over what it saw."""


_Record: TypeAlias = dict[str, set[tuple[Any, ...]]]
"""What the cases that were run brought about: `hits`, and `ran`, file and number of the case in it."""
_RECORD: Final = pytest.StashKey[_Record]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--licensekit-coverage`."""
    parser.getgroup("licensekit").addoption(
        "--licensekit-coverage",
        action="store_true",
        default=False,
        help="show which outcomes of the licences' clauses the cases bring about",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make room for what will be seen, and declare the marker."""
    record: _Record = {"hits": set(), "ran": set()}
    config.stash[_RECORD] = record
    config.addinivalue_line("markers", "licensekit(license): the licence under test, an id or a path beside the test")


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> CaseFile | None:
    """Files of cases; a .lic file without a case is none."""
    if file_path.suffix == ".lic" and b"case" in file_path.read_bytes():
        return CaseFile.from_parent(parent, path=file_path)
    return None


class CaseFile(pytest.File):
    """A .lic file with cases."""

    def collect(self) -> Iterator[CaseItem]:
        """Its cases, in order; what is wrong with it where it cannot be used."""
        cases = _cases(self.path)
        if cases.has_errors:
            from licensekit.report.findings import findings_text  # noqa: PLC0415 - see the docstring of this module

            raise self.CollectError(findings_text(cases.diagnostics, {each.name: each for each in cases.sources}))
        for number, collected in enumerate(cases.cases):
            name = collected.name.replace("::", ":")
            yield CaseItem.from_parent(self, name=name, collected=collected, number=number)


def _cases(path: Path) -> Collection:
    from licensekit.testing.collect import cases_of  # noqa: PLC0415 - see the docstring of this module

    return cases_of(path)


class _CaseFailed(Exception):  # noqa: N818 - a failure of what is tested
    """A case does not come out as it expects."""

    def __init__(self, ran: Ran) -> None:
        super().__init__("; ".join(failure.message for failure in ran.failures))
        self.ran = ran


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, collected: Collected, number: int, **given: Any) -> None:
        super().__init__(**given)
        self.collected = collected
        self.number = number

    def runtest(self) -> None:
        """Decide the case, and note what it brings about where that is asked for."""
        from licensekit.testing.failures import run  # noqa: PLC0415 - see the docstring of this module

        if self.config.getoption("licensekit_coverage"):
            self._note()
        ran = run(self.collected)
        if not ran.passed:
            raise _CaseFailed(ran)

    def _note(self) -> None:
        from licensekit.testing.coverage_seen import hits_of  # noqa: PLC0415 - see the docstring of this module

        record = self.config.stash[_RECORD]
        record["hits"].update(hits_of(self.collected.case, self.collected.terms))
        record["ran"].add((str(self.path), self.number))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The difference, the clauses and the facts, as `licensekit test` shows them."""
        if not isinstance(excinfo.value, _CaseFailed):
            return super().repr_failure(excinfo, style)
        from licensekit.report.escape import visible  # noqa: PLC0415 - see the docstring of this module
        from licensekit.testing.failures import explained  # noqa: PLC0415

        return "\n".join(map(visible, explained(excinfo.value.ran)))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """File, line (from 0) and name."""
        span, source = self.collected.case.span, self.collected.source
        line = None if span is None or source is None else source.position(span.start).line - 1
        return self.path, line, self.name


@pytest.fixture
def license_under_test(request: pytest.FixtureRequest) -> LicenseTerms:
    """The licence that the marker `licensekit` (or indirect parametrisation) names, or the only one beside the test."""
    from licensekit import api  # noqa: PLC0415 - see the docstring of this module

    marker = request.node.get_closest_marker("licensekit")
    name = getattr(request, "param", None) or (marker.args[0] if marker is not None and marker.args else None)
    if name is None:
        return api.read(_only_one(request.path.parent))
    beside = request.path.parent / str(name)
    return api.read(beside) if str(name).endswith(".lic") else api.load(str(name))


def _only_one(folder: Path) -> Path:
    cases = [each for each in sorted(folder.glob("*.lic")) if not each.name.endswith(".cases.lic")]
    if len(cases) == 1:
        return cases[0]
    shown = ", ".join(each.name for each in cases) or "none"
    raise pytest.UsageError(
        f'which licence is under test? write @pytest.mark.licensekit("ID or PATH"); beside the test: {shown}'
    )


# --- coverage --------------------------------------------------------------------------------------------


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist hands over what it saw."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        record = session.config.stash[_RECORD]
        output[_OUTPUT] = {name: sorted(map(list, seen)) for name, seen in record.items()}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:  # noqa: ARG001 - the hook's own signature
    """Take in what a worker of pytest-xdist saw. At module level: registered any later, it is not called."""
    for name, seen in getattr(node, "workeroutput", {}).get(_OUTPUT, {}).items():
        node.config.stash[_RECORD][name].update(map(tuple, seen))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The section on clause coverage."""
    config = terminalreporter.config
    if not config.getoption("licensekit_coverage"):
        return
    terminalreporter.section("clause coverage")
    for line in _coverage_lines(config.stash[_RECORD]):
        terminalreporter.write_line(line)


def _coverage_lines(record: _Record) -> Iterable[str]:
    from licensekit.report.escape import visible  # noqa: PLC0415 - see the docstring of this module
    from licensekit.testing.coverage import from_hits  # noqa: PLC0415
    from licensekit.testing.coverage_report import text_lines  # noqa: PLC0415

    ran = sorted(record["ran"])
    if not ran:
        return ["no case was run"]
    by_path = {path: _cases(Path(path)).cases for path in dict.fromkeys(path for path, _ in ran)}
    cases = [by_path[path][number] for path, number in ran]
    return map(visible, text_lines(from_hits(cases, record["hits"], {}), clauses=False))
