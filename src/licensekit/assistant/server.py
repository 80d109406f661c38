"""The server: the tools with their schemas, and licences and facts as resources, over standard input and output."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import AsyncIterator, Callable
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import anyio
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.server.stdio import stdio_server
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from licensekit.assistant.comparing import diff
from licensekit.assistant.texts import identify, label_tool
from licensekit.assistant.tools import INSTRUCTIONS, TOOLS, ToolAnswer
from licensekit.diagnostics import clipped
from licensekit.errors import LicensekitError
from licensekit.json_keys import each_once, not_too_deep
from licensekit.service import answers
from licensekit.service.problems import outside
from licensekit.service.wording import CONVERSATION
from licensekit.version import VERSION

_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


_TWICE = "a key written twice"
"""Stands as the argument of a call in which a key is: the protocol's own reader would take the last one unsaid."""


class _StrictServer(MCPServer):
    """Refuses an argument that a tool does not have: what nobody reads must not look as if it counted."""

    async def run_stdio_async(self) -> None:
        """Answer over standard input and output, of which calls are looked at before anything in them is lost."""
        async with stdio_server(stdin=_calls(sys.stdin.buffer)) as (reading, writing):  # type: ignore[arg-type]
            await self._lowlevel_server.run(reading, writing, self._lowlevel_server.create_initialization_options())

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        _refuse_doubled(arguments.get(_TWICE))
        tool = next((each for each in await self.list_tools() if each.name == name), None)
        if tool is not None:
            known = tool.input_schema.get("properties", {})
            strangers = [key for key in arguments if key not in known]
            if strangers:
                listed = ", ".join(f"`{key}`" for key in strangers)
                takes = ", ".join(f"`{key}`" for key in known)
                raise ToolError(f"{name} has no argument {listed}; it takes {takes}")
            for key, said in arguments.items():  # the protocol's library reads a text as the JSON of what is no text
                if isinstance(said, str) and known[key].get("type") != "string":
                    _refuse_doubled(next(iter(_read(said).doubled), None))
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError("\n".join(map(_misfit, error.__cause__.errors()))) from None
            raise


def _refuse_doubled(key: str | None) -> None:
    if key is not None:
        raise ToolError(f"the key `{clipped(str(key))}` is written twice in one object: keep one of the two")


def _misfit(error: ErrorDetails) -> str:
    """What does not fit the schema of a tool, and where: no line of a library that the assistant does not know."""
    place, said = ".".join(map(str, error["loc"])), error["input"]
    instead = f", not `{clipped(said)}`" if isinstance(said, str) else ""
    return f"`{clipped(place)}`: {error['msg'][:1].lower()}{error['msg'][1:]}{instead}"


async def _calls(stream: BinaryIO) -> AsyncIterator[str]:
    """The lines of standard input; a call in which a key is written twice says that, and nothing else."""
    async for line in anyio.wrap_file(TextIOWrapper(stream, encoding="utf-8", errors="replace")):
        yield each_key_once(line)


class _Read(NamedTuple):
    """A message, None where it is none, which the protocol's own reader tells; and the keys that are written twice."""

    message: Any
    doubled: list[str]


def _read(text: str) -> _Read:
    doubled: list[str] = []
    try:
        return _Read(
            json.loads(not_too_deep(text), object_pairs_hook=each_once(doubled.append), parse_float=str), doubled
        )
    except (ValueError, RecursionError):
        return _Read(None, [])


def each_key_once(line: str) -> str:
    """A message as it is; a call of a tool in which a key is written twice with this one argument."""
    message, doubled = _read(line)
    if not doubled or not isinstance(message, dict) or not isinstance(message.get("params"), dict):
        return line
    message["params"]["arguments"] = {_TWICE: doubled[0]}
    return json.dumps(message)


def server(folder: Path | None = None) -> MCPServer:
    """The server, which keeps nothing between two calls and reads the catalogue alone, and what lies below `folder`."""
    made = _StrictServer("licensekit", version=VERSION, instructions=INSTRUCTIONS, log_level="WARNING")
    for tool in (*TOOLS, diff, identify, label_tool(folder)):
        made.add_tool(_answering(tool), structured_output=False, annotations=_READS)

    @made.resource("licensekit://licenses", mime_type="application/json")
    def licenses() -> str:
        """The licences of the catalogue."""
        return json.dumps(answers.licenses(), ensure_ascii=False)

    @made.resource("licensekit://licenses/{name}", mime_type="application/json")
    def license(name: str) -> str:
        """One licence: titles, the facts that it reads, its encoding."""
        try:
            told = answers.license_source(name)
        except LicensekitError as error:
            raise ResourceNotFoundError(str(outside(error, CONVERSATION))) from None
        return json.dumps(told, ensure_ascii=False)

    @made.resource("licensekit://facts", mime_type="application/json")
    def facts() -> str:
        """Every fact and act of the vocabulary, with its question."""
        return json.dumps(answers.facts(), ensure_ascii=False)

    return made


def _answering(tool: Callable[..., ToolAnswer]) -> Callable[..., CallToolResult]:
    """A tool as the protocol has it: text and data; what is wrong is told with its mend, so that it can be mended."""

    @functools.wraps(tool)
    def answering(**arguments: Any) -> CallToolResult:
        try:
            told = tool(**arguments)
        except LicensekitError as error:
            raise ToolError(str(outside(error, CONVERSATION))) from None
        return CallToolResult(content=[TextContent(type="text", text=told.text)], structured_content=dict(told.data))

    answering.__annotations__ = {**tool.__annotations__, "return": CallToolResult}
    return answering


def run(folder: Path | None = None) -> None:
    """Answer until standard input ends."""
    server(folder).run("stdio")
