// What stands before the conversation: the page's main part until Gradio brings one, folded once somebody has asked.
"use strict";

const beginning = (() => {
  const page = document.getElementById("chat");

  function fold() {
    const intro = page.querySelector("details.intro");
    if (intro && !intro.dataset.folded) {
      intro.open = false;
      intro.dataset.folded = "";
    }
  }

  function show(hasTurns) {
    page.toggleAttribute("data-begun", hasTurns);
    if (hasTurns) fold();
  }

  // Gradio brings a main part of its own, with the conversation; what was the page's main part until then is before it.
  function standBack() {
    const start = page.querySelector("main#start");
    if (!start || !page.querySelector("gradio-app main")) return;
    const focused = document.activeElement;
    const before = Object.assign(document.createElement("section"), { id: start.id, ariaLabel: start.dataset.called });
    before.append(...start.childNodes);
    start.replaceWith(before);
    if (before.contains(focused)) focused.focus({ preventScroll: true });
  }

  return { show, standBack };
})();
