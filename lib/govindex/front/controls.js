// Controls: the book declares them once; here they become inputs, in the notebook ipywidgets.

let count = 0;

function makeControl(control, value, change, lang) {
  count += 1;
  const id = `gi-control-${count}`;
  const label = make("label", { for: id }, control.label);
  const box = make("div", { class: `gi-control gi-control-${control.kind}`, "data-control": control.name }, label);
  const makers = { choice: makeChoice, search: makeSearch, several: makeSeveral, range: makeRange, text: makeText };
  const set = makers[control.kind](control, id, value, change, box, lang);
  const name = (state) => { // a label with slots; where one has no value, there is nothing to choose
    const told = control.label.includes("{") ? fillFirst([control.label], state, {}, lang) : control.label;
    if (told !== null && control.label !== told) label.textContent = told;
    return told !== null;
  };
  return { box, set, name };
}

function makeChoice(control, id, value, change, box) {
  const select = make("select", { id });
  for (const [option, text] of control.options) select.append(make("option", { value: option }, text));
  const typed = new Map(control.options.map(([option]) => [String(option), option]));
  const every = [...select.children];
  let left = "";
  select.addEventListener("change", () => change(control.name, typed.get(select.value)));
  box.append(select);
  const set = (chosen, state) => {
    if (state && control.allowed) {
      const values = (control.allowed[1][state[control.allowed[0]]] || []).map(String);
      if (values.join() !== left) select.replaceChildren(...values.map((each) => every.find((one) => one.value === each)));
      left = values.join();
    }
    select.value = String(chosen);
    select.title = select.selectedOptions[0]?.textContent ?? ""; // a long one is cut
  };
  set(value);
  return set;
}

// What follows from a choice, as figures.controls.follow_choice has it.
function followChoice(controls, state, name) {
  for (const control of controls) {
    if (control.allowed && control.allowed[0] === name) state[control.name] = control.allowed[1][state[name]][0];
    if (control.name === name && control.keeps) followKeeping(control, state);
    if (control.without === name) state[control.name] = state[control.name].filter((each) => each !== state[name]);
    if (control.anew && control.anew[0] === name) state[control.name] = control.anew[1];
  }
}

function followKeeping({ name, keeps: [sign, other] }, state) {
  state[other] = sign === "<=" ? Math.max(state[other], state[name]) : Math.min(state[other], state[name]);
}

function makeRange(control, id, value, change, box, lang) {
  const input = make("input", { id, type: "range", min: control.minimum, max: control.maximum, step: control.step });
  const shown = make("output", { for: id });
  input.addEventListener("input", () => change(control.name, Number(input.value), true));
  input.addEventListener("change", () => change(control.name, Number(input.value)));
  box.append(input, shown);
  if (control.play) box.append(makePlay(control, input, change));
  const set = (chosen) => {
    input.value = chosen;
    shown.textContent = `${writeValue(chosen, control.form, lang)}${control.suffix}`;
  };
  set(value);
  return set;
}

function makePlay(control, input, change) {
  const button = make("button", { type: "button", class: "gi-play", "aria-pressed": "false" }, control.play[0]);
  let timer = null;
  const stop = () => {
    clearInterval(timer);
    timer = null;
    button.setAttribute("aria-pressed", "false");
    button.textContent = control.play[0];
  };
  button.addEventListener("click", () => {
    if (timer !== null) return stop();
    button.setAttribute("aria-pressed", "true");
    button.textContent = control.play[1];
    const step = () => {
      const next = Number(input.value) + control.step;
      if (next > control.maximum) return stop();
      return change(control.name, next);
    };
    if (Number(input.value) >= control.maximum) change(control.name, control.minimum);
    timer = setInterval(step, 900);
    return undefined;
  });
  input.addEventListener("pointerdown", () => timer !== null && stop());
  return button;
}

function makeText(control, id, value, change, box) {
  const input = make("input", { id, type: "search", autocomplete: "off", spellcheck: "false" });
  input.addEventListener("input", () => change(control.name, input.value));
  box.append(input);
  const set = (chosen) => { if (input.value !== chosen) input.value = chosen; };
  set(value);
  return set;
}
