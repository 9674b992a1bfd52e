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

function render({ model, el }) {
  const root = document.createElement("section");
  const book = model.get("book");
  root.className = "gi-explorer gi-sheet";
  root.lang = book.lang;
  root.id = `explore-${book.explorer}`;
  el.append(root);
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
  loadVega(model).then(() => {
    window.govindexMount(root, book, host);
    requestAnimationFrame(() => el.closest(".jp-OutputArea-output")?.addEventListener("focusin", keepKeys));
  });
}

export default { render };
