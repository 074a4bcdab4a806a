"""The service in a browser and over HTTP. Thin: every rule stands in `uses`."""
