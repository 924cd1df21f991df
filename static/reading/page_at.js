// A page of this site as a document of which nothing runs; null if it does not answer. The browser parses it: under
// the content policy, no script may.
export const pageAt = (address) =>
  new Promise((tell) => {
    const asked = new XMLHttpRequest();
    asked.open("GET", address);
    asked.setRequestHeader("Cache-Control", "no-cache"); // as it stands now
    asked.responseType = "document";
    asked.onload = () => tell(asked.status === 200 ? asked.response : null);
    asked.onerror = () => tell(null);
    asked.send();
  });
