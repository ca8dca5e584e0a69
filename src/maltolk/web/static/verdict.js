// A judgement is sent without leaving the conversation.
"use strict";

document.getElementById("chat").addEventListener("submit", async (event) => {
  const form = event.target.closest("form.verdict");
  if (!form) return;
  event.preventDefault();
  const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
  if (!response?.ok) return messages.warn();
  const thanks = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("h1");
  form.replaceChildren(thanks.textContent);
  form.tabIndex = -1; // the button that had the focus is gone
  form.focus();
  messages.announce(thanks.textContent);
});
