// Searches the draft's own text, without what is laid over it. Matches are shown as highlights, which change no element.
(() => {
  "use strict";
  const text = document.getElementById("draft-text");
  const form = document.getElementById("search");
  const opener = document.getElementById("open-search");
  if (!text || !form) return;
  const field = document.getElementById("search-words");
  const count = document.getElementById("search-count");
  document.getElementById("walk").hidden = false;
  opener.hidden = false;
  let found = [];
  let at = -1;

  const nodes = () => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
      if (node.nodeType === Node.ELEMENT_NODE) return node.classList.contains("apparatus") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
      return NodeFilter.FILTER_ACCEPT;
    });
    const all = [];
    for (let start = 0; walker.nextNode();) {
      all.push({ node: walker.currentNode, start });
      start += walker.currentNode.length;
    }
    return all;
  };

  const spot = (all, offset) => {
    let low = 0;
    let high = all.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (all[middle].start <= offset) low = middle; else high = middle - 1;
    }
    return [all[low].node, Math.min(offset - all[low].start, all[low].node.length)];
  };

  const look = () => {
    const words = field.value.trim().split(/\s+/).filter(Boolean);
    found = [];
    at = -1;
    if (words.length) {
      const all = nodes();
      const whole = all.map((one) => one.node.data).join("");
      const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+"), "giu");
      for (const match of whole.matchAll(pattern)) {
        const range = document.createRange();
        range.setStart(...spot(all, match.index));
        const [node, last] = spot(all, match.index + match[0].length - 1);
        range.setEnd(node, last + 1);
        found.push(range);
        if (found.length >= 2000) break;
      }
    }
    if (window.Highlight) CSS.highlights.set("found", new Highlight(...found));
    if (window.Highlight) CSS.highlights.delete("found-now");
    count.textContent = words.length ? (found.length ? `${found.length}` : "not found") : "";
  };

  const step = (by) => {
    if (!found.length) return;
    at = at < 0 ? (by > 0 ? 0 : found.length - 1) : (at + by + found.length) % found.length;
    const range = found[at];
    if (window.Highlight) CSS.highlights.set("found-now", new Highlight(range));
    else { getSelection().removeAllRanges(); getSelection().addRange(range); }
    const box = range.getBoundingClientRect();
    scrollBy({ top: box.top - innerHeight / 3, behavior: "instant" });
    count.textContent = `${at + 1} of ${found.length}`;
  };

  const close = () => {
    form.hidden = true;
    if (window.Highlight) { CSS.highlights.delete("found"); CSS.highlights.delete("found-now"); }
    opener.focus({ preventScroll: true });
  };

  const open = () => {
    form.hidden = false;
    field.focus({ preventScroll: true });
    field.select();
  };

  field.addEventListener("input", look);
  form.addEventListener("submit", (event) => { event.preventDefault(); step(1); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); close(); }
    if (event.key === "Enter" && event.shiftKey) { event.preventDefault(); step(-1); }
  });
  opener.addEventListener("click", open);
  document.addEventListener("review:search", open);
})();
