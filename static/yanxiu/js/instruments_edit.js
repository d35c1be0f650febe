// 编评价表: Alt with an arrow moves the row one stands in, Alt with Enter adds one below; leaving with changes asks first.
"use strict";

(() => {
  const form = document.getElementById("rows");
  if (!form) return;
  let changed = "dirty" in form.dataset;

  form.addEventListener("input", () => {
    changed = true;
  });
  form.addEventListener("submit", () => {
    changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });

  form.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-row]");
    const press = { ArrowUp: "up", ArrowDown: "down", Enter: "add" }[event.key];
    if (!event.altKey || !row || !press) return;
    event.preventDefault();
    row.querySelector(`button[value^="${press}:"]`)?.click();
  });

  // The cell 『内容』 says what it wants for the kind chosen.
  form.addEventListener("change", (event) => {
    if (event.target.name !== "kind") return;
    const hints = JSON.parse(document.getElementById("detail-hints").textContent);
    const detail = event.target.closest("[data-row]").querySelector("[name=detail]");
    detail.placeholder = hints[event.target.value];
  });
})();
