// Follows a screening by server-sent events; when it has ended, fetches the part of the page that tells the outcome.
const standing = document.getElementById("standing");
if (standing?.dataset.events) {
  const says = document.getElementById("progress-says");
  const bar = document.getElementById("progress");
  const source = new EventSource(standing.dataset.events);
  source.addEventListener("progress", (event) => {
    const now = JSON.parse(event.data);
    bar.max = now.total || 1;
    bar.value = now.done;
    if (now.status === "queued") {
      says.textContent = "Waiting for its turn.";
    } else {
      const counted = now.total ? `: ${now.done} of ${now.total} passages` : "";
      const unread = now.unread ? `, ${now.unread} unread` : "";
      says.textContent = `${now.stage || "Starting"}${counted}${unread}`;
    }
  });
  source.addEventListener("end", () => {
    source.close();
    window.location.reload();
  });
}
