// The list of what to read later.
import { read, write } from "./store.js";

export const MOST = 100;
export const list = () => read("liste", []);
const here = () => list().findIndex(({ at }) => at === location.pathname);

export function tell(group) {
  const button = group.querySelector("button");
  button.textContent = here() < 0 ? button.dataset.add : button.dataset.remove;
  button.setAttribute("aria-pressed", here() >= 0);
}

export function press(button, said) {
  const place = here();
  const title = document.querySelector("h1");
  const item = { at: location.pathname, title: title.textContent.trim(), lang: title.lang, since: Date.now() };
  const kept = place < 0 ? [item, ...list()].slice(0, MOST) : list().toSpliced(place, 1);
  if (write("liste", kept.length ? kept : null)) said.textContent = place < 0 ? button.dataset.added : "";
  tell(button.parentElement);
}
