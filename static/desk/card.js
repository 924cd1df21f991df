// The card on screen: the next one takes its place, one that was decided comes back with a complaint.
import { card, desk, pkOf, place } from "./page.js";
import { fromHTML } from "./server.js";

const fresh = desk.querySelector("[data-fresh]");

export const ready = []; // the next cards, first to come first
export const behind = []; // those gone through without a decision, for K
export const decided = new Set(); // comments whose decision left this screen and was not taken back

let turned = 0;
export const turns = () => turned; // how many times the card on screen changed

export const show = (grid, { focus = true } = {}) => {
  for (const pk of decided) grid.querySelector(`[data-pk="${pk}"]`)?.remove(); // it was fetched before
  turned += 1;
  place.replaceChildren(grid);
  history.replaceState(null, "", grid.dataset.address);
  document.title = document.title.replace(/^[^|]*/, `${grid.dataset.title} `);
  if (focus) grid.querySelector("#t-cours").focus({ preventScroll: true });
  desk.dataset.shown = grid.dataset.comment;
  fresh.hidden = true;
};

export const empty = () => {
  const told = document.createElement("p");
  told.className = "avis avis--ok";
  told.tabIndex = -1;
  told.textContent = desk.dataset.empty;
  place.replaceChildren(told);
  told.focus();
  desk.dataset.shown = "none";
};

export const bringBack = (grid) => {
  const current = card(); // the next one, or still the one that comes back
  if (current && pkOf(current) !== pkOf(grid)) ready.unshift(current);
  show(grid);
};

export const complain = (words, html) => {
  if (html) bringBack(fromHTML(html));
  const told = fresh.querySelector("p");
  told.textContent = words;
  fresh.hidden = false;
  told.focus();
};
