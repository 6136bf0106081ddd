// Puts the chosen file into the form's own field: a form of this desk is one of plain fields.
"use strict";
(() => {
  const form = document.getElementById("import");
  if (!form) return;
  const chosen = document.getElementById("import-file");
  const error = document.getElementById("import-error");
  const refuse = (text) => {
    error.textContent = text;
    chosen.setAttribute("aria-invalid", "true");
    chosen.focus();
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const file = chosen.files[0];
    if (!file) return refuse("Choose a file first.");
    if (file.size > Number(form.dataset.most)) return refuse("The file is too large.");
    const octets = new Uint8Array(await file.arrayBuffer());
    let text = "";
    for (let at = 0; at < octets.length; at += 8192) text += String.fromCharCode(...octets.subarray(at, at + 8192));
    form.elements.content.value = btoa(text).replaceAll("+", "-").replaceAll("/", "_");
    form.submit();
  });
})();
