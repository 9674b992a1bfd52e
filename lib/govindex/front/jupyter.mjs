// The host in JupyterLab: the widget's model holds the state and the problem, and sends the book.

let bundle = null;

// Vega comes with the first part, once, and stays for all of them.
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

function render({ model, el }) {
  const root = document.createElement("section");
  el.append(root);
  renderPart(model, root).then(() => {
    requestAnimationFrame(() => el.closest(".jp-OutputArea-output")?.addEventListener("focusin", keepKeys));
  });
}

export default { render };
