// The article read aloud by a voice of this machine, one paragraph after the other.
let reading = false;
let pressed;

const stop = () => {
  reading = false;
  speechSynthesis.cancel();
  if (pressed) pressed.textContent = pressed.dataset.listen;
};
addEventListener("pagehide", stop);

export function press(button) {
  pressed = button;
  if (reading) return stop();
  const article = document.querySelector("article[lang]");
  const language = article.lang.slice(0, 2);
  const voice = speechSynthesis
    .getVoices()
    .find(({ lang, localService }) => localService && lang.slice(0, 2) === language);
  const parts = article.querySelectorAll("h1, .article__chapo, .lecture > :is(p, h2, h3, ul, ol, blockquote)");
  const words = [...parts].map((part) => part.textContent.trim()).filter(Boolean);
  reading = true;
  button.textContent = button.dataset.stop;
  words.forEach((text, n) => {
    const speech = Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang });
    if (n === words.length - 1) speech.addEventListener("end", stop);
    speechSynthesis.speak(speech);
  });
}
