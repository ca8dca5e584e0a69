// The chat page: what Gradio does not do by itself. Everything here is comfort: without it the page still answers.
"use strict";

const page = document.getElementById("chat");
const announcement = document.getElementById("announcement");
const trouble = document.getElementById("trouble");
const field = () => page.querySelector("#question textarea");

function ask(question) {
  const box = field();
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  // Gradio takes over what was typed before the next frame is painted.
  requestAnimationFrame(() => page.querySelector("button#send").click());
}

// What went wrong, in the page's language, until an answer comes.
function warn(said) {
  trouble.textContent = said || page.dataset.trouble;
  trouble.hidden = false;
}

// Gradio says nothing of a question that the server refused.
const send = window.fetch;
window.fetch = async (...request) => {
  const response = await send(...request);
  if (!response.ok && response.url.includes("/gradio_api/run/")) {
    const told = await response.clone().json().catch(() => ({}));
    warn(told.detail || told.error);
  }
  return response;
};

let newest = null;

// Runs after every change of the page: what came in from the server begins to work.
function settle(changes) {
  if (page.querySelector("#intro h1")) document.getElementById("waiting")?.remove();
  for (const tools of page.querySelectorAll(".tools[hidden]")) tools.hidden = false;
  const toast = changes.find((change) => change.addedNodes.length && change.target.closest?.(".toast-wrap"));
  if (toast && trouble.hidden) warn();
  const turns = page.querySelectorAll("#conversation .turn");
  const last = turns[turns.length - 1] ?? null;
  if (last && last !== newest) {
    trouble.hidden = true;
    announcement.textContent = last.dataset.said.replace(/\s*\[\d+\]/g, "");
    last.scrollIntoView({ block: "start" });
    // Whoever typed goes on typing; whoever followed a link that is gone now continues at the answer.
    if (document.activeElement === document.body) last.querySelector(".asked").focus({ preventScroll: true });
  }
  // Whoever started over begins at the field: the button for it is about to be hidden.
  if (!last && newest && [document.body, page.querySelector("#clear")].includes(document.activeElement)) field().focus();
  newest = last;
}
new MutationObserver(settle).observe(page, { childList: true, subtree: true });

page.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-ask]");
  if (link && field() && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    link.blur();
    ask(link.dataset.ask);
  }
  const copy = event.target.closest("button[data-copy]");
  if (copy) {
    await navigator.clipboard.writeText(copy.dataset.copy.replaceAll(" /kalla/", ` ${location.origin}/kalla/`));
    announcement.textContent = page.dataset.copied;
    copy.textContent = page.dataset.copied;
  }
});

// A place in the sources is shown while its number in the answer has the pointer or the focus.
for (const [kind, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  page.addEventListener(kind, (event) => {
    const cite = event.target.closest("a.cite");
    if (!cite) return;
    for (const mark of cite.closest(".turn").querySelectorAll(".sources mark")) {
      if (mark.dataset.marker.split(" ").includes(cite.dataset.marker)) mark.closest("blockquote").classList.toggle("shown", on);
    }
  });
}

// A judgement is sent without leaving the conversation.
page.addEventListener("submit", async (event) => {
  const form = event.target.closest("form.verdict");
  if (!form) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const response = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (!response?.ok) return warn(response?.status === 429);
  const thanks = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("h1");
  form.replaceChildren(thanks.textContent);
  form.tabIndex = -1; // the button that had the focus is gone
  form.focus();
  announcement.textContent = thanks.textContent;
});
