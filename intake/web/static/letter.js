// A value and its place on the picture light each other, by pointer and by keyboard. Pages work without it.
"use strict";
(() => {
  let lit = "";
  const each = (name, act) => document.querySelectorAll(`[data-box="${CSS.escape(name)}"]`).forEach(act);
  const light = (name) => {
    if (name === lit) return;
    if (lit) each(lit, (one) => one.classList.remove("lit"));
    lit = name;
    if (lit) each(lit, (one) => one.classList.add("lit"));
  };
  const of = (event) => event.target instanceof Element && event.target.closest("[data-box]");
  for (const name of ["mouseover", "focusin"]) {
    document.addEventListener(name, (event) => {
      const found = of(event);
      if (found) light(found.dataset.box);
    });
  }
  for (const name of ["mouseout", "focusout"]) {
    document.addEventListener(name, (event) => {
      const found = of(event);
      const to = event.relatedTarget instanceof Element && event.relatedTarget.closest("[data-box]");
      if (found && to && to.dataset.box !== found.dataset.box) light(to.dataset.box);
    });
  }

  // A box leads to its value: into the place where it can be corrected.
  document.addEventListener("click", (event) => {
    const box = event.target instanceof Element && event.target.closest("a.box");
    if (!box) return;
    const row = document.getElementById(box.getAttribute("href").slice(1));
    if (!row) return;
    event.preventDefault();
    const place = row.querySelector("a, input, button") || row;
    row.scrollIntoView({ block: "nearest" });
    place.focus();
  });

  // A new picture keeps what is lit.
  document.addEventListener("htmx:afterSettle", () => {
    const name = lit;
    lit = "";
    light(name);
  });

  // Tick all of a group.
  document.querySelectorAll("button[data-tick]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const boxes = [...document.querySelectorAll(`input[type=checkbox][name="${button.dataset.tick}"]`)];
      const every = boxes.every((box) => box.checked);
      boxes.forEach((box) => { box.checked = !every; });
      button.textContent = every ? "Tick all" : "Tick none";
    });
  });
})();
