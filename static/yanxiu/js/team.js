// 组计划、个人计划：停笔两秒自动保存；没有网络时文字留在这一页，恢复后再存；别人先存过时不覆盖，按『只保存』看两份。
"use strict";

(() => {
  const form = document.querySelector("form[data-team]");
  if (!form) return;
  const saved = document.getElementById("saved");
  const kept = `yanxiu-team-${form.action}`;
  const text = () => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "version"));
  let clean = text();
  let timer = null;
  let sending = false;

  const say = (words) => {
    saved.textContent = words;
  };

  async function save() {
    const body = text();
    if (sending || body === clean) return;
    sending = true;
    let again = 0;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (answer.ok) {
        form.elements.version.value = said.version;
        clean = body;
        say(said.saved);
        localStorage.removeItem(kept);
      } else {
        say(answer.status === 409 ? "别人刚才存过，你的没有覆盖它；按『只保存』看两份。" : said.error || "没有存上，文字还在这里。");
      }
    } catch {
      say("没有网络，文字还在这一页，恢复后自动保存。");
      again = 5000;
    }
    sending = false;
    if (again || text() !== body) timer = setTimeout(save, again || 2000);
  }

  form.addEventListener("input", () => {
    try {
      localStorage.setItem(kept, JSON.stringify({ version: form.elements.version.value, fields: JSON.parse(text()) }));
    } catch {
      // nothing to keep it in: it still stands in the page
    }
    clearTimeout(timer);
    timer = setTimeout(save, 2000);
  });
  window.addEventListener("online", save);

  // What was typed and never saved (the laptop was shut, the network cut) comes back, if nobody saved in between.
  const before = JSON.parse(localStorage.getItem(kept) || "null");
  if (before && before.version === form.elements.version.value) {
    for (const [name, value] of before.fields) if (form.elements[name]) form.elements[name].value = value;
    say("上次没存上的文字找回来了。");
    save();
  }
})();
