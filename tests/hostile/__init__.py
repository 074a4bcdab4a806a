"""Documents made to deceive, to break or to exhaust their reader, each with the answer that it must get."""
