// Comfort only: without this file every page works.
(() => {
  "use strict";

  // A refused form: the keyboard goes to the sum of its errors.
  // Once loaded: the fragment of the address has had its say by then.
  window.addEventListener("load", () => setTimeout(() => document.querySelector("[data-bilan]")?.focus()));

  // The section one is in stands in view in the bar, which is wider than a phone.
  const here = document.querySelector(".rubriques [aria-current]");
  const bar = here?.closest("ul");
  if (bar) bar.scrollLeft += here.getBoundingClientRect().left - (bar.clientWidth - here.offsetWidth) / 2;

  // A draft stays in this browser alone, for each article, until it is sent or a week old.
  const WEEK = 7 * 24 * 3600 * 1000; // milliseconds
  const drafts = {
    // Storage may be forbidden or full: then there is no draft.
    try: (act) => {
      try {
        return act(localStorage);
      } catch {
        return null;
      }
    },
    read: (article) => drafts.try((store) => JSON.parse(store.getItem(`brouillon-${article}`))),
    forget: (article) => drafts.try((store) => store.removeItem(`brouillon-${article}`)),
    keep: (article, draft) => drafts.try((store) => store.setItem(`brouillon-${article}`, JSON.stringify(draft))),
  };
  for (const told of document.querySelectorAll("[data-draft]")) {
    const area = document.getElementById(told.dataset.draft);
    const article = told.dataset.about;
    const draft = drafts.read(article);
    if (draft && Date.now() - draft.at > WEEK) drafts.forget(article);
    else if (draft && !area.value) area.value = draft.text;
    const tell = () => (told.hidden = !drafts.read(article));
    // A form may answer a comment (static/discussion.js): the draft remembers which.
    const answered = area.form.elements.parent;
    const keep = (more) => drafts.keep(article, { text: area.value, at: Date.now(), parent: answered?.value, ...more });
    area.addEventListener("input", () => {
      if (area.value.trim()) keep();
      else drafts.forget(article);
      tell();
    });
    area.form.addEventListener("submit", () => {
      keep({ isSent: true });
    });
    told.querySelector("button").addEventListener("click", () => {
      area.value = "";
      area.dispatchEvent(new Event("input"));
      area.focus();
    });
    tell();
  }
  // What was being written when a discussion closed is given back.
  for (const kept of document.querySelectorAll("[data-orphan]")) {
    const draft = drafts.read(kept.dataset.orphan);
    if (!draft) continue;
    const made = (tag, more) => Object.assign(document.createElement(tag), more);
    const label = made("label", { textContent: kept.dataset.label });
    label.append(made("textarea", { className: "saisie", rows: 6, dir: "auto", readOnly: true, value: draft.text }));
    const erase = made("button", { className: "action", type: "button", textContent: kept.dataset.erase });
    erase.addEventListener("click", () => {
      drafts.forget(kept.dataset.orphan);
      kept.replaceChildren();
    });
    kept.append(label, erase);
  }
  // The page after a comment was taken in.
  for (const { dataset } of document.querySelectorAll("[data-sent-under]"))
    if (drafts.read(dataset.sentUnder)?.isSent) drafts.forget(dataset.sentUnder);

  // Characters left, told beside the field and silent while one types; counted as the server counts
  // (comments/rules/problems.py): vowel signs, joiners and skin tones for none, joined emoji once.
  const emoji = "[\\u2190-\\u2bff\\u{1f000}-\\u{1faff}]";
  const joint = new RegExp(`(?<=${emoji})[\\ufe0f\\u{1f3fb}-\\u{1f3ff}]*\\u200d${emoji}`, "gu");
  const joined = /[\u200c\u200d\ufe00-\ufe0f\u{1f3fb}-\u{1f3ff}\u0300-\u036f\u064b-\u065f\u0670]/gu;
  const count = (text) => [...text.normalize("NFC").replace(joint, "").replace(joined, "")].length;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  for (const area of document.querySelectorAll("textarea[data-max]")) {
    const told = area.parentElement.querySelector(".compteur");
    if (!told) continue;
    const atRest = told.textContent;
    const most = Number(area.dataset.max);
    const tell = () => {
      const left = most - count(area.value.trim());
      const words = left < 0 ? told.dataset.over : told.dataset.left;
      told.textContent = area.value ? words.replace("[n]", number.format(Math.abs(left))) : atRest;
      told.classList.toggle("trop", left < 0);
    };
    area.addEventListener("input", tell);
    tell();
  }

  // A link is told while one types. Only the server knows the rule, so it is asked, when the typing rests
  // and a sign of a link is there.
  const REST = 600; // milliseconds
  const sign = /[.:@/()[\]]|point|dot|www|نقط/iu;
  for (const hint of document.querySelectorAll("[data-hint]")) {
    const area = hint.parentElement.querySelector("textarea");
    let waiting = 0;
    const ask = async () => {
      const text = area.value;
      const body = new URLSearchParams({ text });
      const answer = sign.test(text) && (await fetch(hint.dataset.asks, { method: "POST", body }).catch(() => null));
      const { link } = answer?.ok ? await answer.json() : { link: "" };
      if (area.value !== text) return; // it was asked about an earlier text
      hint.hidden = !link;
      if (link) hint.textContent = hint.dataset.hint.replace("[x]", link);
    };
    area.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, REST);
    });
  }

  // The comment as readers would see it, paragraphs kept; text alone, never markup.
  for (const shown of document.querySelectorAll("[data-preview]")) {
    const area = document.getElementById(shown.dataset.preview);
    const place = shown.querySelector(".com__texte");
    const draw = () => {
      const parts = area.value.split(/\n\s*\n/).map((part) => part.trim()).filter(Boolean);
      shown.hidden = parts.length === 0;
      place.replaceChildren(...parts.map((part) => Object.assign(document.createElement("p"), { textContent: part })));
    };
    area.addEventListener("input", draw);
    draw();
  }

  // A second press of the button while the first is on its way sends nothing twice.
  for (const form of document.querySelectorAll('form[method="post"]')) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // Copy, print, share: shown only where they work.
  const show = (selector, isPossible, act) => {
    const button = document.querySelector(selector);
    if (!button || !isPossible) return;
    button.hidden = false;
    button.addEventListener("click", () => act(button));
  };
  show("[data-copy]", navigator.clipboard, async (button) => {
    await navigator.clipboard.writeText(button.dataset.copy);
    document.querySelector("[data-said]").textContent = button.dataset.done;
  });
  show("[data-print]", true, () => print());
  show("[data-share]", navigator.share, () =>
    navigator.share({ title: document.title, url: location.href }).catch(() => {}),
  );
})();
