"""The suites as tasks of inspect: `inspect eval evals/tasks/screening.py -T split=dev`."""
