// Keys, by their letter where the layout has one, by their place where it has none; digits by place
// (on AZERTY a digit needs the shift that means something else here).
import { acts, openRule, press, refuseBy, toLane } from "./acts.js";

const switchedOn = document.getElementById("raccourcis");
let goingTo = false; // G was pressed: the next key names a lane

const letterOf = (event) => {
  // Another alphabet's letter counts by its place; a sign or an accented letter is no key of ours.
  const isForeign = /^\p{L}$/u.test(event.key) && !/^\p{Script=Latin}$/u.test(event.key);
  const named = event.key === "؟" ? "?" : event.key.toLowerCase();
  return isForeign ? event.code.replace("Key", "").toLowerCase() : named;
};

const onKey = (event) => {
  const field = event.target.closest("textarea, select, input:not([type=radio], [type=checkbox])");
  if (event.key === "Escape" && field) return field.blur();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    const own = field?.form?.querySelector("[data-no], [data-hold]");
    return own ? own.click() : press("[data-no]");
  }
  if (field || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !switchedOn.checked) return;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit) {
    event.preventDefault();
    return (event.shiftKey ? openRule : refuseBy)(digit[1]);
  }
  const key = letterOf(event);
  if (goingTo) {
    goingTo = false;
    return toLane(key);
  }
  if (key === "g") return void (goingTo = true);
  if (!acts[key]) return;
  event.preventDefault();
  acts[key]();
};

// Shortcuts can be switched off (WCAG 2.1.4), and stay so on this machine.
export const startKeys = () => {
  document.addEventListener("keydown", onKey);
  for (const hidden of document.querySelectorAll("[data-with-scripts]")) hidden.hidden = false;
  document.querySelector("[data-help]").addEventListener("click", acts["?"]);
  switchedOn.checked = localStorage.getItem("raccourcis") !== "non";
  switchedOn.addEventListener("change", () => {
    localStorage.setItem("raccourcis", switchedOn.checked ? "oui" : "non");
  });
};
