"""What must hold for every page (spec 06): it fits the phone, can be read and pressed, and axe finds nothing."""
from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}, "resultTypes": ["violations"]}

SMALL_TEXT = """() => {
  const found = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest("script, style, template") || !parent.checkVisibility()) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < 14) found.add(`${size}px <${parent.tagName.toLowerCase()} class="${parent.className}">`
      + node.textContent.trim().slice(0, 20));
  }
  return [...found];
}"""

# What sticks out to the right and is not inside a region that scrolls by itself.
OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.body.querySelectorAll("*")]
    .filter(e => e.getBoundingClientRect().right > wide + 1 && !e.closest(".scroll, .matrix"))
    .map(e => `<${e.tagName.toLowerCase()} class="${e.className}"> ${Math.round(e.getBoundingClientRect().right)} > ${wide}`)
    .slice(0, 8).concat([`page ${document.documentElement.scrollWidth} > ${wide}`]);
}"""


# A bar that stays in view may lie over any field until one scrolls: it is laid into the page while axe measures.
LAID_DOWN = """() => document.querySelectorAll("*").forEach(e => {
  if (getComputedStyle(e).position === "sticky") { e.dataset.stuck = e.style.position; e.style.position = "static"; }
})"""
STUCK_AGAIN = """() => document.querySelectorAll("[data-stuck]").forEach(e => { e.style.position = e.dataset.stuck; delete e.dataset.stuck; })"""


def small_text(page: Page) -> list[str]:
    return page.evaluate(SMALL_TEXT)


def overflow(page: Page) -> list[str]:
    return page.evaluate(OVERFLOW)


def axe(page: Page) -> list[str]:
    """One line per finding: rule, why, where."""
    page.evaluate(LAID_DOWN)
    found = Axe().run(page, options=RULES).response["violations"]
    page.evaluate(STUCK_AGAIN)
    return [f"{rule['id']}: {rule['help']} at {', '.join(node['target'][0] for node in rule['nodes'][:5])}" for rule in found]


def faults(page: Page) -> list[str]:
    """Everything wrong with the page as it stands; text size counts on the phone only."""
    narrow = page.viewport_size["width"] < 992
    return overflow(page) + (small_text(page) if narrow else []) + axe(page)
