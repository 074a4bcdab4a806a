"""Untrusted files in, `Document` out. One file per format; `sandbox` runs them in a limited subprocess."""
