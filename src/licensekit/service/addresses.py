"""What stands at which address: for the server, and for the page that answers in a reader's own browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from licensekit.diagnostics import Diagnostic, clipped, did_you_mean
from licensekit.errors import FactsError, LicensekitError
from licensekit.report.escape import as_json
from licensekit.report.memo import code, listed
from licensekit.service import answers
from licensekit.service.answers import AnswerData
from licensekit.service.problems import problem_data, refusal
from licensekit.service.requests import request_of


class Asked(NamedTuple):
    """What an address asks."""

    name: str = ""
    """What stands at its end."""
    words: tuple[str, ...] = ()
    """Those of `q`."""


GOT: Final[Mapping[str, Callable[[Asked], AnswerData]]] = {
    "/version": lambda _: answers.version(),
    "/v1/licenses": lambda asked: answers.licenses(asked.words),
    "/v1/licenses/": lambda asked: answers.license_source(asked.name),
    "/v1/works": lambda asked: answers.works(asked.words),
    "/v1/works/": lambda asked: answers.work(asked.name),
    "/v1/history/": lambda asked: answers.history(asked.name),
    "/v1/facts": lambda asked: answers.facts(asked.words),
}
"""What addresses ask; behind a slash at the end stands a name."""
WORDS: Final = "q"
SEARCHED: Final[Mapping[str, tuple[str, ...]]] = dict.fromkeys(("/v1/licenses", "/v1/works", "/v1/facts"), (WORDS,))
"""The addresses that take words to look for."""


def nothing_but(said: Sequence[str], known: Sequence[str], *, posted: bool = False) -> None:
    """Refuse what an address says that nothing reads, or says twice. Raises FactsError (LK508)."""
    takes = f"this address takes {listed(map(code, known), 'and')} alone" if known else "this address takes none"
    takes = "send it in the object" if posted else takes
    strangers = [
        Diagnostic(
            "LK508", f"`{clipped(name)}` is no parameter here", help=did_you_mean(name, known) or takes, path=name
        )
        for name in dict.fromkeys(said)
        if name not in known
    ]
    twice = [
        Diagnostic("LK508", f"`{name}` is written twice", help="keep one of the two", path=name)
        for name in known
        if said.count(name) > 1
    ]
    if strangers or twice:
        raise FactsError([*strangers, *twice])


class Reply(NamedTuple):
    """The status that HTTP has for an answer, and the answer as JSON."""

    status: int
    text: str


def reply(method: str, address: str, body: str = "") -> Reply:
    """What the server answers, worked out in this very process; only limits of time are not kept."""
    answer = _posted(address, body) if method == "POST" else _got(address)
    if answer is None:
        return _problem(problem_data(404, "Not Found", "there is nothing at this address"))
    try:
        return Reply(200, as_json(dict(answer())))
    except LicensekitError as error:
        return _problem(refusal(error, named=method != "POST"))


def _posted(address: str, body: str) -> Callable[[], AnswerData] | None:
    parts = urlsplit(address)
    answer = answers.POSTED.get(parts.path.removeprefix("/v1/"))
    if answer is None:
        return None

    def worked_out() -> AnswerData:
        nothing_but(_said(parts.query), (), posted=True)
        return answer(request_of(body.encode("utf-8", "surrogatepass")))

    return worked_out


def _got(address: str) -> Callable[[], AnswerData] | None:
    parts = urlsplit(address)
    named = (where for where in GOT if where.endswith("/") and parts.path.startswith(where))
    where = parts.path if parts.path in GOT else next(named, None)
    if where is None:
        return None

    def worked_out() -> AnswerData:
        nothing_but(_said(parts.query), SEARCHED.get(where, ()))
        words = parse_qs(parts.query).get(WORDS, [""])[-1].split()
        return GOT[where](Asked(unquote(parts.path.removeprefix(where)), tuple(words)))

    return worked_out


def _said(query: str) -> list[str]:
    return [name for name, _ in parse_qsl(query, keep_blank_values=True)]


def _problem(wrong: Mapping[str, Any]) -> Reply:
    return Reply(wrong["status"], as_json(wrong))
