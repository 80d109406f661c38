"""Answers and findings for people and programs: text, Markdown, JSON. Each sink has one escaper (escape.py)."""
