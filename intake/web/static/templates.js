// The editor of a template: line numbers that follow the text, and the lines that a fault names. It works without.
"use strict";
(() => {
  const text = document.getElementById("field-body");
  const gutter = document.querySelector(".gutter");
  if (!text || !gutter) return;
  let bad = new Set(gutter.dataset.bad.split(",").filter(Boolean));
  const draw = () => {
    const lines = text.value.split("\n").length;
    text.rows = Math.max(lines + 1, 8);
    gutter.replaceChildren(...Array.from({ length: lines }, (_, index) => {
      const number = document.createElement("span");
      number.textContent = index + 1;
      if (bad.has(String(index + 1))) number.className = "bad";
      return number;
    }));
  };
  text.addEventListener("input", draw);
  // A new preview names new faults.
  document.addEventListener("htmx:afterSwap", () => {
    const found = [...document.querySelectorAll("#faults strong")].map((each) => /^Line (\d+)/.exec(each.textContent)).filter(Boolean);
    bad = new Set(found.map((each) => each[1]));
    text.setAttribute("aria-invalid", document.getElementById("faults") ? "true" : "false");
    draw();
  });
  draw();
})();
