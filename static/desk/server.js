// Words with the server.
import { elementOf } from "./fragments.js";
import { desk, selection } from "./page.js";
import { byItself } from "./presence.js";

export class SignedOut extends Error {}

let token = desk.querySelector("[name=csrfmiddlewaretoken]").value;
export const currentToken = () => token;

// Signing in again changes the token of every form on screen.
const renewToken = async () => {
  const response = await fetch(desk.dataset.state);
  if (response.redirected || !response.ok) throw new SignedOut();
  ({ token } = await response.json());
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
};

const sendOnce = (address, body, accept) => {
  body.set("csrfmiddlewaretoken", token);
  return fetch(address, { method: "POST", body, headers: { Accept: accept, ...byItself() } });
};

// Send fields or a form's data; raise SignedOut if the session is over, an Error if nothing answered.
export const post = async (address, fields, accept = "application/json") => {
  const body = fields instanceof FormData ? fields : new FormData();
  if (body !== fields) for (const [name, value] of Object.entries(fields)) body.append(name, value);
  if (!body.has("file")) for (const [name, value] of selection()) body.append(name, value);
  let response = await sendOnce(address, body, accept);
  const isJSON = response.headers.get("Content-Type")?.includes("json");
  if (response.redirected || (response.status === 403 && !isJSON)) {
    await renewToken();
    response = await sendOnce(address, body, accept);
  }
  if (response.redirected) throw new SignedOut();
  if (response.status >= 500) throw new Error(`${response.status}`);
  return response;
};

export const fromHTML = (html) => {
  const grid = elementOf(html, "[data-comment]");
  for (const field of grid.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  return grid;
};
