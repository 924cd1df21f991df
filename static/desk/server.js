// Words with the server.
import { selection, token } from "./page.js";

export const post = (address, fields, accept = "application/json") => {
  const body = fields instanceof FormData ? fields : new FormData();
  if (body !== fields) for (const [name, value] of Object.entries(fields)) body.append(name, value);
  if (!body.has("csrfmiddlewaretoken")) body.append("csrfmiddlewaretoken", token);
  if (!body.has("file")) for (const [name, value] of selection()) body.append(name, value);
  return fetch(address, { method: "POST", body, headers: { Accept: accept } });
};

export const fromHTML = (html) => {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return document.adoptNode(parsed.querySelector("[data-comment]"));
};
