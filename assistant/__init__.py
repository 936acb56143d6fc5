"""A question in, a cited answer out."""
