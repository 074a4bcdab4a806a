"""Names of colours that style sheets know beyond those that documents use."""

from screener.doors.documents.colours import NAMES, Colour, from_hex

_MORE = (
    "antiquewhite faebd7 aquamarine 7fffd4 bisque ffe4c4 blanchedalmond ffebcd blueviolet 8a2be2 burlywood deb887 "
    "cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue 6495ed darkcyan 008b8b "
    "darkgoldenrod b8860b darkkhaki bdb76b darkmagenta 8b008b darkolivegreen 556b2f darkorchid 9932cc darksalmon e9967a "
    "darkseagreen 8fbc8f darkslateblue 483d8b darkslategrey 2f4f4f darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 "
    "deepskyblue 00bfff dodgerblue 1e90ff firebrick b22222 goldenrod daa520 greenyellow adff2f hotpink ff69b4 "
    "indianred cd5c5c lawngreen 7cfc00 lemonchiffon fffacd lightcoral f08080 lightgoldenrodyellow fafad2 lightpink ffb6c1 "
    "lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 lightslategrey 778899 "
    "lightsteelblue b0c4de limegreen 32cd32 mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 "
    "mediumpurple 9370db mediumseagreen 3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc "
    "mediumvioletred c71585 mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead olivedrab 6b8e23 orangered ff4500 "
    "orchid da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee palevioletred db7093 papayawhip ffefd5 "
    "peachpuff ffdab9 peru cd853f plum dda0dd powderblue b0e0e6 rebeccapurple 663399 rosybrown bc8f8f "
    "saddlebrown 8b4513 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d slateblue 6a5acd "
    "slategrey 708090 springgreen 00ff7f thistle d8bfd8 turquoise 40e0d0 wheat f5deb3 yellowgreen 9acd32 "
    "canvas ffffff canvastext 000000 linktext 0000ee visitedtext 551a8b activetext ff0000 buttonface f0f0f0 "
    "buttontext 000000 field ffffff fieldtext 000000 graytext 808080 highlight 3367d1 highlighttext ffffff "
    "mark ffff00 marktext 000000 window ffffff windowtext 000000 infobackground ffffe1 infotext 000000"
)
"""The colours of the system (`canvas`, `linktext`) as a light screen has them."""
_LISTED = _MORE.split()
KNOWN: dict[str, Colour] = NAMES | {
    name: colour for name, digits in zip(_LISTED[::2], _LISTED[1::2], strict=True) if (colour := from_hex(digits))
}
