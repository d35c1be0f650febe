// 评定录入: arrow keys, Enter, a pasted column, undo; each cell is saved with the version it was read at.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("grid");
  if (!form) return;
  const token = document.querySelector("meta[name=csrf-token]").content;
  const inputs = [...form.querySelectorAll("input[data-teacher]")];
  const says = document.getElementById("grid-says");
  const undo = document.getElementById("undo");
  const redo = document.getElementById("redo");
  const done = [];
  const undone = [];
  let queue = Promise.resolve();

  form.querySelector(".by-form").hidden = true;
  document.querySelector(".by-script").hidden = false;
  undo.hidden = redo.hidden = false;

  const hidden = (input, kind) => form.elements[`${kind}-${input.dataset.teacher}`];
  const stored = (input) => hidden(input, "was").value;

  function tell(kind, word, text) {
    const note = document.createElement("div");
    note.className = `note ${kind}`;
    const state = document.createElement("span");
    state.className = `st st-${kind}`;
    state.textContent = word;
    const words = document.createElement("p");
    words.textContent = text;
    note.append(state, words);
    says.replaceChildren(note);
  }

  function mark(input, kind, word) {
    const cell = input.closest("td");
    cell.classList.remove("ok", "err", "other", "pasted");
    cell.querySelector(".sv, .tag")?.remove();
    if (kind) cell.classList.add(kind);
    if (!word) return;
    const sign = document.createElement("span");
    sign.className = kind === "ok" ? "sv" : "tag";
    sign.textContent = word;
    cell.append(sign);
  }

  function count() {
    const filled = inputs.filter((input) => stored(input)).length;
    document.getElementById("counts").textContent = `已录 ${filled} 格，还差 ${inputs.length - filled} 格`;
    undo.disabled = !done.length;
    redo.disabled = !undone.length;
  }

  /** Save these inputs in one request, after those under way; each cell is told what became of it. */
  function save(asked, remember, force) {
    queue = queue.then(() => {
      // What was refused is not asked again before it is changed.
      const open = (input) => input.value.trim() !== stored(input) && input.value !== input.dataset.refused;
      const changed = force ? asked : asked.filter(open);
      return changed.length ? send(changed, remember) : null;
    }).catch(() => {
      for (const input of asked) mark(input, "err");
      tell("due", "没有存上", "没有网络或服务器没有回答。字还在格里，有网以后再按一次 Enter。");
    });
    return queue;
  }

  async function send(changed, remember) {
    const before = changed.map((input) => [input, stored(input), input.value]);
    const cells = changed.map((input) => ({
      teacher: Number(input.dataset.teacher), text: input.value, version: Number(hidden(input, "version").value),
    }));
    const response = await fetch(location.href, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
      body: JSON.stringify({ cells }),
    });
    const answer = await response.json();
    if (!answer.cells) {
      for (const input of changed) mark(input, "err");
      tell("wrong", "没有存上", answer.error || "没有存上，请刷新页面再试。");
      return;
    }
    const now = new Date();
    const clock = `${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`;
    const refused = [];
    for (const cell of answer.cells) {
      const input = inputs.find((one) => Number(one.dataset.teacher) === cell.teacher);
      hidden(input, "version").value = cell.version;
      if (!cell.error) {
        input.value = cell.text;
        hidden(input, "was").value = cell.text;
        delete input.dataset.refused;
        mark(input, "ok", changed.length === 1 ? `已存 ${clock}` : "");
        if (changed.length > 1) input.closest("td").classList.add("pasted");
        continue;
      }
      refused.push(cell);
      input.dataset.refused = input.value;
      // Somebody else saved: theirs stands beside, what was typed stays; Enter again puts it over theirs.
      if ("theirs" in cell) {
        hidden(input, "was").value = cell.theirs === "（空）" ? "" : cell.theirs;
        mark(input, "other", `${cell.by || "别人"} ${cell.theirs}`);
      } else {
        mark(input, "err");
        input.setAttribute("aria-invalid", "true");
      }
    }
    for (const input of changed) {
      if (!input.closest("td").classList.contains("err")) input.removeAttribute("aria-invalid");
    }
    if (refused.length) {
      const first = refused[0];
      const many = changed.length > 1 ? `粘贴 ${changed.length} 格，收 ${changed.length - refused.length} 格。` : "";
      const both = "theirs" in first ? "你写的还在格里；要用你的，再按一次 Enter。" : "";
      tell("wrong", `${refused.length} 格没收`, `${many}${first.name}：${first.error}${both}`);
    } else {
      says.replaceChildren();
    }
    if (remember) {
      const kept = before.filter(([input, was]) => stored(input) !== was);
      if (kept.length) {
        done.push(kept);
        undone.length = 0;
      }
    }
    count();
  }

  function go(input, step) {
    const next = inputs[inputs.indexOf(input) + step];
    next?.focus();
    next?.select();
  }

  function commit(input, force) {
    if (input.value.trim() !== stored(input) || force) save([input], true, force);
  }

  function turn(from, to, at) {
    const step = from.pop();
    if (!step) return;
    for (const [input, was, is] of step) input.value = at === "undo" ? was : is;
    to.push(step);
    save(step.map(([input]) => input), false);
  }

  form.addEventListener("keydown", (event) => {
    const input = event.target.closest("input[data-teacher]");
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && input && input.value.trim() === stored(input)) {
      event.preventDefault();
      if (event.shiftKey) turn(undone, done, "redo");
      else turn(done, undone, "undo");
      return;
    }
    if (!input || event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      commit(input, input.closest("td").classList.contains("other"));
      go(input, event.shiftKey ? -1 : 1);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      commit(input, false);
      go(input, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      input.value = stored(input);
      mark(input, "");
    }
  });

  form.addEventListener("focusout", (event) => {
    const input = event.target.closest("input[data-teacher]");
    if (input && !input.closest("td").classList.contains("err")) commit(input, false);
  });

  form.addEventListener("paste", (event) => {
    const input = event.target.closest("input[data-teacher]");
    const lines = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n$/, "").split("\n");
    if (!input || lines.length < 2) return;
    event.preventDefault();
    const start = inputs.indexOf(input);
    const changed = inputs.slice(start, start + lines.length);
    changed.forEach((one, at) => { one.value = lines[at].split("\t")[0].trim(); });
    save(changed, true);
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    delete form.dataset.sent;
  });
  undo.addEventListener("click", () => turn(done, undone, "undo"));
  redo.addEventListener("click", () => turn(undone, done, "redo"));
  window.addEventListener("beforeunload", (event) => {
    if (inputs.some((input) => input.value.trim() !== stored(input))) event.preventDefault();
  });
});
