// The host in JupyterLab: the widget's model holds the state and the problem, and sends the book and Vega.

// Each part is a module of its own, so what they have in common stands in the window: Vega, and the sheets by name,
// each with its book and the model that hears of choices.
const common = (window.govindexCommon ??= { bundle: null, sheets: new Map() });
const PATIENCE = 10_000; // milliseconds until a part asks for itself: whoever was asked first may be gone

function ask(model, what) {
  return new Promise((resolve) => {
    model.on("msg:custom", (message) => {
      if (message[what]) resolve(message[what]);
    });
    model.send({ want: what });
  });
}

function loadVega(model) {
  if (window.vegaEmbed) return Promise.resolve();
  common.bundle ??= ask(model, "bundle");
  return new Promise((resolve) => {
    const again = setTimeout(() => ask(model, "bundle").then(take), PATIENCE);
    common.bundle.then(take);
    function take(bundle) {
      clearTimeout(again);
      if (!window.vegaEmbed) runScript(bundle);
      resolve();
    }
  });
}

function runScript(text) {
  const script = document.createElement("script");
  const define = window.define;
  window.define = undefined; // a loader of modules in the window would keep Vega from it
  script.textContent = text;
  document.head.append(script);
  window.define = define;
}

async function openSheet(model) {
  const name = model.get("sheet");
  if (!common.sheets.has(name)) {
    const entry = { model, sheet: null, told: model.get("taken") };
    const tell = (choice, value) => {
      entry.told += 1;
      entry.model.send({ choose: [choice, value], number: entry.told });
    };
    entry.sheet = ask(model, "book").then(async (book) => {
      const { Sheet, unpackBook } = window.govindexSheets;
      return new Sheet(await unpackBook(book), model.get("state"), { tell, titled: false });
    });
    common.sheets.set(name, entry);
  }
  const entry = common.sheets.get(name);
  entry.model = model; // the latest, which lives longest
  return entry;
}

async function render({ model, el }) {
  const root = document.createElement("section");
  root.className = "gi-sheet gi-part";
  root.lang = model.get("lang");
  root.dataset.part = model.get("part");
  // Keys are for what has the focus; JupyterLab would go to the next cell, unless that very element says otherwise.
  root.addEventListener("focusin", (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true"));
  el.append(root);
  const entry = await openSheet(model);
  const [sheet] = await Promise.all([entry.sheet, loadVega(model)]);
  el.closest(".jp-Notebook")?.setAttribute("data-gi-lang", model.get("lang")); // texts in others are hidden by it
  // What the kernel says before it has taken the last choice made here would undo that choice.
  const hear = () => {
    if (model.get("taken") >= entry.told) sheet.follow(model.get("state"), model.get("problem"));
  };
  for (const trait of ["state", "problem", "taken"]) model.on(`change:${trait}`, hear);
  hear();
  window.govindexSheets.mountPart(root, model.get("part"), sheet);
  return () => {
    sheet.remove(root);
    if (!sheet.parts.length) common.sheets.delete(model.get("sheet"));
  };
}

export default { render };
