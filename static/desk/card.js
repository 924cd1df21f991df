// The card on screen, and those that wait to follow it.
import { follow } from "./languages.js";
import { card, desk, pkOf, place } from "./page.js";

const fresh = desk.querySelector("[data-fresh]");
const SETTLES = 300; // milliseconds before a key counts for a card that was just painted

export const ready = []; // the next cards, first to come first
export const behind = []; // those gone through without a decision, for K
export const decided = new Set(); // comments whose decision left this screen and was not taken back

let turned = 0;
export const turns = () => turned; // how many times the card on screen changed

let painted = Infinity; // when the card on screen was painted, on the clock of performance.now()
const shownBefore = new WeakMap(); // milliseconds a card was on screen before this time

const notePaint = () => {
  const turn = turned;
  painted = Infinity;
  delete desk.dataset.settled;
  const settle = () => turn === turned && (desk.dataset.settled = turn); // for whoever looks
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (turn !== turned) return;
      painted = performance.now();
      setTimeout(settle, SETTLES);
    }),
  );
};

// Milliseconds the card on screen has been readable.
export const shownFor = () => (shownBefore.get(card()) ?? 0) + Math.max(0, performance.now() - painted);

// Whether a press at this moment can be meant for the card on screen.
export const isSettled = (pressedAt = performance.now()) => pressedAt - painted >= SETTLES;

const tell = (words) => {
  fresh.querySelector("p").textContent = words ?? "";
  fresh.hidden = !words;
};

// On a phone the card stands under the bar and the folded list: the words come first.
const isStacked = (grid) => getComputedStyle(grid).display !== "grid";

export const show = (grid, { focus = true } = {}) => {
  const current = card();
  if (current) shownBefore.set(current, shownFor());
  for (const pk of decided) grid.querySelector(`[data-pk="${pk}"]`)?.remove(); // it was fetched before
  turned += 1;
  place.replaceChildren(grid);
  notePaint();
  history.replaceState(null, "", grid.dataset.address);
  follow(grid.dataset.address);
  document.title = document.title.replace(/^[^|]*/, `${grid.dataset.title} `);
  tell(grid.dataset.returned);
  if (focus) (fresh.hidden ? grid.querySelector("#t-cours") : fresh.querySelector("p")).focus({ preventScroll: true });
  scrollTo({ top: isStacked(grid) ? grid.querySelector(".mod__centre").offsetTop : 0 });
  desk.dataset.shown = grid.dataset.comment;
};

export const empty = () => {
  const told = document.createElement("p");
  told.className = "avis avis--ok";
  told.tabIndex = -1;
  told.textContent = desk.dataset.empty;
  turned += 1;
  place.replaceChildren(told);
  tell("");
  told.focus();
  desk.dataset.shown = "none";
};

// A card that was asked for: it takes the place of the one on screen, which follows it.
export const bringBack = (grid) => {
  const current = card();
  if (current && pkOf(current) !== pkOf(grid)) ready.unshift(current);
  show(grid);
};

const forgetCopies = (pk) => {
  for (const list of [ready, behind]) {
    for (let at = list.length; at--; ) if (pkOf(list[at]) === pk) list.splice(at, 1);
  }
};

// A card whose decision was refused or lost. It never takes the place of another: the next key may be on
// its way already. It follows, its words say why, and no key decides on it.
export const sendBack = (grid, words) => {
  grid.dataset.returned = words;
  for (const choice of grid.querySelectorAll("[name=clause]:checked")) choice.checked = false;
  forgetCopies(pkOf(grid));
  const current = card();
  if (current && pkOf(current) !== pkOf(grid)) ready.unshift(grid);
  else show(grid);
  return current !== null && card() === current;
};

// What happened to the card on screen while it was read.
export const complain = (words) => {
  if (card()) card().dataset.returned = words;
  tell(words);
  fresh.querySelector("p").focus();
};

notePaint();
