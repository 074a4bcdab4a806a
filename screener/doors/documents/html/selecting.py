"""Which elements of a page a selector of a style sheet means, in time that does not grow with the nesting of the page.

The parser's own matcher tries every way to place the steps of 'a b c' among the ancestors of an element: on a page whose
boxes stand 200 deep, four steps take hours. Where that could be much, the steps are taken here one after the other.
"""

import re
from math import comb

from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST_WAYS = 3_000
"""Ways to place the steps of a selector up to which the parser's own matcher is used."""
MOST_STEPS = 40
_STEP = r"""(?:[^\s>+~()\[\]"']|\[[^\[\]]*\]|\((?:[^()]|\([^()]*\))*\))+"""
_NEXT = re.compile(rf"\s*([>+~]|(?<=\s)|\A)\s*({_STEP})")
_DIVIDED = re.compile(r"(?<=[^\s>+~,(])\s+(?=[^\s>+~,)])")
"""A blank that means 'somewhere within'."""


def selected(tree: LexborHTMLParser, selector: str, depth: int) -> list[LexborNode]:
    """The elements that a selector means on a page nested `depth` deep.

    Raises ValueError (or the parser's own error) for a selector that is not understood or means too much work.
    """
    within = len(_DIVIDED.findall(selector))
    if within < 2 or (within <= MOST_STEPS and comb(depth, min(within, depth // 2)) <= MOST_WAYS):
        return list(tree.css(selector))
    steps = _steps(selector)
    found = list(tree.css(steps[0][1]))
    for how, compound in steps[1:]:
        above = {node.mem_id for node in found}
        candidates = tree.css(compound) if above else []
        known: dict[int, bool] = {}
        found = [node for node in candidates if _is_placed(node, how, above, known)]
    return found


def _steps(selector: str) -> list[tuple[str, str]]:
    """How each step is placed to the one before it ('', '>', '+' or '~'), and its simple selectors."""
    steps: list[tuple[str, str]] = []
    place = 0
    while place < len(selector):
        match = _NEXT.match(selector, place)
        if match is None or len(steps) > MOST_STEPS or _DIVIDED.search(match.group(2)):
            raise ValueError(selector[:80])
        steps.append((match.group(1), match.group(2)))
        place = match.end()
    return steps


def _is_placed(node: LexborNode, how: str, above: set[int], known: dict[int, bool]) -> bool:
    if how == ">":
        return node.parent is not None and node.parent.mem_id in above
    if how == "":
        return _is_within(node, above, known)
    before = _element_before(node)
    while before is not None:
        if before.mem_id in above:
            return True
        before = _element_before(before) if how == "~" else None
    return False


def _element_before(node: LexborNode) -> LexborNode | None:
    before = node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    return before


def _is_within(node: LexborNode, above: set[int], known: dict[int, bool]) -> bool:
    """Whether an ancestor is among those; answers are remembered for the ancestors passed on the way."""
    passed = []
    answer = False
    parent = node.parent
    while parent is not None:
        if parent.mem_id in known:
            answer = known[parent.mem_id]
            break
        passed.append(parent.mem_id)
        if parent.mem_id in above:
            answer = True
            break
        parent = parent.parent
    known.update(dict.fromkeys(passed, answer))
    return answer


def depth_of(tree: LexborHTMLParser) -> int:
    """How many elements stand within one another at most."""
    deepest = 0
    todo = [(tree.root, 1)] if tree.root is not None else []
    while todo:
        node, depth = todo.pop()
        deepest = max(deepest, depth)
        todo += [(child, depth + 1) for child in node.iter()]
    return deepest
