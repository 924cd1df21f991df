// How texts like the one on the card were judged: fetched once the card has stood for a moment.
import { elementOf } from "./fragments.js";
import { place } from "./page.js";

const READ_FIRST = 400; // milliseconds: whoever leafs through the cards asks for none

const tell = async (panel, grid) => {
  const response = await fetch(panel.dataset.nearest, { headers: { Accept: "text/x-fragment" } }).catch(() => null);
  if (!response?.ok || response.redirected) return; // the link stays
  const near = elementOf(await response.text(), "[data-near]");
  const warning = near.querySelector("[data-near-warning]");
  if (warning) grid.querySelector("[data-nearest-warning]")?.replaceChildren(...warning.childNodes);
  warning?.remove();
  panel.replaceWith(near);
};

let waiting;
const look = () => {
  clearTimeout(waiting);
  const panel = place.querySelector("[data-nearest]");
  if (panel) waiting = setTimeout(() => panel.isConnected && tell(panel, panel.closest("[data-comment]")), READ_FIRST);
};

export const startNearest = () => {
  new MutationObserver(look).observe(place, { childList: true });
  look();
};
