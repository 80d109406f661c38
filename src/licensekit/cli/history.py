"""`licensekit history`: the licences that a work, several, or a family of works has carried."""

from __future__ import annotations

from functools import partial

from licensekit import api, catalogue
from licensekit.catalogue.registry import unknown_work
from licensekit.cli.call import Call
from licensekit.cli.outcome import Exit
from licensekit.errors import CatalogueError
from licensekit.model.works import Work
from licensekit.report.history import history_markdown, history_svg, history_text


def run_history(call: Call) -> Exit:
    """Show the chain. Raises LicensekitError."""
    form, colour = call.form(), call.colour()
    if not call.arguments.named:
        call.add("LK705", "no work is named", "write a work or a family, such as `minimax-m2.7` or `minimax`")
    named = [call.problems.take(partial(_works, name)) or () for name in call.arguments.named]
    call.problems.check()
    chain = api.history({work.id: work for works in named for work in works}.values())
    if form == "text":
        return Exit(out=history_text(chain, colour=colour))
    return Exit(out=history_svg(chain) if form == "svg" else history_markdown(chain))


def _works(name: str) -> tuple[Work, ...]:
    """The work of a name, or every work whose id begins with it: `minimax`, `minimax-m2`, or `minimax-m`."""
    try:
        return (catalogue.work(name),)
    except CatalogueError:
        family = tuple(work for work in catalogue.works() if work.id.startswith(name))
        if "-" not in name:
            family = tuple(work for work in family if work.id.startswith(f"{name}-"))
        if not (name and family):
            raise unknown_work(name) from None
        return family
