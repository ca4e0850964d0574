// Finds an element by role and name: (role, name, whole, beside) → the element, or null. Hidden and disabled
// elements, and those behind an open dialog, are not found. Without `whole`, part of the name is sufficient; a
// full match always comes first. With `beside`, the surrounding row or note must contain that text as well.
const ROLES = {
  button: "button, summary, [role=button]",
  link: "a[href]",
  field: "input:not([type=radio]):not([type=checkbox]):not([type=file]), textarea, select",
  file: "input[type=file]",
  radio: "input[type=radio], [role=radio]",
  checkbox: "input[type=checkbox], [role=checkbox], [role=switch]",
  tab: "[role=tab], .tabs a",
  row: "[role=row]:not(.table-tracks), [role=option]",
  columnheader: "[role=columnheader] button, th button",
  heading: "h1, h2, h3, [role=heading]",
  dialog: "dialog[open], [role=dialog]",
  status: "[role=status], [role=alert]",
  any: "button, summary, a[href], label, [role=button], [role=tab], [role=option]",
};
const [role, name, whole, beside] = arguments;
const text = (value) => (value ?? "").replace(/\s+/g, " ").trim();
const wanted = text(name);
const dialogs = document.querySelectorAll("dialog:modal");
const root = dialogs.length ? dialogs[dialogs.length - 1] : document;

const shown = (element) => {
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return box.width > 0 && box.height > 0 && style.visibility !== "hidden" && style.display !== "none";
};
const labels = (element) => {
  const by = element.getAttribute("aria-labelledby");
  return [
    element.getAttribute("aria-label"),
    by && by.split(" ").map((id) => document.getElementById(id)?.textContent).join(" "),
    ...Array.from(element.labels ?? [], (label) => label.textContent),
    element.matches("input, textarea, select") ? "" : element.innerText || element.textContent,
    element.getAttribute("title"),
    element.getAttribute("placeholder"),
  ].map(text).filter(Boolean);
};
// A control may be represented by its label.
const seen = (element) => {
  if (shown(element) && Number(getComputedStyle(element).opacity) > 0) return element;
  if (element.type === "file") return element;
  return Array.from(element.labels ?? []).find(shown) ?? null;
};

const isBeside = (element) => {
  const around = element.closest(".toast, .row, li, tr, .card, [role=row]");
  return !beside || text(around?.innerText).includes(text(beside));
};

let partly = null;
for (const element of root.querySelectorAll(ROLES[role] ?? role)) {
  if (element.disabled || !isBeside(element)) continue;
  const names = labels(element);
  const isWhole = wanted === "" || names.includes(wanted);
  if (!isWhole && (whole || partly || !names.some((name) => name.includes(wanted)))) continue;
  const target = seen(element);
  if (!target) continue;
  if (isWhole) return target;
  partly = target;
}
return partly;
