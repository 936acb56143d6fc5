"""What the program knows of the Swedish language: words, sentences, compounds, terms, spelling."""
