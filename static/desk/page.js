// What stands on the page: the desk, the card of one comment, the selection it was taken from.

export const desk = document.querySelector("[data-desk]");
export const place = desk.querySelector("[data-card]");

export const card = () => place.querySelector("[data-comment]");
export const pkOf = (grid) => Number(grid.dataset.comment);

let chosenBefore = "file=pending"; // the lane and its filters, for when no card is left
export const selection = () => {
  chosenBefore = card()?.dataset.selection ?? chosenBefore;
  return new URLSearchParams(chosenBefore);
};
