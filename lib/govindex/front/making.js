// What stands in a part's element, made once and drawn for every state: controls, texts, figures.

// A control with the words that its kind takes, and of several the spellings that a search for one of them has.
function dressControl(control, { words, controls }) {
  const said = { add: words.add, drop: words.drop, many: words.many, full: words.full };
  const search = controls.find(({ name }) => name === control.without);
  if (!search) return { ...said, ...control };
  const spelt = new Map(search.options.map((option) => [option[0], option]));
  return { ...said, ...control, unknown: search.unknown, options: control.options.map((option) => spelt.get(option[0]) || option) };
}

// What can be done with the view as a whole: put it back, send it on.
function makeDoing(sheet) {
  const { words } = sheet.book;
  const reset = make("button", { type: "button", class: "gi-reset" }, words.reset);
  reset.addEventListener("click", () => sheet.reset());
  const doing = make("div", { class: "gi-doing" }, reset);
  if (sheet.book.whole) doing.append(makeWhole(sheet));
  if (!sheet.host.address) return doing;
  const said = make("span", { class: "gi-copied", role: "status" });
  const copy = make("button", { type: "button", class: "gi-copy" }, words.copy_link);
  copy.addEventListener("click", async () => {
    said.textContent = (await copyText(location.href)) ? words.copied : words.not_copied;
  });
  doing.append(copy, said);
  return doing;
}

// All provinces and years of the index as one file.
function makeWhole({ tables, book }) {
  const button = make("button", { type: "button", class: "gi-all" }, book.words.whole);
  button.addEventListener("click", () => {
    const rows = chooseRows(tables, book.whole, { lang: book.lang }, book.lang);
    const units = [{ name: "unit", title: book.words.unit, value: book.units[book.sheet] }];
    const text = writeCsv(layOut(book.whole.columns, rows, units), book.lang);
    saveAs(`${book.sheet}-${slugText(book.words.whole_file)}.csv`, new Blob([text], { type: "text/csv;charset=utf-8" }));
  });
  return button;
}

// On a narrow page: what is looked at, in a line that stays on top, with a way back to the choices.
function makeSummary(sheet, root) {
  const desk = root.closest(".gi-desk");
  if (!desk) return () => {};
  const [bold, plain] = [make("b", {}), make("span", {})];
  const back = make("button", { type: "button" }, sheet.book.words.controls);
  back.addEventListener("click", () => root.scrollIntoView({ block: "start" }));
  desk.before(make("div", { class: "gi-state" }, bold, back, plain));
  const prose = Object.values(sheet.book.parts).find((part) => part.kind === "prose");
  const figure = Object.values(sheet.book.parts).find((part) => part.kind === "figure");
  return (state) => {
    bold.textContent = [nameProvince(sheet.book, state), state.year].join(" · ");
    const told = prose ? lookAt.prose(sheet, prose, state).texts[0] ?? "" : tellSentence(sheet.tables, figure.title, state, sheet.book.lang);
    plain.textContent = told.split(/(?<=\.) /)[0]; // the first sentence
  };
}

// What becomes of a part's element: each kind returns what draws it for a state, and this a text that tells what is shown.
const partMakers = {
  controls(root, sheet) {
    const { book } = sheet;
    const form = make("form", { class: "gi-controls", "aria-label": book.words.controls });
    form.addEventListener("submit", (event) => event.preventDefault());
    const problem = make("p", { class: "gi-problem", role: "alert", hidden: true });
    const line = make("code", { class: "gi-line" });
    const controls = book.controls.map((control) => {
      const made = makeControl(dressControl(control, book), sheet.state[control.name], (...choice) => sheet.choose(...choice), book.lang);
      form.append(made.box);
      return { ...made, control };
    });
    const again = book.line ? [make("p", { class: "gi-again" }, `${book.words.again} `, line)] : [];
    form.append(makeDoing(sheet));
    root.replaceChildren(form, problem, ...again);
    const summary = makeSummary(sheet, root);
    return (state) => {
      root.dataset.state = JSON.stringify(sheet.state);
      for (const { control, set, box, name } of controls) {
        set(sheet.state[control.name], sheet.state);
        box.hidden = !name(state) || (Boolean(control.when) && sheet.state[control.when[0]] !== control.when[1]);
      }
      problem.textContent = sheet.problem;
      problem.hidden = !sheet.problem;
      line.textContent = fill(book.line, sheet.state);
      summary(state);
      return "";
    };
  },

  ...textMakers,

  figure(root, sheet, part) {
    const { book } = sheet;
    const params = part.spec ? part.spec.params.map((param) => param.name) : [];
    const look = (state) => {
      const signals = Object.fromEntries(params.filter((name) => name in state).map((name) => [name, state[name]]));
      return { ...lookAt.figure(sheet, part, state), signals };
    };
    const file = (state) => [book.sheet, state.year, state.province, slugText(nameProvince(book, state)), part.name].filter(Boolean).join("-");
    const foot = (state, rows) => [
      document.querySelector(`[data-sheet="${root.dataset.sheet}"] h1`)?.textContent ?? nameProvince(book, state),
      `${book.words.source}: ${listSources(sheet, rows, state).join("; ")}`,
      fill(book.words.saved, { date: writeDate(new Date()) }),
    ];
    const drawn = { ...part, table: !part.spec && !part.plain, picks: part.picks ? part.picks[0] : "", description: part.about };
    const panel = new Panel(drawn, book, { pick: (name, value) => sheet.pick(name, value), look, file, foot, share: (state) => listShared(book, state), cite: (state) => citeRows(sheet, state), point: (unit, value) => sheet.point(unit, value) });
    root.replaceChildren(panel.element);
    sheet.watch(panel);
    return (state) => panel.draw(state);
  },
};

function nameProvince(book, state) {
  const search = book.controls.find((control) => control.name === "province");
  const option = search && search.options.find(([code]) => code === state.province);
  return option ? option[1] : "";
}

// What a table says once on screen and in each row of a file: the year, the province and the unit of its points.
function listShared({ words, units, ...book }, state) {
  return [
    { name: "year", title: words.year, value: state.year },
    { name: "place", title: words.province, value: nameProvince(book, state) },
    { name: "unit", title: words.unit, value: units[state.measure ?? book.sheet] },
  ];
}

// What finds the works of a row, with their numbers in the page's list: by its sources, else by its publisher.
function citeRows(sheet, state) {
  const listing = Object.values(sheet.book.parts).find((part) => part.kind === "listing");
  const works = listing ? lookAt.listing(sheet, listing, state).rows.map((row, at) => ({ ...row, at: at + 1 })) : [];
  return (row) => {
    const sources = String(row.source ?? "").split("; ");
    const found = works.filter(({ source }) => sources.includes(source));
    return found.length || !row.publisher ? found : works.filter(({ publisher }) => publisher === row.publisher);
  };
}

// Whence the rows are: their publishers, or else the works that the page lists.
function listSources(sheet, rows, state) {
  const publishers = [...new Set(rows.map((row) => row.publisher).filter(Boolean))];
  if (publishers.length) return publishers;
  const listing = Object.values(sheet.book.parts).find((part) => part.kind === "listing");
  return listing ? lookAt.listing(sheet, listing, state).rows.map((row) => row.citation) : [];
}

function mountPart(root, name, sheet) {
  const part = sheet.book.parts[name] || { kind: "controls" };
  const draw = partMakers[part.kind](root, sheet, part);
  const trouble = make("p", { class: "gi-problem", role: "alert", hidden: true }); // why it could not be drawn
  root.append(trouble);
  sheet.add({ root, draw, trouble });
}
