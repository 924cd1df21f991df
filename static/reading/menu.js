// «Confort de lecture» on an article. Its words and buttons come from the page /lecture/, in the reader's language;
// each act is a file of its own, loaded when it is first pressed.
import { pageAt } from "./page_at.js";
import { wire } from "./wire.js";

let menu;

export async function toggle(button) {
  if (!menu) {
    const page = await pageAt(button.dataset.reading);
    if (!page) return (location.href = button.dataset.reading);
    menu = document.importNode(page.getElementById("confort"), true);
    button.closest(".signature").after(menu);
    button.setAttribute("aria-controls", menu.id);
    wire(menu);
    menu.hidden = true;
  }
  menu.hidden = !menu.hidden;
  button.setAttribute("aria-expanded", !menu.hidden);
}
