// Decisions: the form leaves, the next card is there; what is refused comes back later, and is told.
import { behind, complain, decided, ready, sendBack, shownFor } from "./card.js";
import { card, desk, pkOf, selection } from "./page.js";
import { onward, sending } from "./queue.js";
import { SignedOut, fromHTML, post } from "./server.js";
import { forget, remember, say } from "./undo.js";

const tellSending = () => (desk.dataset.sending = sending.size); // what is under way, for whoever looks

const reasonFor = (fault) => (fault instanceof SignedOut ? desk.dataset.signedOut : desk.dataset.lost);

// Send the form; return what it did, as {decisions, held}; nothing if it was refused or lost.
const send = async (address, body, { pk, grid, entry }) => {
  const comeBack = (returning, words) => {
    decided.delete(pk);
    forget(entry);
    if (sendBack(returning, words)) say(`${words} ${desk.dataset.follows}`);
  };
  try {
    const response = await post(address, body);
    const answer = await response.json();
    if (response.ok) return answer;
    comeBack(answer.card ? fromHTML(answer.card) : grid, answer.said);
  } catch (fault) {
    comeBack(grid, reasonFor(fault));
  } finally {
    sending.delete(pk);
    tellSending();
  }
  return {};
};

export const decide = (form, button, said) => {
  const grid = card();
  const pk = pkOf(grid);
  if (decided.has(pk)) return; // a second key before the next card came
  const body = new FormData(form, button?.name ? button : null);
  body.set("shown_for", Math.round(shownFor()));
  const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
  sending.add(pk);
  tellSending();
  decided.add(pk);
  delete grid.dataset.returned;
  const entry = { at: Date.now(), said, selection: grid.dataset.selection, done: null };
  entry.done = send(address, body, { pk, grid, entry });
  remember(entry);
  onward();
};

export const decideMany = async (form, button) => {
  const body = new FormData(form, button);
  const pks = body.getAll("comment").map((pair) => Number(pair.split(":")[0]));
  const here = `${selection()}`;
  let answer;
  try {
    const response = await post(form.action, body);
    answer = await response.json();
    if (!response.ok) return complain(answer.said);
  } catch (fault) {
    return complain(reasonFor(fault));
  }
  for (const pk of pks) decided.add(pk);
  remember({ at: Date.now(), said: answer.said, selection: here, done: Promise.resolve(answer) });
  for (const list of [ready, behind]) {
    for (let at = list.length; at--; ) if (pks.includes(pkOf(list[at]))) list.splice(at, 1);
  }
  if (card() && !pks.includes(pkOf(card()))) ready.unshift(card());
  onward();
};
