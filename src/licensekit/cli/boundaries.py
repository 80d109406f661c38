"""`licensekit boundaries`: for every threshold and date, the uses beside and at it, as ready-made cases."""

from __future__ import annotations

from licensekit.cli.call import Call
from licensekit.cli.outcome import Outcome
from licensekit.report.escape import as_json, visible_all
from licensekit.testing.boundaries import boundaries
from licensekit.testing.proposed import boundary_data, boundary_lines
from licensekit.testing.subject import subject


def run(call: Call) -> Outcome:
    """Propose cases for one licence; exit status 2 where a file cannot be used."""
    form, wanted, names = call.form(), call.single("--license"), call.arguments.licenses
    if len(names) != 1:
        mend = "write an id such as `kimi-k2.5`, or a path"
        call.problems.add("LK705", "`boundaries` looks at one licence", mend)
    call.problems.check()
    tested = subject(names[0], license=wanted)
    proposed = boundaries(tested.terms)
    if form == "json":
        return Outcome(out=as_json(boundary_data(proposed, tested.license, tested.sources)))
    return Outcome(out=visible_all(boundary_lines(proposed, tested.license, tested.sources)))
