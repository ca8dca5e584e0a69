// What this tab keeps of the conversation, in its own storage alone. Without storage it lives as long as the page.
"use strict";

const kept = (() => {
  const TURNS = "maltolk-conversation"; // [{ question, municipality, html }]
  const DRAFT = "maltolk-draft"; // what is typed, as it is
  const LEFT_AT = "maltolk-left-at"; // { turn, marker }: the source that was opened last

  function read(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function write(key, text) {
    try {
      sessionStorage.setItem(key, text);
      return true;
    } catch {
      return false;
    }
  }

  function forget(...keys) {
    try {
      for (const key of keys) sessionStorage.removeItem(key);
    } catch {
      // nothing was kept
    }
  }

  // The latest turns that fit.
  function keepTurns(turns) {
    for (let first = 0; first <= turns.length; first += 1) if (write(TURNS, JSON.stringify(turns.slice(first)))) return;
  }

  function draft() {
    try {
      return sessionStorage.getItem(DRAFT);
    } catch {
      return null;
    }
  }

  function takeLeftAt() {
    const left = read(LEFT_AT);
    forget(LEFT_AT);
    return left;
  }

  return {
    turns: () => read(TURNS) ?? [],
    keepTurns,
    draft,
    keepDraft: (text) => (text ? write(DRAFT, text) : forget(DRAFT)),
    keepLeftAt: (place) => write(LEFT_AT, JSON.stringify(place)),
    takeLeftAt,
    forgetAll: () => forget(TURNS, DRAFT),
  };
})();
