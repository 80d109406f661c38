"""`licensekit mutate`: the edits of a licence that none of its cases notices, each with the case that would."""

from __future__ import annotations

from licensekit.cli.call import Call
from licensekit.cli.coverage import NO_CASE, share
from licensekit.cli.outcome import NOT_SO, Outcome
from licensekit.report.escape import as_json, visible_all
from licensekit.testing.coverage_text import percent
from licensekit.testing.mutation import mutation
from licensekit.testing.proposed import bar, mutation_data, mutation_lines
from licensekit.testing.subject import subject


def run(call: Call) -> Outcome:
    """Mutate one licence: exit status 1 where less is noticed than `--fail-under`, 2 where a file cannot be used."""
    problems, names, only = call.problems, call.arguments.licenses, call.values("--only")
    form, least, wanted = call.form(), share(call), call.single("--license")
    if len(names) != 1:
        problems.add("LK705", "`mutate` edits one licence", "write an id such as `kimi-k2.5`, or a path")
    problems.check()
    tested = subject(names[0], license=wanted)
    if not tested.cases:
        problems.add(*NO_CASE)
        problems.check()
    show = call.surroundings.progress
    progress = None if show is None else lambda done, total: show(bar(done, total))
    try:
        report = mutation(tested, only=only, progress=progress)
    finally:
        if show is not None:
            show("")
    if not report.outcomes:
        begin = " or ".join(f"`{word}`" for word in only)
        problems.add("LK703", f"no edit of `{report.license}` begins with {begin}", "write the name of a clause")
        problems.check()
    status, err = 0, ""
    if least is not None and report.percent < least:
        status, err = NOT_SO, f"{percent(report.percent)} of the edits are noticed, less than {percent(least)}\n"
    if form == "json":
        return Outcome(status, as_json(mutation_data(report, tested.license, tested.sources)), err)
    return Outcome(status, visible_all(mutation_lines(report, tested.license, tested.sources)), err)
