// The staff's page: tells aloud what came of an action, and keeps the focus where the work goes on.
"use strict";

const page = document.getElementById("staff");
const announcement = document.getElementById("announcement");
const trouble = document.getElementById("trouble");
const seen = new WeakSet();
let begun = false;
let asking = null; // the button that a question was asked for
let newest = null; // what came of the last action, until it has had the focus or been passed by

function focus(part) {
  part.tabIndex = part.tabIndex < 0 ? -1 : part.tabIndex;
  part.focus();
}

// What went wrong, in the page's language, until the next click.
function warn(words) {
  trouble.textContent = words;
  trouble.hidden = false;
}

// Gradio says nothing of a request that the server refused, or says it in English.
const send = window.fetch;
window.fetch = async (...request) => {
  const response = await send(...request);
  if (!response.ok && response.url.includes("/gradio_api/")) {
    const own = { 401: page.dataset.loggedOut, 413: page.dataset.tooLarge }[response.status];
    const told = own ? {} : await response.clone().json().catch(() => ({}));
    warn(own || told.detail || told.error || page.dataset.trouble);
  }
  return response;
};

// Gradio's own messages are in English.
function whatFor(toast) {
  if (/exceed|large/i.test(toast)) return page.dataset.tooLarge;
  return /file type/i.test(toast) ? page.dataset.wrongKind : page.dataset.trouble;
}

// Runs after every change of the page.
function settle(changes) {
  const toast = changes.find((change) => change.addedNodes.length && change.target.closest?.(".toast-wrap"));
  if (toast && trouble.hidden) warn(whatFor(toast.target.textContent));
  if (!page.querySelector("#indexed h1")) return;
  document.getElementById("waiting")?.remove();
  for (const part of page.querySelectorAll(".outcome, #rebuild-stage, #preview-heading")) {
    if (seen.has(part)) continue;
    seen.add(part);
    if (!begun) continue;
    const question = part.closest(".confirm");
    if (question) {
      asking = document.getElementById(question.id.replace("-confirm", ""));
      focus(part);
    } else if (part.id === "preview-heading") {
      focus(part);
    } else if (part.textContent !== announcement.textContent) {
      announcement.textContent = part.textContent;
      if (part.matches(".outcome")) newest = part;
    }
  }
  begun = true;
  // What had the focus may be gone with its question, or with what waited.
  if (asking && !page.querySelector(".confirm")) {
    if (document.activeElement === document.body) asking.focus();
    asking = null;
  }
  if (newest && document.activeElement === document.body) {
    focus(newest);
    newest = null;
  }
}
new MutationObserver(settle).observe(page, { childList: true, subtree: true });
page.addEventListener("click", () => {
  newest = null;
  trouble.hidden = true;
});
