"""What a licence means, as formulas over typed variables: the one lowering that every answer is worked out from.

variable.py   what clauses compare: facts, amounts, readings, approvals, memberships, orders of two dates
domain.py     how far a number or an option is known; cuts and intervals
formula.py    atoms, and, or, not, each made once; their three-valued truth
days.py       dates that are compared: cuts, orders of two dates, and which orders can hold together
lowering.py   from conditions to formulas: definitions, measures, rates, index values and groups of countries put in
program.py    the clauses of a licence: which covers which act, which lifts which, and the columns of the table
rules.py      what one fact says of another: carried on from what is stated, and as formulas; rules_among.py, which of
              them there are among some variables, with own_rules.py for what a licence says of its own facts
connected.py, once.py   things in groups that share nothing; what is worked out once for an object
"""
