// Each tap on the list of an inspection is saved at once; a problem is sent when its sentence is written.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-inspection]");
  if (!form) return;
  let line = Promise.resolve();

  async function save(row) {
    const body = new FormData();
    for (const field of row.querySelectorAll("input, select")) {
      if (field.type !== "radio" || field.checked) body.append(field.name, field.value);
    }
    try {
      const answer = await fetch(form.action, {
        method: "POST", body,
        headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      });
      const found = await answer.json();
      if (found.error) window.yanxiu.say(found.error, "wrong", "没存上");
      for (const [pk, number] of Object.entries(found.saved || {})) form.elements[`v-${pk}`].value = number;
      if (found.count) document.querySelector("[data-count]").textContent = found.count;
    } catch {
      window.yanxiu.say("没有网络，刚才那一下还没有存。有网以后按『保存』。", "due", "没有网络");
    }
  }

  form.addEventListener("change", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    for (const label of row.querySelectorAll(".pick label")) {
      label.classList.toggle("on", label.querySelector("input").checked);
    }
    const problem = row.querySelector("input[value=returned]");
    const words = row.querySelector(`[name="r-${row.dataset.row}"]`);
    if (problem.checked && !words.value.trim()) {
      row.querySelector("details").open = true;
      words.focus();
      return;
    }
    line = line.then(() => save(row));
  });
});
