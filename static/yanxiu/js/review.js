// 审阅 by keys: J next, K previous, A pass, E praise, R return; the remark box keeps its letters.
"use strict";

(() => {
  const remark = document.getElementById("remark");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    const key = event.key.toUpperCase();
    if (key === "J") document.querySelector("a[rel=next]")?.click();
    else if (key === "K") document.querySelector("a[rel=prev]")?.click();
    else {
      const button = document.querySelector(`.decide [data-key="${CSS.escape(key)}"]`);
      if (!button) return;
      event.preventDefault();
      if (key === "R" && !remark.value.trim()) remark.focus();
      else button.click();
    }
  });

  const phrases = document.querySelector("[data-phrases]");
  if (!phrases) return;
  phrases.hidden = false;
  phrases.addEventListener("click", (event) => {
    if (event.target.tagName !== "BUTTON") return;
    remark.value = remark.value.trim() ? `${remark.value.trim()}\n${event.target.textContent}` : event.target.textContent;
    remark.focus();
  });
})();
