"""The server as an editor meets it: another process, asked over standard input."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")
pytest.importorskip("pytest_lsp", reason="pytest-lsp is not installed")

from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient
from tests.editor.written import BASE, OWN

from licensekit.vocabulary.facts import FACTS

pytestmark = pytest.mark.slow


def in_editor(folder: Path, text: str, asked: Callable[[LanguageClient, str], Awaitable[Any]]) -> Any:
    """What comes of questions about a text that is opened in an editor of its own."""
    (folder / "base.lic").write_text(BASE, encoding="utf-8")
    (folder / "own.lic").write_text(text, encoding="utf-8")

    async def run() -> Any:
        client = await ClientServerConfig(server_command=[sys.executable, "-m", "licensekit", "lsp"]).start()
        opens = types.InitializeParams(capabilities=types.ClientCapabilities(), root_uri=folder.as_uri())
        await client.initialize_session(opens)
        uri = (folder / "own.lic").as_uri()
        item = types.TextDocumentItem(uri, "licensekit", 1, text)
        client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        try:
            return await asked(client, uri)
        finally:
            await client.shutdown_session()

    return asyncio.run(asyncio.wait_for(run(), 120))


def place(text: str, words: str) -> types.Position:
    """Where some words begin."""
    before = text[: text.index(words)]
    return types.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)


def test_findings_come_while_typing(tmp_path: Path) -> None:
    async def typed(client: LanguageClient, uri: str) -> Any:
        first = client.diagnostics[uri]
        at = place(OWN, "conduct.military")
        change = types.TextDocumentContentChangePartial(
            types.Range(at, types.Position(at.line, at.character + 8)), "conducts."
        )
        changes = types.DidChangeTextDocumentParams(types.VersionedTextDocumentIdentifier(2, uri), [change])
        client.text_document_did_change(changes)
        await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        return first, client.diagnostics[uri]

    first, (finding,) = in_editor(tmp_path, OWN, typed)
    assert list(first) == []
    assert (finding.code, finding.range.start) == ("LK201", place(OWN, "conduct.military"))
    assert finding.message.endswith("help: did you mean `conduct.military`?")


def test_hover_completion_and_layout(tmp_path: Path) -> None:
    text = OWN.replace("acts run", "acts   run", 1).replace(
        "title", "# \N{MATHEMATICAL SCRIPT CAPITAL A}: beyond sixteen bits\n  title", 1
    )

    async def asked(client: LanguageClient, uri: str) -> Any:
        document, at = types.TextDocumentIdentifier(uri), place(text, "conduct.military")
        return (
            await client.text_document_hover_async(types.HoverParams(document, at)),
            await client.text_document_completion_async(types.CompletionParams(document, at)),
            await client.text_document_formatting_async(
                types.DocumentFormattingParams(document, types.FormattingOptions(2, insert_spaces=True))
            ),
        )

    hover, items, edits = in_editor(tmp_path, text, asked)
    assert FACTS["conduct.military"].question in hover.contents.value
    assert {*FACTS} <= {item.label for item in items}
    assert [edit.new_text for edit in edits] == ["    acts run\n"]


def test_definition_rename_and_mends(tmp_path: Path) -> None:
    text = OWN.replace("conduct.military }", "conduct.militry }", 1)

    async def asked(client: LanguageClient, uri: str) -> Any:
        document, at = types.TextDocumentIdentifier(uri), place(text, "credit at")
        mended = types.Range(place(text, "conduct.militry"), place(text, "conduct.militry"))
        return (
            await client.text_document_definition_async(types.DefinitionParams(document, at)),
            await client.text_document_rename_async(types.RenameParams(document, at, "display")),
            await client.text_document_code_action_async(
                types.CodeActionParams(document, mended, types.CodeActionContext([]))
            ),
        )

    defined, renamed, (action,) = in_editor(tmp_path, text, asked)
    assert (defined.uri, defined.range.start) == ((tmp_path / "base.lic").as_uri(), place(BASE, "credit at"))
    assert {uri: len(edits) for uri, edits in renamed.changes.items()} == {
        (tmp_path / "base.lic").as_uri(): 1,
        (tmp_path / "own.lic").as_uri(): 1,
    }
    (edit,) = action.edit.changes[(tmp_path / "own.lic").as_uri()]
    assert (action.title, edit.new_text, edit.range.start) == (
        "write `conduct.military`",
        "conduct.military",
        mended_at(text),
    )


def mended_at(text: str) -> types.Position:
    return place(text, "conduct.militry")


def test_lenses_run_cases(tmp_path: Path) -> None:
    text = OWN.replace("expect permitted\n", "expect prohibited\n")

    async def asked(client: LanguageClient, uri: str) -> Any:
        lenses = await client.text_document_code_lens_async(types.CodeLensParams(types.TextDocumentIdentifier(uri)))
        command = lenses[0].command
        run = types.ExecuteCommandParams(command.command, command.arguments)
        return await client.workspace_execute_command_async(run), client.diagnostics[uri], client.messages

    outcome, (failure,), messages = in_editor(tmp_path, text, asked)
    assert outcome == {"passed": 1, "failed": 1}
    assert (failure.code, failure.range.start) == ("LK710", place(text, "expect prohibited\n  }\n}"))
    assert messages[0].message.startswith("1 passed, 1 failed\n")


def test_what_is_refused_leaves_no_traceback(tmp_path: Path) -> None:
    """An editor shows its user what a server writes to standard error."""
    uri = (tmp_path / "own.lic").as_uri()
    (tmp_path / "own.lic").write_text(OWN, encoding="utf-8")
    asked = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}}
    messages: list[dict[str, Any]] = [
        {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}},
        {"method": "initialized", "params": {}},
        {"id": 2, "method": "textDocument/prepareRename", "params": asked},
        {"id": 3, "method": "shutdown"},
        {"method": "exit"},
    ]
    sent = b"".join(
        b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        for body in (json.dumps({"jsonrpc": "2.0", **each}).encode() for each in messages)
    )
    command = [sys.executable, "-m", "licensekit", "lsp"]
    done = subprocess.run(command, input=sent, capture_output=True, timeout=120, check=False)
    assert b"this is no name that a licence gives" in done.stdout
    assert b"Traceback" not in done.stderr
