// The turns as they are shown: added, removed, listed, come back to.
"use strict";

const shownTurns = (() => {
  const MOST = 20;
  const page = document.getElementById("chat");
  const holder = () => page.querySelector("#turns");
  let highest = 0; // number of a turn

  function made(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.firstElementChild;
  }

  // Makes what came from the server work here.
  function enliven(turn) {
    for (const tools of turn.querySelectorAll(".tools[hidden]")) tools.hidden = false;
    if (answerReading.canSpeak) for (const button of turn.querySelectorAll("[data-read]")) button.hidden = false;
  }

  function add(turn) {
    enliven(turn);
    highest = Math.max(highest, Number(turn.id.replace("turn-", "")));
    holder().append(turn);
    while (holder().children.length > MOST) holder().firstElementChild.remove();
  }

  function list(questions) {
    const items = [...holder().querySelectorAll(".turn")].map((turn, place) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: questions[place] || "–" });
      button.dataset.turn = turn.id;
      const item = document.createElement("li");
      item.append(button);
      return item;
    });
    page.querySelector("#visit ol").replaceChildren(...items);
  }

  // Back from a source, one is where one left. Whether there was such a place.
  function comeBack(left) {
    const turn = left && document.getElementById(left.turn);
    const cite = turn?.querySelector(`a.cite[data-marker="${left.marker}"]`) ?? turn?.querySelector(".asked");
    cite?.scrollIntoView({ block: "center" });
    cite?.focus({ preventScroll: true });
    return Boolean(cite);
  }

  return {
    MOST,
    add,
    addWritten: (html) => add(made(html)),
    list,
    comeBack,
    areThere: () => holder() !== null,
    showLast: () => holder().lastElementChild.scrollIntoView({ block: "start" }),
    removeLast: () => holder().lastElementChild?.remove(),
    clear: () => holder().replaceChildren(),
    // Never one that was used on this page: Gradio shows nothing anew that is the same to the last sign.
    nextNumber: () => highest + 1,
  };
})();
