// The explorer: state in, panels out; the last change wins.

// host: read() gives the state that differs from the book's; tell(name, value) is told of each choice made here;
// listen(callback) calls back with what changed elsewhere; controls is false where the host has its own.
function mountExplorer(root, book, host) {
  const state = { ...book.state, ...host.read() };
  const controls = new Map();
  const form = make("form", { class: "gi-controls", "aria-label": book.words.controls });
  form.addEventListener("submit", (event) => event.preventDefault());
  const problem = make("p", { class: "gi-problem", role: "alert", hidden: true });
  const line = make("code", { class: "gi-line" });
  let asked = 0;
  let drawn = 0;
  let drawing = null;

  const change = (name, value) => {
    if (JSON.stringify(state[name]) === JSON.stringify(value)) return;
    state[name] = value;
    followChoice(book.controls, state, name);
    host.tell(name, value);
    update();
  };
  if (host.controls) {
    for (const control of book.controls) {
      const made = makeControl(control, state[control.name], change);
      controls.set(control.name, made);
      form.append(made.box);
    }
  }
  // A mark that was clicked: of a choice of several it comes in or goes out.
  const pick = (name, value) => {
    if (!Array.isArray(state[name])) return change(name, value);
    const { most } = book.controls.find((control) => control.name === name);
    const chosen = state[name].includes(value) ? state[name].filter((each) => each !== value) : [...state[name], value];
    return change(name, most ? chosen.slice(-most) : chosen);
  };
  const panels = book.panels.map((panel) => {
    const look = (now) => selectors[book.explorer][panel.name](book, now);
    return new Panel(panel, book, pick, look, () => `${book.explorer}-${panel.name}`);
  });

  async function drawLatest() {
    while (drawn < asked) {
      const now = asked;
      for (const panel of panels) {
        if (now !== asked) break;
        await panel.draw(state);
      }
      if (now === asked) {
        drawn = now;
        delete root.dataset.broken;
        root.dataset.drawn = String(drawn);
      }
    }
    drawing = null;
  }

  function tellProblem() {
    const told = host.problem ? host.problem() : "";
    problem.textContent = told;
    problem.hidden = !told;
  }

  function update() {
    asked += 1;
    root.dataset.asked = String(asked);
    root.dataset.state = JSON.stringify(state);
    for (const [name, control] of controls) control.set(state[name], state);
    for (const { name, when } of book.controls) if (when && controls.has(name)) controls.get(name).box.hidden = state[when[0]] !== when[1];
    tellProblem();
    line.textContent = fill(book.line, state);
    if (drawing === null) {
      drawing = drawLatest().catch((error) => {
        drawing = null;
        problem.textContent = `${book.words.broken} ${error.message}`;
        problem.hidden = false;
        root.dataset.broken = error.message;
      });
    }
  }

  host.listen((changed) => {
    const before = root.dataset.state;
    Object.assign(state, changed);
    if (JSON.stringify(state) === before) tellProblem();
    else update();
  });
  const again = make("p", { class: "gi-again" }, `${book.words.again} `, line);
  root.replaceChildren(...(host.controls ? [form] : []), problem, make("div", { class: "gi-panels" }, ...panels.map((panel) => panel.element)), again);
  update();
  return { state, change };
}

// In a page: every explorer finds its book beside it.
function mountPage() {
  for (const root of document.querySelectorAll(".gi-explorer")) {
    const book = JSON.parse(root.querySelector("script.gi-book").textContent);
    mountExplorer(root, book, { controls: true, read: () => ({}), tell: () => {}, listen: () => {} });
  }
}
