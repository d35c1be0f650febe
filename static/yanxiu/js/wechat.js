// 复制到微信群: the text goes to the clipboard; on plain http, where browsers have no clipboard for pages, it is selected and copied the old way.
"use strict";

for (const box of document.querySelectorAll("[data-wechat]:not([data-ready])")) {
  box.dataset.ready = "1";
  const text = box.querySelector("[data-text]");
  const button = box.querySelector("[data-copy]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    let done;
    try {
      await navigator.clipboard.writeText(text.value);
      done = true;
    } catch {
      text.focus();
      text.setSelectionRange(0, text.value.length); // select() alone selects nothing on an iPhone
      done = document.execCommand("copy");
    }
    box.querySelector("[data-copied]").textContent = done ? "已复制，去粘贴" : "没能复制，请长按文字自己复制";
  });
}
