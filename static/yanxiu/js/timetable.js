// 课表: a day, a period and a class say whose lesson it is and when it begins. Only empty fields are filled in; nothing is locked.
"use strict";

(() => {
  const form = document.querySelector("form[data-timetable]");
  if (!form) return;
  const said = form.querySelector("[data-timetable-said]");
  const field = (name) => form.elements[name === "teacher" ? form.dataset.teacher : name];
  const ASKED = ["day", "period", "class_name", "teacher"];
  const filled = new Map(); // what was filled in from the timetable, and may be filled in again
  let last = "";

  const open = (name) => field(name) && (!field(name).value || field(name).value === filled.get(name));

  async function ask() {
    if (!field("day").value || !field("period").value) return;
    const asked = new URLSearchParams();
    for (const name of ASKED) if (field(name)?.value && field(name).value !== filled.get(name)) asked.set(name, field(name).value);
    if (asked.toString() === last) return;
    last = asked.toString();
    let slot;
    try {
      slot = await (await fetch(`${form.dataset.timetable}?${asked}`, { headers: { Accept: "application/json" } })).json();
    } catch {
      return; // without a network it is typed
    }
    const changed = ["teacher", "class_name", "subject", "starts"].filter((name) => name in slot && open(name) && field(name).value !== String(slot[name]));
    for (const name of changed) {
      field(name).value = slot[name];
      filled.set(name, field(name).value);
    }
    if (!changed.length) return;
    said.textContent = `照课表填的：${[slot.name, slot.class_name, slot.subject, field("starts") && slot.starts].filter(Boolean).join(" ")}。不对可以改。`;
    field("teacher").dispatchEvent(new Event("change", { bubbles: true }));
  }

  form.addEventListener("change", (event) => {
    if (ASKED.some((name) => field(name) === event.target) && event.isTrusted) ask();
  });
})();
