// What a key does: it presses the button that stands on the card.
import { chosen, pick } from "./bulk.js";
import { isSettled } from "./card.js";
import { card, desk, pkOf } from "./page.js";
import { neighbour } from "./queue.js";
import { say, undo } from "./undo.js";

const help = desk.querySelector("dialog");

export const press = (selector) => card()?.querySelector(selector)?.click();

// A key decides on what was read: not on a card that changed under the hand, nor on one that came back.
const mayDecide = () => {
  if (card()?.dataset.returned) say(desk.dataset.byButton);
  else if (!isSettled()) say(desk.dataset.tooSoon);
  else return true;
  return false;
};

const fold = (id) => {
  const panel = document.getElementById(id);
  if (panel) panel.open = !panel.open;
};

const publish = () => mayDecide() && press(chosen() ? "#lot [value=approve]" : "[data-yes]");

const isOwnWords = (statement) => statement.value && statement.value !== statement.dataset.ready;

const chooseRule = (number) => {
  const rule = card()?.querySelector(`[name=clause][type=radio][value="${number}"]`);
  if (!rule) return null;
  rule.checked = true;
  rule.dispatchEvent(new Event("change", { bubbles: true }));
  return rule.form.reasons;
};

// Shift and a digit: the rule and its statement, to be adapted.
export const openRule = (number) => chooseRule(number)?.focus();

// A digit: refuse by this rule; its ready statement is sent, but never one written for another rule.
export const refuseBy = (number) => {
  if (!mayDecide()) return;
  if (chosen()) {
    card().querySelector("#lot-regle").value = number;
    press("#lot [value=reject]");
    return;
  }
  const statement = chooseRule(number);
  if (!statement) return;
  if (isOwnWords(statement)) {
    statement.focus();
    say(desk.dataset.ownWords.replace("[n]", number));
    return;
  }
  press("[data-no]");
};

const askOpinion = () => {
  const panel = document.getElementById("avis");
  if (!panel) return;
  panel.open = true;
  panel.querySelector("[name=why]").focus();
};

const LANES = { a: "pending", s: "reported", t: "escalated", r: "appealed", d: "decided" };
export const toLane = (key) => {
  if (LANES[key]) location.assign(`${desk.dataset.queue}suivant/?file=${LANES[key]}`);
};

export const acts = {
  j: () => neighbour(1),
  k: () => neighbour(-1),
  p: publish,
  t: askOpinion,
  z: undo,
  x: () => card() && pick(pkOf(card())),
  v: () => fold("voile"),
  c: () => fold("contexte"),
  d: () => fold("dossier"),
  s: () => fold("semblables"),
  m: () => card()?.querySelector("textarea[name=reasons]")?.focus(),
  "?": () => (help.open ? help.close() : help.showModal()),
};
