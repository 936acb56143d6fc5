"""How the shipped weights were made: `make train` repeats every one of them."""
