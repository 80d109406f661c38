"""Closed lists of words: subjects, windows, and the words of duties, each with the phrase it is printed as.

A list grows only with a licence text that needs the word. Objects and approvals are open.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SUBJECTS: Final[Mapping[str, str]] = {
    "licensee": "you, the person or entity that exercises the rights",
    "group": "you and your affiliates, as the licence defines them",
    "client": "the client for whom you work",
    "recipient": "whoever gets a copy from you",
    "access": "how you reach the work",
    "use": "the use as a whole",
    "deployment": "one installation that people use",
    "purpose": "what the use is for",
    "product": "the product or service in question",
    "products_with_work": "all your products and services in which the work is used",
    "products_commercial": "all your commercial products and services",
    "service": "the service that others reach",
    "distribution": "what you give out or make available",
    "work": "the licensed work and your copy of it",
    "trained_model": "the model that you train or improve",
    "outputs": "what the work produces",
    "conduct": "what you do with the work, or let others do",
    "dispute": "claims that you have brought",
    "breach": "breaches of the licence",
    "licensor": "what the licensor has done",
}
"""Whose fact it is; the first part of every fact's name."""

OWNERS: Final[Mapping[str, str]] = {
    "product": "the product's",
    "products_with_work": "that of all your products with the work",
    "products_commercial": "that of all your commercial products",
    "licensee": "your own",
    "group": "the group's",
    "client": "the client's",
    "recipient": "the recipient's",
    "deployment": "the deployment's",
}
"""Subjects of numbers, as a relation names them."""

WINDOWS: Final[Mapping[str, str]] = {
    "now": "now",
    "month": "in the last full calendar month",
    "preceding_month": "in the preceding calendar month",
    "any_month": "in any one calendar month so far",
    "any_30_days": "in any 30 days in a row",
    "year": "in a year, of whichever kind",
    "calendar_year": "in the last full calendar year",
    "prior_tax_year": "in the last completed tax year",
    "prior_5_tax_years": "in the last five completed tax years together",
    "peak_prior_tax_year": "at the highest point of the last completed tax year",
    "trailing_12_months": "in the last 12 months",
    "any_12_months": "in any 12 months in a row",
}
"""Over which period a number is taken. `year`: as far as calendar, tax and trailing year agree."""

LICENSE_WINDOWS: Final[Mapping[str, str]] = {
    "month_before_release": "in the calendar month before the licence's release",
}
"""Windows that only licences write; the checker turns them into a dated month such as `[2025-03]`."""

_VERBS: Final = (
    "display include give keep mark indicate name notify inform register "
    "bind offer place publish disclose operate comply pay cease delete"
)
VERBS: Final[Mapping[str, str]] = {verb: verb for verb in _VERBS.split()}

PARTIES: Final[Mapping[str, str]] = {
    "every_recipient": "every recipient",
    "every_user": "every user",
    "every_remote_user": "every user who reaches it over a network",
    "every_end_user": "every end user",
    "every_customer": "every customer",
    "every_downstream_recipient": "every downstream recipient",
    "every_contributor": "every contributor",
    "licensor": "the licensor",
    "licensee": "the licensee",
    "recipient": "the recipient",
    "third_parties": "third parties",
    "the_public": "the public",
    "authors": "the authors",
    "copyright_holder": "the copyright holder",
}

WITHOUT_A_COPY: Final[Mapping[str, str]] = {
    "callers": "who only calls a copy that others host",
    "output_users": "who only uses outputs",
    "end_users": "end users of a finished product",
}
"""Persons who perform acts without a copy of their own, as `binding` names them."""

PLACES: Final[Mapping[str, str]] = {
    "every_copy": "every copy",
    "every_modified_copy": "every modified copy",
    "website": "a related website",
    "user_interface": "the user interface",
    "blogpost": "a blog post",
    "about_page": "an about page",
    "documentation": "the product documentation",
    "marketing": "marketing material",
    "product": "the product or service",
    "model_card": "the model card",
    "model_name": "the name of the model",
    "notice_file": "a notice file",
    "readme": "the readme",
    "modified_files": "the modified files",
    "source_form": "the source form",
    "object_form": "the object form",
    "source": "the source",
    "display": "a display produced by the work",
    "medium": "a durable physical medium",
    "network_server": "a network server",
    "legal_agreement": "the legal agreement that governs the use",
    "terms_of_use": "your terms of use",
    "advertising": "advertising",
    "outputs": "the outputs",
    "repository": "the repository",
}

MANNERS: Final[Mapping[str, str]] = {
    "prominently": "prominently",
    "once": "once",
    "throughout": "throughout",
    "promptly": "promptly",
    "on_request": "on request",
}

VERDICTS: Final[Mapping[str, str]] = {
    "permitted": "permitted",
    "permitted_with_duties": "permitted with duties",
    "needs_approval": "needs approval",
    "not_granted": "not granted",
    "prohibited": "prohibited",
    "unknown": "unknown",
}
"""From mild to severe; `unknown` is no verdict of an act but the name of an open set."""

AGREEMENT: Final = "agreement with "
"""How the name of an approval begins that is an agreement of one's own with a licensor."""

DUTY_STATUSES: Final[tuple[str, ...]] = ("due", "open", "would_apply", "moot", "done", "not_done")
BASES: Final[tuple[str, ...]] = ("granted", "approved", "unrestricted")
"""On what a permission rests."""
NOT_GRANTED_REASONS: Final[tuple[str, ...]] = ("silent", "condition", "withheld", "reserved", "ended")
APPROVAL_STATES: Final[tuple[str, ...]] = ("held", "requested", "refused")

ATTESTATIONS: Final[Mapping[str, str]] = {
    "conduct": "none of the uses that use policies forbid takes place, by you or by anyone you let use the work",
    "disputes": "no claim of the kinds that end a licence has been brought",
    "breach": "no known breach of the licence is left standing",
    "licensor": "the licensor has neither ended the licence nor asked for anything",
    "sanctions": "nobody in the chain is under sanctions",
}
"""Groups of clean-hands facts, each asked and attested as one statement."""


def printed(word: str) -> str:
    """A word of an open list as people read it: `copyright_notice` is a copyright notice."""
    return word.replace("_", " ")
