"""What an editor is told of a licence that is being written: pure functions of a text and a place in it.

`server.py` alone speaks the Language Server Protocol (extra `lsp`), and `highlight.py` alone knows Pygments.
"""
