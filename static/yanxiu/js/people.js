// 选人: a field for names shows the teachers below it, narrowed by what is typed (姓名、拼音、首字母); a tap puts one in.
// A field with a list of its own (参加人员: groups, tags, subjects …) shows that.
// Without scripts the names are typed.
"use strict";

(() => {
  const APART = /[、，,；;\s]+/;

  function offer(input) {
    const list = document.getElementById(input.getAttribute("list") || "teacher-names");
    if (!list) return;
    const many = input.dataset.teachers === "many";
    const box = document.createElement("div");
    box.className = "offer";
    box.hidden = true;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "从名单里选");
    input.removeAttribute("list");
    input.autocomplete = "off";
    input.after(box);

    const cut = () => (many ? input.value.search(/[^、，,；;\s]*$/) : 0);

    function draw() {
      const typed = input.value.slice(cut()).trim().toLowerCase();
      const chosen = new Set(input.value.slice(0, cut()).split(APART));
      const fits = ({ value, label, dataset }) =>
        !chosen.has(value) && (label.includes(typed) || dataset.sound.split(" ").some((sound) => sound.startsWith(typed)));
      const found = [...list.options].filter(fits);
      box.hidden = !found.length || found[0].value === typed;
      box.replaceChildren(...(box.hidden ? [] : found.map(button)));
    }

    function button({ value, label }) {
      const made = document.createElement("button");
      made.type = "button";
      made.tabIndex = -1;
      made.textContent = label;
      made.addEventListener("click", () => {
        input.value = `${input.value.slice(0, cut())}${value}${many ? "、" : ""}`;
        input.focus();
        draw();
        if (!many) box.hidden = true;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
      return made;
    }

    input.addEventListener("focus", draw);
    input.addEventListener("input", draw);
    box.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "mouse") event.preventDefault(); // the field keeps the caret
    });
    for (const part of [input, box]) {
      part.addEventListener("focusout", (event) => {
        if (event.relatedTarget !== input && !box.contains(event.relatedTarget)) box.hidden = true;
      });
      part.addEventListener("keydown", (event) => {
        const buttons = [...box.children];
        const at = buttons.indexOf(document.activeElement);
        if (event.key === "Escape") box.hidden = true;
        if (box.hidden || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
        event.preventDefault();
        (event.key === "ArrowDown" ? buttons[at + 1] : at > 0 ? buttons[at - 1] : input)?.focus();
      });
    }
    input.form.addEventListener("submit", () => {
      input.value = input.value.replace(/[、，,；;\s]+$/, "");
    });
  }

  for (const input of document.querySelectorAll("input[data-teachers]:not([data-offered])")) {
    input.dataset.offered = ""; // a page with two lists loads this twice
    offer(input);
  }
})();
