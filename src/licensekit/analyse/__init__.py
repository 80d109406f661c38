"""Questions about all uses at once: where two licences differ, which of them permits more, what never matters.

uses.py         all uses of one act: does some use bring something about, in which ways, and a use that shows it
standpoints.py  what some terms answer about an act, as diagrams: what may be done, duties and approvals by content
question.py     two licences, and the two for one act: the ways in which they differ
diff.py         for which uses two licences differ, as difference.py has it; compare.py: which permits more
choices.py      which readings and approvals hold in all uses
witness.py      a path as a use that can be asked about and pasted as a `case`; part_words.py: parts in words
"""

from __future__ import annotations
