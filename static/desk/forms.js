// The forms of the card, sent without leaving the page.
import { isSettled } from "./card.js";
import { decide, decideMany } from "./decisions.js";
import { card, desk, place } from "./page.js";
import { say } from "./undo.js";

const isDecision = (form, button) =>
  form.matches("#lot, [data-many]") || button?.matches("[data-yes], [data-no], [data-hold]");

const onSubmit = (event) => {
  const form = event.target;
  const button = event.submitter ?? form.querySelector("button");
  if (!isDecision(form, button)) return;
  if (!isSettled(event.timeStamp)) {
    event.preventDefault(); // the second half of a double click, on the card that came under it
    say(desk.dataset.tooSoon);
    return;
  }
  if (form.matches("#lot, [data-many]")) {
    event.preventDefault();
    decideMany(form, button);
    return;
  }
  const rule = form.querySelector("[name=clause]:checked");
  if (button.matches("[data-no]") && !rule && !form.law?.value) return; // the server says what is missing
  if (button.matches("[data-hold]") && !form.why.value.trim()) return;
  event.preventDefault();
  decide(form, button, button.dataset.said.replace("[n]", rule?.value ?? "§"));
};

// The ready statement of the chosen rule, until the moderator writes another.
const onRule = (event) => {
  const rule = event.target;
  const statement = rule.form?.reasons;
  if (!rule.matches("[name=clause][type=radio]") || !statement) return;
  if (statement.value && statement.value !== statement.dataset.ready) return;
  statement.value = statement.dataset.ready = rule.closest("label").querySelector("small").textContent;
};

export const startForms = () => {
  place.addEventListener("submit", onSubmit);
  place.addEventListener("change", onRule);
};
