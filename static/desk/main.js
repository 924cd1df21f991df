// The desk's comfort: keys, the next card ready before it is asked for, undo several deep.
// Every act sends the very form that stands on the card; without these files the same buttons do the same.
import { startBulk } from "./bulk.js";
import { startWatching } from "./colleagues.js";
import { startForms } from "./forms.js";
import { startKeys } from "./keys.js";
import { card, desk } from "./page.js";
import { fill } from "./queue.js";
import { startNearest } from "./nearest.js";
import { startThreads } from "./thread.js";
import { startUndo } from "./undo.js";

startUndo();
startForms();
startBulk();
startKeys();
startWatching();
startThreads();
startNearest();

if (card()) desk.dataset.shown = card().dataset.comment;
fill();
