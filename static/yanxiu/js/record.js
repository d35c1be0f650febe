// The record saves itself three seconds after the last key; a page that fell behind shows both texts and loses none.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-record]");
  if (!form) return;
  const word = form.querySelector("[data-saved]");
  let timer = 0;
  let dirty = false;
  let stopped = false;

  async function save() {
    if (!dirty || stopped) return;
    dirty = false;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      const found = await answer.json();
      if (answer.ok) {
        form.elements.version.value = found.version;
        word.textContent = `已保存 ${found.at}`;
        return;
      }
      dirty = true;
      word.textContent = found.error;
      if (answer.status === 409 && found.mine !== undefined) {
        stopped = true;
        form.querySelector("[data-mine]").textContent = found.mine;
        form.querySelector("[data-theirs]").textContent = found.theirs;
        form.querySelector("[data-both]").hidden = false;
      }
    } catch {
      dirty = true;
      word.textContent = "没有网络，还没有存；字都在这一页上，有网会再存。";
      timer = setTimeout(save, 10000);
    }
  }

  form.addEventListener("input", () => {
    dirty = true;
    if (!stopped) word.textContent = "还没有存";
    clearTimeout(timer);
    timer = setTimeout(save, 3000);
  });
  form.addEventListener("focusout", save);
  form.addEventListener("submit", () => { dirty = false; clearTimeout(timer); });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
});
