// The chat page: what Gradio does not do by itself. Everything here is comfort: without it the page still answers.
"use strict";

const page = document.getElementById("chat");
const announcement = document.getElementById("announcement");

const field = () => page.querySelector("#question textarea");
const send = () => page.querySelector("button#send");

function ask(question) {
  const box = field();
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  // Gradio takes over what was typed before the next frame is painted.
  requestAnimationFrame(() => send().click());
}

function announce(text) {
  announcement.textContent = text;
}

function answered(turn) {
  for (const tools of turn.querySelectorAll(".tools[hidden]")) tools.hidden = false;
  const said = turn.querySelector(".answer").innerText.replace(/\s+/g, " ").trim();
  announce(said);
  turn.scrollIntoView({ block: "start" });
  // Whoever typed goes on typing; whoever followed a link that is gone continues at the answer.
  if (!document.activeElement || document.activeElement === document.body) turn.querySelector(".asked").focus();
}

let newest = "";
new MutationObserver(() => {
  const turns = page.querySelectorAll("#conversation .turn");
  const last = turns[turns.length - 1];
  const known = last ? last.outerHTML : "";
  for (const tools of page.querySelectorAll("#conversation .tools[hidden]")) tools.hidden = false;
  if (last && known !== newest) answered(last);
  newest = last ? last.outerHTML : "";
}).observe(page, { childList: true, subtree: true });

page.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-ask]");
  if (link && field() && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    ask(link.dataset.ask);
  }
  const copy = event.target.closest("button[data-copy]");
  if (copy) {
    await navigator.clipboard.writeText(copy.dataset.copy);
    announce(page.dataset.copied);
  }
});

// The place in the sources is shown while its number has the pointer or the focus.
for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  const toggle = (on) => (event) => {
    const cite = event.target.closest("a.cite");
    if (!cite) return;
    for (const mark of cite.closest(".turn").querySelectorAll(".sources mark")) {
      if (mark.dataset.marker.split(" ").includes(cite.dataset.marker)) mark.closest("blockquote").classList.toggle("shown", on);
    }
  };
  page.addEventListener(begin, toggle(true));
  page.addEventListener(end, toggle(false));
}
