// A timed tap: (press, write, shows) → milliseconds from the tap to the frame after the one that first shows its
// result, or null if there is nothing to press. `write` is text to type, if not empty; `shows` selects the
// result: an element that appears, is replaced, or changes its text.
const [press, write, shows, done] = arguments;
const PATIENCE_MS = 20_000;
const frame = () => new Promise(requestAnimationFrame);
const look = () => {
  const found = document.querySelector(shows);
  return { found, says: found?.textContent };
};
const target = document.querySelector(press);
const measure = async () => {
  const before = look();
  const start = performance.now();
  if (write) {
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
    set.call(target, write);
    target.dispatchEvent(new InputEvent("input", { bubbles: true }));
  } else {
    target.click();
  }
  for (;;) {
    await frame();
    const now = look();
    if (now.found && (now.found !== before.found || now.says !== before.says)) {
      break;
    }
    if (performance.now() - start > PATIENCE_MS) {
      throw new Error(`nothing came: ${press} → ${shows}`);
    }
  }
  await frame();
  return performance.now() - start;
};
if (target) {
  measure().then((taken) => done({ taken }), (error) => done({ failed: String(error) }));
} else {
  done({ taken: null });
}
