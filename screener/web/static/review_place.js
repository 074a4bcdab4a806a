// Puts each card beside its words where there is room for it. The card one works with stands exactly there; the others
// make way, up or down. Positions are set on the elements, for the policy forbids inline style.
(() => {
  "use strict";
  const text = document.getElementById("draft-text");
  if (!text) return;
  const wide = matchMedia("(min-width: 64rem)");
  const GAP = 10;
  let waiting = false;

  const wished = (card, top) => {
    const anchor = document.getElementById(`text-${card.dataset.number}`);
    return anchor ? anchor.getBoundingClientRect().top - top - 4 : 0;
  };

  const down = (tops, heights, from) => {
    for (let i = from; i < tops.length; i += 1) tops[i] = Math.max(tops[i], tops[i - 1] + heights[i - 1] + GAP);
  };

  const place = () => {
    waiting = false;
    const cards = [...text.querySelectorAll("article.flag")];
    text.classList.toggle("placed", wide.matches && cards.length > 0);
    if (!wide.matches) {
      cards.forEach((card) => { card.style.top = ""; });
      text.style.minHeight = "";
      return;
    }
    const top = text.getBoundingClientRect().top;
    const order = cards.map((card) => ({ card, wish: wished(card, top), height: card.offsetHeight })).sort((a, b) => a.wish - b.wish);
    const tops = order.map((one) => one.wish);
    const heights = order.map((one) => one.height);
    down(tops, heights, 1);
    const now = order.findIndex((one) => one.card.classList.contains("now"));
    if (now >= 0) {
      tops[now] = order[now].wish;
      for (let i = now - 1; i >= 0; i -= 1) tops[i] = Math.min(tops[i], tops[i + 1] - heights[i] - GAP);
      for (let i = now + 1; i < tops.length; i += 1) tops[i] = order[i].wish;
      if (tops[0] < 0) { tops[0] = 0; down(tops, heights, 1); } else down(tops, heights, now + 1);
    }
    order.forEach((one, i) => { one.card.style.top = `${Math.round(tops[i])}px`; });
    const last = order.length - 1;
    text.style.minHeight = last < 0 ? "" : `${Math.round(tops[last] + heights[last])}px`;
  };

  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(place);
  };

  const seen = new ResizeObserver(soon);
  const watch = () => {
    seen.disconnect();
    seen.observe(text);
    text.querySelectorAll("article.flag").forEach((card) => seen.observe(card));
  };
  wide.addEventListener("change", soon);
  document.addEventListener("review:moved", () => { watch(); place(); });
  watch();
  place();
})();
