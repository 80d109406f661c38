"""What is fuzzed: each target takes bytes, puts them to the library, and raises where something must never come out.

What may come out of any input is an answer, or a LicensekitError whose findings all have a code and are one printable
line each. Everything else is a find, and so is what breaks a law that stands beside its target.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final
from unicodedata import category

os.environ["LICENSEKIT_CACHE"] = "off"

import licensekit as lk
from licensekit.audit.policy import policy_of_text
from licensekit.cli.main import run
from licensekit.cli.outcome import Surroundings
from licensekit.components.chains import chain_of_text
from licensekit.decision.circumstances import Assume
from licensekit.diagnostics import Diagnostic
from licensekit.errors import LicensekitError
from licensekit.identify.reading import decoded
from licensekit.label.checkout import checkout
from licensekit.label.findings import findings
from licensekit.span import Source
from licensekit.syntax.build import comments
from licensekit.syntax.format import format_source
from licensekit.syntax.parse import parse_text, read_as_far
from licensekit.syntax.scan import decode_source
from licensekit.use.files import FileFormat, facts_from_bytes
from unit.command_line import TODAY

Target = Callable[[bytes], None]
_NOT_TOLD: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Of a finding, which is one line: what would end it, or hide in it."""
BETWEEN: Final = b"\n%%\n"
"""What stands between the parts of an input that has several."""
FOLDER: Final = "/dev/shm" if Path("/dev/shm").is_dir() else None
MOST_COMPONENTS: Final = 12
OWN: Final = 'license own {\n  title "Own"\n  grant g at "1" { may run }\n  gate p at "2" { for run when group.revenue.year more than 5 USD needs paid_license from "Own" contact "a" }\n}\n'


class Broken(AssertionError):  # noqa: N818 - a law is broken, and that is the find
    """A law does not hold."""


def holds(law: bool, what: str) -> None:
    if not law:
        raise Broken(what)


def told(findings: Iterable[Diagnostic]) -> None:
    """Findings have codes, and what they say is one line each that can be printed."""
    for each in findings:
        holds(re.fullmatch(r"LK\d{3}", each.code) is not None, f"no code: {each.code!r}")
        for line in (each.message, each.help, *each.notes, *(label.text for label in each.labels)):
            holds(not any(category(sign) in _NOT_TOLD for sign in line), f"{each.code} says what cannot be printed")


def refused(action: Callable[[], object]) -> LicensekitError | None:
    """The error by which something is refused; any other comes through."""
    try:
        action()
    except LicensekitError as error:
        holds(bool(error.diagnostics), "an error without findings")
        told(error.diagnostics)
        str(error)
        return error
    return None


def text_of(data: bytes) -> Source | None:
    source = decode_source("own.lic", data)
    if isinstance(source, Source):
        return source
    told(source)
    return None


# --- the language ------------------------------------------------------------------------------------------


def syntax(data: bytes) -> None:
    """The canonical layout has the same tree and comments, and is reached in one step."""
    source = text_of(data)
    if source is None:
        return
    read_as_far(source)
    parsed = parse_text(source)
    told(parsed.diagnostics)
    if parsed.file is None or parsed.diagnostics:
        holds(refused(lambda: format_source(source.text)) is not None, "laid out, though it does not parse")
        return
    once = format_source(source.text)
    again = Source("own.lic", once)
    parsed_again = parse_text(again)
    holds(not parsed_again.diagnostics, "what was laid out does not parse")
    holds(parsed_again.file == parsed.file, "laid out, it says something else")
    holds(format_source(once) == once, "laid out twice is not laid out once")
    holds(
        sorted(each.text for each in comments(source)) == sorted(each.text for each in comments(again)),
        "laying out changes comments",
    )


def check(data: bytes) -> None:
    """Of a text that parses, the same is found however it is laid out."""
    source = text_of(data)
    if source is None:
        return
    found = lk.check(source.text)
    told(found)
    if any(each.code.startswith("LK1") for each in found):
        return
    once = format_source(source.text)
    holds(
        sorted(each.code for each in found) == sorted(each.code for each in lk.check(once)),
        "laid out, something else is found",
    )


_ASSUMED: Final[tuple[Assume, ...]] = ("none", "safe", "standard")


def ask(data: bytes) -> None:
    """A licence and a facts file: everything that an answer has can be worked out, and agrees with itself."""
    text, _, facts = data.partition(BETWEEN)
    source = text_of(text)
    if source is None:
        return

    def answer() -> None:
        terms = lk.parse(source.text)
        file = facts_from_bytes(facts, "facts", None, terms.declared)
        for assume in _ASSUMED[len(facts) % 3 :][:1]:
            decision = terms.evaluate(
                terms.use(file.acts, file.facts),
                as_of=file.as_of or TODAY,
                assume=assume,
                approvals=file.approvals,
                rates=file.rates,
                done=file.done,
            )
            agrees(decision)

    refused(answer)


def agrees(decision: lk.Decision) -> None:
    possible = set(decision.possible)
    both = {lk.Verdict.PERMITTED, lk.Verdict.PERMITTED_WITH_DUTIES}
    only = (
        next(iter(possible)) if len(possible) == 1 else lk.Verdict.PERMITTED_WITH_DUTIES if possible == both else None
    )
    holds(bool(possible), "nothing is possible")
    holds(decision.verdict is (only or lk.Verdict.UNKNOWN), "a verdict that is not that of what is possible")
    holds(json.loads(decision.to_json()) == json.loads(json.dumps(decision.to_dict())), "two forms of data")
    decision.explain()
    str(decision.short)


# --- facts, profiles, chains and policies --------------------------------------------------------------------


def _use_said(data: bytes, language: FileFormat | None) -> lk.Use:
    said = facts_from_bytes(data, "facts", language)
    return lk.Use.of(said.acts, said.facts)


def facts(data: bytes) -> None:
    """What says facts: a facts file in both formats, a profile, a chain, a policy."""
    formats: tuple[FileFormat | None, ...] = (None, "json", "toml")
    for language in formats:
        refused(partial(_use_said, data, language))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    refused(lambda: lk.parse_profile(text))
    refused(lambda: chain_of_text(text, "chain.toml"))
    refused(lambda: policy_of_text(text, "gate.toml", Path("/")))


def tables(data: bytes) -> None:
    """A table, as an inventory and as a table of uses; what is accepted has an answer in each row."""
    ending = "jsonl" if data.lstrip()[:1] == b"{" else "csv"
    _inventory(f"t.{ending}", data)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        (path := Path(folder) / f"uses.{ending}").write_bytes(data)
        (own := Path(folder) / "own.lic").write_text(OWN, encoding="utf-8")
        _command("batch", str(own), str(path), "-o", "-", "--act", "run", "--assume", "none")


def _command(*words: str) -> None:
    os.environ["LICENSEKIT_DEBUG"] = "1"  # an error of the library is raised, and not told
    outcome = run(words, Surroundings(lambda _: b"", lambda: TODAY))
    holds(outcome.status in {0, 1, 2, 3}, f"the status {outcome.status}")
    if outcome.status == 2:
        holds(re.search(r"^error\[LK\d{3}\]: ", outcome.err, re.MULTILINE) is not None, "refused without a finding")


# --- texts, labels and inventories ---------------------------------------------------------------------------


def identify(data: bytes) -> None:
    """A text is exactly one that is known only if laying its words out otherwise changes nothing of that."""

    def told_of() -> None:
        text = decoded(data, "a text")
        what = lk.identify(text)
        again = lk.identify("\n".join(text.split()))
        holds(not what.is_exact or bool(what.owners), "exactly the text of nobody")
        holds(what.is_exact == again.is_exact or "\n" in text.strip(), "exact by the ends of its lines")
        list(what.passages)

    refused(told_of)


NAMES: Final = ("README.md", "METADATA", "pyproject.toml", "package.json", "config.json", "m.gguf", "m.safetensors")


def label(data: bytes) -> None:
    """A file of a label by its name, which is the first line, beside a text."""
    name, _, content = data.partition(b"\n")
    named = next((each for each in NAMES if each.encode() == name.strip()), NAMES[len(name) % len(NAMES)])
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        (Path(folder) / named).write_bytes(content)
        (Path(folder) / "LICENSE").write_text("You may do as you like.\n", encoding="utf-8")
        told(findings(checkout(Path(folder))))


def sbom(data: bytes) -> None:
    """An inventory that a machine wrote: CycloneDX in JSON and XML, SPDX 2.3 in JSON and tags, SPDX 3, `pip inspect`."""
    first = data.lstrip()[:1]
    _inventory("s.xml" if first == b"<" else "s.json" if first == b"{" else "s.spdx", data)


def _inventory(name: str, data: bytes) -> None:
    def decided() -> None:
        with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
            (path := Path(folder) / name).write_bytes(data)
            components = lk.read_components(path).components
        holds(bool(components), "an inventory of nothing")
        few = tuple(islice(components, MOST_COMPONENTS))
        for answer in lk.decide_all(few, ["embed"]):
            str(answer.verdict)

    refused(decided)


TARGETS: Final[Mapping[str, Target]] = {
    each.__name__: each for each in (syntax, check, ask, facts, tables, identify, label, sbom)
}
