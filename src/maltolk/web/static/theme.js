// A theme whose municipalities have not all been asked yet becomes complete by itself.
"use strict";

const MOST_ROUNDS = 40;
const PAUSE = 3000; // milliseconds after a round that did not succeed

const status = document.getElementById("theme-status");
const pending = () => document.querySelectorAll("tr:has([data-pending])");
const pause = () => new Promise((done) => setTimeout(done, PAUSE));

// Only what was missing is put in, so that nothing that is being read or has the focus moves away.
function fill(fresh) {
  for (const row of pending()) {
    const found = fresh.getElementById(row.id);
    if (!found || found.querySelector("[data-pending]")) continue;
    const cells = [...found.cells]; // a list of its own, as each leaves that row
    [...row.cells].slice(1).forEach((cell, place) => cell.replaceWith(cells[place + 1]));
  }
}

async function complete() {
  if (!pending().length) return;
  status.textContent = status.dataset.coming;
  for (let round = 0; round < MOST_ROUNDS && pending().length; round += 1) {
    const response = await fetch(location.href).catch(() => null);
    if (response?.ok) fill(new DOMParser().parseFromString(await response.text(), "text/html"));
    else await pause();
  }
  status.textContent = pending().length ? "" : status.dataset.there;
}

complete();
