// The editor of a text says in our language what its buttons do, and bears the name of its field.
// Without it the field is a plain one, and saves the same.
(() => {
  const words = document.querySelector("[data-editor]");
  const form = words?.closest("form");
  if (!form) return;
  // The editor finds its own style there already, in desk.css: our policy allows none that a script writes.
  const none = Object.assign(document.createElement("style"), {nonce: document.currentScript.nonce});
  none.dataset.tiptapStyle = "";
  document.head.append(none);

  const called = JSON.parse(words.dataset.editor);
  function name(editor) {
    for (const button of editor.querySelectorAll(".prose-menubar button")) {
      const word = called[button.dataset.name] || called[button.title.toLowerCase()];
      if (!word) continue;
      const shown = button.querySelector("h2, h3, p");
      if (shown && shown.textContent !== word) shown.textContent = word;
      if (!shown && button.title !== word) { button.title = word; button.setAttribute("aria-label", word); }
    }
  }
  const adopted = new Set();
  function adopt() {
    for (const editor of form.querySelectorAll(".prose-editor:has(.prose-menubar):has([contenteditable])")) {
      if (adopted.has(editor)) continue;
      adopted.add(editor);
      const label = form.querySelector(`label[for="${editor.querySelector("textarea").id}"]`);
      const text = editor.querySelector("[contenteditable]");
      text.setAttribute("aria-label", label.textContent.replace(/\s*:\s*$/, ""));
      text.setAttribute("aria-multiline", "true");
      text.dir = "auto";
      name(editor);
      new MutationObserver(() => name(editor)).observe(
        editor.querySelector(".prose-menubar"), {subtree: true, childList: true, attributeFilter: ["title"]});
    }
  }
  adopt();
  new MutationObserver(adopt).observe(form, {subtree: true, childList: true});
})();
