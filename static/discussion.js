// The discussion under an article: comfort only. Without this file «Répondre» leads to a form that quotes the comment.
(() => {
  "use strict";
  const discussion = document.getElementById("discussion");
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const store = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null; // storage may be forbidden or full
    }
  };

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
    const line = home.querySelector(".charte-ligne").cloneNode(true);
    line.classList.remove("charte-ligne");
    const { parent, text, name } = document.getElementById("nouveau-form").elements;
    const answer = (link) => {
      document.getElementById("reponse-a")?.remove(); // the server's own words, on the page that quotes a comment
      parent.value = link.dataset.reply;
      const comment = link.closest("article");
      title.textContent = replyTo.replace("[name]", comment.querySelector("h3").textContent.trim());
      head.hidden = false;
      head.after(line);
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
      text.dispatchEvent(new Event("input"));
      text.focus();
    });
    const about = form.querySelector("[data-draft]").dataset.about;
    const draft = store((kept) => JSON.parse(kept.getItem(`brouillon-${about}`)));
    const answered = draft?.text === text.value && draft?.parent && !parent.value;
    const link = answered && discussion.querySelector(`[data-reply="${CSS.escape(draft.parent)}"]`);
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
      const answer = await fetch(location.pathname).catch(() => null);
      if (!answer?.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      let first = null;
      for (const comment of fresh.querySelectorAll(".fils .com")) {
        if (document.getElementById(comment.id)) continue;
        const place = comment.parentElement.closest(".com");
        const known = place && document.getElementById(place.id);
        if (place && !known) continue; // it comes with its conversation
        const list = known ? known.querySelector(".com__reponses") : discussion.querySelector(".fils");
        if (!list) return location.reload(); // the first of a discussion, or of its answers
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
