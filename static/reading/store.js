// What the reader asked this browser to keep; nothing where storage is forbidden or full.
export const read = (name, otherwise = null) => {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
};
export const write = (name, value) => {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
};
export const made = (tag, words, more) => Object.assign(document.createElement(tag), { textContent: words, ...more });
