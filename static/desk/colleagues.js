// What colleagues decide leaves the screen; what one reads stays leased.
import { behind, complain, decided, ready } from "./card.js";
import { card, desk, pkOf, place, selection } from "./page.js";
import { byItself } from "./presence.js";
import { fill, onward, sending } from "./queue.js";
import { currentToken, post } from "./server.js";

const BREATH = 15_000; // milliseconds between two looks at the queue

const leave = (pk, words) => {
  place.querySelector(`[data-pk="${pk}"]`)?.remove();
  const at = ready.findIndex((grid) => grid.dataset.comment === pk && !grid.dataset.returned);
  if (at >= 0) ready.splice(at, 1);
  if (card()?.dataset.comment === pk && !sending.has(Number(pk)) && !decided.has(Number(pk))) complain(words);
};

const look = async () => {
  if (document.hidden) return;
  if (!card()) {
    await fill();
    if (ready.length && !card()) onward(); // the lane has more, or a colleague gave theirs back
    return;
  }
  const shown = [...place.querySelectorAll("[data-pk]")].map((item) => item.dataset.pk);
  const mine = [card(), ...ready].map(pkOf);
  const query = selection();
  query.set("montres", [...new Set([...shown, ...mine])].join(","));
  const response = await fetch(`${desk.dataset.state}?${query}`, { headers: byItself() });
  if (!response.ok) return;
  const { counts, gone } = await response.json();
  for (const [name, count] of Object.entries(counts)) {
    const told = document.querySelector(`[data-lane="${name}"] .compte`);
    if (told) told.textContent = count;
  }
  for (const [pk, words] of Object.entries(gone)) leave(pk, words);
  if (card()) await post(desk.dataset.leases, { garder: [card(), ...ready].map(pkOf).join(",") });
  await fill();
};

// The next look tries again: what one types meanwhile is refused in words if the server is away.
const lookAgain = () => look().catch(() => {});

const giveBack = () => {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", currentToken());
  body.append("rendre", [card(), ...ready, ...behind].filter(Boolean).map(pkOf).join(","));
  navigator.sendBeacon(desk.dataset.leases, body);
};

export const startWatching = () => {
  setInterval(lookAgain, BREATH);
  addEventListener("pagehide", giveBack);
};
