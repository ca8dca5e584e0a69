// Whoever has a conversation in this tab finds the way back to it.
"use strict";

try {
  if (JSON.parse(sessionStorage.getItem("maltolk-conversation"))?.length) document.querySelector("[data-back]").hidden = false;
} catch {
  // without storage there is no conversation to go back to
}
