"""Batch FAQ: questions in, a reviewed and cited page out, and a report of what has changed."""
