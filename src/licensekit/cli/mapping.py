"""`licensekit map`: the answers over two facts, in the terminal or as a picture."""

from __future__ import annotations

import argparse
import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from licensekit import api
from licensekit.cli.extras import needing
from licensekit.cli.outcome import BAD_INPUT, Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.cli.question import Reader
from licensekit.cli.subject import input_is_read_once, terms_asked
from licensekit.diagnostics import Diagnostic
from licensekit.report.findings import findings_text
from licensekit.vocabulary.acts import ANY_ACT_GRANTED

if TYPE_CHECKING:
    from licensekit.analyse.decision_map import DecisionMap

_FORMS: Final = ("text", "json", "svg", "png")
_BY_ENDING: Final = {".svg": "svg", ".png": "png", ".json": "json", ".txt": "text"}
_RENDERER: Final = "resvg_py"
_LARGER: Final = 2
"""Pixels of a PNG for one of the picture."""


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Draw a map. Raises LicensekitError with everything that stands in the way."""
    target = problems.single(arguments.output, "-o")
    form = _form(arguments, problems, target)
    colour = problems.colour(arguments.color, surroundings.colour_out, bool(os.environ.get("NO_COLOR")))
    x, y = (_axis(problems, arguments, name) for name in ("x", "y"))
    reader = Reader(arguments, problems, surroundings)
    input_is_read_once(arguments, problems)
    as_of, obtained = reader.as_of(), reader.obtained()
    day = as_of if arguments.as_of else reader.day_in_file()
    terms, _ = terms_asked(arguments, problems, surroundings, obtained or day)
    file = reader.file(terms)
    if not (arguments.act or file.acts):
        arguments.act = [",".join(ANY_ACT_GRANTED)]  # every act on the work: none is assumed, all are asked about
    asked = reader.asked(terms, file, as_of or file.as_of)
    if terms is None and any(name == "-" or name.endswith(".lic") for name in arguments.licenses):
        problems.drop("LK501")  # a file that cannot be read may declare facts of its own
    problems.check()
    assert terms is not None, "there is a finding where there are no terms"
    given = asked.circumstances
    found = api.decision_map(
        terms,
        asked.acts,
        x,
        y,
        facts=asked.facts,
        as_of=given.as_of,
        assume=given.assume,
        readings=given.readings,
        approvals=given.approvals,
        rates=given.rates,
        indices=given.indices,
        attested=given.attested,
    )
    if target is None:
        return Outcome(out=_text(found, form, colour=colour))
    return _written(Path(target), _bytes(found, form), surroundings)


def _form(arguments: argparse.Namespace, problems: Problems, target: str | None) -> str:
    """The form that is asked for; of a file, by its ending."""
    if arguments.format or target is None:
        form = problems.word(arguments.format, "--format", _FORMS)
    else:
        ending = Path(target).suffix.lower()
        form = _BY_ENDING.get(ending, "")
        if not form:
            endings = ", ".join(f"`{one}`" for one in _BY_ENDING)
            problems.add("LK703", f"a map is not written as `{ending}`", f"use one of {endings}, or add `--format`")
    if form == "png":
        needing(problems, "png", _RENDERER)
        if target is None:
            problems.add("LK705", "a PNG needs a file", "write `-o map.png`")
    return form


def _axis(problems: Problems, arguments: argparse.Namespace, name: str) -> str:
    fact = problems.single(getattr(arguments, name), f"--{name}")
    if fact is None:
        problems.add("LK705", f"`--{name}` is missing", f"write `--{name} FACT`; see `licensekit facts`")
    return fact or ""


def _text(found: DecisionMap, form: str, *, colour: bool) -> str:
    from licensekit.report.map_text import map_json, map_text  # noqa: PLC0415

    if form == "svg":
        from licensekit.report.map_svg import map_svg  # noqa: PLC0415 - drawn only where a picture is wanted

        return map_svg(found)
    return map_json(found) if form == "json" else map_text(found, colour=colour)


def _bytes(found: DecisionMap, form: str) -> bytes:
    if form != "png":
        return _text(found, form, colour=False).encode()
    renderer: Any = import_module(_RENDERER)
    return bytes(renderer.svg_to_bytes(svg_string=_text(found, "svg", colour=False), zoom=_LARGER, background="white"))


def _written(path: Path, data: bytes, surroundings: Surroundings) -> Outcome:
    try:
        path.write_bytes(data)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "unknown reason"
        finding = Diagnostic("LK707", f"`{path}` cannot be written: {reason.lower()}")
        return Outcome(BAD_INPUT, "", findings_text([finding], {}, colour=surroundings.colour_err))
    return Outcome()
