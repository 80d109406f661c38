"""`licensekit lsp`: the server, which turns what the protocol asks into questions of a text and a place in it."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterable
from logging import LogRecord, getLogger
from pathlib import Path
from typing import Final

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from licensekit.catalogue.sources import regular_bytes, why
from licensekit.diagnostics import Severity
from licensekit.editor.completion import suggestions, word_at
from licensekit.editor.document import Desk, Document, PlacedFinding, findings, source_of
from licensekit.editor.hover import hover
from licensekit.editor.layout import layout_edits
from licensekit.editor.lenses import Deed, lenses, proposed_at, run_at
from licensekit.editor.mends import mends
from licensekit.editor.names import Lookup, use_at
from licensekit.editor.positions import Positions, path_of, uri_of
from licensekit.editor.rename import NameKept, name_to_change, references, renamed
from licensekit.editor.words import SuggestionKind
from licensekit.errors import LicensekitError
from licensekit.limits import MAX_SOURCE_BYTES
from licensekit.span import Span
from licensekit.testing.failures import Ran, explained, findings_of
from licensekit.version import VERSION

PAUSE: Final = 0.02
"""Seconds without a key before a text is checked."""

_SEVERITIES: Final = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
_ITEM_KINDS: Final[dict[SuggestionKind, types.CompletionItemKind]] = {
    "act": types.CompletionItemKind.Method,
    "block": types.CompletionItemKind.Module,
    "clause": types.CompletionItemKind.Function,
    "definition": types.CompletionItemKind.Variable,
    "fact": types.CompletionItemKind.Field,
    "keyword": types.CompletionItemKind.Keyword,
    "value": types.CompletionItemKind.EnumMember,
}
_COMMANDS: Final[dict[Deed, str]] = {"run": "licensekit.run", "propose": "licensekit.propose"}


class LicenseServer(LanguageServer):
    """A language server with the texts that are open in it."""

    def __init__(self) -> None:
        super().__init__("licensekit", VERSION)
        self.desk = Desk()

    def document(self, uri: str) -> Document:
        """The text at an address, as it stands in the editor."""
        document = self.desk.document(path_of(uri))
        return document or self.desk.put(path_of(uri), self._text(uri))

    def _text(self, uri: str) -> str:
        """A text that is open, or lies there as a file. Raises JsonRpcInvalidParams."""
        if (opened := self.workspace.text_documents.get(uri)) is not None:
            return str(opened.source)
        try:
            return regular_bytes(Path(path_of(uri)), MAX_SOURCE_BYTES).decode("utf-8-sig")
        except (OSError, ValueError) as problem:
            raise JsonRpcInvalidParams(f"the text cannot be read: {why(problem)}") from None

    def places(self, document: Document) -> Positions:
        """Its places in the units of the client."""
        return Positions(document.source, self.workspace.position_codec)

    def at(self, text: types.TextDocumentIdentifier, position: types.Position) -> tuple[Document, int]:
        """The text and the place in it that a request is about."""
        document = self.document(text.uri)
        return document, self.places(document).offset(position)

    def location(self, span: Span, document: Document) -> types.Location | None:
        """A place in this text or in one that it draws on; None where that text is not at hand."""
        source = source_of(span, document)
        if source is None:
            return None
        return types.Location(uri_of(span.source), Positions(source, self.workspace.position_codec).range(span))

    def tell(self, uri: str, further: Iterable[PlacedFinding] = ()) -> None:
        """Send the findings of a text, and further ones."""
        document = self.document(uri)
        places = self.places(document)
        gc.disable()  # a check makes no circles, and looking for them takes a fifth of it
        try:
            told = [self.finding(each, document, places) for each in (*findings(document), *further)]
        finally:
            gc.enable()
        opened = self.workspace.text_documents.get(uri)
        version = None if opened is None else opened.version
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, told, version))

    def say(self, text: str, *, failed: bool = False) -> None:
        """Show a message."""
        kind = types.MessageType.Warning if failed else types.MessageType.Info
        self.window_show_message(types.ShowMessageParams(kind, text))

    def finding(self, placed: PlacedFinding, document: Document, places: Positions) -> types.Diagnostic:
        """A finding as the protocol has it, the mend in its message."""
        finding = placed.finding
        mend = [f"help: {finding.help}"] if finding.help else []
        further = finding.labels[0 if placed.elsewhere else 1 :]
        located = ((self.location(label.span, document), label.text) for label in further)
        return types.Diagnostic(
            places.range(placed.span),
            "\n".join([finding.message, *finding.notes, *mend]),
            _SEVERITIES[finding.severity],
            finding.code,
            source="licensekit",
            related_information=[
                types.DiagnosticRelatedInformation(place, text or "here") for place, text in located if place
            ],
        )


SERVER: Final = LicenseServer()


@SERVER.feature(types.TEXT_DOCUMENT_DID_OPEN)
def opened(server: LicenseServer, params: types.DidOpenTextDocumentParams) -> None:
    """Check a text that is opened."""
    uri = params.text_document.uri
    server.desk.put(path_of(uri), server.workspace.get_text_document(uri).source)
    server.tell(uri)
    gc.collect()
    gc.freeze()  # grammar, vocabulary and bases stay: going through them again and again costs a quarter of a check


@SERVER.feature(types.TEXT_DOCUMENT_DID_CHANGE)
async def changed(server: LicenseServer, params: types.DidChangeTextDocumentParams) -> None:
    """Check a text that is being written, once no key was struck for a moment."""
    uri, version = params.text_document.uri, params.text_document.version
    server.desk.put(path_of(uri), server.workspace.get_text_document(uri).source)
    await asyncio.sleep(PAUSE)
    if server.workspace.get_text_document(uri).version == version:
        server.tell(uri)


@SERVER.feature(types.TEXT_DOCUMENT_DID_SAVE)
def saved(server: LicenseServer, params: types.DidSaveTextDocumentParams) -> None:  # noqa: ARG001
    """Check every open text again: others may draw on what was saved."""
    for uri in server.workspace.text_documents:
        server.tell(uri)


@SERVER.feature(types.TEXT_DOCUMENT_DID_CLOSE)
def closed(server: LicenseServer, params: types.DidCloseTextDocumentParams) -> None:
    """Take back the findings of a text that is closed."""
    server.desk.close(path_of(params.text_document.uri))
    server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(params.text_document.uri, []))


@SERVER.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[".", " ", '"']))
def completed(server: LicenseServer, params: types.CompletionParams) -> list[types.CompletionItem]:
    """What may be written at a place."""
    document, offset = server.at(params.text_document, params.position)
    written = server.places(document).range(word_at(document, offset))
    return [
        types.CompletionItem(
            each.text,
            kind=_ITEM_KINDS[each.kind],
            detail=each.detail or None,
            documentation=each.documentation or None,
            sort_text=f"{order:04}",
            text_edit=types.TextEdit(written, each.text),
        )
        for order, each in enumerate(suggestions(document, offset))
    ]


@SERVER.feature(types.TEXT_DOCUMENT_HOVER)
@SERVER.thread()
def hovered(server: LicenseServer, params: types.HoverParams) -> types.Hover | None:
    """What the name at a place means; in a thread, since cases may be run for it."""
    document, offset = server.at(params.text_document, params.position)
    told = hover(document, offset)
    if told is None:
        return None
    text = types.MarkupContent(types.MarkupKind.Markdown, told.text)
    return types.Hover(text, server.places(document).range(told.span))


@SERVER.feature(types.TEXT_DOCUMENT_DEFINITION)
def defined(server: LicenseServer, params: types.DefinitionParams) -> types.Location | None:
    """Where that was written which the name at a place names."""
    document, offset = server.at(params.text_document, params.position)
    use = use_at(document, offset)
    written = None if use is None else Lookup(document).declaration(use)
    return None if written is None else server.location(written.name, document)


@SERVER.feature(types.TEXT_DOCUMENT_REFERENCES)
def referred(server: LicenseServer, params: types.ReferenceParams) -> list[types.Location]:
    """Every place that names the same."""
    document, offset = server.at(params.text_document, params.position)
    located = (server.location(span, each) for each, span in references(document, offset))
    return [location for location in located if location is not None]


@SERVER.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
def renamable(server: LicenseServer, params: types.PrepareRenameParams) -> types.Range:
    """The name that would be changed."""
    document, offset = server.at(params.text_document, params.position)
    try:
        return server.places(document).range(name_to_change(document, offset))
    except NameKept as refused:
        raise JsonRpcInvalidParams(str(refused)) from None


@SERVER.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
def named_anew(server: LicenseServer, params: types.RenameParams) -> types.WorkspaceEdit:
    """The edits of another name, in every file that has it."""
    document, offset = server.at(params.text_document, params.position)
    try:
        whole = renamed(document, offset, params.new_name)
    except NameKept as refused:
        raise JsonRpcInvalidParams(str(refused)) from None
    return types.WorkspaceEdit(
        {uri_of(each.document.source.name): server.places(each.document).edits(each.edits) for each in whole}
    )


@SERVER.feature(
    types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
)
@SERVER.thread()
def mended(server: LicenseServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    """The mends of the findings in a range; in a thread, since each is tried."""
    document = server.document(params.text_document.uri)
    places = server.places(document)
    begin, end = places.offset(params.range.start), places.offset(params.range.end)
    return [
        types.CodeAction(
            mend.title,
            types.CodeActionKind.QuickFix,
            diagnostics=[server.finding(placed, document, places)],
            edit=types.WorkspaceEdit({params.text_document.uri: places.edits(mend.edits)}),
        )
        for placed in findings(document)
        if placed.span.start <= end and begin <= placed.span.end
        for mend in mends(document, placed.finding)
    ]


@SERVER.feature(types.TEXT_DOCUMENT_CODE_LENS)
def lensed(server: LicenseServer, params: types.CodeLensParams) -> list[types.CodeLens]:
    """What can be done where cases and thresholds are written."""
    uri = params.text_document.uri
    document = server.document(uri)
    places = server.places(document)
    return [
        types.CodeLens(
            places.range(each.span._replace(end=each.span.start)),
            types.Command(each.title, _COMMANDS[each.deed], arguments=[uri, each.span.start]),
        )
        for each in lenses(document)
    ]


@SERVER.command(_COMMANDS["run"])
async def run_cases(server: LicenseServer, uri: str, offset: int) -> dict[str, int]:
    """Run cases, say what came of them, and show what failed at its place until the text is written on."""
    ran, lines = await asyncio.to_thread(_ran, server.document(uri), offset)
    failed = sum(not each.passed for each in ran)
    server.tell(uri, [PlacedFinding(each.span, each) for each in findings_of(ran) if each.span])
    said = f"{len(ran) - failed} passed" + (f", {failed} failed" if failed else "")
    text = "\n".join([said, *lines]) if ran else "nothing was run: the text has errors"
    server.say(text, failed=bool(failed) or not ran)
    return {"passed": len(ran) - failed, "failed": failed}


def _ran(document: Document, offset: int) -> tuple[tuple[Ran, ...], list[str]]:
    """Cases that were run, and of those that failed what differs and what made it."""
    ran = run_at(document, offset)
    return ran, [line for each in ran if not each.passed for line in explained(each)]


@SERVER.command(_COMMANDS["propose"])
async def propose_cases(server: LicenseServer, uri: str, offset: int) -> int:
    """Write the boundary cases that are lacking into the file of cases, or into the licence; how many they are."""
    try:
        proposed = await asyncio.to_thread(proposed_at, server.document(uri), offset)
    except LicensekitError as error:
        server.say(str(error), failed=True)
        return 0
    if proposed.edit is None:
        server.say("no boundary case is lacking here")
        return 0
    target = uri_of(proposed.document.source.name)
    edits = server.places(proposed.document).edits([proposed.edit])
    change = types.WorkspaceEdit({target: edits})
    await server.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(change, "boundary cases"))
    return proposed.cases


@SERVER.feature(types.TEXT_DOCUMENT_FORMATTING)
def laid_out(server: LicenseServer, params: types.DocumentFormattingParams) -> list[types.TextEdit]:
    """The canonical layout."""
    document = server.document(params.text_document.uri)
    return server.places(document).edits(layout_edits(document))


def run() -> None:
    """Answer until standard input ends."""
    getLogger("pygls.protocol.json_rpc").addFilter(_is_no_refusal)
    SERVER.start_io()


def _is_no_refusal(record: LogRecord) -> bool:
    """Whether a line of the log is about more than a refusal, which is told to who asked and needs no traceback."""
    return not (record.exc_info and isinstance(record.exc_info[1], JsonRpcInvalidParams))
