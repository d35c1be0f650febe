// 走廊里也不丢: a form marked data-autosave keeps itself. What is typed goes into localStorage at once and to the school
// every few seconds, once, under the row's key; without a network it waits on the phone and goes out when there is one.
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;

  const PAUSE = 2000;
  const AGAIN = 5000;
  const FAMILY = `yanxiu:${form.dataset.owner}:${form.dataset.autosave}:`;
  const NOT_TEXT = new Set(["csrfmiddlewaretoken", "version", "key"]);
  const both = document.querySelector("[data-both]");
  const net = document.querySelector("[data-net]");
  const saved = document.querySelector("[data-saved]");

  let pending = null; // what was sent and not answered yet: it is sent again as it was, before anything newer
  let clean = "";
  let touched = "dirty" in form.dataset || yanxiu.early(form);
  let timer = null;
  let busy = null;
  let stopped = Boolean(both && !both.hidden);

  const fields = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TEXT.has(name));
  const text = () => JSON.stringify(fields());
  const place = () => FAMILY + form.elements.key.value;

  function remember() {
    const entry = { key: form.elements.key.value, version: form.elements.version.value, fields: fields(), pending, at: Date.now() };
    return yanxiu.phone.keep(place(), JSON.stringify(entry));
  }

  const forget = () => yanxiu.phone.forget(place());

  const clock = (at = Date.now()) => new Date(at).toTimeString().slice(0, 5);

  function strip(word, words) {
    net.hidden = !words;
    net.querySelector("[data-net-word]").textContent = word;
    net.querySelector("[data-net-text]").textContent = words;
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  /** Sends what is not saved yet; true when the school has everything. */
  function save() {
    clearTimeout(timer);
    if (stopped) return Promise.resolve(false);
    busy = busy || send().finally(() => {
      busy = null;
    });
    return busy;
  }

  async function send() {
    const body = pending ?? text();
    if (body === clean && !pending) return true;
    pending = body;
    const kept = remember();
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: packed(body), headers: { Accept: "application/json" }, redirect: "manual" });
    } catch {
      strip("没有网络", kept ? `${clock()} 已存在这部手机上，有网后自动送出，不会丢，也不会重复。` : "文字还在这一页里，请别关掉，有网后自动送出。");
      later(AGAIN);
      return false;
    }
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      strip("要重新登录", "文字已存在这部手机上。请在另一个页面登录，这里会自动送出。");
      later(AGAIN);
      return false;
    }
    if (answer.status >= 500) {
      strip("没送到", "学校的电脑这会儿忙，文字已存在这部手机上，过一会儿自动再送。");
      later(AGAIN);
      return false;
    }
    const said = await answer.json().catch(() => ({}));
    pending = null;
    if (answer.status === 409 && "mine" in said) return conflict(said);
    if (!answer.ok) {
      remember();
      strip("没存到学校", said.error || "这些内容没有存上，请检查以后再存。");
      return false;
    }
    form.elements.version.value = said.version;
    form.action = said.url;
    for (const one of shelves) one.at(said[one.name]);
    if (location.pathname !== said.url) history.replaceState(null, "", said.url);
    clean = body;
    saved.textContent = `${said.saved} 已存`;
    if (text() !== clean) {
      remember();
      return send();
    }
    strip("", "");
    forget();
    return true;
  }

  /** The token of this moment: logging in again in another page changes it. */
  function token() {
    return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
  }

  function packed(body) {
    const data = new FormData();
    for (const name of ["version", "key"]) data.append(name, form.elements[name].value);
    data.append("csrfmiddlewaretoken", token());
    for (const [name, value] of JSON.parse(body)) data.append(name, value);
    return data;
  }

  /** Two pages wrote at once: both texts stand there, the writer chooses. */
  function conflict(said) {
    stopped = true;
    remember();
    both.querySelector("[data-both-said]").textContent = said.error;
    both.querySelector("[data-mine]").textContent = said.mine;
    both.querySelector("[data-theirs]").textContent = said.theirs;
    both.hidden = false;
    both.dataset.version = said.version;
    both.scrollIntoView({ block: "start" });
    return false;
  }

  both?.querySelector("[data-keep-mine]").addEventListener("click", (event) => {
    event.preventDefault();
    if (both.dataset.version) form.elements.version.value = both.dataset.version;
    stopped = false;
    both.hidden = true;
    clean = "";
    save();
  });
  both?.querySelector("[data-keep-theirs]").addEventListener("click", forget);

  /** Words kept on this phone that the school does not have: from this draft, or from a page killed before its first save. */
  function restore() {
    const entry = kept();
    if (!entry) return;
    touched = true;
    if (JSON.stringify(entry.fields) !== text()) {
      fill(entry.fields);
      document.dispatchEvent(new CustomEvent("yanxiu:restored", { detail: entry.fields }));
      strip("找回来了", `${clock(entry.at)} 写在这部手机上、还没送到的文字已经放回来。`);
    }
    form.elements.key.value = entry.key;
    form.elements.version.value = entry.version;
    pending = entry.pending;
    later(500);
  }

  function kept() {
    try {
      const here = localStorage.getItem(place());
      if (here) return JSON.parse(here);
      if (form.elements.version.value !== "0") return null;
      const names = Object.keys(localStorage).filter((name) => name.startsWith(FAMILY));
      const entries = names.map((name) => JSON.parse(localStorage.getItem(name))).filter((entry) => String(entry.version) === "0");
      return entries.sort((one, other) => other.at - one.at)[0] ?? null;
    } catch {
      return null;
    }
  }

  function fill(entries) {
    const once = new Map(entries);
    for (const [name, value] of once) {
      const control = form.elements[name];
      if (!control || (control instanceof RadioNodeList && control[0].type !== "radio")) continue;
      control.value = value;
      if (control instanceof RadioNodeList) {
        for (const radio of control) radio.closest("label")?.classList.toggle("on", radio.checked);
      }
    }
  }

  // Pasted from Word, WPS or WeChat: a text area takes the words alone; what is left of their layout goes here.
  form.elements.body?.addEventListener("paste", (event) => {
    const words = event.clipboardData?.getData("text/plain");
    if (!words) return;
    event.preventDefault();
    const tidy = words.replace(/\r\n?/g, "\n").replace(/\u00a0/g, " ").replace(/[\u200b\ufeff]/g, "").replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n");
    const box = event.target;
    box.setRangeText(tidy, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });

  function changed() {
    const count = document.querySelector("[data-count]");
    if (count) count.textContent = [...form.elements.body.value].length;
    if (stopped) return;
    touched = true;
    remember();
    later(PAUSE);
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("yanxiu:changed", changed);
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && text() !== clean) save();
  });

  /** The shelf whose photos or files are not at the school yet. */
  async function unsent() {
    for (const one of shelves) {
      if (one.waits()) one.box.scrollIntoView({ block: "center" });
      if (!(await one.empty())) return one;
    }
    return null;
  }

  // 交上去: first the photos, the files and the text must be at the school, then the page goes there.
  form.addEventListener("submit", async (event) => {
    if (form.dataset.through) {
      delete form.dataset.through;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    const stuck = await unsent();
    if (stuck) {
      const words = stuck.box.querySelector("[data-said]"); // it says why; the next press goes on without what was refused
      if (button?.value === "submit" && !words.textContent.startsWith("还没有交")) words.textContent = `还没有交。${words.textContent}`;
      stuck.box.scrollIntoView({ block: "center" });
    } else if (await save()) {
      form.dataset.through = "1";
      setTimeout(() => form.requestSubmit(button)); // never inside the event that was just held back
    } else if (stopped) {
      both.scrollIntoView({ block: "start" });
    } else if (button?.value === "submit") {
      const words = net.querySelector("[data-net-text]");
      if (!words.textContent.startsWith("还没有交")) words.textContent = `还没有交。${words.textContent}`;
      net.scrollIntoView({ block: "center" });
    }
  }, true);

  // Photos and other files go up one by one as soon as they are chosen; what could not go waits in the page. A new
  // work gets its draft first.
  function shelf(box) {
    const input = box.querySelector("input[type=file]");
    const shown = box.querySelector("[data-shown]");
    const said = box.querySelector("[data-said]");
    const word = input.accept ? "张照片" : "个附件";
    let waiting = [];
    let busy = null;
    box.classList.add("live"); // what is chosen is shown in the page: the label alone is the button

    input.addEventListener("change", () => {
      waiting.push(...input.files);
      input.value = "";
      box.scrollIntoView({ block: "center" });
      empty();
    });
    window.addEventListener("online", () => empty());

    /** Sends what waits; true when everything of it was taken. */
    function empty() {
      busy = busy || send().finally(() => {
        busy = null;
      });
      return busy;
    }

    async function send() {
      if (!waiting.length) return true;
      let failed = "";
      while (waiting.length) {
        said.textContent = `正在传，还有 ${waiting.length} ${word}`;
        if (!box.dataset.url) {
          clean = "";
          if (!(await save())) break;
        }
        const data = new FormData();
        data.append("step", input.name);
        data.append(input.name, waiting[0]);
        let answer;
        try {
          answer = await post(box.dataset.url, data);
        } catch {
          break;
        }
        const file = waiting.shift();
        if (!answer.ok) failed += (await answer.json().catch(() => ({}))).error || `『${file.name}』没有传上。`;
        else shown.innerHTML = await answer.text();
      }
      said.textContent = waiting.length ? `还有 ${waiting.length} ${word}没有传上，自己会接着传，请别关这一页。` : failed;
      if (waiting.length) setTimeout(empty, AGAIN);
      return !waiting.length && !failed;
    }

    function post(url, data) {
      data.set("csrfmiddlewaretoken", token());
      return fetch(url, { method: "POST", body: data, headers: { Accept: "application/json", "X-Strip": "1" } });
    }

    shown.addEventListener("submit", async (event) => {
      event.preventDefault();
      const data = new FormData(event.target);
      if (event.submitter.name) data.set(event.submitter.name, event.submitter.value);
      const answer = await post(event.target.action, data).catch(() => null);
      if (answer?.ok) shown.innerHTML = await answer.text();
      else said.textContent = (await answer?.json().catch(() => null))?.error ?? "没有网络，没有动。";
    });

    const at = (url) => {
      if (url) box.dataset.url = url;
    };
    return { name: box.dataset.shelf, box, at, empty, waits: () => waiting.length > 0 };
  }

  const shelves = [...document.querySelectorAll("[data-shelf]")].map(shelf);

  // What was typed before this script came counts as typed; only a form nobody touched is what the school has already.
  document.addEventListener("DOMContentLoaded", () => {
    if ("dirty" in form.dataset) {
      remember();
    } else if (touched) {
      changed();
    } else {
      clean = text();
      restore();
    }
  });
  window.addEventListener("load", () => {
    if (!touched) clean = text(); // other scripts may have filled in what they know
  });
})();
