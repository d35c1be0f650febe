// 组计划、个人计划：停笔两秒自动保存；没有网络时文字留在这部手机上，恢复后再存；别人先存过时不覆盖，按『只保存』看两份。
"use strict";

(() => {
  const form = document.querySelector("form[data-team]");
  if (!form) return;
  const saved = document.getElementById("saved");
  const kept = `yanxiu-team-${form.action}`;
  const version = form.elements.version;
  const text = () => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "version"));
  const early = yanxiu.early(form);
  let clean = early ? "" : text();
  let timer = null;
  let sending = false;

  const say = (words) => {
    saved.textContent = words;
  };

  function keep(submitted = false) {
    yanxiu.phone.keep(kept, JSON.stringify({ version: version.value, fields: JSON.parse(text()), submitted }));
  }

  /** The token of this moment: logging in again in another page changes it. */
  function freshToken() {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (token) form.elements.csrfmiddlewaretoken.value = token;
  }

  async function save() {
    clearTimeout(timer);
    const body = text();
    if (sending || body === clean) return;
    sending = true;
    let again = 0;
    freshToken();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "manual" });
      if (answer.ok) {
        const said = await answer.json();
        version.value = said.version;
        clean = body;
        if (text() === body) yanxiu.phone.forget(kept);
        say(said.saved);
      } else if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) {
        say("要重新登录：文字留在这部手机上，请在另一个页面登录，这里会自动保存。");
        again = 5000;
      } else if (answer.status >= 500) {
        say("学校的电脑这会儿忙，文字还在这一页，过一会儿自动再存。");
        again = 5000;
      } else if (answer.status === 409) {
        say("别人刚才存过，你的没有覆盖它；按『只保存』看两份。");
        sending = false;
        return;
      } else {
        const said = await answer.json().catch(() => ({}));
        say(said.error || "没有存上，文字还在这里。");
        sending = false;
        return;
      }
    } catch {
      say("没有网络，文字还在这一页，恢复后自动保存。");
      again = 5000;
    }
    sending = false;
    if (again || text() !== body) timer = setTimeout(save, again || 2000);
  }

  form.addEventListener("input", () => {
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, 2000);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    freshToken();
    keep(true);
  });
  window.addEventListener("online", save);

  // What was typed and never saved (the phone was locked, the network cut) comes back. Somebody saved in between: it comes
  // back under its old version, so that it is refused and shown beside the other text instead of being lost.
  const before = JSON.parse(yanxiu.phone.kept(kept) || "null");
  if (before && before.version !== version.value && before.submitted) {
    yanxiu.phone.forget(kept);
  } else if (before) {
    for (const [name, value] of before.fields) if (form.elements[name]) form.elements[name].value = value;
    if (text() === clean) {
      yanxiu.phone.forget(kept);
    } else {
      version.value = before.version;
      say("上次没存上的文字找回来了。");
      save();
    }
  }
  if (early) save();
})();
