// 意见：选中正文里的一句话，就指着这一句提；点一条意见里引的话，正文里找给人看。

const quote = document.getElementById("quote")
const texts = () => document.querySelectorAll(".sheet.doc, .sheet .doc, .sheet .tiptap")
const tight = (text) => text.replace(/\s+/g, "")

document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection()
  if (!quote || !chosen || chosen.isCollapsed || document.activeElement === quote) return
  const inside = [...texts()].some((text) => text.contains(chosen.anchorNode) && text.contains(chosen.focusNode))
  if (inside) quote.value = chosen.toString().trim().replace(/\s+/g, " ").slice(0, 100)
})

for (const said of document.querySelectorAll("[data-quote]")) {
  said.tabIndex = 0
  const find = () => {
    const wanted = tight(said.dataset.quote)
    const places = [...texts()].flatMap((text) => [...text.querySelectorAll("p, li, td, h3")])
    const place = places.find((one) => tight(one.textContent).includes(wanted))
    for (const old of document.querySelectorAll(".pointed")) old.classList.remove("pointed")
    place?.classList.add("pointed")
    place?.scrollIntoView({block: "center"})
  }
  said.addEventListener("click", find)
  said.addEventListener("keydown", (event) => { if (event.key === "Enter") find() })
}
