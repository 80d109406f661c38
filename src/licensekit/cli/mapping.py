"""`licensekit map`: the answers over two facts, in the terminal or as a picture."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from licensekit import api
from licensekit.cli.call import Call
from licensekit.cli.outcome import Exit
from licensekit.cli.question import question
from licensekit.vocabulary.acts import ANY_ACT_GRANTED

if TYPE_CHECKING:
    from licensekit.analyse.decision_map import DecisionMap

_BY_ENDING: Final = {".svg": "svg", ".png": "png", ".json": "json", ".txt": "text"}
_RENDERER: Final = "resvg_py"
_LARGER: Final = 2
"""Pixels of a PNG for one of the picture."""


def run_map(call: Call) -> Exit:
    """Draw a map. Raises LicensekitError with everything that stands in the way."""
    target = call.single("-o")
    form, colour = _form(call, target), call.colour()
    x, y = (_axis(call, option) for option in ("--x", "--y"))
    asked = question(call, unless_told=ANY_ACT_GRANTED)  # every act on the work: none is assumed
    call.problems.check()
    assert asked.terms is not None, "there is a finding where there are no terms"
    circumstances = {name: value for name, value in vars(asked.circumstances).items() if name != "done"}
    drawn = api.decision_map(asked.terms, asked.acts, x, y, facts=asked.facts, **circumstances)
    if target is None:
        return Exit(out=_text(drawn, form, colour=colour))
    call.write(target, _bytes(drawn, form))
    return Exit()


def _form(call: Call, target: str | None) -> str:
    """The form that is asked for; of a file, by its ending."""
    if call.values("--format") or target is None:
        form = call.form()
    else:
        ending = Path(target).suffix.lower()
        form = _BY_ENDING.get(ending, "")
        if not form:
            endings = ", ".join(f"`{one}`" for one in _BY_ENDING)
            mend = f"use one of {endings}, or add `--format`"
            call.add("LK703", f"a map is not written as `{ending}`", mend)
    if form == "png":
        call.needing("png", _RENDERER)
        if target is None:
            call.add("LK705", "a PNG needs a file", "write `-o map.png`")
    return form


def _axis(call: Call, option: str) -> str:
    fact = call.single(option)
    if fact is None:
        call.add("LK705", f"`{option}` is missing", f"write `{option} FACT`; see `licensekit facts`")
    return fact or ""


def _text(drawn: DecisionMap, form: str, *, colour: bool) -> str:
    if form == "svg":
        from licensekit.report.map_svg import map_svg  # noqa: PLC0415 - drawn only where a picture is wanted

        return map_svg(drawn)
    from licensekit.report.map_words import map_json, map_text  # noqa: PLC0415

    return map_json(drawn) if form == "json" else map_text(drawn, colour=colour)


def _bytes(drawn: DecisionMap, form: str) -> bytes:
    if form != "png":
        return _text(drawn, form, colour=False).encode()
    renderer: Any = import_module(_RENDERER)
    return bytes(renderer.svg_to_bytes(svg_string=_text(drawn, "svg", colour=False), zoom=_LARGER, background="white"))
