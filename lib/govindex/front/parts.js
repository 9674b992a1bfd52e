// Parts without a chart of Vega: heads, texts, headings, key figures, lists. Each kind returns what draws it for a state,
// and this a text that tells what is shown.

function draw(tag, attributes) {
  const shape = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
  return shape;
}

function makeCard(row, box) {
  const line = row.dots ? drawLine(row, box) : null;
  const span = (kind, text) => make("span", { class: `gi-key-${kind}` }, text);
  return make("div", { class: "gi-key" }, span("name", row.name), span("value", row.value), line, span("note", row.note));
}

function drawLine({ strokes, dots, at, told }, [width, height]) {
  const size = { viewBox: `0 0 ${width} ${height}`, width: 2 * width, height: 2 * height };
  const line = draw("svg", { class: "gi-spark", ...size, role: "img", "aria-label": told });
  const name = draw("title", {});
  name.textContent = told;
  line.append(name, ...strokes.map((points) => draw("polyline", { points })));
  dots.forEach(([cx, cy], place) => line.append(draw("circle", place === at ? { class: "gi-last", cx, cy, r: 2.2 } : { cx, cy, r: 1.6 })));
  return line;
}

const textMakers = {
  head(root, sheet, part) {
    const title = make("h1", {});
    const about = make("p", { class: "gi-sub" });
    root.replaceChildren(title, about);
    return (state) => {
      const told = lookAt.head(sheet, part, state);
      title.textContent = told.title;
      about.textContent = told.about;
      if (sheet.host.titled) document.title = told.title;
      return JSON.stringify(told);
    };
  },

  prose(root, sheet, part) {
    const body = part.numbered ? make("ol", { class: "gi-notes" }) : make("div", { class: "gi-prose" });
    const write = (text, at) => (part.numbered ? make("li", { id: `${part.numbered}-${at + 1}` }, text) : make("p", {}, text));
    root.replaceChildren(body);
    return (state) => {
      const { texts } = lookAt.prose(sheet, part, state);
      body.replaceChildren(...texts.map(write));
      return JSON.stringify(texts);
    };
  },

  // Its place in the page's contents goes and comes with it.
  heading(root, sheet, part) {
    const heading = root.querySelector("h2") || make("h2", {}, part.heading);
    root.replaceChildren(heading, part.about ? make("div", { class: "gi-prose" }, make("p", {}, part.about)) : "");
    const listed = heading.id ? document.querySelector(`.gi-contents a[href="#${heading.id}"]`)?.parentElement : null;
    return (state) => {
      const { shown } = lookAt.heading(sheet, part, state);
      root.hidden = !shown;
      if (listed) listed.hidden = !shown;
      return String(shown);
    };
  },

  cards(root, sheet, part) {
    const all = make("div", { class: "gi-keys" });
    root.replaceChildren(all);
    return (state) => {
      const { rows } = lookAt.cards(sheet, part, state);
      all.replaceChildren(...rows.map((row) => makeCard(row, part.box)));
      return JSON.stringify(rows);
    };
  },

  listing(root, sheet, part) {
    const list = make("ol", {});
    const heading = root.querySelector("h2") || make("h2", {}, part.heading);
    const note = part.note ? [make("p", { class: "gi-note" }, part.note)] : [];
    root.replaceChildren(make("details", { class: "gi-sources" }, make("summary", {}, heading), list), ...note);
    return (state) => {
      const { rows } = lookAt.listing(sheet, part, state);
      list.replaceChildren(...rows.map((row) => make("li", { id: `source-${row.source}`, tabindex: "-1" }, ...linkAddresses(row.citation))));
      return ""; // whoever reads figures does not look for the list of works
    };
  },
};
