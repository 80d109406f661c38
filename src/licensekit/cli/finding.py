"""`licensekit find`: the works or licences that permit a use."""

from __future__ import annotations

from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, Exit
from licensekit.cli.profiles import lies_here, own_profile
from licensekit.cli.question import attested, day, each, stated, whose, without_unset
from licensekit.diagnostics import clipped, did_you_mean
from licensekit.report.escape import visible_all
from licensekit.report.memo import codes
from licensekit.selection import DUTY_KINDS, PERMISSIONS, find
from licensekit.service.selections import selection_csv, selection_json, selection_text
from licensekit.use import Use
from licensekit.use.options import read_index, read_rate
from licensekit.use.record import checked_acts


def run_find(call: Call) -> Exit:
    """Find what fits: exit status 0 where something does, 1 where nothing does. Raises LicensekitError."""
    form, acts = call.form(), call.listed("--act")
    if not acts:
        call.add("LK530", "no act is asked about", "write `--act run`, or another act of `licensekit facts`")
    asked = call.problems.take(lambda: checked_acts(acts)) if acts else ()
    facts = stated(call, {}, {})
    call.problems.amend("LK501", whose)
    profile = without_unset(call, own_profile(call, {}), {})
    among = call.word("--among", "works", "licenses")
    if among == "licenses" and call.values("--obtained"):
        call.add("LK704", "`--obtained` says something of works, and licences are looked for", "leave it out")
    allowed = _words(call, "--allowed", PERMISSIONS) or ("yes",)
    kinds = _words(call, "--no-duty", DUTY_KINDS)
    beside = {
        "obtained": day(call, "--obtained") or day(call),
        "as_of": day(call),
        "assume": call.word("--assume", "standard", "safe", "none"),
        "readings": call.word("--readings", "taken", "strict"),
        "rates": tuple(each(call, "--rate", read_rate)),
        "indices": tuple(each(call, "--index", read_index)),
        "attested": attested(call),
    }
    call.problems.check()
    use = Use.of(asked or (), facts)
    words = tuple(call.arguments.words)
    selection = find(
        use,
        among=among,  # type: ignore[arg-type]
        allowed=allowed,  # type: ignore[arg-type]
        without_duties=kinds,
        words=words,
        profile=profile,
        **beside,  # type: ignore[arg-type]
    )
    if not selection.looked_at:
        mend = "leave out the words, or use a part of an owner's or a model's name"
        return Exit(
            NOT_SO, err=visible_all([f"nothing is called {codes(map(clipped, words), 'or')}", f"  = help: {mend}"])
        )
    if form == "text":
        out = selection_text(selection, use.acts, whole=call.arguments.full)
    else:
        out = selection_json(selection, use.acts) if form == "json" else selection_csv(selection)
    return Exit(0 if selection.candidates else NOT_SO, out, lies_here(call, profile))


def _words(call: Call, option: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The words of an option that takes several of a closed list."""
    words = tuple(dict.fromkeys(call.listed(option)))
    for word in words:
        if word not in known:
            listed = ", ".join(f"`{each}`" for each in known)
            call.add(
                "LK703", f"`{option}` cannot be `{clipped(word)}`", did_you_mean(word, known) or f"use one of {listed}"
            )
    return words
