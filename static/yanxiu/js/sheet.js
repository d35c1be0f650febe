// 考核汇总表: a cell opens its reason beside the table; without this script the link opens it as a page.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const matrix = document.querySelector(".matrix.scores");
  const panel = document.getElementById("why");
  if (!matrix || !panel) return;

  const cells = () => [...matrix.querySelectorAll("tbody a")];

  matrix.addEventListener("click", async (event) => {
    const link = event.target.closest("tbody a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    matrix.querySelector("a[aria-current]")?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    await htmx.ajax("GET", link.href, { target: panel, swap: "innerHTML" });
    if (window.innerWidth < 1200) panel.scrollIntoView({ block: "start" });
  });

  // Arrow keys walk the cells that hold points: along the row, or to the same column of the next row.
  matrix.addEventListener("keydown", (event) => {
    const link = event.target.closest("tbody a");
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!link || !step) return;
    event.preventDefault();
    if (step[1]) {
      const all = cells();
      all[all.indexOf(link) + step[1]]?.focus();
      return;
    }
    const column = link.closest("td").cellIndex;
    let row = link.closest("tr");
    do row = step[0] > 0 ? row.nextElementSibling : row.previousElementSibling;
    while (row && !row.cells[column]?.querySelector("a"));
    row?.cells[column].querySelector("a").focus();
  });
});
