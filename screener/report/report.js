// Comfort only: everything the report says is there without this script.
(() => {
  "use strict";
  const cards = [...document.querySelectorAll("article.flag")];
  const byId = (id) => document.getElementById(id);
  const shown = () => cards.filter((card) => !card.hidden);
  let current = null;

  const go = (card) => {
    if (!card) return;
    current = card;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
  };

  const step = (by) => {
    const list = shown();
    if (!list.length) return;
    const at = list.indexOf(current);
    const next = at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by;
    go(list[Math.max(0, Math.min(list.length - 1, next))]);
  };

  const foldAll = () => {
    const all = [...document.querySelectorAll("main details")];
    const open = all.some((one) => !one.open);
    all.forEach((one) => { one.open = open; });
    byId("unfold").textContent = open ? "Close everything" : "Open everything";
  };

  const toText = () => {
    if (!current) return;
    const place = byId(current.id.replace("flag-", "text-"));
    if (!place) return;
    const onCard = document.activeElement === current;
    if (!onCard) { go(current); return; }
    location.hash = place.id;
    current.blur();
  };

  const offer = (select, values) => values.forEach((value) => select.add(new Option(value, value)));

  const sift = () => {
    const severity = byId("by-severity").value;
    const concern = byId("by-concern").value;
    cards.forEach((card) => {
      card.hidden = (severity && card.dataset.severity !== severity) || (concern && card.dataset.concern !== concern);
    });
    byId("shown").textContent = shown().length === cards.length ? "" : `${shown().length} of ${cards.length} shown`;
  };

  const filters = byId("filters");
  if (filters && cards.length) {
    const order = ["high", "medium", "low", "none"];
    offer(byId("by-severity"), order.filter((one) => cards.some((card) => card.dataset.severity === one)));
    offer(byId("by-concern"), [...new Set(cards.map((card) => card.dataset.concern))].sort());
    filters.addEventListener("change", sift);
    byId("unfold").addEventListener("click", foldAll);
    filters.hidden = false;
  }

  const strip = document.querySelector("svg.strip");
  const says = byId("strip-says");
  if (strip && says) {
    const words = new Map(cards.map((card) => [`#${card.id.replace("flag-", "text-")}`, card]));
    const tell = (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      const card = words.get(link.getAttribute("href"));
      const quote = card ? card.querySelector("blockquote").textContent.trim().replace(/\s+/g, " ").slice(0, 90) : "";
      says.textContent = link.getAttribute("aria-label") + (quote ? `: “${quote}…”` : "");
    };
    strip.addEventListener("pointerover", tell);
    strip.addEventListener("focusin", tell);
    strip.addEventListener("pointerleave", () => { says.textContent = ""; });
  }

  addEventListener("hashchange", () => {
    const card = cards.find((one) => `#${one.id}` === location.hash);
    if (!card) return;
    card.hidden = false;
    current = card;
  });

  addEventListener("beforeprint", () => document.querySelectorAll("main details").forEach((one) => { one.open = true; }));

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (event.key === "?") byId("keys").showModal();
    else if (byId("keys").open) return;
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "t") toText();
    else if (event.key === "e") foldAll();
    else return;
    event.preventDefault();
  });
})();
