"""How fast the screen is and what it sends, measured on the machine at hand: `python -m evals.bench`."""
