// The size of the text in percent, on every page: portail.js sets it again on the next one.
import { read, write } from "./store.js";

const USUAL = 100;
const MOST = 150;
const STEP = 12.5;

export function press(button) {
  const wanted = (read("taille") || USUAL) + STEP * Number(button.value);
  const now = Math.min(MOST, Math.max(USUAL, wanted));
  write("taille", now === USUAL ? null : now);
  document.documentElement.style.fontSize = now === USUAL ? "" : `${now}%`;
}
