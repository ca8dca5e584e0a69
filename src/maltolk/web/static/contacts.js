// The contacts are searched while one types. Without this script the form and the links do the same.
"use strict";

const form = document.getElementById("find");
const field = document.getElementById("q");
const hits = document.getElementById("hits");
const announcement = document.getElementById("announcement");
const WAIT = 200; // milliseconds without a key before a search
const PAUSE = 700; // milliseconds without a new list before its number is read out

let asked = null; // the request whose answer is awaited
let waiting = 0;
let speaking = 0;

function wished() {
  const address = new URL(form.action);
  for (const [name, value] of new FormData(form)) if (value.trim()) address.searchParams.append(name, value.trim());
  return address;
}

function say(text) {
  clearTimeout(speaking);
  speaking = setTimeout(() => { announcement.textContent = text; }, PAUSE);
}

async function show(address) {
  clearTimeout(waiting);
  clearTimeout(speaking);
  asked?.abort();
  const mine = asked = new AbortController();
  hits.setAttribute("aria-busy", "true");
  let page;
  try {
    const response = await fetch(address, { signal: mine.signal });
    if (!response.ok) throw new Error(response.statusText);
    page = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch (error) {
    if (mine === asked) {
      hits.removeAttribute("aria-busy");
      say(form.dataset.failed);
    }
    return;
  }
  if (mine !== asked) return; // somebody has typed on
  hits.replaceChildren(...page.getElementById("hits").childNodes);
  hits.removeAttribute("aria-busy");
  document.title = page.title;
  document.querySelector("a.switch").href = page.querySelector("a.switch").getAttribute("href");
  history.replaceState(null, "", address);
  say(document.getElementById("count").textContent);
}

field.addEventListener("input", (event) => {
  if (event.isComposing) return;
  asked?.abort();
  asked = null;
  clearTimeout(waiting);
  clearTimeout(speaking);
  waiting = setTimeout(() => show(wished()), WAIT);
});
field.addEventListener("compositionend", () => show(wished()));
document.getElementById("kommun").addEventListener("change", () => show(wished()));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(wished());
});
hits.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-sort]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  await show(new URL(link.href));
  // The link that was followed has been replaced; who used it goes on from its successor.
  if (!hits.contains(document.activeElement)) {
    (hits.querySelector(`a[data-sort="${link.dataset.sort}"]`) ?? hits.querySelector("a[data-sort]"))?.focus();
  }
});
