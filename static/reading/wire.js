// Show each comfort that this browser and this page can give, and load its file when it is pressed.
import { read } from "./store.js";

const lecture = document.querySelector(".lecture[lang], article[lang]");
const hasVoice = () => {
  const language = lecture?.lang.slice(0, 2);
  // Of this machine: other voices are made elsewhere, from the text sent there.
  return speechSynthesis.getVoices().some(({ lang, localService }) => localService && lang.slice(0, 2) === language);
};
const can = {
  size: () => true,
  list: () => Boolean(lecture),
  listen: () => Boolean(lecture) && "speechSynthesis" in window && hasVoice(),
  offline: () => "serviceWorker" in navigator && "caches" in window,
};

export function wire(menu) {
  const said = menu.querySelector("[role=status]");
  for (const group of menu.querySelectorAll("[data-comfort]")) {
    const name = group.dataset.comfort;
    const show = () => (group.hidden = !can[name]());
    show();
    if (name === "listen" && "speechSynthesis" in window) speechSynthesis.addEventListener("voiceschanged", show);
    const load = () => import(group.dataset.module);
    for (const button of group.querySelectorAll("button")) {
      button.addEventListener("click", async () => (await load()).press(button, said));
    }
    // What was chosen before is told by its own file.
    if (group.dataset.kept && read(group.dataset.kept)) load().then(({ tell }) => tell?.(group));
  }
}
