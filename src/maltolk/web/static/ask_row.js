// The field at the bottom: its keys, what is typed in it, and where it is docked.
"use strict";

const askRow = (() => {
  const page = document.getElementById("chat");
  const form = document.getElementById("ask-row");
  const field = document.getElementById("question");
  const municipality = document.getElementById("municipality");
  const write = (text) => gradioCalls.write(field, text);

  // ``on``: ``isBusy()``, whether a question is being answered; ``ask(question)``; ``before()``: the question before.
  function listen(on) {
    // An empty question is none, and the next one waits until this one is answered.
    function asked(event) {
      event.preventDefault();
      if (on.isBusy() && field.value.trim()) return messages.warn(page.dataset.wait);
      if (!field.value.trim()) return field.focus();
      on.ask(field.value);
    }
    form.addEventListener("submit", asked);
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && !event.shiftKey) asked(event);
      const before = event.key === "ArrowUp" && !field.value ? on.before() : undefined;
      if (before !== undefined) {
        event.preventDefault();
        write(before);
      }
    });
  }

  field.addEventListener("input", () => kept.keepDraft(field.value));

  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    field.focus();
  });

  // What is docked at the bottom stays above the keyboard of a phone.
  window.visualViewport?.addEventListener("resize", () => {
    const hidden = Math.max(0, innerHeight - visualViewport.height - visualViewport.offsetTop);
    document.documentElement.style.setProperty("--keyboard", `${hidden}px`);
  });

  function put(text) {
    write(text);
    field.focus();
  }

  return {
    listen,
    put,
    write,
    text: () => field.value,
    focus: () => field.focus(),
    municipality: () => municipality.value,
  };
})();
