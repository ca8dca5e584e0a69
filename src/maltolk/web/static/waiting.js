// The sign that an answer is being looked for, where the answer will be.
"use strict";

const waiting = (() => {
  const SIGN_AFTER = 150; // milliseconds without an answer
  const page = document.getElementById("chat");
  const shown = () => page.querySelector(".pending");
  let timer = 0;

  // Until Gradio is there, it stands before the conversation.
  function place(sign) {
    const home = page.querySelector("#turns") ?? document.getElementById("start");
    sign.parentElement?.removeAttribute("aria-busy");
    home.setAttribute("aria-busy", "true");
    home.append(sign);
  }

  function begin(question) {
    timer = setTimeout(() => {
      const sign = document.getElementById("pending").content.cloneNode(true);
      sign.querySelector(".asked").textContent = question;
      place(sign);
      shown().scrollIntoView({ block: "start" });
      messages.announce(page.querySelector(".told").textContent);
    }, SIGN_AFTER);
  }

  function end() {
    clearTimeout(timer);
    const sign = shown();
    sign?.parentElement.removeAttribute("aria-busy");
    sign?.remove();
  }

  // The conversation is there now.
  function moveIn() {
    const sign = shown();
    if (sign) place(sign);
  }

  return { begin, end, moveIn };
})();
