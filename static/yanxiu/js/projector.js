// The code on the wall: asked anew every ten seconds; without an answer it disappears, never a frozen code.
"use strict";

const wall = document.querySelector(".wall");
const part = (name) => wall.querySelector(`[data-${name}]`);
const EVERY = 10;
const WINDOW = 15;
let left = Number(part("seconds").textContent);
let next = EVERY;

function show(code) {
  const drawn = new DOMParser().parseFromString(code.svg, "text/html").body.firstElementChild;
  part("svg").replaceChildren(...(drawn ? [drawn] : []));
  part("how").hidden = !drawn;
  part("spoken").textContent = code.spoken;
  part("came").textContent = code.came;
  part("expected").textContent = code.expected;
  part("aside").textContent =
    `应到 ${code.due}` + (code.excused ? `　请假 ${code.excused}` : "") + (code.duty ? `　公出 ${code.duty}（计出勤）` : "");
  part("names").replaceChildren(...code.names.map((name) => {
    const item = document.createElement("li");
    item.textContent = name;
    return item;
  }));
  part("closed").hidden = !code.closed;
  part("why").textContent = code.closed;
  part("turn").hidden = Boolean(code.closed);
  part("lost").hidden = true;
  left = code.seconds;
}

function lose() {
  part("svg").replaceChildren();
  part("how").hidden = true;
  part("turn").hidden = true;
  part("lost").hidden = false;
}

async function ask() {
  try {
    const answer = await fetch(wall.dataset.code, { headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(6000) });
    if (!answer.ok) throw new Error(answer.status);
    show(await answer.json());
  } catch {
    lose();
  }
}

setInterval(() => {
  left -= 1;
  next -= 1;
  if (left <= 0 || next <= 0) {
    next = EVERY;
    left = left <= 0 ? WINDOW : left;
    ask();
  }
  part("seconds").textContent = left;
  part("ring").setAttribute("stroke-dasharray", `${Math.round((82 * left) / WINDOW)} 82`);
}, 1000);
window.addEventListener("offline", lose);
window.addEventListener("online", ask);
