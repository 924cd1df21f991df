// Decisions: the form leaves, the next card is there; what comes back late is told.
import { behind, bringBack, complain, decided, ready } from "./card.js";
import { card, desk, pkOf, selection } from "./page.js";
import { onward, sending } from "./queue.js";
import { post } from "./server.js";
import { forget, remember, say } from "./undo.js";

const tellSending = () => (desk.dataset.sending = sending.size); // what is under way, for whoever looks

// Send the form; return the numbers of the decisions it made, none if it was refused or lost.
const send = async (address, body, { pk, grid, entry }) => {
  const takeBack = () => {
    decided.delete(pk);
    forget(entry);
  };
  try {
    const response = await post(address, body);
    if (response.redirected || response.status >= 500) throw new Error("no answer");
    const answer = await response.json();
    if (response.ok) return answer.decisions;
    takeBack();
    complain(answer.said, answer.card);
  } catch {
    takeBack();
    bringBack(grid);
    complain(desk.dataset.lost);
  } finally {
    sending.delete(pk);
    tellSending();
  }
  return [];
};

export const decide = (form, button, said) => {
  const grid = card();
  const pk = pkOf(grid);
  if (decided.has(pk)) return; // a second key before the next card came
  const body = new FormData(form, button?.name ? button : null);
  const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
  sending.add(pk);
  tellSending();
  decided.add(pk);
  const entry = { at: Date.now(), said, selection: grid.dataset.selection, decisions: null };
  entry.decisions = send(address, body, { pk, grid, entry });
  if (button?.hasAttribute("data-hold")) say(said);
  else remember(entry);
  onward();
};

export const decideMany = async (form, button) => {
  const body = new FormData(form, button);
  const pks = body.getAll("comment").map((pair) => Number(pair.split(":")[0]));
  const here = `${selection()}`;
  const response = await post(form.action, body);
  const answer = await response.json();
  if (!response.ok) return complain(answer.said);
  for (const pk of pks) decided.add(pk);
  remember({ at: Date.now(), said: answer.said, selection: here, decisions: Promise.resolve(answer.decisions) });
  for (const list of [ready, behind]) {
    for (let at = list.length; at--; ) if (pks.includes(pkOf(list[at]))) list.splice(at, 1);
  }
  if (card() && !pks.includes(pkOf(card()))) ready.unshift(card());
  onward();
};
