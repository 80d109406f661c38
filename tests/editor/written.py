"""Texts as they stand in an editor: `|` is where the cursor is."""

from __future__ import annotations

from pathlib import Path

from licensekit.editor.document import Desk, Document


def opened(text: str, folder: Path, name: str = "own.lic") -> tuple[Document, int]:
    """The document of a text, and the place of its cursor; of a text without one, its end."""
    before, _, after = text.partition("|")
    return Desk().put(folder / name, before + after), len(before)


BASE = """\
template base(limit) {
  define large at "1" "more than the limit" { group.revenue.year more than limit }
  reading hosting at "2" "Is hosting caught?" {
    option caught "yes" taken because "stricter for every use"
    option free "no"
  }
  grant rights at "1" { may any act }
  gate scale at "2" { for host_model when large needs separate_agreement from "Example Inc." }
  duty credit at "3" { for distribute must display "Built with Example" on website }
}
"""

OWN = """\
license own extends base(limit: 5 million USD) {
  title "Own"

  replace duty credit at "3" { for distribute must display "Own" on website }
  prohibition weapons at "4" { must not any act when conduct.military }

  case "sold to an army" {
    acts run
    given conduct.military is yes
    expect prohibited
  }
  case "run in private" {
    acts run
    given conduct.military is no
    expect permitted
  }
}
"""


def own(folder: Path, text: str = OWN) -> tuple[Document, int]:
    """`own`, with its template in the file beside it."""
    (folder / "base.lic").write_text(BASE, encoding="utf-8")
    return opened(text, folder)
