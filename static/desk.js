// The desk's comfort: keys, the next card ready before it is asked for, undo several deep.
// Every act sends the very form that stands on the card; without this file the same buttons do the same.
(() => {
  "use strict";
  const desk = document.querySelector("[data-desk]");
  if (!desk) return;
  const place = desk.querySelector("[data-card]");
  const bar = desk.querySelector("[data-undo]");
  const fresh = desk.querySelector("[data-fresh]");
  const help = desk.querySelector("dialog");
  const switchedOn = document.getElementById("raccourcis");
  const token = desk.querySelector("[name=csrfmiddlewaretoken]").value;
  const AHEAD = 2; // cards held ready
  const BREATH = 15_000; // milliseconds between two looks at the queue
  const TOLD = 6_000; // milliseconds a word of the desk stays
  const UNDO = 30_000; // milliseconds a decision can be taken back

  const card = () => place.querySelector("[data-comment]");
  const pkOf = (grid) => Number(grid.dataset.comment);
  let chosenBefore = "file=pending"; // the lane and its filters, for when no card is left
  const selection = () => {
    chosenBefore = card()?.dataset.selection ?? chosenBefore;
    return new URLSearchParams(chosenBefore);
  };
  const ready = []; // the next cards, first to come first
  const behind = []; // those gone through without a decision, for K
  const sending = new Set(); // comments whose decision is on its way
  const decided = new Set(); // comments whose decision left this screen and was not taken back
  const tellSending = () => (desk.dataset.sending = sending.size); // what is under way, for whoever looks
  const taken = []; // what can be undone: {at, said, pks, decisions}, a promise of the decisions' numbers

  // Words with the server

  const post = (address, fields, accept = "application/json") => {
    const body = fields instanceof FormData ? fields : new FormData();
    if (body !== fields) for (const [name, value] of Object.entries(fields)) body.append(name, value);
    if (!body.has("csrfmiddlewaretoken")) body.append("csrfmiddlewaretoken", token);
    if (!body.has("file")) for (const [name, value] of selection()) body.append(name, value);
    return fetch(address, { method: "POST", body, headers: { Accept: accept } });
  };

  const fromHTML = (html) => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    return document.adoptNode(parsed.querySelector("[data-comment]"));
  };

  // The cards

  let turns = 0; // how many times the card on screen changed
  const show = (grid, { focus = true } = {}) => {
    for (const pk of decided) grid.querySelector(`[data-pk="${pk}"]`)?.remove(); // it was fetched before
    turns += 1;
    place.replaceChildren(grid);
    history.replaceState(null, "", grid.dataset.address);
    document.title = document.title.replace(/^[^|]*/, `${grid.dataset.title} `);
    if (focus) grid.querySelector("#t-cours").focus({ preventScroll: true });
    desk.dataset.shown = grid.dataset.comment;
    fresh.hidden = true;
  };

  const empty = () => {
    const told = document.createElement("p");
    told.className = "avis avis--ok";
    told.tabIndex = -1;
    told.textContent = desk.dataset.empty;
    place.replaceChildren(told);
    told.focus();
    desk.dataset.shown = "none";
  };

  let filling = null;
  const fill = () => (filling ??= fillNow().finally(() => (filling = null)));
  const fillNow = async () => {
    while (ready.length < AHEAD) {
      const held = [card(), ...ready, ...behind].filter(Boolean).map(pkOf);
      const response = await post(desk.dataset.next, { hors: [...held, ...sending].join(",") }, "text/x-fragment");
      if (response.status !== 200) return;
      const grid = fromHTML(await response.text());
      if (held.includes(pkOf(grid))) return;
      ready.push(grid);
      desk.dataset.ready = ready.length;
    }
  };

  const onward = async () => {
    const asked = turns;
    if (!ready.length) await fill();
    if (!ready.length) await fill(); // one that was under way may have begun before the lane had more
    if (turns !== asked) return; // the one decided came back meanwhile, with a complaint
    const next = ready.shift();
    if (next) show(next);
    else empty();
    fill();
  };

  // Undo

  let toldUntil = 0;
  const offer = () => {
    const now = Date.now();
    while (taken.length && now - taken[0].at > UNDO) taken.shift();
    const last = taken.at(-1);
    bar.querySelector("form").hidden = !last;
    if (now < toldUntil) return;
    bar.hidden = !last;
    if (last) bar.querySelector("[data-said]").textContent = last.said;
  };
  if (bar.hidden) setInterval(offer, 1000);
  else setTimeout(() => setInterval(offer, 1000), UNDO); // one taken before this page: the form undoes it

  const undo = async () => {
    offer();
    const last = taken.pop();
    if (!last) return say(desk.dataset.late);
    const decisions = await last.decisions;
    if (!decisions.length) return offer();
    const body = new FormData();
    for (const decision of decisions) body.append("decision", decision);
    const response = await post(desk.dataset.undoing, body);
    const answer = await response.json();
    say(answer.said);
    if (!response.ok) return;
    for (const pk of answer.comments) decided.delete(pk);
    const back = await fetch(`${desk.dataset.queue}${answer.comments.at(-1)}/change/?${last.selection}`, {
      headers: { Accept: "text/x-fragment" },
    });
    if (back.ok) bringBack(fromHTML(await back.text()));
  };

  const say = (words) => {
    toldUntil = Date.now() + TOLD;
    bar.hidden = false;
    bar.querySelector("[data-said]").textContent = words;
    offer();
  };

  // Decisions: the form leaves, the next card is there; what comes back late is told.

  const bringBack = (grid) => {
    const current = card(); // the next one, or still the one that comes back
    if (current && pkOf(current) !== pkOf(grid)) ready.unshift(current);
    show(grid);
  };

  const complain = (words, html) => {
    if (html) bringBack(fromHTML(html));
    const told = fresh.querySelector("p");
    told.textContent = words;
    fresh.hidden = false;
    told.focus();
  };

  const decide = (form, button, said) => {
    const grid = card();
    const pk = pkOf(grid);
    if (decided.has(pk)) return; // a second key before the next card came
    const body = new FormData(form, button?.name ? button : null);
    const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
    sending.add(pk);
    tellSending();
    decided.add(pk);
    const entry = { at: Date.now(), said, selection: grid.dataset.selection, decisions: null };
    entry.decisions = post(address, body)
      .then(async (response) => {
        if (response.redirected || response.status >= 500) throw new Error("no answer");
        const answer = await response.json();
        if (response.ok) return answer.decisions;
        decided.delete(pk);
        taken.splice(taken.indexOf(entry), 1);
        complain(answer.said, answer.card);
        return [];
      })
      .catch(() => {
        decided.delete(pk);
        taken.splice(taken.indexOf(entry), 1);
        bringBack(grid);
        complain(desk.dataset.lost);
        return [];
      })
      .finally(() => {
        sending.delete(pk);
        tellSending();
      });
    if (button?.hasAttribute("data-hold")) {
      say(said);
    } else {
      taken.push(entry);
      toldUntil = 0;
      offer();
    }
    onward();
  };

  const decideMany = async (form, button) => {
    const body = new FormData(form, button);
    const pks = body.getAll("comment").map((pair) => Number(pair.split(":")[0]));
    const here = `${selection()}`;
    const response = await post(form.action, body);
    const answer = await response.json();
    if (!response.ok) return complain(answer.said);
    for (const pk of pks) decided.add(pk);
    taken.push({ at: Date.now(), said: answer.said, selection: here, decisions: Promise.resolve(answer.decisions) });
    toldUntil = 0;
    offer();
    for (const list of [ready, behind]) {
      for (let at = list.length; at--; ) if (pks.includes(pkOf(list[at]))) list.splice(at, 1);
    }
    if (card() && !pks.includes(pkOf(card()))) ready.unshift(card());
    onward();
  };

  place.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter ?? form.querySelector("button");
    if (form.matches("#lot, [data-many]")) {
      event.preventDefault();
      decideMany(form, button);
      return;
    }
    if (!button.matches("[data-yes], [data-no], [data-hold]")) return;
    const rule = form.querySelector("[name=clause]:checked");
    if (button.matches("[data-no]") && !rule && !form.law?.value) return; // the server says what is missing
    event.preventDefault();
    decide(form, button, button.dataset.said.replace("[n]", rule?.value ?? "§"));
  });

  bar.querySelector("form").addEventListener("submit", (event) => {
    if (!taken.length) return; // one taken before this page was opened: the form does it
    event.preventDefault();
    undo();
  });

  // The ready statement of the chosen rule, until the moderator writes another.
  place.addEventListener("change", (event) => {
    const rule = event.target;
    if (!rule.matches("input[data-reasons]")) return;
    const statement = card().querySelector("#motifs");
    if (statement.value && statement.value !== statement.dataset.ready) return;
    statement.value = statement.dataset.ready = rule.dataset.reasons;
  });

  // Keys, by their letter where the layout has one, by their place where it has none; digits by place
  // (on AZERTY a digit needs the shift that means something else here).

  const press = (selector) => card()?.querySelector(selector)?.click();
  const fold = (id) => {
    const panel = document.getElementById(id);
    if (panel) panel.open = !panel.open;
  };
  const chosen = () => card()?.querySelectorAll("[form=lot]:checked").length ?? 0;
  const pick = () => {
    const box = card()?.querySelector(`[data-pk="${pkOf(card())}"] [type=checkbox]`);
    if (box) box.checked = !box.checked;
  };
  const withRule = (number, edit) => {
    if (chosen() && !edit) {
      card().querySelector("#lot-regle").value = number;
      return press("#lot [value=reject]");
    }
    const rule = card()?.querySelector(`[data-clause="${number}"]`);
    if (!rule) return;
    rule.checked = true;
    rule.dispatchEvent(new Event("change", { bubbles: true }));
    if (edit) card().querySelector("#motifs").focus();
    else press("[data-no]");
  };
  const neighbour = async (step) => {
    const current = card();
    if (step < 0) {
      if (!behind.length) return;
      if (current) ready.unshift(current);
      return show(behind.pop());
    }
    if (!ready.length) await fill();
    if (!ready.length || !current) return;
    behind.push(current);
    show(ready.shift());
    fill();
  };
  const toLane = (name) => location.assign(`${desk.dataset.queue}suivant/?file=${name}`);
  const LANES = { a: "pending", s: "reported", t: "escalated", r: "appealed", d: "decided" };
  const acts = {
    j: () => neighbour(1),
    k: () => neighbour(-1),
    p: () => (chosen() ? press("#lot [value=approve]") : press("[data-yes]")),
    t: () => press("[data-hold]"),
    z: undo,
    x: pick,
    v: () => fold("voile"),
    c: () => fold("contexte"),
    d: () => fold("dossier"),
    s: () => fold("semblables"),
    m: () => card()?.querySelector("#motifs")?.focus(),
    "?": () => (help.open ? help.close() : help.showModal()),
  };
  let goingTo = false;

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("textarea, select, input:not([type=radio], [type=checkbox])");
    if (event.key === "Escape" && field) return field.blur();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return press("[data-no]");
    }
    if (field || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !switchedOn.checked) return;
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    if (digit) {
      event.preventDefault();
      return withRule(digit[1], event.shiftKey);
    }
    // Another alphabet's letter counts by its place; a sign or an accented letter is no key of ours.
    const isForeign = /^\p{L}$/u.test(event.key) && !/^\p{Script=Latin}$/u.test(event.key);
    const named = event.key === "؟" ? "?" : event.key.toLowerCase();
    const key = isForeign ? event.code.replace("Key", "").toLowerCase() : named;
    if (goingTo) {
      goingTo = false;
      if (LANES[key]) toLane(LANES[key]);
      return;
    }
    if (key === "g") return void (goingTo = true);
    if (!acts[key]) return;
    event.preventDefault();
    acts[key]();
  });

  // Shortcuts can be switched off (WCAG 2.1.4), and stay so on this machine.
  for (const hidden of document.querySelectorAll("[data-with-scripts]")) hidden.hidden = false;
  document.querySelector("[data-help]").addEventListener("click", acts["?"]);
  switchedOn.checked = localStorage.getItem("raccourcis") !== "non";
  switchedOn.addEventListener("change", () => {
    localStorage.setItem("raccourcis", switchedOn.checked ? "oui" : "non");
  });

  // What colleagues decide leaves the screen; what one reads stays leased.

  const look = async () => {
    if (document.hidden) return;
    if (!card()) {
      await fill();
      if (ready.length && !card()) onward(); // the lane has more, or a colleague gave theirs back
      return;
    }
    const shown = [...place.querySelectorAll("[data-pk]")].map((item) => item.dataset.pk);
    const mine = [card(), ...ready].map(pkOf);
    const query = selection();
    query.set("montres", [...new Set([...shown, ...mine])].join(","));
    const response = await fetch(`${desk.dataset.state}?${query}`);
    if (!response.ok) return;
    const { counts, gone } = await response.json();
    for (const [name, count] of Object.entries(counts)) {
      const told = document.querySelector(`[data-lane="${name}"] .compte`);
      if (told) told.textContent = count;
    }
    for (const [pk, words] of Object.entries(gone)) {
      place.querySelector(`[data-pk="${pk}"]`)?.remove();
      const at = ready.findIndex((grid) => grid.dataset.comment === pk);
      if (at >= 0) ready.splice(at, 1);
      if (card()?.dataset.comment === pk && !sending.has(Number(pk)) && !decided.has(Number(pk))) complain(words);
    }
    if (card()) post(desk.dataset.leases, { garder: [card(), ...ready].map(pkOf).join(",") });
    fill();
  };
  setInterval(look, BREATH);

  addEventListener("pagehide", () => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token);
    body.append("rendre", [card(), ...ready, ...behind].filter(Boolean).map(pkOf).join(","));
    navigator.sendBeacon(desk.dataset.leases, body);
  });

  if (card()) desk.dataset.shown = card().dataset.comment;
  fill();
})();
