// The desk's own script: the form token for htmx, the warning before a session lapses, drafts, focus. Pages work without it.
"use strict";
(() => {
  const body = document.body;
  const byId = (id) => document.getElementById(id);
  const signedIn = Boolean(body.dataset.token);
  const here = location.pathname + location.search;

  // Every request of htmx carries the token.
  document.addEventListener("htmx:configRequest", (event) => {
    if (signedIn) event.detail.headers["X-Form-Token"] = body.dataset.token;
  });

  // What a piece of a page could not do is told, never swallowed.
  const trouble = (text) => {
    const place = byId("trouble");
    place.textContent = text;
    place.hidden = !text;
  };
  document.addEventListener("htmx:responseError", (event) => {
    const answer = event.detail.xhr;
    if (answer.status === 401) return ended();
    const found = new DOMParser().parseFromString(answer.responseText, "text/html").querySelector(".usa-alert__text");
    trouble(found ? found.textContent : "This did not work. Try again in a moment.");
  });
  document.addEventListener("htmx:sendError", () => trouble("The desk cannot be reached. It is tried again."));
  document.addEventListener("htmx:afterOnLoad", (event) => {
    if (event.detail.successful) trouble("");
  });

  // A sentence for screen readers, from anywhere: document.dispatchEvent(new CustomEvent("desk:say", {detail: "3 new letters"})).
  document.addEventListener("desk:say", (event) => { byId("live").textContent = event.detail; });

  // The menu closes by Escape and by a click elsewhere.
  const menu = document.querySelector("details.me");
  if (menu) {
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    });
  }

  // What went wrong, or what was done, has the focus first.
  const first = document.querySelector("[data-focus]") || document.querySelector("[data-flash]");
  if (first) first.focus({ preventScroll: false });

  // ---- Drafts: what is typed outlives a lapse of the session, in this tab's own store. ----
  const typed = (form) => [...form.elements].filter((each) => each.name && !["hidden", "password", "submit", "button", "file"].includes(each.type));
  const key = (form) => "draft:" + form.dataset.draft;
  const store = (name, value) => { try { value === null ? sessionStorage.removeItem(name) : sessionStorage.setItem(name, value); } catch { /* full, or off */ } };
  const read = (name) => { try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; } };
  const done = document.querySelector("[data-flash=success]");
  const drafts = (root) => {
    for (const form of root.querySelectorAll("form[data-draft]:not([data-drafting])")) {
      form.dataset.drafting = "yes";
      const kept = done ? null : read(key(form));
      if (kept && !form.querySelector("[aria-invalid]")) {
        let changed = false;
        for (const each of typed(form)) {
          if (!(each.name in kept)) continue;
          if (each.type === "checkbox" || each.type === "radio") {
            const on = kept[each.name].includes(each.value);
            changed = changed || each.checked !== on;
            each.checked = on;
          } else if (each.value !== kept[each.name][0]) {
            each.value = kept[each.name][0];
            changed = true;
          }
        }
        if (changed) {
          const note = document.createElement("p");
          note.className = "restored";
          note.setAttribute("role", "status");
          note.textContent = "What you had typed here before is back. ";
          const drop = document.createElement("button");
          drop.type = "button";
          drop.className = "usa-button usa-button--unstyled";
          drop.textContent = "Start over";
          drop.addEventListener("click", () => { store(key(form), null); form.reset(); note.remove(); });
          note.append(drop);
          form.prepend(note);
        }
      }
      form.addEventListener("input", () => {
        const values = {};
        for (const each of typed(form)) {
          values[each.name] ||= [];
          if ((each.type !== "checkbox" && each.type !== "radio") || each.checked) values[each.name].push(each.value);
        }
        store(key(form), JSON.stringify(values));
      });
      form.addEventListener("submit", () => store("sent:" + form.dataset.draft, JSON.stringify(true)));
    }
  };
  if (done) {
    for (const name of Object.keys(sessionStorage).filter((each) => each.startsWith("sent:"))) {
      store("draft:" + name.slice(5), null);
      store(name, null);
    }
  }
  drafts(document);
  document.addEventListener("htmx:load", (event) => drafts(event.detail.elt.parentNode || document));

  // ---- The session: warned before it lapses; other tabs keep it alive too, so the server is asked first. ----
  const warning = byId("lapse");
  const lapsed = byId("lapsed");
  function ended() {
    if (!lapsed || lapsed.open) return;
    if (warning.open) warning.close();
    byId("lapsed-in").href = "/sign-in?next=" + encodeURIComponent(here);
    lapsed.showModal();
  }
  if (warning && body.dataset.left) {
    const warn = Number(body.dataset.warn);
    let ends = Date.now() + Number(body.dataset.left) * 1000;
    let timer = 0;
    const left = () => Math.round((ends - Date.now()) / 1000);
    const words = (seconds) => seconds >= 90 ? Math.round(seconds / 60) + " minutes" : Math.max(seconds, 0) + " seconds";
    const ask = async (method) => {
      const headers = { "X-Form-Token": body.dataset.token, "HX-Request": "true" };
      const answer = await fetch("/account/session", { method, headers, credentials: "same-origin" });
      if (answer.status === 401) { ends = 0; return; }
      if (answer.ok) ends = Date.now() + (await answer.json()).left * 1000;
    };
    const look = async () => {
      clearTimeout(timer);
      if (left() <= warn) {
        try { await ask("GET"); } catch { /* asked again below */ }
        if (left() <= 0) return ended();
        if (left() <= warn) {
          byId("lapse-left").textContent = words(left());
          if (!warning.open) warning.showModal();
          timer = setTimeout(look, Math.min(15, Math.max(left(), 1)) * 1000);
          return;
        }
      }
      if (warning.open) warning.close();
      timer = setTimeout(look, Math.min(Math.max(left() - warn, 1), 600) * 1000);
    };
    byId("lapse-stay").addEventListener("click", async () => {
      try { await ask("POST"); warning.close(); } catch { trouble("The desk cannot be reached."); }
      look();
    });
    byId("lapse-out").addEventListener("click", () => document.querySelector("form[action='/sign-out']").submit());
    warning.addEventListener("cancel", (event) => { event.preventDefault(); byId("lapse-stay").click(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
    look();
  }
})();
