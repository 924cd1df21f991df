// Undo, several deep: the line at the bottom tells of the last decision, and takes it back.
import { bringBack, decided } from "./card.js";
import { desk } from "./page.js";
import { SignedOut, fromHTML, post } from "./server.js";

const TOLD = 6_000; // milliseconds a word of the desk stays
const UNDO = Number(desk.dataset.undoSeconds) * 1000; // milliseconds a decision can be taken back

const bar = desk.querySelector("[data-undo]");
const taken = []; // what can be undone: {at, said, selection, done}, a promise of what the server did
let toldUntil = 0;

const offer = () => {
  const now = Date.now();
  while (taken.length && now - taken[0].at > UNDO) taken.shift();
  const last = taken.at(-1);
  bar.querySelector("form").hidden = !last;
  if (now < toldUntil) return;
  bar.hidden = !last;
  if (last) bar.querySelector("[data-said]").textContent = last.said;
};

export const say = (words) => {
  toldUntil = Date.now() + TOLD;
  bar.hidden = false;
  bar.querySelector("[data-said]").textContent = words;
  offer();
};

export const remember = (entry) => {
  taken.push(entry);
  toldUntil = 0;
  offer();
};

export const forget = (entry) => {
  const at = taken.indexOf(entry);
  if (at >= 0) taken.splice(at, 1);
  offer();
};

export const undo = async () => {
  offer();
  const last = taken.pop();
  if (!last) return say(desk.dataset.late);
  const { decisions = [], held = [] } = await last.done;
  if (!decisions.length && !held.length) return offer();
  const body = new FormData();
  for (const decision of decisions) body.append("decision", decision);
  for (const pk of held) body.append("held", pk);
  let response;
  try {
    response = await post(desk.dataset.undoing, body);
  } catch (fault) {
    remember(last);
    return say(fault instanceof SignedOut ? desk.dataset.signedOut : desk.dataset.lostUndo);
  }
  const answer = await response.json();
  say(answer.said);
  if (!response.ok) return;
  for (const pk of answer.comments) decided.delete(pk);
  const back = await fetch(`${desk.dataset.queue}${answer.comments.at(-1)}/change/?${last.selection}`, {
    headers: { Accept: "text/x-fragment" },
  });
  if (back.ok) bringBack(fromHTML(await back.text()));
};

export const startUndo = () => {
  if (bar.hidden) setInterval(offer, 1000);
  else setTimeout(() => setInterval(offer, 1000), UNDO); // one taken before this page: the form undoes it
  bar.querySelector("form").addEventListener("submit", (event) => {
    if (!taken.length) return; // one taken before this page was opened: the form does it
    event.preventDefault();
    undo();
  });
};
