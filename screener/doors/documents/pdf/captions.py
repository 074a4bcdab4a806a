"""Tells the captions of figures and tables by how they begin."""

import re

CAPTION = re.compile(
    r"(?i:(supplementary |extended data )?(fig(ure|\.)?|table|tab\.|algorithm|listing|scheme|box|abbildung|tabelle))\s*"
    r"([A-Z]?\.?\d+(\.\d+)*|[IVX]+)\s*([.:|–—-]|$|\s[A-Z(])",
)
