// The conversation. The server answers one question at a time and remembers none; this page keeps the turns, in this
// tab's storage alone, and sends the latest questions along with each new one.
"use strict";

(() => {
  const CONTEXT = 10; // questions sent along
  const MOST_WRITTEN = 20000; // characters of them

  const page = document.getElementById("chat");

  let turns = kept.turns(); // [{ question, municipality, html }]
  let asking = null; // { question, municipality, stop }: what is being answered
  let restored = false; // whether Gradio is there
  let newest = null; // the template of the newest answer

  function remember(number) {
    let sent = turns.slice(-CONTEXT).map((turn) => [turn.question, turn.municipality]);
    const written = () => JSON.stringify({ number, turns: sent });
    while (written().length > MOST_WRITTEN) sent = sent.slice(1);
    gradioCalls.remember(written());
  }

  // A question that comes before Gradio is there waits for it.
  function ask(question) {
    if (asking || !question.trim()) return;
    waiting.begin(question);
    messages.calm();
    page.dataset.stale = ""; // the questions to go on with are those of the answer before
    asking = { question, municipality: askRow.municipality(), stop: new AbortController() };
    if (askRow.text() === question) askRow.write("");
    if (restored) gradioCalls.ask(asking.question, asking.municipality);
  }

  function end() {
    if (!asking) return;
    waiting.end();
    asking = null;
  }

  // No answer: the question stands in the field again, unless something else has been typed there.
  function giveBack() {
    const question = asking?.question;
    end();
    delete page.dataset.stale;
    if (question && !askRow.text()) askRow.write(question);
  }

  function tellStopped() {
    messages.announce(page.dataset.stopped);
    askRow.focus();
  }

  gradioCalls.watch({
    signal: () => asking?.stop.signal ?? null,
    unanswered: giveBack,
    stopped: tellStopped,
    wentOn: () => !asking && requestAnimationFrame(() => delete page.dataset.stale),
  });

  // The turns are others than before.
  function changed() {
    shownTurns.list(turns.map((turn) => turn.question));
    beginning.show(turns.length > 0);
    remember(shownTurns.nextNumber());
    if (turns.length) gradioCalls.goOn();
  }

  function answered(template) {
    const turn = template.content.firstElementChild.cloneNode(true);
    const { question, municipality } = asking ?? { question: "", municipality: "" };
    end();
    messages.calm();
    turns = [...turns, { question, municipality, html: turn.outerHTML }].slice(-shownTurns.MOST);
    kept.keepTurns(turns);
    shownTurns.add(turn);
    changed();
    messages.announce(turn.dataset.said.replace(/\s*\[\d+\]/g, ""));
    turn.scrollIntoView({ block: "start" });
    // Whoever typed goes on typing; whoever followed a link that is gone now continues at the answer.
    if (document.activeElement === document.body) turn.querySelector(".asked").focus({ preventScroll: true });
  }

  function restore() {
    restored = true;
    if (turns.length) {
      for (const turn of turns) shownTurns.addWritten(turn.html);
      changed();
      if (!shownTurns.comeBack(kept.takeLeftAt())) shownTurns.showLast();
    } else {
      remember(1);
    }
    if (!asking) return;
    waiting.moveIn();
    gradioCalls.ask(asking.question, asking.municipality);
  }

  // Runs after every change of the page: what came in from the server begins to work.
  function settle(changes) {
    beginning.standBack();
    const toast = changes.find((change) => change.addedNodes.length && change.target.closest?.(".toast-wrap"));
    if (toast && !messages.isWarning()) messages.warn();
    if (!restored && shownTurns.areThere() && gradioCalls.areThere()) restore();
    const template = page.querySelector("#newest template");
    if (template && template !== newest) {
      newest = template;
      answered(template);
    }
  }
  new MutationObserver(settle).observe(page, { childList: true, subtree: true });

  function askAgain() {
    const last = turns.at(-1);
    if (!last || asking) return;
    turns = turns.slice(0, -1);
    kept.keepTurns(turns);
    shownTurns.removeLast();
    remember(shownTurns.nextNumber());
    ask(last.question);
  }

  function startOver() {
    sourcePanel.close(false);
    answerReading.stop();
    turns = [];
    kept.forgetAll();
    shownTurns.clear();
    askRow.write("");
    changed();
    askRow.focus();
  }

  function stop() {
    if (restored) return asking?.stop.abort();
    giveBack();
    tellStopped();
  }

  const actions = { ...turnTools, "[data-stop]:not([data-read])": stop, "#retry": askAgain, "#clear": startOver };

  function leave(source) {
    const cite = sourcePanel.shown();
    const turn = source.closest(".turn") ?? cite?.closest(".turn");
    if (turn) kept.keepLeftAt({ turn: turn.id, marker: source.dataset.place ?? cite?.dataset.marker });
  }

  page.addEventListener("click", (event) => {
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey);
    const link = event.target.closest("a[data-ask]");
    if (link && plain) {
      event.preventDefault();
      link.blur();
      ask(link.dataset.ask);
      return;
    }
    const cite = event.target.closest("a.cite");
    if (cite && plain && sourcePanel.show(cite)) return event.preventDefault();
    const source = event.target.closest("a[href*='/kalla/']");
    if (source && plain) leave(source);
    for (const [what, act] of Object.entries(actions)) {
      const button = event.target.closest(`button${what}`);
      if (button) return act(button);
    }
  });

  askRow.listen({ isBusy: () => asking !== null, ask, before: () => turns.at(-1)?.question });

  // What is asked when the page is left is asked again by whoever comes back.
  addEventListener("pagehide", () => asking && kept.keepDraft(asking.question));

  // What was kept is seen at once, whatever Gradio takes.
  beginning.show(turns.length > 0);
  const draft = kept.draft();
  if (draft && !askRow.text()) askRow.write(draft);
})();
