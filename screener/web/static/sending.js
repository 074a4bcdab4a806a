// Before anything is sent: is this browser signed in still, and as the same person? If not, what was typed stays on the page.
(() => {
  "use strict";
  const KEPT = "What you wrote stays here.";
  const checking = new WeakSet();
  const passed = new WeakSet();

  // What stands against sending, or nothing. The token of a session that began meanwhile goes into every form.
  const obstacle = async () => {
    const answer = await fetch("/api/v1/session").catch(() => null);
    if (answer?.status === 401) return `You are signed out; sign in in another window, then send this again. ${KEPT}`;
    if (!answer?.ok) return `The service does not answer at this moment; send this again in a while. ${KEPT}`;
    const session = await answer.json();
    if (session.person.id !== document.body.dataset.person) return `${session.person.name} is signed in in this browser now; copy what you wrote and load the page again.`;
    document.querySelectorAll('input[name="csrf_token"]').forEach((one) => { one.value = session.csrf_token; });
    return "";
  };

  const tell = (form, says, signIn = false) => {
    form.querySelector(".fault.from-afar")?.remove();
    if (!says) return;
    const line = form.appendChild(document.createElement("p"));
    line.className = "fault from-afar";
    line.setAttribute("role", "alert");
    line.textContent = `${says} `;
    if (signIn) line.append(Object.assign(document.createElement("a"), { href: "/sign-in", target: "_blank", textContent: "Sign in" }));
    line.scrollIntoView({ block: "nearest", behavior: "instant" });
  };

  const mayBeSent = async (form) => {
    const says = await obstacle();
    tell(form, says, says.startsWith("You are signed out"));
    return !says;
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post") || passed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (checking.has(form)) return;
    checking.add(form);
    if (await mayBeSent(form)) {
      passed.add(form);
      form.requestSubmit(event.submitter);
    }
    checking.delete(form);
  }, true);
  document.addEventListener("htmx:confirm", async (event) => {
    if (event.detail.verb === "get") return;
    event.preventDefault();
    if (await mayBeSent(event.detail.elt.closest("form, main"))) event.detail.issueRequest(true);
  });
  // A form that comes back with what is wrong with it takes the place of the one that was sent.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status !== 422 && xhr.status !== 409) return;
    event.detail.shouldSwap = (xhr.getResponseHeader("content-type") || "").startsWith("text/html");
    event.detail.isError = !event.detail.shouldSwap;
  });
  document.addEventListener("htmx:responseError", (event) => {
    const form = event.detail.elt.closest("form");
    if (form) tell(form, "It was not saved; copy what you wrote and load the page again.");
  });
})();
