// The host in JupyterLab: the widget's model holds the book, the state and the problem.

let bundle = null;

// Vega comes with the first explorer, once, and stays for all of them.
function loadVega(model) {
  if (window.vegaEmbed) return Promise.resolve();
  bundle ??= new Promise((resolve) => {
    model.on("msg:custom", (message) => {
      if (!message.bundle || window.vegaEmbed) return;
      const script = document.createElement("script");
      const define = window.define;
      window.define = undefined; // a loader of modules in the window would keep Vega from it
      script.textContent = message.bundle;
      document.head.append(script);
      window.define = define;
      resolve();
    });
    model.send({ want: "bundle" });
  });
  return bundle;
}

// Arrow keys are for the widget that has the focus; JupyterLab would go to the next cell.
function keepKeys(event) {
  event.target.setAttribute("data-lm-suppress-shortcuts", "true");
}

// The sheets that parts of this window show, by name: each with its book, which the first part asks for.
const sheets = new Map();

function openSheet(model) {
  const name = model.get("sheet");
  if (!sheets.has(name)) {
    const opened = new Promise((resolve) => {
      model.on("msg:custom", async ({ book }) => {
        if (!book) return;
        const tell = (choice, value) => sheets.get(name).model.send({ choose: [choice, value] });
        const read = await window.govindexSheets.unpackBook(book);
        resolve(new window.govindexSheets.Sheet(read, model.get("state"), { tell, titled: false }));
      });
      model.send({ want: "book" });
    });
    sheets.set(name, { opened, model });
  }
  return sheets.get(name).opened;
}

function renderPart(model, root) {
  root.className = "gi-explorer gi-sheet gi-part";
  root.lang = model.get("lang");
  root.dataset.part = model.get("part");
  return Promise.all([openSheet(model), loadVega(model)]).then(([sheet]) => {
    const hear = () => sheet.follow(model.get("state"), model.get("problem"));
    model.on("change:state", hear);
    model.on("change:problem", hear);
    hear();
    window.govindexSheets.mountPart(root, model.get("part"), sheet);
  });
}

function renderExplorer(model, root) {
  const book = model.get("book");
  root.className = "gi-explorer gi-sheet";
  root.lang = book.lang;
  root.id = `explore-${book.explorer}`;
  const host = {
    controls: false,
    read: () => model.get("state"),
    problem: () => model.get("problem"),
    // The choice alone, not the state: the kernel may have heard of other choices meanwhile.
    tell: (name, value) => model.send({ choose: [name, value] }),
    listen: (callback) => {
      const hear = () => callback(model.get("state"));
      model.on("change:state", hear);
      model.on("change:problem", hear);
    },
  };
  return loadVega(model).then(() => window.govindexMount(root, book, host));
}

function render({ model, el }) {
  const root = document.createElement("section");
  el.append(root);
  const rendered = model.get("part") ? renderPart(model, root) : renderExplorer(model, root);
  rendered.then(() => {
    requestAnimationFrame(() => el.closest(".jp-OutputArea-output")?.addEventListener("focusin", keepKeys));
  });
}

export default { render };
