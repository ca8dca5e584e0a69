// What the page says in words: the one status that screen readers speak, and what went wrong.
"use strict";

const messages = (() => {
  const page = document.getElementById("chat");
  const announcement = document.getElementById("announcement");
  const trouble = document.getElementById("trouble");

  function announce(text) {
    announcement.textContent = text;
  }

  // In the page's language, until an answer comes.
  function warn(said) {
    trouble.textContent = said || page.dataset.trouble;
    trouble.hidden = false;
  }

  function calm() {
    trouble.hidden = true;
  }

  return { announce, warn, calm, isWarning: () => !trouble.hidden };
})();
