// The admin's own scripts write HTML into pages (jQuery, lists of choices, the editor). Trusted Types lets them, through
// this policy alone, and what could run is taken out of it (portal/env/content_policy.py).
(() => {
  if (!globalThis.trustedTypes) return;
  const RUNS = "script, iframe, frame, object, embed, base, link, meta, template, animate, set";
  const ATTRIBUTE = /^on|^srcdoc$/i;
  const isScript = (value) => value.replace(/[\s\u0000-\u001f]/g, "").toLowerCase().startsWith("javascript:");
  const parsed = trustedTypes.createPolicy("inert", { createHTML: (html) => html }); // into a <template>: nothing runs there
  trustedTypes.createPolicy("default", {
    createHTML(html) {
      if (!html.includes("<")) return html;
      const box = document.createElement("template");
      box.innerHTML = parsed.createHTML(html);
      for (const each of box.content.querySelectorAll(RUNS)) each.remove();
      for (const each of box.content.querySelectorAll("*")) {
        for (const { name, value } of [...each.attributes]) {
          if (ATTRIBUTE.test(name) || isScript(value)) each.removeAttribute(name);
        }
      }
      return box.innerHTML;
    },
  });
})();
