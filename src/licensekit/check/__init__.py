"""From the syntax tree to a checked model: names, types and units, inheritance, structure.

`check_file` is the one way in; a file that has an error yields no model for the block that has it.
"""
