// A session ends by silence. What a page asks by itself does not keep it open; what one does at it does.
let touched = false;
for (const act of ["keydown", "pointerdown", "input"]) {
  addEventListener(act, () => (touched = true), { capture: true, passive: true });
}

// The head of a request that nobody's hand is behind (portal/signin/required.py); nothing if one was there since the last.
export const byItself = () => {
  const head = touched ? {} : { "X-By-Itself": "yes" };
  touched = false;
  return head;
};
