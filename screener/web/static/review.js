// Walking from flag to flag by key or map, opening a card's reason, and putting verdicts into the page as they are given.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const text = byId("draft-text");
  const cards = () => [...document.querySelectorAll("article.flag")];
  let now = null;

  const current = () => (now ? byId(now) : null);
  const anchorOf = (card) => byId(`text-${card.dataset.number}`);
  const moved = () => document.dispatchEvent(new CustomEvent("review:moved"));

  // The marked words between a flag's anchor and its number, over paragraphs and pages.
  const marksOf = (card) => {
    const from = anchorOf(card);
    const to = text.querySelector(`sup a[href="#flag-${card.dataset.number}"]`);
    const follows = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    return from && to ? [...text.querySelectorAll("mark")].filter((one) => follows(from, one) && follows(one, to)) : [];
  };

  // Words that belong to several flags show the worst of them.
  const RANKS = ["none", "low", "medium", "high"];
  const recolour = (card) => {
    const severity = card.dataset.severity;
    const change = (one, to) => { one.classList.remove(...RANKS); one.classList.add(to); };
    const shared = new Map(marksOf(card).map((one) => [one, severity]));
    for (const other of cards()) {
      for (const one of marksOf(other)) {
        if (shared.has(one) && RANKS.indexOf(other.dataset.severity) > RANKS.indexOf(shared.get(one))) shared.set(one, other.dataset.severity);
      }
    }
    shared.forEach((worst, one) => change(one, worst));
    const link = `a[href="#text-${card.dataset.number}"] rect, a.margin[href="#flag-${card.dataset.number}"]`;
    document.querySelectorAll(link).forEach((one) => change(one, severity));
  };

  const tell = () => {
    const where = byId("where");
    const all = cards();
    const at = all.findIndex((card) => card.id === now);
    if (!where || byId("impression")) return;  // before a first impression nothing is said of flags
    const count = all.length === 1 ? "1 flag" : `${all.length || "no"} flags`;
    where.textContent = at < 0 ? count : `flag ${at + 1} of ${all.length}`;
  };

  const choose = (card, open = true) => {
    const before = current();
    if (before && before !== card) {
      before.classList.remove("now");
      before.querySelector("details").open = false;
    }
    document.querySelectorAll("mark.now, .strip a.now").forEach((one) => one.classList.remove("now"));
    now = card.id;
    card.classList.add("now");
    if (open) card.querySelector("details").open = true;
    marksOf(card).forEach((one) => one.classList.add("now"));
    const onMap = document.querySelector(`.strip a[href="#text-${card.dataset.number}"]`);
    if (onMap) rove(onMap);
    moved();
    tell();
  };

  const bring = (card) => {
    const anchor = anchorOf(card) || card;
    const top = anchor.getBoundingClientRect().top;
    const sticky = byId("sticky") ? byId("sticky").offsetHeight : 0;
    const narrow = !document.querySelector(".placed");
    const target = narrow ? card.getBoundingClientRect().top - Math.min(240, innerHeight / 3) : top - sticky - 48;
    scrollBy({ top: target, behavior: "instant" });
  };

  const go = (card) => {
    if (!card) return;
    choose(card);
    card.focus({ preventScroll: true });
    bring(card);
  };

  // Flags over the words that were clicked: the first, or the one after that which is chosen already.
  const choosePlace = (mark) => {
    const over = cards().filter((card) => marksOf(card).includes(mark));
    const card = over[(over.indexOf(current()) + 1) % over.length];
    if (!card) return;
    choose(card);
    card.scrollIntoView({ block: "nearest", behavior: "instant" });
  };

  const step = (by) => {
    const all = cards();
    if (!all.length) return;
    const at = all.findIndex((card) => card.id === now);
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by));
    go(all[next]);
  };

  const unjudged = (after = null) => {
    const all = cards();
    const at = all.indexOf(after) + 1;
    return [...all.slice(at), ...all.slice(0, at)].find((one) => !one.classList.contains("settled"));
  };

  const judge = (kind) => {
    const card = current() || unjudged();
    if (!card) return;
    if (card.id !== now) go(card);
    const choice = card.querySelector(`input[value="${kind}"]`);
    if (!choice) return;
    choice.checked = true;
    moved();
    const next = kind === "change_severity" ? card.querySelector("select") : card.querySelector("textarea");
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest", behavior: "instant" });
  };

  // One stop for the Tab key on the map; arrows walk within it.
  const links = () => [...document.querySelectorAll(".strip a:not([aria-label^='Section'])")];
  const rove = (link) => {
    links().forEach((one) => { one.setAttribute("tabindex", one === link ? "0" : "-1"); one.classList.toggle("now", one === link); });
  };
  const strip = document.querySelector("svg.strip");
  if (strip) {
    links().forEach((one, at) => one.setAttribute("tabindex", at ? "-1" : "0"));
    strip.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const all = links();
      const at = all.indexOf(event.target.closest("a"));
      if (!by || at < 0) return;
      event.preventDefault();
      const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
      links().forEach((one) => one.setAttribute("tabindex", one === next ? "0" : "-1"));
      next.focus();
    });
    strip.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      const card = link && byId(link.getAttribute("href").replace("#text-", "flag-"));
      if (!card) return;
      event.preventDefault();
      go(card);
    });
  }

  const here = byId("here");
  const follow = () => {
    const box = text.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (innerHeight / 3 - box.top) / box.height)) * 100;
    here.setAttribute("x1", `${share}%`);
    here.setAttribute("x2", `${share}%`);
  };
  if (here && text) { addEventListener("scroll", follow, { passive: true }); follow(); }

  text.addEventListener("click", (event) => {
    const link = event.target.closest('sup a[href^="#flag-"], blockquote a[href^="#text-"]');
    const card = link && byId(link.getAttribute("href").replace("#text-", "flag-").slice(1));
    if (card) { event.preventDefault(); go(card); return; }
    const summary = event.target.closest("article.flag > details > summary");
    if (summary && !summary.parentElement.open) choose(summary.closest("article"), false);
    const mark = event.target.closest("mark");
    if (mark && getSelection().isCollapsed) choosePlace(mark);
  });
  document.addEventListener("toggle", moved, true);

  // A page's picture is asked for when it is opened; until then, and without this script, there is a link to it.
  document.querySelectorAll("details.picture").forEach((one) => one.addEventListener("toggle", () => {
    const link = one.querySelector("a");
    if (!one.open || link.querySelector("img")) return;
    const image = new Image();
    image.loading = "lazy";
    image.alt = link.dataset.says;
    image.src = link.href;
    link.replaceChildren(image);
  }));
  const pictures = byId("show-pictures");
  if (pictures) {
    pictures.hidden = false;
    pictures.addEventListener("click", () => {
      const shown = pictures.getAttribute("aria-pressed") !== "true";
      pictures.setAttribute("aria-pressed", String(shown));
      document.querySelectorAll("details.picture").forEach((one) => { one.open = shown; });
    });
  }
  const keys = byId("keys");
  if (keys) {
    byId("open-keys").hidden = false;
    byId("open-keys").addEventListener("click", () => keys.showModal());
  }
  for (const [id, by] of [["previous-flag", -1], ["next-flag", 1]]) {
    const button = byId(id);
    if (button && cards().length) button.addEventListener("click", () => step(by));
    else if (button) button.hidden = true;
  }
  if (byId("walk")) byId("walk").hidden = false;

  // After a verdict: the new card takes the old one's place, and the words and the map take its severity.
  document.addEventListener("htmx:afterSettle", (event) => {
    const card = event.detail.elt && event.detail.elt.closest("article.flag");
    if (!card) return;
    recolour(card);
    choose(card);
    const wrong = card.querySelector('[aria-invalid="true"], .fault');
    (wrong && wrong.matches("textarea, select") ? wrong : card).focus({ preventScroll: true });
  });

  const typing = (target) => target.closest("input:not([type=radio]), select, textarea, [contenteditable]");
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches(".verdict textarea, .verdict select")) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (event.key === "Escape" && event.target.closest("article.flag") && typing(event.target)) event.target.closest("article.flag").focus();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    const does = {
      j: () => step(1),
      k: () => step(-1),
      n: () => go(unjudged(current())),
      a: () => judge("accept"),
      d: () => judge("dismiss"),
      s: () => judge("change_severity"),
      f: () => document.dispatchEvent(new CustomEvent("review:flag")),
      "/": () => document.dispatchEvent(new CustomEvent("review:search")),
      "?": () => keys && keys.showModal(),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });

  const arrive = () => {
    const card = /^#flag-\w+$/.test(location.hash) ? byId(location.hash.slice(1)) : null;
    if (card && card.matches("article.flag")) go(card);
    const words = /^#text-\w+$/.test(location.hash) ? byId(location.hash.slice(1).replace("text-", "flag-")) : null;
    if (words) choose(words);
  };
  addEventListener("hashchange", arrive);
  const faulty = document.querySelector("article.flag .fault");
  if (faulty) go(faulty.closest("article.flag")); else arrive();
  tell();
})();
