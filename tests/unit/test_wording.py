"""What findings advise, where there is no command line: each text that names an option or a command, in their words."""

from __future__ import annotations

import json

import pytest

from licensekit.errors import LicensekitError
from licensekit.service.answers import POSTED
from licensekit.service.problems import refusal
from licensekit.service.requests import request_of
from licensekit.service.wording import CONVERSATION, HTTP, as_told

ASKED = {"licenses": ["kimi-k2.5"], "acts": ["embed"]}
MAP = {"licenses": ["minimax-m2.7"], "acts": ["embed"], "x": "product.revenue.month"}


@pytest.mark.parametrize(
    ("text", "over_http", "in_a_conversation"),
    [
        ("leave it out, or give `--as-of`", "leave it out, or give `as_of`", "leave it out, or give `as_of`"),
        ("say `--set a.b=unknown`", 'say `"a.b": "unknown"` among `facts`', 'say `"a.b": "unknown"` among `facts`'),
        ("choose with `--reading ID=OPTION`", "choose with `readings`", "choose with `readings`"),
        ("give a rate, such as `--rate '1 CNY = 1 USD on DATE'`", "give a rate, such as `rates`", None),
        ("see `licensekit show mit`", "see `/v1/licenses/mit`", "see `licensekit://licenses/mit`"),
        ("see `licensekit facts WORD` for it", "see `/v1/facts` for it", "see `facts` for it"),
        ("write `run`; on the command line `--act run`", "write `run`", "write `run`"),
        ("use `licensekit list`, or the path of a .lic file", "use `/v1/licenses`", "use `list_licenses`"),
        ('use `lk.work("a/b").license()`', 'use `"model": "a/b"`', None),
        ("use `licensekit list`, or `lk.read` for the path of a .lic file", "use `/v1/licenses`", "use `list_licenses`"),
        ("start it with `--folder DIR`", "start it with `--folder DIR`", "start it with `--folder DIR`"),
    ],
)  # fmt: skip
def test_what_stands_for_an_option_or_a_command(text: str, over_http: str, in_a_conversation: str | None) -> None:
    assert as_told(text, HTTP) == over_http
    assert as_told(text, CONVERSATION) == (in_a_conversation or over_http)


@pytest.mark.parametrize(
    ("name", "request_", "code"),
    [
        ("map", {**MAP, "y": "use.countries"}, "LK725"),
        ("ask", {**ASKED, "acts": ["embed run"]}, "LK503"),
        ("ask", {**ASKED, "facts": {"product.xyz": 1}}, "LK501"),
        ("ask", {**ASKED, "profile": "acts = ['run']\n"}, "LK518"),
        ("ask", {**ASKED, "facts": {"product.charged_for": True}, "profile": '[facts]\n"use.earns_money" = false\n'}, "LK522"),
        ("ask", {"licenses": ["nope"], "acts": ["run"]}, "LK601"),
        ("ask", {"model": "nobody/none", "under": "nope", "acts": ["run"]}, "LK601"),
        ("check", {"text": 'license a { title "x" grant g at "1" { may fly when zzz.nope } }'}, ""),
    ],
)  # fmt: skip
def test_no_answer_over_http_speaks_of_options(name: str, request_: dict[str, object], code: str) -> None:
    """LK531, LK725 and LK726 told a browser to write `--as-of`."""
    refused = None
    try:
        told = json.dumps(POSTED[name](request_of(json.dumps(request_).encode())))
    except LicensekitError as error:
        refused, told = error, json.dumps(refusal(error))
    codes = set() if refused is None else {each.code for each in refused.diagnostics}
    assert not code or code in codes
    assert "`--" not in told
    assert "`licensekit " not in told
