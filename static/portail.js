// Comfort only: without this file every page works.
(() => {
  "use strict";
  const store = (act, kind = "localStorage") => {
    try {
      return act(window[kind]);
    } catch {
      return null; // forbidden or full
    }
  };

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
    read: (article) => store((kept) => JSON.parse(kept.getItem(`brouillon-${article}`))),
    forget: (article) => store((kept) => kept.removeItem(`brouillon-${article}`)),
    keep: (article, draft) => store((kept) => kept.setItem(`brouillon-${article}`, JSON.stringify(draft))),
  };
  for (const told of document.querySelectorAll("[data-draft]")) {
    const area = document.getElementById(told.dataset.draft);
    const article = told.dataset.about;
    const draft = drafts.read(article);
    if (draft && Date.now() - draft.at > WEEK) drafts.forget(article);
    else if (draft && !area.value) area.value = draft.text;
    const tell = () => (told.hidden = !drafts.read(article));
    // The draft remembers which comment it answers.
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

  // Characters left, silent while one types; counted as the server counts (comments/rules/problems.py): vowel
  // signs, joiners and skin tones for none, joined emoji once.
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

  // The comment as readers would see it, as comments/rules/rendering.py does; text, never markup.
  for (const shown of document.querySelectorAll("[data-preview]")) {
    const area = document.getElementById(shown.dataset.preview);
    const place = shown.querySelector(".com__texte");
    const paragraph = (lines) => {
      const made = document.createElement("p");
      lines.split("\n").forEach((line, n) => made.append(...(n ? [document.createElement("br"), line] : [line])));
      return made;
    };
    const draw = () => {
      const text = area.value.replace(/[^\S\n]+/g, " ").replace(/ ?\n ?/g, "\n").trim();
      shown.hidden = !text;
      place.replaceChildren(...text.split(/\n{2,}/).map(paragraph));
    };
    area.addEventListener("input", draw);
    draw();
  }

  // A second press of the button sends nothing twice.
  for (const form of document.querySelectorAll('form[method="post"]')) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // The size of text that the reader chose (static/reading/).
  const size = store((kept) => kept.getItem("taille"));
  if (size) document.documentElement.style.fontSize = `${size}%`;
  // Copy, print, share, comforts: shown only where they work.
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
  show("[data-menu]", true, async (button) => (await import(button.dataset.menu)).toggle(button));
  show("[data-share]", navigator.share, () =>
    navigator.share({ title: document.title, url: location.href }).catch(() => {}),
  );

  // The discussion under an article. Without it «Répondre» leads to a form that quotes the comment.
  const discussion = document.getElementById("discussion");
  if (!discussion) return;

  // A reply is written under the comment it answers: the page's one form moves there, with what was typed.
  const form = document.getElementById("formulaire");
  if (form) {
    const home = form.parentElement;
    const after = form.nextSibling;
    const { replyTo, alone } = form.dataset;
    const made = (tag, words, more) => Object.assign(document.createElement(tag), { textContent: words, ...more });
    const head = made("p", "", { hidden: true });
    const title = made("strong", "");
    const leave = made("button", alone, { className: "action", type: "button" });
    head.append(title, " · ", leave);
    form.prepend(head);
    // The charter goes with it whole; in one line once it was read here.
    const charter = home.querySelector(".charte-entiere");
    const rest = charter.nextSibling;
    const line = home.querySelector(".charte-ligne").cloneNode(true);
    const read = `charte-${charter.dataset.version}-${location.pathname}`;
    let isRead = store((tab) => tab.getItem(read), "sessionStorage");
    const ends = new Set();
    const eyes = new IntersectionObserver(
      (seen) => {
        for (const { isIntersecting, target } of seen) if (isIntersecting) ends.add(target);
        if (ends.size < 2) return;
        eyes.disconnect();
        isRead = true;
        store((tab) => tab.setItem(read, "lue"), "sessionStorage");
      },
      { threshold: 1 },
    );
    for (const end of charter.querySelectorAll("h3, .charte__merci")) eyes.observe(end);
    const { parent, text, name } = document.getElementById("nouveau-form").elements;
    const answer = (link) => {
      document.getElementById("reponse-a")?.remove(); // the server's own words, on the page that quotes a comment
      parent.value = new URLSearchParams(link.search).get("repondre");
      const comment = link.closest("article");
      title.textContent = replyTo.replace("[name]", comment.querySelector("h3").textContent.trim());
      head.hidden = false;
      head.after(line);
      line.classList.toggle("charte-ligne", !isRead);
      if (isRead) home.insertBefore(charter, rest);
      else line.after(charter);
      comment.after(form);
    };
    discussion.addEventListener("click", (event) => {
      const link = event.target.closest("[data-reply]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      answer(link);
      text.dispatchEvent(new Event("input")); // the draft learns whom it answers
      text.focus();
    });
    leave.addEventListener("click", () => {
      parent.value = "";
      head.hidden = true;
      line.remove();
      home.insertBefore(form, after);
      home.insertBefore(charter, rest);
      text.dispatchEvent(new Event("input"));
      text.focus();
    });
    const about = form.querySelector("[data-draft]").dataset.about;
    const draft = drafts.read(about);
    const answered = draft?.text === text.value && draft?.parent && !parent.value;
    const link = answered && discussion.querySelector(`[href*="?repondre=${CSS.escape(draft.parent)}#"]`);
    if (link) answer(link);

    // A name is remembered on request alone, in this browser alone.
    const box = made("input", "", { type: "checkbox" });
    const remember = made("label", "", { className: "choix" });
    remember.append(box, made("span", form.dataset.remember));
    const known = store((kept) => kept.getItem("nom"));
    document.getElementById("id_wants_replies").closest(".champ").append(remember);
    box.checked = Boolean(known);
    if (known && !name.value) name.value = known;
    const keep = () => store((kept) => (box.checked && name.value ? kept.setItem("nom", name.value) : kept.removeItem("nom")));
    box.addEventListener("change", keep);
    name.addEventListener("change", keep);
  }

  // An address within folded answers opens them.
  const unfold = () => {
    const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = named && named.closest("details");
    if (!fold || fold.open) return;
    fold.open = true;
    named.scrollIntoView();
  };
  window.addEventListener("hashchange", unfold);
  unfold();

  // Each comment can be shared by its own address.
  const share = (actions) => {
    const [link] = actions.closest("article").querySelectorAll(".com__date a");
    const button = Object.assign(document.createElement("button"), { className: "action", type: "button" });
    button.textContent = discussion.dataset.share;
    button.addEventListener("click", async () => {
      if (navigator.share) return void navigator.share({ url: link.href }).catch(() => {});
      await navigator.clipboard.writeText(link.href);
      button.textContent = discussion.dataset.copied;
    });
    const item = document.createElement("li");
    item.append(button);
    actions.append(item);
  };
  const canShare = navigator.share || navigator.clipboard;
  if (canShare) discussion.querySelectorAll(".com__actions").forEach(share);

  // What came while this page stands open: counted once a minute while somebody looks, shown when asked for, at
  // its place; the text being read does not move.
  const more = discussion.querySelector("[data-count]");
  if (more) {
    let before = Number(more.dataset.n);
    let now = before;
    setInterval(async () => {
      if (document.hidden) return;
      const answer = await fetch(more.dataset.count).catch(() => null);
      if (!answer?.ok) return;
      now = (await answer.json()).count;
      more.hidden = now <= before;
      more.textContent = more.dataset.new.replace("[n]", number.format(now - before));
    }, 60000);
    more.addEventListener("click", async () => {
      const fresh = await (await import("./reading/page_at.js")).pageAt(location.pathname);
      if (!fresh) return;
      let first = null;
      for (const comment of fresh.querySelectorAll(".fils .com")) {
        if (document.getElementById(comment.id)) continue;
        const place = comment.parentElement.closest(".com");
        const known = place && document.getElementById(place.id);
        if (place && !known) continue; // it comes with its conversation
        let list = known ? [...known.querySelectorAll(".com__reponses")].pop() : discussion.querySelector(".fils");
        if (!list) return location.reload(); // the first of a discussion, or of its answers
        const fold = list.closest("details");
        if (fold) fold.after((list = list.cloneNode()));
        const shown = document.importNode(comment, true);
        list.append(shown);
        if (canShare) shown.querySelectorAll(".com__actions").forEach(share);
        first ||= shown;
      }
      before = now;
      more.hidden = true;
      const link = first?.querySelector(".com__date a");
      if (link) link.focus({ preventScroll: true });
    });
  }
})();
