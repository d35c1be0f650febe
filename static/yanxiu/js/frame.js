// The little that every page needs: the CSRF token for htmx, refusals said in words, one sending per press.
"use strict";

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content;
});

/** One sentence at the top of the page; kind is "", "done", "due" or "wrong". */
function say(text, kind, word) {
  const note = document.createElement("p");
  note.className = `note ${kind}`;
  const state = document.createElement("span");
  state.className = `st st-${kind || "run"}`;
  state.textContent = word;
  const words = document.createElement("span");
  words.textContent = text;
  note.append(state, words);
  document.getElementById("messages").replaceChildren(note);
}

document.addEventListener("htmx:responseError", (event) => {
  let text = "没有办成，请刷新页面再试一次。";
  try {
    text = JSON.parse(event.detail.xhr.responseText).error || text;
  } catch {
    // not our JSON: the general sentence stands
  }
  say(text, "wrong", "没办成");
});

document.addEventListener("htmx:sendError", () => {
  say("没有网络，这一步没有送出。有网以后请再按一次。", "due", "没有网络");
});

// A second press while the first is under way sends nothing; coming back to the page frees the buttons again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.target) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Browsers without :has() get the chosen option of a .pick coloured here.
document.addEventListener("change", (event) => {
  const pick = event.target.closest(".pick");
  if (!pick) return;
  for (const label of pick.querySelectorAll("label")) {
    label.classList.toggle("on", label.querySelector("input")?.checked ?? false);
  }
});

/** 手机上宽表不左右滑: every cell is told the words of its column, narrow.css puts a row below the other (data-head). */
function stack(root) {
  for (const table of root.querySelectorAll(".scroll:not(.stack) > .table-doc:not(.beside, .dots, .sched)")) {
    const heads = table.tHead?.rows.length === 1 ? [...table.tHead.rows[0].cells] : [];
    if (!heads.length || heads.some((head) => head.colSpan > 1)) continue;
    const words = heads.map((head) => (head.querySelector(".visually-hidden") ? "" : head.textContent.trim()));
    const covered = words.map(() => 0); // rows below that a cell of this column still covers
    for (const row of [...table.tBodies, table.tFoot].flatMap((part) => [...(part?.rows ?? [])])) {
      const cells = [...row.cells];
      for (let column = 0; column < words.length; column += 1) {
        if (covered[column]) {
          covered[column] -= 1;
          continue;
        }
        const cell = cells.shift();
        if (!cell) break;
        covered[column] = cell.rowSpan - 1;
        if (column === 0 && cell.tagName === "TD" && !row.querySelector("th")) cell.classList.add("first");
        else if (words[column] && !cell.querySelector(".st, .btn, form")) cell.dataset.head = words[column];
        column += cell.colSpan - 1;
      }
    }
    table.parentElement.classList.add("stack");
  }
}
stack(document);
document.addEventListener("htmx:afterSettle", (event) => stack(event.detail.elt.parentElement ?? document));

/** What stays on this phone. WeChat's browser and private windows may refuse it: then nothing is kept and nothing breaks. */
const phone = {
  keep(name, text) {
    try {
      localStorage.setItem(name, text);
      return true;
    } catch {
      return false; // full or switched off: what was typed still stands in the page
    }
  },
  kept(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  forget(name) {
    try {
      localStorage.removeItem(name);
    } catch {
      // nothing was kept
    }
  },
};

/** Whether words were typed into a form before its script came over a slow network. */
function early(form) {
  return [...form.elements].some((one) => ["text", "textarea"].includes(one.type) && one.value !== one.defaultValue);
}

window.yanxiu = { say, phone, early };
