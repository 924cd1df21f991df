// The focal point of a picture: where one clicks on it. The two numbers stay, for the keyboard.
(() => {
  const picture = document.querySelector(".focal img");
  const across = document.getElementById("id_focal_x"), down = document.getElementById("id_focal_y");
  if (!picture || !across || !down) return;
  const mark = picture.parentElement.appendChild(document.createElement("span"));
  mark.className = "focal__mark";
  mark.setAttribute("aria-hidden", "true");
  const place = () => {
    mark.style.left = `${across.value}%`;
    mark.style.top = `${down.value}%`;
  };
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    across.value = Math.round(100 * (event.clientX - box.left) / box.width);
    down.value = Math.round(100 * (event.clientY - box.top) / box.height);
    place();
  });
  for (const field of [across, down]) field.addEventListener("input", place);
  place();
})();
