// 评价细则：拖动卡片排次序；放下就存，页面按存好的次序重开。没有脚本时用『上移』『下移』。
"use strict";

const cards = document.querySelector(".cards[data-order]");
let moving = null;

function send() {
  const form = document.createElement("form");
  form.method = "post";
  form.action = cards.dataset.order;
  const fields = [["csrfmiddlewaretoken", document.querySelector("meta[name=csrf-token]").content],
    ["do", "order"], ["edition", cards.dataset.edition]];
  for (const card of cards.querySelectorAll(".item[data-code]")) fields.push(["order", card.dataset.code]);
  for (const [name, value] of fields) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

if (cards) {
  for (const card of cards.querySelectorAll(".item[data-code]")) {
    const grip = document.createElement("span");
    grip.className = "grip";
    grip.textContent = "⠿";
    grip.title = "按住拖动，改次序";
    grip.setAttribute("aria-hidden", "true");
    grip.draggable = true;
    card.querySelector("header").prepend(grip);
    grip.addEventListener("dragstart", (event) => {
      moving = card;
      card.classList.add("moving");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.dataset.code);
      event.dataTransfer.setDragImage(card, 20, 20);
    });
    grip.addEventListener("dragend", () => {
      moving = null;
      for (const one of cards.querySelectorAll(".moving, .over")) one.classList.remove("moving", "over");
    });
    card.addEventListener("dragover", (event) => {
      if (!moving || moving === card) return;
      event.preventDefault();
      card.classList.add("over");
    });
    card.addEventListener("dragleave", () => card.classList.remove("over"));
    card.addEventListener("drop", (event) => {
      if (!moving || moving === card) return;
      event.preventDefault();
      const below = moving.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (below) card.after(moving); else card.before(moving);
      send();
    });
  }
}
