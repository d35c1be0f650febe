// 听课: the minute at a tap. Rows stand as a log; each keeps its four fields in the plain rows that also work without this.
"use strict";

(() => {
  const form = document.getElementById("write");
  const rows = document.querySelector("[data-rows]");
  const log = document.querySelector("[data-log]");
  const add = document.querySelector("[data-add]");
  const now = document.getElementById("now");
  const button = add.querySelector("button");
  const start = document.querySelector("[data-start]");
  const places = new WeakMap(); // where an opened row stood
  const NAMES = ["at", "phase", "text", "note"];

  const value = (row, name) => row.querySelector(`[name=${name}]`).value.trim();
  const minutes = (clock) => {
    const [hour, minute] = clock.split(":").map(Number);
    return hour * 60 + minute;
  };
  const today = () => form.elements.day.value === form.elements.day.max; // the page was made today

  /** The minute of the lesson now; empty before it began or on another day. */
  function minute() {
    if (!form.elements.started.value) return "";
    const since = minutes(new Date().toTimeString().slice(0, 5)) - minutes(form.elements.started.value);
    return since >= 0 && since <= 240 ? String(since) : "";
  }

  function shown(at) {
    if (at === "") return "—";
    if (!form.elements.started.value) return `${at}′`;
    const total = minutes(form.elements.started.value) + Number(at);
    return `${String(Math.floor(total / 60) % 24).padStart(2, "0")}:${String(total % 60).padStart(2, "0")}`;
  }

  function blank(values = {}) {
    const row = rows.lastElementChild.cloneNode(true);
    for (const name of NAMES) row.querySelector(`[name=${name}]`).value = values[name] ?? "";
    return row;
  }

  function filled() {
    return [...rows.children].filter((row) => value(row, "phase") || value(row, "text") || value(row, "note"));
  }

  function draw() {
    log.replaceChildren(...filled().map((row) => {
      const item = document.createElement("li");
      item.className = "said";
      const time = document.createElement("time");
      time.textContent = shown(value(row, "at"));
      const words = document.createElement("span");
      words.textContent = [value(row, "phase"), value(row, "text"), value(row, "note") && `（${value(row, "note")}）`].filter(Boolean).join("　");
      const change = document.createElement("button");
      change.type = "button";
      change.className = "drop";
      change.textContent = "改";
      change.setAttribute("aria-label", `改：${words.textContent.slice(0, 20)}`);
      change.addEventListener("click", () => {
        places.set(row, document.createComment(""));
        row.replaceWith(places.get(row));
        item.replaceWith(row);
        row.querySelector("[name=text]").focus();
        row.classList.add("open");
      });
      item.append(time, words, change);
      return item;
    }));
    button.textContent = minute() ? `记 ${shown(minute())}` : "记一行";
  }

  function put() {
    const words = now.value.trim();
    if (!words) return now.focus();
    rows.insertBefore(blank({ at: minute(), text: words }), rows.lastElementChild);
    now.value = "";
    now.focus();
    changed();
  }

  function changed() {
    collect();
    draw();
    form.dispatchEvent(new Event("yanxiu:changed"));
  }

  /** Rows that were opened in the log go back to their place. */
  function collect() {
    for (const row of log.querySelectorAll(":scope > li.open")) {
      row.classList.remove("open");
      places.get(row).replaceWith(row);
    }
  }

  button.addEventListener("click", put);
  now.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      put();
    }
  });
  log.addEventListener("focusout", (event) => {
    const row = event.target.closest("li.open");
    if (row && !row.contains(event.relatedTarget)) changed();
  });
  // A line half written when 交上去 is pressed is a line.
  document.addEventListener("click", (event) => {
    if (event.target.matches(".dock [name=do]") && now.value.trim()) put();
  }, true);
  start.addEventListener("click", () => {
    form.elements.started.value = new Date().toTimeString().slice(0, 5);
    start.hidden = true;
    now.focus();
    changed();
  });
  form.elements.started.addEventListener("change", draw);
  document.addEventListener("yanxiu:restored", (event) => {
    const columns = Object.fromEntries(NAMES.map((name) => [name, event.detail.filter(([one]) => one === name).map(([, text]) => text)]));
    rows.replaceChildren(...columns.text.map((text, at) => blank({ at: columns.at[at], phase: columns.phase[at], text, note: columns.note[at] })), blank());
    draw();
    score();
  });

  // 找人: by name, pinyin or its first letters.
  const find = document.querySelector("[data-find]");
  const people = form.elements.observed;
  find.hidden = false;
  find.addEventListener("input", (event) => {
    event.stopPropagation();
    const wanted = find.value.trim().toLowerCase();
    const hits = [...people.options].filter((one) => one.value && (one.text.includes(wanted) || one.dataset.sound.includes(wanted)));
    for (const one of people.options) one.hidden = one.disabled = Boolean(wanted) && one.value !== "" && !hits.includes(one);
    if (wanted && hits.length === 1 && people.value !== hits[0].value) {
      people.value = hits[0].value;
      people.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  people.addEventListener("change", () => {
    const chosen = people.selectedOptions[0];
    if (chosen?.dataset.subject) form.elements.subject.value = chosen.dataset.subject;
  });

  // 评价表: hidden while 不评分, and how many indicators are done.
  const sheet = document.querySelector("[data-sheet]");
  const scored = document.querySelector("[data-scored]");
  function score() {
    if (!sheet) return;
    const graded = form.elements.graded.value === "1";
    sheet.hidden = !graded;
    const picks = [...sheet.querySelectorAll("fieldset")];
    const done = picks.filter((one) => one.querySelector(":checked") || one.querySelector("input:not([type=radio])")?.value);
    scored.textContent = graded ? `已评 ${done.length} / ${picks.length} 项` : "不评分";
  }
  form.addEventListener("change", score);

  document.querySelector("[data-plain]").hidden = true;
  rows.hidden = true;
  log.hidden = add.hidden = false;
  start.hidden = !today() || Boolean(form.elements.started.value);
  draw();
  score();
  setInterval(() => {
    if (!log.querySelector(".open")) draw();
  }, 20000);
})();
