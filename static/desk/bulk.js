// What is ticked in the list: while anything is, P, the digits and the big button are for it alone.
import { card, place } from "./page.js";

export const chosen = () => card()?.querySelectorAll("[form=lot]:checked").length ?? 0;

const tell = () => {
  const grid = card();
  const many = chosen();
  if (!grid) return;
  for (const part of grid.querySelectorAll("[data-single]")) part.hidden = many > 0;
  for (const part of grid.querySelectorAll("[data-selected]")) part.hidden = !many;
  for (const count of grid.querySelectorAll("[data-count]")) count.textContent = many ? `(${many})` : "";
};

export const pick = (pk) => {
  const box = card()?.querySelector(`[data-pk="${pk}"] [type=checkbox]`);
  if (box) box.checked = !box.checked;
  tell();
};

export const startBulk = () => place.addEventListener("change", (event) => event.target.matches("[form=lot]") && tell());
