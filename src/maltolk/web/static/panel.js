// The panel that shows one source: beside the conversation on a wide screen, as a sheet on a narrow one.
"use strict";

const sourcePanel = (() => {
  const panel = document.getElementById("panel");
  const heading = panel.querySelector("h2");
  const wide = matchMedia("(min-width: 62rem)");
  let cite = null; // the citation that the panel shows

  const citations = () => [...cite.closest(".turn").querySelectorAll("a.cite")];

  // The passage with that citation's quote marked alone.
  function passage(turn, marker) {
    const mark = [...turn.querySelectorAll(".sources mark")].find((each) => each.dataset.marker.split(" ").includes(marker));
    if (!mark) return null;
    const source = mark.closest(".source").cloneNode(true);
    const keep = [...source.querySelectorAll("blockquote")].find((quote) => quote.querySelector(`mark[data-marker~="${marker}"]`));
    for (const quote of source.querySelectorAll("blockquote")) if (quote !== keep) quote.remove();
    for (const each of source.querySelectorAll("mark")) {
      if (!each.dataset.marker.split(" ").includes(marker)) each.replaceWith(...each.childNodes);
    }
    for (const link of source.querySelectorAll("a[data-place]")) if (link.dataset.place !== marker) link.remove();
    for (const named of source.querySelectorAll("[id]")) named.removeAttribute("id");
    source.removeAttribute("aria-label");
    return source;
  }

  function show(chosen) {
    const text = passage(chosen.closest(".turn"), chosen.dataset.marker);
    if (!text) return false;
    cite?.classList.remove("open");
    cite = chosen;
    cite.classList.add("open");
    heading.textContent = heading.dataset.of.replace("{n}", cite.dataset.marker);
    panel.querySelector(".panel-text").replaceChildren(text);
    const all = citations();
    for (const button of panel.querySelectorAll("[data-step]")) button.disabled = !all[all.indexOf(cite) + Number(button.dataset.step)];
    if (!panel.open) wide.matches ? panel.show() : panel.showModal();
    document.body.classList.toggle("beside-panel", wide.matches);
    heading.focus();
    panel.querySelector("mark").scrollIntoView({ block: "center" });
    return true;
  }

  function close(back = true) {
    if (!panel.open) return;
    panel.close();
    if (back) cite?.focus();
  }

  panel.addEventListener("close", () => {
    document.body.classList.remove("beside-panel");
    cite?.classList.remove("open");
  });
  panel.addEventListener("cancel", () => requestAnimationFrame(() => cite?.focus()));
  panel.addEventListener("click", (event) => {
    if (event.target === panel || event.target.closest("[data-close]")) return close();
    const step = event.target.closest("[data-step]");
    if (step) {
      const all = citations();
      show(all[all.indexOf(cite) + Number(step.dataset.step)]);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.open && !panel.matches(":modal")) close();
  });
  // What was beside must not lie above everything once the window is narrow, and the other way round.
  wide.addEventListener("change", () => close(false));
  return { show, close, shown: () => (panel.open ? cite : null) };
})();
