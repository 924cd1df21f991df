// The queue: the next cards are here before they are asked for.
import { behind, empty, ready, show, turns } from "./card.js";
import { card, desk, pkOf } from "./page.js";
import { fromHTML, post } from "./server.js";

const AHEAD = 2; // cards held ready

export const sending = new Set(); // comments whose decision is on its way

let filling = null;
// Without an answer the lane only looks empty for now: the next look fills it.
export const fill = () =>
  (filling ??= fillNow()
    .catch(() => {})
    .finally(() => (filling = null)));

const fillNow = async () => {
  while (ready.length < AHEAD) {
    const held = [card(), ...ready, ...behind].filter(Boolean).map(pkOf);
    const response = await post(desk.dataset.next, { hors: [...held, ...sending].join(",") }, "text/x-fragment");
    if (response.status !== 200) return;
    const grid = fromHTML(await response.text());
    if (held.includes(pkOf(grid))) return;
    ready.push(grid);
    desk.dataset.ready = ready.length;
  }
};

export const onward = async () => {
  const asked = turns();
  if (!ready.length) await fill();
  if (!ready.length) await fill(); // one that was under way may have begun before the lane had more
  if (turns() !== asked) return; // another card took its place meanwhile
  const next = ready.shift();
  if (next) show(next);
  else empty();
  fill();
};

// One card on, one card back, without a decision.
export const neighbour = async (step) => {
  const current = card();
  if (step < 0) {
    if (!behind.length) return;
    if (current) ready.unshift(current);
    return show(behind.pop());
  }
  if (!ready.length) await fill();
  if (!ready.length || !current) return;
  behind.push(current);
  show(ready.shift());
  fill();
};
