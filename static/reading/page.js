// The page /lecture/: what this browser keeps, and how to empty it.
import { list } from "./list.js";
import { copies, empty } from "./offline.js";
import { made, write } from "./store.js";
import { wire } from "./wire.js";

const menu = document.getElementById("confort");
menu.hidden = false;
menu.querySelector("a").remove(); // it leads here
wire(menu);

const fill = (section, items) => {
  const rows = items.map(({ at, title, lang }) => {
    const row = made("li", "");
    row.append(made("a", title, { href: at, lang, dir: "auto" }));
    return row;
  });
  const lines = made("ul", "", { className: "liste-filets" });
  lines.append(...rows);
  section.querySelector("[data-rows]").replaceChildren(...(rows.length ? [lines] : []));
  section.querySelector("[data-none]").hidden = rows.length > 0;
  section.querySelector("button").hidden = rows.length === 0;
};

const later = document.getElementById("plus-tard");
fill(later, list());
later.querySelector("button").addEventListener("click", () => {
  write("liste", null);
  fill(later, []);
});

const kept = document.getElementById("copies");
if ("caches" in window) {
  fill(kept, await copies());
  kept.querySelector("button").addEventListener("click", async () => {
    await empty();
    fill(kept, []);
  });
}
