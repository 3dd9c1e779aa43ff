// Suggestions below the search box: an editable combobox with a list (ARIA Authoring Practices 1.2). Without this
// script the box is a plain form.
"use strict";

{
  const form = document.querySelector("form.find-box");
  const input = form.querySelector("input");
  const list = form.querySelector("[role=listbox]");
  const told = form.querySelector(".told");
  const PAUSE = 120;
  let options = [];
  let active = -1;
  let asking = null;
  let timer = 0;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function close() {
    clearTimeout(timer);
    asking?.abort();
    asking = null;
    list.hidden = true;
    told.textContent = "";
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(index) {
    options[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = options[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    return input.setAttribute("aria-activedescendant", option.id);
  }

  function open([, names, abouts, addresses]) {
    options = names.map((name, index) => {
      const option = document.createElement("li");
      option.role = "option";
      option.id = `${list.id}-${index}`;
      option.setAttribute("aria-selected", "false");
      // the server may know its own address less well than the browser does: only the path counts
      const { pathname, search, hash } = new URL(addresses[index], location.href);
      option.dataset.href = pathname + search + hash;
      const [strong, small] = [document.createElement("strong"), document.createElement("small")];
      strong.textContent = name;
      small.textContent = abouts[index];
      option.append(strong, " ", small);
      return option;
    });
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...options);
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    told.textContent = options.length ? form.dataset.told.replace("{count}", options.length) : "";
  }

  async function ask() {
    const text = input.value.trim();
    if (!text) return close();
    asking?.abort();
    const own = new AbortController();
    asking = own;
    const address = new URL(form.dataset.suggest, location.href);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { signal: own.signal });
      const found = answer.ok ? await answer.json() : ["", [], [], []];
      if (asking === own) open(found);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    // while an input method composes, the box holds what is typed to choose characters by, and no query yet
    if (!event.isComposing) timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = list.hidden ? 0 : options.length;
    if (event.key === "ArrowDown" && !count) ask();
    else if (event.key === "ArrowDown") choose(active + 1 < count ? active + 1 : -1);
    else if (event.key === "ArrowUp" && count) choose(active < 0 ? count - 1 : active - 1);
    else if (event.key === "Enter" && count && active >= 0) location.assign(options[active].dataset.href);
    else if (event.key === "Escape" && count) close();
    else return;
    event.preventDefault();
  });

  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.href);
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", (event) => {
    if (!input.value.trim()) {
      event.preventDefault();
      input.focus();
    }
  });
}
