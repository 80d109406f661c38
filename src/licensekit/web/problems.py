"""What is wrong with a request, as an answer over HTTP: RFC 9457."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import Response

from licensekit.report.escape import as_json
from licensekit.service.problems import problem_data

MEDIA_TYPE: Final = "application/problem+json"


class TooLarge(Exception):  # noqa: N818 - what it says, not that it is an error
    """A body beyond the limit."""


class TooSlow(Exception):  # noqa: N818
    """A body that did not come in time."""


def problem(status: int, title: str, detail: str) -> Response:
    """A problem without findings: it is no question that is wrong."""
    return told(problem_data(status, title, detail))


def told(wrong: Mapping[str, Any]) -> Response:
    """A problem as it is sent."""
    return Response(as_json(wrong), wrong["status"], media_type=MEDIA_TYPE)
