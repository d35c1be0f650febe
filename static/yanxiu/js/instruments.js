// 填问卷: what is ticked stays on this phone until it has been handed in; without a network it goes out when there is one,
// once (the school takes one answer a receipt, however often it is sent).
"use strict";

(() => {
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const AGAIN = 5000;
  const place = `yanxiu:${form.dataset.owner}:survey:${form.dataset.keep}`;
  const net = document.querySelector("[data-net]");
  let timer = null;

  const fields = () => [...new FormData(form)].filter(([name]) => name.startsWith("a-"));

  function strip(word, words) {
    net.hidden = !words;
    net.querySelector("[data-net-word]").textContent = word;
    net.querySelector("[data-net-text]").textContent = words;
  }

  function remember() {
    return yanxiu.phone.keep(place, JSON.stringify(fields()));
  }

  const forget = () => yanxiu.phone.forget(place);

  function restore() {
    const kept = JSON.parse(yanxiu.phone.kept(place));
    if (!kept?.length || JSON.stringify(kept) === JSON.stringify(fields())) return;
    for (const control of form.elements) {
      if (!control.name.startsWith("a-")) continue;
      const given = kept.filter(([name]) => name === control.name).map(([, value]) => value);
      if (control.type === "radio" || control.type === "checkbox") {
        control.checked = given.includes(control.value);
        control.closest("label").classList.toggle("on", control.checked);
      } else {
        control.value = given[0] ?? "";
      }
    }
    strip("找回来了", "上次在这部手机上填的已经放回来，还没有交。");
  }

  function token() {
    return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
  }

  async function send() {
    clearTimeout(timer);
    const kept = remember();
    const body = new FormData(form);
    body.set("csrfmiddlewaretoken", token());
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    } catch {
      strip("没有网络", kept ? "还没有交。填的已存在这部手机上，有网后自动送出，不会交两份。" : "还没有交。请别关这一页，有网后自动送出。");
      timer = setTimeout(send, AGAIN);
      return;
    }
    if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") {
      strip("要重新登录", "还没有交。填的已存在这部手机上，请在另一个页面登录，这里会自动送出。");
      timer = setTimeout(send, AGAIN);
      return;
    }
    if (answer.status >= 500) {
      strip("没送到", "还没有交。学校的电脑这会儿忙，过一会儿自动再送。");
      timer = setTimeout(send, AGAIN);
      return;
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.ok && said.url) {
      forget();
      location.assign(said.url);
      return;
    }
    strip("没交上", said.error || "没有交上，请看看哪一项还没填。");
    net.scrollIntoView({ block: "center" });
  }

  form.addEventListener("input", remember);
  form.addEventListener("change", remember);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  restore();
})();
