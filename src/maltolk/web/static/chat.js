// The conversation. The server answers one question at a time and remembers none; this page keeps the turns, in this
// tab's storage alone, and sends the latest questions along with each new one.
"use strict";

const KEPT = "maltolk-conversation";
const DRAFT = "maltolk-draft";
const LEFT_AT = "maltolk-left-at"; // { turn, marker }: the source that was opened last
const MOST_TURNS = 20;
const CONTEXT = 10; // questions sent along
const MOST_WRITTEN = 20000; // characters of them
const SIGN_AFTER = 150; // milliseconds without an answer
// Inputs of the page's functions, which tell them apart: question, municipality, conversation; and conversation alone.
const ANSWERS = 3;
const GOES_ON = 1;

const page = document.getElementById("chat");
const announcement = document.getElementById("announcement");
const trouble = document.getElementById("trouble");
const form = document.getElementById("ask-row");
const field = document.getElementById("question");
const municipality = document.getElementById("municipality");
const box = (name) => page.querySelector(`#${name} textarea, #${name} input`); // what Gradio sends
const holder = () => page.querySelector("#turns");

let turns = read(KEPT) ?? []; // [{ question, municipality, html }]
let asking = null; // { question, municipality, sign, stop }: what is being answered
let restored = false; // whether Gradio is there
let highest = 0; // number of a turn

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

// Keeps what fits; without storage the conversation lives as long as the page.
function keep() {
  for (let first = 0; first <= turns.length; first += 1) {
    try {
      return sessionStorage.setItem(KEPT, JSON.stringify(turns.slice(first)));
    } catch {
      continue;
    }
  }
}

function write(box, value) {
  const prototype = box instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(prototype.prototype, "value").set.call(box, value);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function remember(number) {
  let sent = turns.slice(-CONTEXT).map((turn) => [turn.question, turn.municipality]);
  const written = () => JSON.stringify({ number, turns: sent });
  while (written().length > MOST_WRITTEN) sent = sent.slice(1);
  write(box("history"), written());
}

// Never one that was used on this page: Gradio shows nothing anew that is the same to the last sign.
const nextNumber = () => highest + 1;

// Gradio takes over what was written before the next frame is painted.
const press = (button) => requestAnimationFrame(() => page.querySelector(`button#${button}, #${button} button`).click());

// A question that comes before Gradio is there waits for it.
function ask(question) {
  if (asking || !question.trim()) return;
  begin(question, municipality.value);
  if (restored) submit();
}

function submit() {
  write(box("asked"), asking.question);
  write(box("limit"), asking.municipality);
  press("ask");
}

// What went wrong, in the page's language, until an answer comes.
function warn(said) {
  trouble.textContent = said || page.dataset.trouble;
  trouble.hidden = false;
}

// Shows a sign where the answer will be, or, until Gradio is there, before it.
function wait(sign) {
  const place = holder() ?? document.getElementById("start");
  sign.parentElement?.removeAttribute("aria-busy");
  place.setAttribute("aria-busy", "true");
  place.append(sign);
}

function begin(question, whose) {
  const stop = new AbortController();
  const sign = setTimeout(() => {
    const shown = document.getElementById("pending").content.cloneNode(true);
    shown.querySelector(".asked").textContent = question;
    wait(shown);
    page.querySelector(".pending").scrollIntoView({ block: "start" });
    announcement.textContent = page.querySelector(".told").textContent;
  }, SIGN_AFTER);
  trouble.hidden = true;
  page.dataset.stale = ""; // the questions to go on with are those of the answer before
  asking = { question, municipality: whose, sign, stop };
  if (field.value === question) write(field, "");
}

function end() {
  if (!asking) return;
  clearTimeout(asking.sign);
  const shown = page.querySelector(".pending");
  shown?.parentElement.removeAttribute("aria-busy");
  shown?.remove();
  asking = null;
}

// No answer: the question stands in the field again, unless something else has been typed there.
function giveBack() {
  const question = asking?.question;
  end();
  delete page.dataset.stale;
  if (question && !field.value) write(field, question);
}

function tellStopped() {
  announcement.textContent = page.dataset.stopped;
  field.focus();
}

// Gradio's frontend asks; this sees what it sends, and what the server refuses, of which Gradio says nothing.
const send = window.fetch;
window.fetch = async (address, options) => {
  if (!String(address?.url ?? address).includes("/gradio_api/run/")) return send(address, options);
  const data = JSON.parse(options?.body ?? "{}").data ?? [];
  const isQuestion = data.length === ANSWERS && asking !== null;
  try {
    const response = await send(address, isQuestion ? { ...options, signal: asking.stop.signal } : options);
    if (!response.ok) {
      const told = await response.clone().json().catch(() => ({}));
      if (isQuestion) giveBack();
      warn(told.detail || told.error);
    }
    return response;
  } catch (error) {
    const stopped = isQuestion && error.name === "AbortError";
    if (isQuestion) giveBack();
    if (!stopped) {
      warn();
      throw error;
    }
    tellStopped();
    return Response.json({ data: [{ __type__: "update" }] }); // nothing changes
  } finally {
    if (data.length === GOES_ON && !asking) requestAnimationFrame(() => delete page.dataset.stale);
  }
};

function element(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return made.content.firstElementChild;
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
  while (holder().children.length > MOST_TURNS) holder().firstElementChild.remove();
}

function listVisit() {
  const items = [...holder().querySelectorAll(".turn")].map((turn, place) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: turns[place]?.question || "–" });
    button.dataset.turn = turn.id;
    const item = document.createElement("li");
    item.append(button);
    return item;
  });
  page.querySelector("#visit ol").replaceChildren(...items);
}

function foldIntro() {
  const intro = page.querySelector("details.intro");
  if (intro && !intro.dataset.folded && turns.length) {
    intro.open = false;
    intro.dataset.folded = "";
  }
}

// Back from a source, one is where one left.
function comeBack() {
  const left = read(LEFT_AT);
  sessionStorage.removeItem(LEFT_AT);
  const turn = left && document.getElementById(left.turn);
  const cite = turn?.querySelector(`a.cite[data-marker="${left.marker}"]`) ?? turn?.querySelector(".asked");
  cite?.scrollIntoView({ block: "center" });
  cite?.focus({ preventScroll: true });
  return Boolean(cite);
}

function answered(template) {
  const turn = template.content.firstElementChild.cloneNode(true);
  const { question, municipality: whose } = asking ?? { question: "", municipality: "" };
  end();
  trouble.hidden = true;
  turns = [...turns, { question, municipality: whose, html: turn.outerHTML }].slice(-MOST_TURNS);
  keep();
  add(turn);
  changed();
  announcement.textContent = turn.dataset.said.replace(/\s*\[\d+\]/g, "");
  turn.scrollIntoView({ block: "start" });
  // Whoever typed goes on typing; whoever followed a link that is gone now continues at the answer.
  if (document.activeElement === document.body) turn.querySelector(".asked").focus({ preventScroll: true });
}

function begun() {
  page.toggleAttribute("data-begun", turns.length > 0);
  foldIntro();
}

// The turns are others than before.
function changed() {
  listVisit();
  begun();
  remember(nextNumber());
  if (turns.length) press("go-on");
}

function restore() {
  restored = true;
  if (turns.length) {
    for (const kept of turns) add(element(kept.html));
    changed();
    if (!comeBack()) holder().lastElementChild.scrollIntoView({ block: "start" });
  } else {
    remember(1);
  }
  if (!asking) return;
  const sign = page.querySelector(".pending");
  if (sign) wait(sign);
  submit();
}

// Gradio brings a main part of its own, with the conversation; what was the page's main part until then is before it.
function standBack() {
  const start = page.querySelector("main#start");
  const focused = document.activeElement;
  const before = Object.assign(document.createElement("section"), { id: start.id, ariaLabel: start.dataset.called });
  before.append(...start.childNodes);
  start.replaceWith(before);
  if (before.contains(focused)) focused.focus({ preventScroll: true });
}

let newest = null;

// Runs after every change of the page: what came in from the server begins to work.
function settle(changes) {
  if (page.querySelector("main#start") && page.querySelector("gradio-app main")) standBack();
  const toast = changes.find((change) => change.addedNodes.length && change.target.closest?.(".toast-wrap"));
  if (toast && trouble.hidden) warn();
  const parts = [holder(), ...["asked", "limit", "history"].map(box), ...["ask", "go-on"].map((name) => document.getElementById(name))];
  if (!restored && parts.every(Boolean)) restore();
  const template = page.querySelector("#newest template");
  if (template && template !== newest) {
    newest = template;
    answered(template);
  }
}
new MutationObserver(settle).observe(page, { childList: true, subtree: true });

function removeLast() {
  turns = turns.slice(0, -1);
  keep();
  holder().lastElementChild?.remove();
  remember(nextNumber());
}

function startOver() {
  sourcePanel.close(false);
  answerReading.stop();
  turns = [];
  for (const key of [KEPT, DRAFT]) sessionStorage.removeItem(key);
  holder().replaceChildren();
  write(field, "");
  changed();
  field.focus();
}

async function copy(button, text) {
  await navigator.clipboard.writeText(text.replace(/([ (])\/kalla\//g, `$1${document.baseURI}kalla/`));
  announcement.textContent = page.dataset.copied;
  button.textContent = page.dataset.copied;
}

const actions = {
  "[data-edit]": (button) => {
    write(field, button.dataset.edit);
    field.focus();
  },
  "[data-unfold]": (button) => {
    const long = button.closest(".turn").querySelector(".asked").classList.toggle("long") === false;
    button.setAttribute("aria-expanded", String(long));
  },
  "[data-copy]": (button) => copy(button, button.dataset.copy),
  "[data-copy-address]": (button) => copy(button, new URL(button.dataset.copyAddress, document.baseURI).href),
  "[data-print]": (button) => answerReading.print(button.closest(".turn")),
  "[data-read]": (button) => answerReading.aloud(button),
  "[data-sentences]": (button) => answerReading.apart(button),
  "[data-stop]:not([data-read])": () => {
    if (restored) return asking?.stop.abort();
    giveBack();
    tellStopped();
  },
  "[data-turn]": (button) => document.getElementById(button.dataset.turn).querySelector(".asked").focus(),
  "#retry": () => {
    const last = turns.at(-1);
    if (!last || asking) return;
    removeLast();
    ask(last.question);
  },
  "#clear": startOver,
};

function leave(source) {
  const cite = sourcePanel.shown();
  const turn = source.closest(".turn") ?? cite?.closest(".turn");
  if (turn) sessionStorage.setItem(LEFT_AT, JSON.stringify({ turn: turn.id, marker: source.dataset.place ?? cite?.dataset.marker }));
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

// An empty question is none, and the next one waits until this one is answered.
function asked(event) {
  event.preventDefault();
  if (asking && field.value.trim()) return warn(page.dataset.wait);
  if (!field.value.trim()) return field.focus();
  ask(field.value);
}
form.addEventListener("submit", asked);
field.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) asked(event);
  if (event.key === "ArrowUp" && !field.value && turns.length) {
    event.preventDefault();
    write(field, turns.at(-1).question);
  }
});
field.addEventListener("input", () => {
  try {
    sessionStorage.setItem(DRAFT, field.value);
  } catch {
    // without storage what is typed lives as long as the page
  }
});

// What is asked when the page is left is asked again by whoever comes back.
addEventListener("pagehide", () => asking && sessionStorage.setItem(DRAFT, asking.question));

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  field.focus();
});

// What is docked at the bottom stays above the keyboard of a phone.
window.visualViewport?.addEventListener("resize", () => {
  const hidden = Math.max(0, innerHeight - visualViewport.height - visualViewport.offsetTop);
  document.documentElement.style.setProperty("--keyboard", `${hidden}px`);
});

// A judgement is sent without leaving the conversation.
page.addEventListener("submit", async (event) => {
  const form = event.target.closest("form.verdict");
  if (!form) return;
  event.preventDefault();
  const response = await send(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
  if (!response?.ok) return warn();
  const thanks = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("h1");
  form.replaceChildren(thanks.textContent);
  form.tabIndex = -1; // the button that had the focus is gone
  form.focus();
  announcement.textContent = thanks.textContent;
});

// What was kept is seen at once, whatever Gradio takes.
begun();
try {
  const draft = sessionStorage.getItem(DRAFT);
  if (draft && !field.value) write(field, draft);
} catch {
  // without storage nothing was kept
}
