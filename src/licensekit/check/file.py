"""`check_file`: every block of a parsed file, all findings at once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import assert_never

from licensekit.check import structure, works
from licensekit.check.assemble import Assembled, Assembler
from licensekit.check.cases import Deciding
from licensekit.check.findings import Enough, FindingList
from licensekit.check.library import Blocks, Library, ParsedFile
from licensekit.diagnostics import Diagnostic, Severity, slip_of_id
from licensekit.model.cases import Case
from licensekit.model.clashes import clashes
from licensekit.model.license import License
from licensekit.model.works import Work
from licensekit.span import Source, Span
from licensekit.syntax import tree


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file holds, and what was found in it.

    A policy has the form of a licence without grants of its own; a template is kept as written, for it means
    something only with its parameters. Where there is an error, nothing of the file may be used.
    """

    licenses: tuple[License, ...] = ()
    policies: tuple[License, ...] = ()
    templates: tuple[tree.Template, ...] = ()
    works: tuple[Work, ...] = ()
    cases: tuple[Case, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: tuple[Source, ...] = ()
    """The text checked, and the texts that it draws on: what the spans point into."""

    @property
    def has_errors(self) -> bool:
        """Whether anything found is more than a warning."""
        return any(finding.severity is Severity.ERROR for finding in self.diagnostics)


def check_file(parsed: ParsedFile, library: Library | None = None) -> Checked:
    """Check all blocks of a parsed file. A file that could not be parsed yields nothing but its own findings."""
    if parsed.file is None:
        return Checked(sources=(parsed.source,))
    return _FileCheck(parsed.file, parsed.source, library).run()


class _FileCheck:
    def __init__(self, file: tree.File, source: Source, library: Library | None) -> None:
        self._file = file
        self._source = source
        self._findings = FindingList()
        self._blocks = Blocks(file, source, library)
        self._assembler = Assembler(self._blocks, self._findings)
        self._assembled: dict[str, Assembled] = {}
        self._licenses: list[License] = []
        self._policies: list[License] = []
        self._templates: list[tree.Template] = []
        self._works: list[Work] = []
        self._cases: list[Case] = []

    def run(self) -> Checked:
        with suppress(Enough):
            self._check_ids()
            for block in self._file.blocks:
                self._block(block)
            for license in self._licenses:
                if not self._findings.errors:
                    self._follow(license, (license.id,))
        return Checked(
            licenses=tuple(self._licenses),
            policies=tuple(self._policies),
            templates=tuple(self._templates),
            works=tuple(self._works),
            cases=tuple(self._cases),
            diagnostics=self._findings.reported(self._source.name),
            sources=tuple(self._blocks.sources.values()),
        )

    def _block(self, block: tree.Block) -> None:
        match block:
            case tree.License():
                self._licenses.append(self._license(block))
            case tree.Policy():
                self._check_policy(block)
                self._policies.append(self._whole(block).license)
            case tree.Template():
                self._whole(block)
                self._templates.append(block)
            case tree.Work():
                self._works.append(works.work(block, self._blocks, self._findings))
            case tree.Cases():
                self._cases_for(block)
            case _:
                assert_never(block)

    def _follow(self, license: License, trail: tuple[str, ...], before: tuple[License, ...] = ()) -> None:
        """Whether what follows a licence can be used, and whether licences follow one another in a circle."""
        for conversion in license.conversions:
            assert conversion.span is not None, "a licence that was checked has its places"
            block = self._blocks.named(tree.Name(conversion.license, span=conversion.span))
            if conversion.license in trail:
                circle = (*trail[trail.index(conversion.license) :], conversion.license)
                message = f"licences follow one another in a circle: {' → '.join(f'`{each}`' for each in circle)}"
                mend = "remove one of these `converts` or `offers` lines"
                self._findings.error("LK438", conversion.span, message, mend)
            elif isinstance(block, tree.License):
                known = (each.license for each in self._assembled.values() if each.license.span == block.span)
                following = next(known, None) or self._assembler.assembled(block).license
                self._refuse_clashes((*before, license, following), conversion.span)
                self._follow(following, (*trail, conversion.license), (*before, license))

    def _refuse_clashes(self, licenses: tuple[License, ...], span: Span) -> None:
        """Report what licences that are asked about together name alike and mean otherwise."""
        for code, what, name, first, again in clashes(licenses):
            message = f"the {what} `{name}` is one thing in `{first.id}`, and another in `{again.id}`"
            self._findings.error(code, span, message, "give one of them another name, or both the same words")

    def _check_ids(self) -> None:
        first: dict[tuple[str, str], tree.Name] = {}
        for block in self._file.blocks:
            if isinstance(block, tree.Cases):
                continue
            space = "work" if isinstance(block, tree.Work) else "license"
            earlier = first.setdefault((space, block.id.text), block.id)
            if earlier is not block.id:
                message, mend = f"`{block.id.text}` is written twice", "use another id for one of them"
                self._findings.again("LK214", block.id.span, earlier.span, message, mend, label="again here")

    def _whole(self, block: tree.License | tree.Policy | tree.Template) -> Assembled:
        """The assembled block, with what is checked only when everything in it could be lowered."""
        errors = self._findings.errors
        assembled = self._assembler.assembled(block)
        if self._findings.errors == errors and not assembled.scope.open_base:
            structure.check_approvals(assembled.license, self._findings)
            if isinstance(block, tree.License):
                structure.check_gates(assembled.license, self._findings)
                structure.check_persons(assembled.license, block.id.span, self._findings)
        return assembled

    def _license(self, block: tree.License) -> License:
        assembled = self._assembled[block.id.text] = self._whole(block)
        cases = tuple(item for item in block.items if isinstance(item, tree.Case))
        self._decide(cases, (assembled,))
        return assembled.license

    def _check_policy(self, block: tree.Policy) -> None:
        for item in block.items:
            if isinstance(item, tree.Case | tree.Conversion | tree.Replace | tree.Remove | tree.Relocate):
                word = type(item).__name__.lower() if not isinstance(item, tree.Conversion) else item.kind
                mend = "write it in the licence that takes the policy in"
                self._findings.error("LK431", item.span, f"a policy holds no `{word}`", mend)

    def _cases_for(self, block: tree.Cases) -> None:
        deciding = [self._assembled.get(name.text) or self._from_library(name) for name in block.licenses]
        if None not in deciding:
            assembled = tuple(filter(None, deciding))
            self._refuse_clashes(tuple(each.license for each in assembled), block.licenses[-1].span)
            self._decide(block.items, assembled)

    def _from_library(self, name: tree.Name) -> Assembled | None:
        block = self._blocks.named(name)
        if not isinstance(block, tree.License):
            beside = f"call its file `{name.text}.lic`, beside this one, or use an id that `licensekit list` shows"
            mend = slip_of_id(name.text, self._blocks.names()) or beside
            self._findings.error("LK213", name.span, f"there is no licence `{name.text}`", mend)
            return None
        assembled = self._assembled[name.text] = self._assembler.assembled(block)
        return assembled

    def _decide(self, cases: tuple[tree.Case, ...], assembled: tuple[Assembled, ...]) -> None:
        if not cases:
            return
        licenses, scopes = tuple(each.license for each in assembled), tuple(each.scope for each in assembled)
        deciding = Deciding(licenses, scopes, self._findings)
        first: dict[str, tree.Text] = {}
        for case in cases:
            name = case.name
            earlier = first.setdefault(name.value, name)
            if earlier is not name:
                message = f"two cases are called `{name.value}`"
                self._findings.again("LK457", name.span, earlier.span, message, "use another name")
            self._cases.append(deciding.case(case))
