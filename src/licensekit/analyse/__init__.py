"""Questions about all uses at once: where two licences differ, which of them permits more, what never matters.

worlds.py    the exact search: is there a use for which a claim holds? budget.py: how much it may look at
sides.py     what a licence answers, as far as two answers are compared: verdict, duties and approvals by content
ways.py      the fewest facts that make a claim hold, and all such ways
witness.py   a way as a use that can be asked about and pasted as a `case`
diff.py      for which uses two licences differ, as difference.py has it; compare.py: which permits more
"""

from __future__ import annotations
