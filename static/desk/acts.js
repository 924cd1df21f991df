// What a key does: it presses the button that stands on the card.
import { card, desk, pkOf } from "./page.js";
import { neighbour } from "./queue.js";
import { undo } from "./undo.js";

const help = desk.querySelector("dialog");

export const press = (selector) => card()?.querySelector(selector)?.click();

const fold = (id) => {
  const panel = document.getElementById(id);
  if (panel) panel.open = !panel.open;
};

const chosen = () => card()?.querySelectorAll("[form=lot]:checked").length ?? 0;

const pick = () => {
  const box = card()?.querySelector(`[data-pk="${pkOf(card())}"] [type=checkbox]`);
  if (box) box.checked = !box.checked;
};

export const withRule = (number, edit) => {
  if (chosen() && !edit) {
    card().querySelector("#lot-regle").value = number;
    return press("#lot [value=reject]");
  }
  const rule = card()?.querySelector(`[name=clause][type=radio][value="${number}"]`);
  if (!rule) return;
  rule.checked = true;
  rule.dispatchEvent(new Event("change", { bubbles: true }));
  if (edit) rule.form.reasons.focus();
  else press("[data-no]");
};

const LANES = { a: "pending", s: "reported", t: "escalated", r: "appealed", d: "decided" };
export const toLane = (key) => {
  if (LANES[key]) location.assign(`${desk.dataset.queue}suivant/?file=${LANES[key]}`);
};

export const acts = {
  j: () => neighbour(1),
  k: () => neighbour(-1),
  p: () => (chosen() ? press("#lot [value=approve]") : press("[data-yes]")),
  t: () => press("[data-hold]"),
  z: undo,
  x: pick,
  v: () => fold("voile"),
  c: () => fold("contexte"),
  d: () => fold("dossier"),
  s: () => fold("semblables"),
  m: () => card()?.querySelector("textarea[name=reasons]")?.focus(),
  "?": () => (help.open ? help.close() : help.showModal()),
};
