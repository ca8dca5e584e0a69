// An answer for ears and eyes: read aloud by the browser's own voice, a sentence a line, printed alone.
"use strict";

const answerReading = (() => {
  const voice = window.speechSynthesis;
  const sentences = (text, language) =>
    window.Intl?.Segmenter ? [...new Intl.Segmenter(language, { granularity: "sentence" }).segment(text)].map((each) => each.segment) : [text];
  let reading = null; // the button of the answer that is being read

  function stop() {
    voice?.cancel();
    if (!reading) return;
    reading.textContent = reading.dataset.start;
    reading.setAttribute("aria-pressed", "false");
    reading = null;
  }

  // Only the words: no marker, nothing for screen readers alone.
  function words(turn) {
    const said = turn.querySelector(".said").cloneNode(true);
    for (const each of said.querySelectorAll(".cite, .tools, .compared > table > thead, caption")) each.remove();
    return [...said.querySelectorAll("p, li, h4, h5, h6, th, td")].filter((each) => !each.querySelector("p, li")).map((each) => each.textContent.trim());
  }

  function aloud(button) {
    const again = reading === button;
    stop();
    if (again) return;
    reading = button;
    button.dataset.start = button.textContent;
    button.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    const parts = words(button.closest(".turn")).flatMap((line) => sentences(line, "sv")).filter((line) => line.trim());
    parts.forEach((line, place) => {
      const said = new SpeechSynthesisUtterance(line);
      said.lang = "sv-SE";
      if (place === parts.length - 1) said.onend = stop;
      said.onerror = stop;
      voice.speak(said);
    });
  }

  function apart(button) {
    const turn = button.closest(".turn");
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    for (const quote of turn.querySelectorAll(".said .quote")) {
      if (!quote.querySelector(".sentence")) {
        quote.replaceChildren(...sentences(quote.textContent, "sv").map((line) => Object.assign(document.createElement("span"), { className: "sentence", textContent: line })));
      }
    }
    turn.classList.toggle("apart", on);
  }

  function print(turn) {
    document.body.classList.add("printing");
    turn.classList.add("printed");
    window.print();
  }
  // What is folded is printed too.
  addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll(".turn details.sources:not([open])")) {
      each.open = true;
      each.dataset.folded = "";
    }
  });
  addEventListener("afterprint", () => {
    document.body.classList.remove("printing");
    for (const each of document.querySelectorAll(".printed")) each.classList.remove("printed");
    for (const each of document.querySelectorAll("details[data-folded]")) {
      each.open = false;
      delete each.dataset.folded;
    }
  });
  addEventListener("pagehide", stop);
  return { aloud, apart, print, stop, canSpeak: Boolean(voice) };
})();
