// Each tap on the roll is saved at once; what could not be sent stays marked and goes with the button 保存.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-roll]");
  if (!form) return;
  let line = Promise.resolve();

  async function save(input) {
    const row = input.closest("[data-row]");
    const version = row.querySelector("input[type=hidden]");
    const body = new FormData();
    body.append(input.name, input.value);
    body.append(version.name, version.value);
    for (const name of ["reason", "paper"]) {
      const field = form.elements[name];
      if (field && (field.type !== "checkbox" || field.checked)) body.append(name, field.value);
    }
    try {
      const answer = await fetch(form.action, {
        method: "POST", body,
        headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      });
      const found = await answer.json();
      if (!answer.ok) return window.yanxiu.say(found.error, "wrong", "没办成");
      for (const [pk, number] of Object.entries(found.saved)) form.elements[`v-${pk}`].value = number;
      if (found.stale.length) window.yanxiu.say(`刚才被别人改过：${found.stale.join("、")}。请刷新再点。`, "due", "请留意");
      form.querySelector("[data-count]").textContent = found.count;
      row.querySelector("[data-more]").textContent = input.closest(".rest") ? input.closest("label").textContent : "";
    } catch {
      window.yanxiu.say("没有网络，刚才那一下还没有存。有网以后按『保存』。", "due", "没有网络");
    }
  }

  form.addEventListener("change", (event) => {
    if (event.target.type !== "radio") return;
    for (const label of event.target.closest("[data-row]").querySelectorAll("label")) {
      label.classList.toggle("on", label.querySelector("input").checked);
    }
    line = line.then(() => save(event.target));
  });
});
