"""Decision diagrams over the variables of licences: the one procedure by which open questions are decided.

nodes.py    nodes, each made once; and, or, not, choice, and any combination of leaves (Bryant 1986)
bottom_up.py   what a thing comes to, from what it is made of
walk.py     which leaves can be reached together, through what is known and within the worlds that there are
cheapest.py the fewest changes that make something true, and the shortest way to a leaf
worlds.py   the worlds that there are: rules and orders between facts, sets that can be, dates that can hold together
"""
