// Words marked with the mouse or the keyboard become a flag: their place is counted in code points of the draft's text,
// whereas the browser counts UTF-16 units, and without what is laid over the text (class apparatus).
(() => {
  "use strict";
  const text = document.getElementById("draft-text");
  const dialog = document.getElementById("adding");
  const opener = document.getElementById("add-flag");
  const offer = document.getElementById("selection");
  if (!text || !dialog || !opener) return;
  let marked = null;

  const points = (string) => {
    let count = 0;
    for (const _ of string) count += 1;
    return count;
  };

  const own = (root) => document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.ELEMENT_NODE) return node.classList.contains("apparatus") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    return NodeFilter.FILTER_ACCEPT;
  });

  // The parts of the draft's own text that a range covers, with the code points before them.
  const cover = (range) => {
    const walker = own(text);
    let before = 0;
    let start = null;
    let words = "";
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const from = node === range.startContainer ? range.startOffset : 0;
      const to = node === range.endContainer ? range.endOffset : node.length;
      if (range.intersectsNode(node) && from < to) {
        if (start === null) start = before + points(node.data.slice(0, from));
        words += node.data.slice(from, to);
      }
      before += points(node.data);
    }
    return start === null ? null : { start, end: start + points(words), words };
  };

  // Without the blank edges that a double click or a whole paragraph brings along.
  const snug = (found) => {
    if (!found || !found.words.trim()) return null;
    const lead = points(found.words) - points(found.words.trimStart());
    const trail = points(found.words) - points(found.words.trimEnd());
    return { start: found.start + lead, end: found.end - trail, words: found.words.trim() };
  };

  const hide = () => { offer.hidden = true; marked = null; };

  const consider = () => {
    const selection = getSelection();
    if (dialog.open) return;
    if (!selection.rangeCount || selection.isCollapsed || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) { hide(); return; }
    const range = selection.getRangeAt(0);
    marked = snug(cover(range));
    if (!marked) { hide(); return; }
    const box = range.getBoundingClientRect();
    offer.hidden = false;
    const room = offer.getBoundingClientRect();
    offer.style.left = `${Math.max(8, Math.min(box.right - room.width, innerWidth - room.width - 8))}px`;
    offer.style.top = `${Math.max(8, Math.min(box.bottom + 8, innerHeight - room.height - 8))}px`;
  };

  const fill = (found) => {
    document.getElementById("add-start").value = found ? found.start : "";
    document.getElementById("add-end").value = found ? found.end : "";
    document.getElementById("add-words").value = found ? found.words : "";
  };

  const open = (event) => {
    if (event) event.preventDefault();
    const found = marked;
    if (found) fill(found);
    offer.hidden = true;
    dialog.showModal();
    (found ? document.getElementById("add-concern") : document.getElementById("add-words")).focus();
  };

  document.addEventListener("selectionchange", consider);
  addEventListener("scroll", () => { if (!offer.hidden) consider(); }, { passive: true });
  document.getElementById("flag-selection").addEventListener("click", open);
  opener.addEventListener("click", open);
  document.addEventListener("review:flag", () => open());
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    event.preventDefault();
    dialog.close();
  });
})();
