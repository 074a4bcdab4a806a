"""The API for programs, and for the scripts of our own pages."""
