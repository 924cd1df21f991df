// What is typed in an article's form is kept every few seconds, and whoever else has it open is told.
// Without it the form works the same, and saves.
(() => {
  const box = document.querySelector(".writing");
  const form = box?.closest("form");
  if (!form) return;
  const state = box.querySelector(".writing__state");
  const others = box.querySelector(".writing__others");
  const KEEP = 8000, SAY = 20000; // milliseconds
  let typed = false, saving = false, left = false;

  const words = (sentence, values) =>
    Object.entries(values).reduce((said, [name, value]) => said.replace(name, value), sentence);

  // Only what changed is announced: a screen reader is not to hear the same every twenty seconds.
  const say = (place, sentence) => { if (place.textContent !== sentence) place.textContent = sentence; };

  async function tell(what) {
    if (saving || left) return;
    saving = true;
    const sent = typed;
    typed = false;
    try {
      const data = what === "typed" ? new FormData(form) : new FormData();
      if (what !== "typed") {
        for (const name of ["csrfmiddlewaretoken", "revision_seen", "copy_key"]) data.set(name, form.elements[name].value);
      }
      data.set(what, "yes");
      // Nobody's hand is behind it: it keeps no session open (portal/signin/required.py).
      const headers = what === "here" ? {"X-By-Itself": "yes"} : {};
      const answer = await fetch(box.dataset.copy, {method: "POST", body: data, headers, credentials: "same-origin"});
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      if (what === "typed") say(state, words(box.dataset.kept, {"%s": told.kept}));
      const names = told.others.length ? words(box.dataset.others, {"%s": told.others.join(", ")}) : "";
      const since = told.since
        ? words(box.dataset.since, {"%by": told.since.by, "%at": told.since.at, "%act": told.since.act}) : "";
      say(others, [names, since].filter(Boolean).join(" "));
    } catch {
      typed = typed || sent;
      say(state, box.dataset.lost);
    } finally {
      saving = false;
    }
  }

  const mark = () => { typed = true; };
  form.addEventListener("input", mark);
  form.addEventListener("change", mark);
  form.addEventListener("submit", () => { left = true; });
  addEventListener("pagehide", () => {
    if (left) return;
    const data = new FormData();
    for (const name of ["csrfmiddlewaretoken", "copy_key"]) data.set(name, form.elements[name].value);
    data.set("left", "yes");
    navigator.sendBeacon(box.dataset.copy, data);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden && typed) tell("typed"); });
  setInterval(() => { if (typed) tell("typed"); }, KEEP);
  setInterval(() => { if (!typed) tell("here"); }, SAY);
  tell("here");
})();
