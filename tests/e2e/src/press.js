// Presses for tests, in the page itself: ("twice", place, index) presses a button of the page twice within 50 ms,
// and then the button of the form that it opened; ("names", place) lists the buttons; ("random", place, seed,
// count, millis) performs up to `count` random actions within a time limit. Each takes a list of texts of buttons
// not to press after these arguments, and answers through its last argument.
const done = arguments[arguments.length - 1];
const [what, place, ...given] = Array.from(arguments).slice(0, -1);
window.print = () => {};
window.open = () => null;
HTMLAnchorElement.prototype.click = function () {
  // Downloads, and links to other programs.
  if (this.hasAttribute("download") || !this.getAttribute("href")?.startsWith("#")) return;
  HTMLElement.prototype.click.call(this);
};
HTMLInputElement.prototype.showPicker = () => {};

const sleep = (ms) => new Promise((then) => setTimeout(then, ms));
const got = (request) =>
  new Promise((then, not) => {
    request.onsuccess = () => then(request.result);
    request.onerror = () => not(request.error);
  });
/** How many commits there were. */
const commits = async () => {
  const database = await got(indexedDB.open("busbar"));
  const number = await got(database.transaction("commits").objectStore("commits").get("head"));
  database.close();
  return number ?? 0;
};
const until = async (isSo, patience = 2000) => {
  for (let waited = 0; waited < patience && !isSo(); waited += 20) await sleep(20);
};
const isQuiet = () => !document.querySelector("[aria-busy=true], .save-state.saving");
/** Until nothing is written any more; a press that began nothing is over at once. */
const settled = async () => {
  await sleep(120);
  await until(isQuiet);
  await sleep(30);
};
const shown = (element) => {
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== "hidden";
};
const root = () => {
  const dialogs = document.querySelectorAll("dialog:modal");
  return dialogs.length ? dialogs[dialogs.length - 1] : document.querySelector("main") ?? document;
};
/** Labels that are not to be pressed. */
const removes = given[given.length - 1];
const isOut = (element) => removes.includes(words(element));
const buttons = () =>
  Array.from(root().querySelectorAll("button")).filter((one) => !one.disabled && shown(one) && !isOut(one));
const words = (one) => (one.getAttribute("aria-label") || one.innerText).trim().replace(/\s+/g, " ");
const fill = () => {
  for (const field of root().querySelectorAll("input, textarea")) {
    if (field.value || !shown(field)) continue;
    const value = { date: "2026-01-05", "datetime-local": "2026-01-05T10:00" }[field.type] ?? "37";
    if (["checkbox", "radio", "file", "search"].includes(field.type)) continue;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  for (const list of root().querySelectorAll("select")) {
    const first = Array.from(list.options).find((option) => option.value);
    if (list.value || !first) continue;
    list.value = first.value;
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }
};
const go = async (address) => {
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  if (location.hash !== address) location.hash = address;
  await until(() => !document.querySelector(".opening"));
  await sleep(60);
};
/** Presses twice, and says how often something was written more than once. */
const twice = async (button) => {
  // Text typed on the previous page is saved as that is left.
  await until(isQuiet);
  const before = await commits();
  const name = words(button);
  const { x, y } = button.getBoundingClientRect();
  button.click();
  await sleep(45);
  // The second tap lands on whatever is at that position by then.
  const again = button.isConnected
    ? button
    : buttons().find((one) => {
        const at = one.getBoundingClientRect();
        return Math.abs(at.x - x) < 8 && Math.abs(at.y - y) < 8;
      });
  again?.click();
  await settled();
  const written = (await commits()) - before;
  return { name, written };
};

const run = async () => {
  if (what === "names") {
    await go(place);
    return buttons().map(words);
  }
  if (what === "twice") {
    await go(place);
    const button = buttons()[given[0]];
    if (!button) return [];
    const all = [await twice(button)];
    const form = document.querySelector("dialog:modal");
    if (form) {
      fill();
      await sleep(40);
      const first = form.querySelector(".dialog-foot .first, .button.first");
      if (first && !first.disabled && !isOut(first)) all.push(await twice(first));
    }
    return all;
  }
  // Random, reproducible from the seed.
  let state = given[0];
  const next = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
  await go(place);
  const SIGNS = ["甲", "乙 ", "12", "-3", "2031-01-01", "a,b", "ＡＢ", "🙂", ""];
  const end = performance.now() + given[2];
  for (let count = 0; count < given[1] && performance.now() < end; count += 1) {
    if (count % 40 === 39) await go(place);
    if (next(25) === 0) {
      history.back();
      await sleep(25);
      continue;
    }
    const all = Array.from(
      root().querySelectorAll("button, a[href^='#'], summary, input:not([type=file]), textarea, select, [role=row], [role=option]"),
    ).filter((one) => !one.disabled && shown(one) && !isOut(one));
    const one = all[next(all.length)];
    if (!one) {
      await go(place);
      continue;
    }
    if (one.matches("textarea, input:not([type=checkbox]):not([type=radio])")) {
      one.focus();
      one.value = SIGNS[next(SIGNS.length)];
      one.dispatchEvent(new Event("input", { bubbles: true }));
      // Sometimes a field is not left.
      if (next(3)) one.dispatchEvent(new Event("change", { bubbles: true }));
      if (next(2)) one.blur();
    } else if (one.matches("select")) {
      one.selectedIndex = next(one.options.length);
      one.dispatchEvent(new Event("change", { bubbles: true }));
    } else {
      one.click();
    }
    await sleep(next(4) ? 5 : 25);
  }
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  return null;
};
run().then(done, (error) => done(String(error.stack ?? error)));
