// The buttons of one answer: what each selector does when it is pressed.
"use strict";

const turnTools = (() => {
  const page = document.getElementById("chat");

  async function copy(button, text) {
    await navigator.clipboard.writeText(text.replace(/([ (])\/kalla\//g, `$1${document.baseURI}kalla/`));
    messages.announce(page.dataset.copied);
    button.textContent = page.dataset.copied;
  }

  function unfold(button) {
    const long = button.closest(".turn").querySelector(".asked").classList.toggle("long") === false;
    button.setAttribute("aria-expanded", String(long));
  }

  return {
    "[data-edit]": (button) => askRow.put(button.dataset.edit),
    "[data-unfold]": unfold,
    "[data-copy]": (button) => copy(button, button.dataset.copy),
    "[data-copy-address]": (button) => copy(button, new URL(button.dataset.copyAddress, document.baseURI).href),
    "[data-print]": (button) => answerReading.print(button.closest(".turn")),
    "[data-read]": (button) => answerReading.aloud(button),
    "[data-sentences]": (button) => answerReading.apart(button),
    "[data-turn]": (button) => document.getElementById(button.dataset.turn).querySelector(".asked").focus(),
  };
})();
