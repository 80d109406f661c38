"""Tools about texts: which licence a text is, and whether what files say of a licence holds.

Texts come with the call. A folder is read only below the one that whoever started the server named.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field

from licensekit.assistant.tools import ToolAnswer, object_of
from licensekit.diagnostics import Diagnostic, Severity, clipped
from licensekit.errors import FactsError, LicensekitError
from licensekit.label.checkout import checkout, checkout_of_texts
from licensekit.label.findings import findings
from licensekit.label.statements import Checkout
from licensekit.report.findings import finding_data, findings_text, numbers_of
from licensekit.service import inventories
from licensekit.service.problems import outside
from licensekit.service.wording import CONVERSATION

MOST_PASSAGES: Final = 12
MOST_FINDINGS: Final = 8
ALL_OF_IT: Final = "call again with `full` for all"
FullAnswer = Annotated[bool, Field(description="everything, however long; else the first few with their number")]
FilesSent = Annotated[
    dict[str, str],
    Field(
        description='texts by the names of their files: {"README.md": "---\\nlicense: mit\\n---\\n…", "LICENSE": "…"}'
    ),
]
FolderPath = Annotated[str, Field(description="or a folder below the one that the server was started with")]
ModelNamed = Annotated[str, Field(description="what it is called on the hub, ORG/NAME; needed with `files`")]


def identify(
    text: Annotated[str, Field(description="the whole text of a licence, as it stands in its file")],
    full: FullAnswer = False,
) -> ToolAnswer:
    """Is a text, word for word, that of an encoded licence? If not, where it differs from the nearest.

    Only `exact` says under which terms it stands; of an altered text ask a person to read what was altered.
    """
    told = inventories.identify(object_of({"text": text}))
    (about,) = told["files"]
    cut = {} if full else {key: about[key][:MOST_PASSAGES] for key in ("passages", "set_aside")}
    more = sum(len(about[key]) - len(kept) for key, kept in cut.items())
    data = {**about, **cut, **({"not_listed": more, "more": ALL_OF_IT} if more else {})}
    del data["file"]
    return ToolAnswer(told["words"].removeprefix("-: ").rstrip("\n"), data)


def label_tool(folder: Path | None) -> Callable[..., ToolAnswer]:
    """The tool `label` of a server that may read below a folder; without one it reads no file."""

    def label(
        files: FilesSent | None = None, path: FolderPath = "", model: ModelNamed = "", full: FullAnswer = False
    ) -> ToolAnswer:
        """Whether what a model card, metadata or weights say of the licence hold, by the texts beside them.

        Each finding has its place and its mend; where nothing is found, nothing that was sent says otherwise.
        """
        if bool(files) is bool(path):
            raise _refused("files", "either `files` or `path` is needed", "send the card and the licence as `files`")
        if (files or model) and not all(model.partition("/")[::2]):
            raise _refused("model", f"`model` cannot be `{clipped(model)}`", "write it as on the hub: ORG/NAME")
        return _label(checkout_of_texts(files, model) if files else _below(folder, path, model), full=full)

    return label


def _label(whole: Checkout, *, full: bool) -> ToolAnswer:
    told = outside(LicensekitError(tuple(findings(whole))), CONVERSATION).diagnostics
    every = sorted(told, key=lambda each: list(Severity).index(each.severity))
    kept = every if full else every[:MOST_FINDINGS]
    more = len(every) - len(kept)
    lines = [numbers_of(len(whole.sources), every), findings_text(kept, whole.sources).rstrip("\n")]
    if more:
        lines.append(f"and {more} more: {ALL_OF_IT}")
    data: dict[str, Any] = {
        "model": whole.model,
        "files": sorted(whole.sources),
        "findings": [finding_data(each, whole.sources) for each in kept],
        **({"not_listed": more, "more": ALL_OF_IT} if more else {}),
    }
    return ToolAnswer("\n".join(filter(None, lines)), data)


def _below(folder: Path | None, path: str, model: str) -> Checkout:
    """What a folder below that of the server says. Raises FactsError for any other, whether it is there or not."""
    if folder is None:
        message = "this server was started without a folder, and reads no files"
        raise _refused("path", message, "send the texts as `files`, or start it with `--folder DIR`")
    root = folder.resolve()
    try:
        target = (root / path).resolve()
        if not (target.is_relative_to(root) and target.is_dir()):
            raise _refused("path", f"`{clipped(path)}` is no folder below that of the server", "name one that is")
        return checkout(target, model, root)
    except (OSError, RuntimeError, ValueError):
        raise _refused("path", f"`{clipped(path)}` cannot be read", "name a folder that can") from None


def _refused(key: str, message: str, mend: str) -> FactsError:
    return FactsError([Diagnostic("LK508", message, help=mend, path=key)])
