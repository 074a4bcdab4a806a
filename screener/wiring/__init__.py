"""Settings, and the one place that builds and joins everything."""
