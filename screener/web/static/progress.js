// Follows a screening by server-sent events; when it has ended, puts the parts of the page that changed in place.
const standing = document.getElementById("standing");
if (standing?.dataset.events) {
  const heading = document.getElementById("stands");
  const says = document.getElementById("progress-says");
  const bar = document.getElementById("progress");
  const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
  document.getElementById("reload-says").textContent = "This page follows it.";
  const source = new EventSource(standing.dataset.events);
  source.addEventListener("progress", (event) => {
    const now = JSON.parse(event.data);
    bar.max = now.total || 1;
    bar.value = now.done;
    if (now.status === "screening") {
      const counted = now.total ? `: ${now.done} of ${now.total} ${now.total === 1 ? "passage" : "passages"}` : "";
      const unread = now.unread ? `, ${now.unread} unread` : "";
      heading.textContent = "The screen is reading it";
      says.textContent = `${capital(now.stage || "starting")}${counted}${unread}`;
    }
  });
  source.addEventListener("end", async () => {
    source.close();
    const answer = await fetch(standing.dataset.part);
    if (!answer.ok) {
      window.location.reload();
      return;
    }
    const parts = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    for (const part of Array.from(parts.children)) {
      document.getElementById(part.id)?.replaceWith(part);
    }
    document.getElementById("told").textContent = document.getElementById("stands").textContent;
  });
}
