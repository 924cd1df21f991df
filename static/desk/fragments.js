// Parts of pages that this site answers with, as elements. Nothing in them runs: the content policy forbids inline scripts.
const plainly = { createHTML: (text) => text };
const trusted = globalThis.trustedTypes?.createPolicy("desk", plainly) ?? plainly;

// Return the first element of `html` that `selector` finds, taken over into this page.
export const elementOf = (html, selector) => {
  const parsed = new DOMParser().parseFromString(trusted.createHTML(html), "text/html");
  return document.adoptNode(parsed.querySelector(selector));
};
