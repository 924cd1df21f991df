// The admin's own scripts write HTML into pages (jQuery, lists of choices, the editor). Trusted Types lets them, through
// this policy alone, and what could run is taken out of it. Behind it stands the rule that no inline script runs
// (portal/env/content_policy.py).
(() => {
  if (!globalThis.trustedTypes) return;
  const RUNS = [
    "script", "iframe", "frame", "object", "embed", "base", "link", "meta", "template", "style", "noscript", "math",
    "svg :not(g, path, circle, ellipse, line, polyline, polygon, rect)",
  ].join();
  const EVENT = /^on|^srcdoc$/i;
  const ADDRESS = /^(?:href|src|action|formaction|data|xlink:href)$/i;
  const isScript = (value) => value.replace(/[\s\u0000-\u001f]/g, "").toLowerCase().startsWith("javascript:");
  const parsed = trustedTypes.createPolicy("inert", { createHTML: (html) => html }); // into a <template>: nothing runs there
  // A form may hold a field named «attributes»: the element's own getter is asked.
  const attributesOf = Object.getOwnPropertyDescriptor(Element.prototype, "attributes").get;

  const cleaned = (html) => {
    const box = document.createElement("template");
    box.innerHTML = parsed.createHTML(html);
    for (const each of box.content.querySelectorAll(RUNS)) each.remove();
    for (const each of box.content.querySelectorAll("*")) {
      for (const { name, value } of [...attributesOf.call(each)]) {
        if (EVENT.test(name) || (ADDRESS.test(name) && isScript(value))) {
          Element.prototype.removeAttribute.call(each, name);
        }
      }
    }
    return box.innerHTML;
  };

  trustedTypes.createPolicy("default", {
    // What is written out may read otherwise when it is read again: it is cleaned until it stays as it is.
    createHTML(html) {
      if (!html.includes("<")) return html;
      for (let turn = 0, before = html; turn < 5; turn++) {
        const after = cleaned(before);
        if (after === before) return after;
        before = after;
      }
      return "";
    },
  });
})();
