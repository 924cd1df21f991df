// The thread around a comment, fetched when it is unfolded; without it the link beside leads there.
import { elementOf } from "./fragments.js";
import { place } from "./page.js";

const unfold = async (event) => {
  const panel = event.target;
  if (!panel.open || !panel.matches("[data-thread]:not([data-fetched])")) return;
  panel.dataset.fetched = "";
  const response = await fetch(panel.dataset.thread, { headers: { Accept: "text/x-fragment" } }).catch(() => null);
  if (!response?.ok || response.redirected) {
    delete panel.dataset.fetched; // the link stays; unfolding again asks again
    return;
  }
  panel.querySelector("[data-thread-place]").prepend(elementOf(await response.text(), "ol"));
};

// `toggle` does not bubble: it is caught on its way down.
export const startThreads = () => place.addEventListener("toggle", unfold, true);
