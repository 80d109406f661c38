"""`licensekit ask --chain`: a product with all the layers that it is made from."""

from __future__ import annotations

from functools import partial
from typing import Final

from licensekit.cli.call import Call
from licensekit.cli.inventory import status_of_one
from licensekit.cli.outcome import Exit
from licensekit.cli.parser import dest
from licensekit.cli.profiles import lies_here
from licensekit.cli.question import question
from licensekit.components.as_chain import chain_json, chain_text
from licensekit.components.chain_answer import decide_chain
from licensekit.components.chains import read_chain

_OF_ONE: Final = (
    *("--what-if", "--interactive", "--full", "--any"),
    *("--license", "--under", "--part", "--obtained", "--growth"),
)
"""What says nothing of a chain, and must not be passed over."""


def run_chain(call: Call) -> Exit:
    """Answer for a product and its layers. Raises LicensekitError with everything that stands in the way."""
    form = call.word("--format", "text", "json")
    if call.arguments.licenses or call.values("--model"):
        call.add("LK704", "a chain and something else are asked about", "leave the chain, or the licences and models")
    for option in _OF_ONE:
        if getattr(call.arguments, dest(option), False):
            call.add("LK704", f"`{option}` asks about one licence", "leave it out, or ask about one of the layers")
    chain = call.problems.take(partial(read_chain, call.single("--chain") or ""))
    put = question(call, unless_told=() if chain is None else chain.acts, subject=(None, None))
    stated = put.circumstances
    if stated.approvals or stated.done or stated.rates or stated.indices or stated.attested:
        mend = "say it in a profile, with its licence, and name that with `--profile`"
        call.add("LK704", "approvals, duties, rates and attestations of a chain are those of a profile", mend)
    call.problems.check()
    assert chain is not None, "there is a finding where there is no chain"
    told = decide_chain(
        chain,
        put.acts,
        facts=put.facts,
        profile=put.profile,
        as_of=stated.as_of,
        assume=stated.assume,
        readings=stated.readings,
    )
    return Exit(
        status_of_one(told.answer),
        chain_json(told) if form == "json" else chain_text(told),
        lies_here(call, put.profile),
    )
