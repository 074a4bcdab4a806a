"""What runs the suite: the installation under test, its kept screenings, the labelled drafts, solvers and scorers."""
