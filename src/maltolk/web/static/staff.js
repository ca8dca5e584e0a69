// The staff's page: tells aloud what came of an action, and moves the focus to what asks to be answered.
"use strict";

const page = document.getElementById("staff");
const announcement = document.getElementById("announcement");
const shown = new WeakSet();
let begun = false;

// Runs after every change of the page.
function settle() {
  if (!page.querySelector("#indexed h1")) return;
  document.getElementById("waiting")?.remove();
  for (const part of page.querySelectorAll(".outcome, #rebuild-stage, #preview-heading, .confirm")) {
    if (shown.has(part)) continue;
    shown.add(part);
    if (!begun) continue;
    if (part.matches(".confirm")) part.querySelector("button")?.focus();
    else if (part.id === "preview-heading") part.focus();
    else if (!part.closest(".confirm") && part.textContent !== announcement.textContent) announcement.textContent = part.textContent;
  }
  begun = true;
}
new MutationObserver(settle).observe(page, { childList: true, subtree: true });
