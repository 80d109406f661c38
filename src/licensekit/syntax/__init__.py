"""What was written: source text, tokens, syntax tree, diagnostics of the syntax, and the canonical layout."""
