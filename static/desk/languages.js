// The links to this page in other languages: the card on screen changes without the page.
const links = [...document.querySelectorAll(".desk-languages a")];

// The default language has no word of its own in an address: its path is the shortest, the end of all others.
const shortest = Math.min(...links.map((link) => link.pathname.length));
const prefixes = new Map(links.map((link) => [link, link.pathname.slice(0, link.pathname.length - shortest)]));
const ours = prefixes.get(links.find((link) => link.getAttribute("aria-current"))) ?? "";

export const follow = (address) => {
  for (const [link, prefix] of prefixes) link.href = prefix + address.slice(ours.length);
};
