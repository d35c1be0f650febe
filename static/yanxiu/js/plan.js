// 起草计划：停笔两秒自动保存；别人先存过时，两份都留在页面上。

// 编辑器自带的词是英文的：它自己问的由 gettext 答，写死在按钮上的换掉。
const WORDS = {
  "Insert Table": "插入表格", "Table Properties": "表格", "Rows": "行数", "Columns": "列数", "Include header row": "第一行是表头",
  "Insert": "插入", "Cancel": "取消", "Update": "改好", "paragraph": "正文", "Paragraph": "正文", "heading 3": "小标题",
  "Heading 3": "小标题", "unordered list": "项目符号", "ordered list": "编号", "bold": "加粗", "italic": "斜体", "underline": "下划线",
  "Insert table": "插入表格", "Add column": "加一列", "Delete column": "删去这一列", "Add row": "加一行", "Delete row": "删去这一行",
  "Merge cells": "合并格子", "Split cell": "拆开格子", "Toggle header cell": "表头格", "Delete table": "删去表格", "undo": "撤销",
  "redo": "重做",
}
window.gettext = (text) => WORDS[text] ?? text

function speakChinese() {
  for (const button of document.querySelectorAll(".prose-menubar button")) {
    const word = WORDS[button.title]
    if (word) { button.title = word; button.setAttribute("aria-label", word) }
    const said = button.matches(".prose-menubar__option") && button.firstElementChild
    if (said && WORDS[said.textContent]) said.textContent = WORDS[said.textContent]
  }
  document.querySelector(".tiptap:not([aria-label])")?.setAttribute("aria-label", "正文")
}
new MutationObserver(speakChinese).observe(document.getElementById("section"), {childList: true, subtree: true})
import("django-prose-editor/configurable").then(speakChinese, () => {})  // without it the plain field is kept and saved the same way

const form = document.querySelector("form[data-autosave]")
const saved = document.getElementById("saved")
const conflict = document.getElementById("conflict")
const kept = form && `yanxiu-plan-${form.action}`
let timer = null, sending = false, again = false

const say = (text, look) => { saved.textContent = text; saved.className = look }

async function save() {
  if (sending) { again = true; return }
  sending = true
  say("正在保存…", "quiet")
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new FormData(form), headers: {Accept: "application/json", "X-CSRFToken": form.csrfmiddlewaretoken.value},
    })
    const data = await answer.json()
    if (answer.ok) {
      form.elements.version.value = data.version
      conflict.replaceChildren()
      if (!again) yanxiu.phone.forget(kept)
      timer = null
      say(data.saved, "saved")
      somebody(data.busy)
      document.getElementById("beside")?.dispatchEvent(new Event("saved"))
    } else if (answer.status === 409 && data.theirs !== undefined) {
      show(data)
    } else {
      say(data.error || "没有存上，文字还在这里，请稍后再试。", "wrong-text")
    }
  } catch {
    say("网络断了，文字还在这一页，恢复后自动保存。", "due-text")
    timer = setTimeout(save, 5000)
  }
  sending = false
  if (again) { again = false; save() }
}

// 别人刚在这一节存过：说一声，不拦着。
function somebody(text) {
  const note = document.getElementById("busy")
  note.hidden = !text
  note.lastElementChild.textContent = text
}

function show(data) {
  const first = !conflict.hasChildNodes()
  say("没有覆盖别人的改动，两份都在正文那里", "due-text")
  const box = document.createElement("div")
  box.className = "note due conflict"
  const text = document.createElement("div")
  const line = document.createElement("p")
  line.textContent = data.error
  const theirs = document.createElement("pre")
  theirs.textContent = data.theirs
  const keep = document.createElement("button")
  keep.type = "button"
  keep.className = "btn btn-quiet btn-sm"
  keep.textContent = "用我的（上面这份）存"
  keep.addEventListener("click", () => { form.elements.version.value = data.version; conflict.replaceChildren(); save() })
  const take = document.createElement("a")
  take.className = "btn btn-quiet btn-sm"
  take.href = location.href
  take.textContent = "用对方的，重新打开"
  text.append(line, "对方存的：", theirs, keep, " ", take)
  box.append(text)
  conflict.replaceChildren(box)
  if (first) box.scrollIntoView({block: "nearest"})
}

// 没存上就关了页面：文字留在这台电脑上，下次打开时摆出来。
function leftOver() {
  const text = yanxiu.phone.kept(kept)
  if (!text || text === form.elements.body.value) return
  const box = document.createElement("div")
  box.className = "note due conflict"
  const inner = document.createElement("div"), line = document.createElement("p"), words = document.createElement("pre")
  line.textContent = "上次离开时没有存上的一份还在这台电脑上，要用的话复制到上面："
  words.textContent = [...new DOMParser().parseFromString(text, "text/html").body.children].map((e) => e.textContent).join("\n")
  const done = document.createElement("button")
  done.type = "button"
  done.className = "btn btn-quiet btn-sm"
  done.textContent = "不要了"
  done.addEventListener("click", () => { yanxiu.phone.forget(kept); box.remove() })
  inner.append(line, words, done)
  box.append(inner)
  conflict.append(box)
}

if (form) {
  leftOver()
  form.addEventListener("input", () => {
    yanxiu.phone.keep(kept, form.elements.body.value)
    clearTimeout(timer)
    timer = setTimeout(save, 2000)
  })
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); save() })
  addEventListener("pagehide", () => { if (timer) navigator.sendBeacon(form.action, new FormData(form)) })
}
