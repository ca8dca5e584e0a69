// What goes through Gradio: its fields and buttons, which nobody sees, and the calls that it makes of them.
"use strict";

const gradioCalls = (() => {
  // Inputs of the page's functions, which tell them apart: question, municipality, conversation; and conversation alone.
  const ANSWERS = 3;
  const GOES_ON = 1;
  const PARTS = ["#asked textarea, #asked input", "#limit textarea, #limit input", "#history textarea, #history input", "#ask", "#go-on"];

  const page = document.getElementById("chat");
  const box = (name) => page.querySelector(`#${name} textarea, #${name} input`);

  const areThere = () => PARTS.every((part) => page.querySelector(part));

  // As if it had been typed, also into a field of the page's own.
  function write(box, value) {
    const prototype = box instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(prototype.prototype, "value").set.call(box, value);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Gradio takes over what was written before the next frame is painted.
  const press = (button) => requestAnimationFrame(() => page.querySelector(`button#${button}, #${button} button`).click());

  function ask(question, municipality) {
    write(box("asked"), question);
    write(box("limit"), municipality);
    press("ask");
  }

  // Sees what Gradio's frontend sends, and what the server refuses, of which Gradio says nothing. ``on``: ``signal()``
  // that stops the question asked now, null for none; ``unanswered()`` and ``stopped()`` for such a question;
  // ``wentOn()`` when the questions to go on with are there.
  function watch(on) {
    const send = window.fetch;
    window.fetch = async (address, options) => {
      if (!String(address?.url ?? address).includes("/gradio_api/run/")) return send(address, options);
      const data = JSON.parse(options?.body ?? "{}").data ?? [];
      const signal = data.length === ANSWERS ? on.signal() : null;
      try {
        const response = await send(address, signal ? { ...options, signal } : options);
        if (!response.ok) {
          const told = await response.clone().json().catch(() => ({}));
          if (signal) on.unanswered();
          messages.warn(told.detail || told.error);
        }
        return response;
      } catch (error) {
        const stopped = signal && error.name === "AbortError";
        if (signal) on.unanswered();
        if (!stopped) {
          messages.warn();
          throw error;
        }
        on.stopped();
        return Response.json({ data: [{ __type__: "update" }] }); // nothing changes
      } finally {
        if (data.length === GOES_ON) on.wentOn();
      }
    };
  }

  return { areThere, write, ask, watch, goOn: () => press("go-on"), remember: (history) => write(box("history"), history) };
})();
