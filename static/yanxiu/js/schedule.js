// 活动日程：用鼠标、手指或方向键把一行移到别的一天，移的时候就说会碰上什么；放下以后可以撤销一次。

const DAY = 86400000
const WEEKDAYS = "日一二三四五六"
const EDGE = 60, STEP = 14, NEAR = 5
let carried = null  // what is being moved: {grip, from, day, facts, ghost}

const board = () => document.getElementById("schedule")
const token = () => document.querySelector("meta[name=csrf-token]").content
const asDate = (iso) => new Date(`${iso}T00:00:00Z`)
const asIso = (date) => date.toISOString().slice(0, 10)
const plus = (iso, days) => asIso(new Date(asDate(iso).getTime() + days * DAY))

function said(iso) {
  if (!iso) return "还没排期"
  const date = asDate(iso), week = Math.floor((date - asDate(board().dataset.monday)) / DAY / 7) + 1
  return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日（周${WEEKDAYS[date.getUTCDay()]}）第 ${week} 周`
}

/* 一条说明：正在移到哪一天、会碰上什么 */
function bar() {
  let found = document.getElementById("moving")
  if (!found) {
    found = document.createElement("div")
    found.id = "moving"
    found.setAttribute("role", "status")
    document.body.append(found)
  }
  return found
}

function tell(text, look = "") {
  const found = bar()
  found.className = look
  found.textContent = text
}

function show(day) {
  if (!carried) return
  carried.day = day
  for (const old of document.querySelectorAll(".over, .over-bad")) old.classList.remove("over", "over-bad")
  const wrong = carried.facts ? carried.facts.days[day] : ""
  const target = targetOf(day)
  target?.classList.add(wrong ? "over-bad" : "over")
  if (carried.keys) target?.scrollIntoView({block: "nearest", inline: "nearest"})
  const free = carried.facts?.free.map((slot) => slot.said).slice(0, 2).join("；")
  const way = wrong && free ? `　空着的：${free}` : ""
  tell(`${carried.title} → ${said(day)}${wrong ? `　${wrong}${way}` : carried.facts ? "　没有冲突" : ""}`, wrong ? "bad" : "good")
}

function targetOf(day) {
  if (day === "") return board().querySelector('[data-on-day=""]')
  return board().querySelector(`[data-on-day="${day}"]`) || board().querySelector(`[data-on-week="${plus(day, -((asDate(day).getUTCDay() + 6) % 7))}"]`)
}

/* 拿起和放下 */
function take(grip, keys) {
  const line = grip.closest("tr, li, .chip")
  carried = {grip, keys, from: grip.dataset.day, day: grip.dataset.day, facts: null, title: grip.getAttribute("aria-label").replace("移动", "").replace(/』.*/, "』")}
  line?.classList.add("carried")
  carried.line = line
  if (grip.dataset.move) {
    const address = `${grip.dataset.move.replace("/move/", "/days/")}?session=${grip.dataset.session}`
    const mine = carried
    fetch(address, {headers: {Accept: "application/json"}}).then((answer) => answer.ok ? answer.json() : null).then((facts) => {
      mine.facts = facts
      if (carried === mine) show(mine.day)
    }, () => {})
  }
  show(carried.day)
}

function drop() {
  const {grip, from, day} = carried
  letGo()
  if (day === from) return
  const fields = grip.dataset.stage ? {day, was: from, edge: grip.dataset.edge} : {day, session: grip.dataset.session, version: grip.dataset.version}
  send(grip.dataset.stage || grip.dataset.move, fields)
}

function letGo() {
  carried?.line?.classList.remove("carried")
  carried?.ghost?.remove()
  for (const old of document.querySelectorAll(".over, .over-bad")) old.classList.remove("over", "over-bad")
  carried = null
  bar().className = ""
  bar().textContent = ""
}

async function send(address, fields) {
  tell("正在保存…")
  let data = {}, answer = null
  try {
    answer = await fetch(address, {
      method: "POST", body: new URLSearchParams(fields),
      headers: {Accept: "application/json", "X-CSRFToken": token()},
    })
    data = await answer.json()
  } catch {
    tell("没有网络，没有移动。有网以后请再移一次。", "bad")
    return
  }
  await renew(address, fields.session)
  if (answer.ok) done(address, data)
  else tell(data.error || "没有移成，请刷新页面再试。", "bad")
}

function done(address, data) {
  tell([data.said, ...data.says].join(" "), data.says.length ? "bad" : "good")
  if (!data.undo) return
  const back = document.createElement("button")
  back.type = "button"
  back.className = "btn btn-quiet btn-sm"
  back.textContent = "撤销"
  back.addEventListener("click", () => send(address, {undo: data.undo, version: data.version}))
  bar().append(" ", back)
}

/* 页面的这一块照服务器上的样子重新摆，焦点留在原来那一行 */
async function renew(address, session) {
  const scrolled = [...document.querySelectorAll("#schedule .scroll")].map((box) => box.scrollLeft)
  const answer = await fetch(location.href, {headers: {Accept: "text/html"}})
  if (!answer.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  board().replaceWith(page.getElementById("schedule"))
  const sub = page.querySelector("header .sub")
  if (sub) document.querySelector("header .sub").replaceWith(sub)
  document.querySelectorAll("#schedule .scroll").forEach((box, at) => { box.scrollLeft = scrolled[at] || 0 })
  const same = `[data-move="${address}"]`
  const grip = document.querySelector(`${same}[data-session="${session ?? ""}"]`) || document.querySelector(`${same}, [data-stage="${address}"]`)
  grip?.focus({preventScroll: true})
}

/* 方向键 */
document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.("#schedule .grip")
  if (event.key === "Escape" && carried) { letGo(); tell("没有移动。"); return }
  if (!grip) return
  const way = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7}[event.key]
  if (way) {
    event.preventDefault()
    if (!carried) take(grip, true)
    const least = carried.facts?.free[0]?.day
    const start = carried.day || least || asIso(new Date())
    const day = carried.day === "" ? start : plus(start, event.shiftKey && Math.abs(way) === 1 ? way * 7 : way)
    const facts = carried.facts
    show(facts && day < facts.first ? facts.first : facts && day > facts.last ? facts.last : day)
  } else if ((event.key === "Enter" || event.key === " ") && carried?.keys) {
    event.preventDefault()
    drop()
  }
})
document.addEventListener("focusout", (event) => {
  if (carried?.keys && event.target === carried.grip && event.relatedTarget) { letGo() }
})

/* 鼠标和手指 */
document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.("#schedule .grip")
  if (!grip || event.button) return
  event.preventDefault()
  const start = {x: event.clientX, y: event.clientY}
  let moved = false

  const move = (step) => {
    if (!moved && Math.hypot(step.clientX - start.x, step.clientY - start.y) < NEAR) return
    if (!moved) {
      moved = true
      if (carried) letGo()
      take(grip, false)
      carried.ghost = document.createElement("div")
      carried.ghost.className = "ghost"
      carried.ghost.textContent = carried.title
      document.body.append(carried.ghost)
    }
    if (!carried) return
    carried.ghost.style.transform = `translate(${step.clientX + 14}px, ${step.clientY + 10}px)`
    roll(step)
    show(dayAt(step, grip))
  }
  const end = (step) => {
    removeEventListener("pointermove", move)
    removeEventListener("pointerup", end)
    removeEventListener("pointercancel", stop)
    if (!moved && grip.href) location.href = grip.href
    else if (!moved) grip.focus()
    else if (carried) { carried.day = dayAt(step, grip); drop() }
  }
  const stop = () => { removeEventListener("pointermove", move); removeEventListener("pointerup", end); if (carried) letGo() }
  addEventListener("pointermove", move)
  addEventListener("pointerup", end)
  addEventListener("pointercancel", stop)
})
document.addEventListener("click", (event) => { if (event.target.closest?.("#schedule a.grip") && event.detail) event.preventDefault() })
document.addEventListener("dragstart", (event) => { if (event.target.closest?.("#schedule .grip")) event.preventDefault() })

/* 指着的是哪一天：日格子就是那一天；周格子保持星期几；阶段的一端落在那一周的头一天或末一天 */
function dayAt(point, grip) {
  const cell = document.elementFromPoint(point.clientX, point.clientY)?.closest("[data-on-day], [data-on-week]")
  if (!cell) return grip.dataset.day
  if ("onDay" in cell.dataset) return grip.dataset.stage ? grip.dataset.day : cell.dataset.onDay
  if (grip.dataset.stage) return plus(cell.dataset.onWeek, grip.dataset.edge === "start" ? 0 : 6)
  const weekday = grip.dataset.day ? (asDate(grip.dataset.day).getUTCDay() + 6) % 7 : 2
  return plus(cell.dataset.onWeek, weekday)
}

/* 拖到边上，页面和表跟着走 */
function roll(point) {
  if (point.clientY < EDGE) scrollBy(0, -STEP)
  if (point.clientY > innerHeight - EDGE) scrollBy(0, STEP)
  const box = document.elementFromPoint(point.clientX, point.clientY)?.closest(".scroll")
  if (!box) return
  const {left, right} = box.getBoundingClientRect()
  if (point.clientX < left + EDGE) box.scrollLeft -= STEP
  if (point.clientX > right - EDGE) box.scrollLeft += STEP
}
