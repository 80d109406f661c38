"""Inventories: lists of models, packages and data, read in many forms, decided for us, and written.

`component.py` says what a component is, `reading.py` and its sisters read lists of them, `binding.py` says what may
bind one, `deciding.py` decides, `rows.py` puts answers in rows, and the `as_…` modules write them.
"""
