// Choices among many: a search with suggestions, and several chosen ones as chips with such a search beside them.

const SUGGESTED = 8; // names offered at once
const LETTERS = 2; // typed before names are offered
const BOXES = 12; // options that still stand as a list of boxes

// The names that begin as what was typed, or have a word that does, in any spelling: nearest first.
class Names {
  constructor(options) {
    this.options = options;
    this.exact = new Map();
    this.starts = options.map(([option, text, ...spellings]) => {
      const all = [String(option), text, ...spellings];
      for (const each of new Set(all.map(foldText))) this.exact.set(each, [...(this.exact.get(each) || []), option]);
      return all.map((each) => each.split(/[\s\-–]+/).map((_, at, words) => foldText(words.slice(at).join(" "))));
    });
    this.texts = new Map(options.map(([option, text]) => [option, text]));
  }

  // Of options spelt alike the first that fits, else the first.
  find(text, fits) {
    const alike = this.exact.get(foldText(text)) || [];
    return alike.find(fits) ?? alike[0];
  }

  suggest(text, isOffered) {
    const typed = foldText(text);
    if (typed.length < LETTERS) return [];
    const rank = (starts) => Math.min(...starts.flatMap((words) => words.map((word, at) => (word.startsWith(typed) ? at : Infinity))));
    return this.options
      .map(([option], at) => ({ option, rank: isOffered(option) ? rank(this.starts[at]) : Infinity, at }))
      .filter((each) => each.rank < Infinity)
      .sort((left, right) => left.rank - right.rank || left.at - right.at)
      .slice(0, SUGGESTED)
      .map(({ option }) => option);
  }
}

// An input that suggests names: `take(option)` hears what was chosen, `isOffered(option)` says what is suggested,
// `isFree(option)` what may be taken when it is typed, `fits(option)` which of those spelt alike is meant.
// What is not found stays in the input and is said below it.
function makeFinder(control, id, { take, isOffered, isFree = isOffered, fits = () => true }) {
  const names = new Names(control.options);
  const said = make("span", { class: "gi-said", role: "status", id: `${id}-said` });
  const list = make("ul", { id: `${id}-list`, role: "listbox", class: "gi-suggestions", "aria-label": control.label, hidden: true });
  const input = make("input", {
    id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-describedby": `${id}-said`,
  });
  let offered = [];
  let active = -1;

  const mark = (at) => {
    active = at;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const open = (options) => {
    offered = options;
    list.replaceChildren(...options.map((option, at) => {
      const item = make("li", { role: "option", id: `${id}-${at}` }, names.texts.get(option));
      item.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
      item.addEventListener("click", () => choose(option));
      return item;
    }));
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    mark(-1);
  };
  const say = (text) => {
    said.textContent = text;
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };
  const choose = (option) => {
    open([]);
    say("");
    take(option);
  };
  const takeTyped = () => {
    const text = input.value;
    const near = names.suggest(text, isOffered);
    const found = names.find(text, fits) ?? (near.length === 1 ? near[0] : undefined);
    if (found !== undefined && isFree(found)) choose(found);
    else if (foldText(text)) say(near.length > 1 ? fill(control.many, { text }) : fill(control.unknown, { text }));
  };

  input.addEventListener("input", () => {
    if (input.readOnly) return;
    say("");
    open(names.suggest(input.value, isOffered));
  });
  input.addEventListener("change", takeTyped);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && offered.length) {
      event.preventDefault();
      mark((active + step + offered.length + (active < 0 && step < 0 ? 1 : 0)) % offered.length);
    } else if (event.key === "Enter") { // no change follows in JupyterLab
      event.preventDefault();
      if (active >= 0) choose(offered[active]);
      else takeTyped();
    } else if (event.key === "Escape") open([]);
  });
  // What is typed replaces what stands there, whether the input was come to by keys or by the mouse.
  input.addEventListener("focus", () => input.select());
  input.addEventListener("pointerdown", (event) => {
    if (document.activeElement === input) return;
    event.preventDefault();
    input.focus();
  });
  input.addEventListener("blur", () => open([]));
  return { input, parts: [make("span", { class: "gi-finder" }, input, list), said], names, say, close: () => open([]) };
}

// One of many, found by typing.
function makeSearch(control, id, value, change, box) {
  const isOffered = (option) => !control.offered.length || control.offered.includes(option);
  const take = (option) => {
    set(option);
    change(control.name, option);
  };
  let others = {};
  const fits = (option) => {
    if (!control.spans) return true;
    const [other, spans] = control.spans;
    return spans[option][0] <= others[other] && others[other] <= spans[option][1];
  };
  const finder = makeFinder(control, id, { take, isOffered, isFree: () => true, fits });
  box.append(...finder.parts);
  const set = (chosen, state) => {
    others = state || others;
    finder.input.value = finder.names.texts.get(chosen) ?? "";
    finder.say("");
    finder.close();
  };
  set(value);
  return set;
}

function makeSeveral(control, id, value, change, box) {
  const all = make("fieldset", { id }, make("legend", {}, control.label));
  box.querySelector("label").remove();
  box.append(all);
  const set = control.options.length > BOXES ? makeChips(control, `${id}-find`, change, all) : makeBoxes(control, id, change, all);
  set(value, {});
  return set;
}

function makeBoxes(control, id, change, all) {
  const boxes = control.options.map(([option, text]) => {
    const input = make("input", { type: "checkbox", id: `${id}-${option}`, value: option });
    input.addEventListener("change", () => {
      const chosen = boxes.filter((each) => each.input.checked).map((each) => each.option);
      change(control.name, control.most ? chosen.slice(-control.most) : chosen);
    });
    all.append(make("span", { class: "gi-check" }, input, make("label", { for: `${id}-${option}` }, text)));
    return { option, input };
  });
  return (chosen) => {
    for (const each of boxes) each.input.checked = chosen.includes(each.option);
    const full = control.most && chosen.length >= control.most;
    for (const each of boxes) each.input.disabled = Boolean(full && !each.input.checked);
  };
}

function makeChips(control, id, change, all) {
  let chosen = [];
  let without;
  const isOffered = (option) => option !== without && !chosen.includes(option);
  const finder = makeFinder(control, id, { isOffered, take: (option) => { finder.input.value = ""; change(control.name, [...chosen, option]); } });
  finder.input.setAttribute("aria-label", control.add);
  const chips = make("ul", { class: "gi-chips" });
  all.append(chips, ...finder.parts);
  return (now, state) => {
    chosen = now;
    without = control.without ? state[control.without] : undefined;
    chips.replaceChildren(...now.map((option) => {
      const text = finder.names.texts.get(option);
      const chip = make("button", { type: "button", class: "gi-chip", value: option, "aria-label": fill(control.drop, { name: text }) }, text, make("span", { "aria-hidden": "true" }, " ×"));
      chip.addEventListener("click", () => {
        finder.input.focus(); // the chip will be gone
        change(control.name, chosen.filter((each) => each !== option));
      });
      return make("li", {}, chip);
    }));
    chips.hidden = now.length === 0;
    finder.input.readOnly = Boolean(control.most && now.length >= control.most);
    finder.input.placeholder = finder.input.readOnly ? fill(control.full, { most: control.most }) : control.add;
  };
}
