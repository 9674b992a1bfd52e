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
    const entry = { model, sheet: null };
    const tell = (choice, value) => entry.model.send({ choose: [choice, value] });
    entry.sheet = ask(model, "book").then(async (book) => {
      const { Sheet, unpackBook } = window.govindexSheets;
      return new Sheet(await unpackBook(book), model.get("state"), { tell, titled: false });
    });
    common.sheets.set(name, entry);
  }
  const entry = common.sheets.get(name);
  entry.model = model; // the latest, which lives longest
  return entry.sheet;
}

async function render({ model, el }) {
  const root = document.createElement("section");
  root.className = "gi-explorer gi-sheet gi-part";
  root.lang = model.get("lang");
  root.dataset.part = model.get("part");
  root.dataset.lmSuppressShortcuts = "true"; // keys are for what has the focus; JupyterLab would go to the next cell
  el.append(root);
  const [sheet] = await Promise.all([openSheet(model), loadVega(model)]);
  const hear = () => sheet.follow(model.get("state"), model.get("problem"));
  model.on("change:state", hear);
  model.on("change:problem", hear);
  hear();
  window.govindexSheets.mountPart(root, model.get("part"), sheet);
  return () => {
    sheet.remove(root);
    if (!sheet.parts.length) common.sheets.delete(model.get("sheet"));
  };
}

export default { render };
