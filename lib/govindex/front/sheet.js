// A sheet: one state, and parts that all follow it; the last change wins.

class Sheet {
  // host: tell(name, value) is told of each choice made here; in a page `address` holds the state as well.
  constructor(book, state, host) {
    this.book = book;
    this.first = { ...(host.address ? host.address.first : state) }; // as it is opened
    this.tables = Object.fromEntries(Object.entries(book.tables).map(([name, columns]) => [name, new Table(columns)]));
    this.state = { ...state };
    this.host = host;
    this.problem = "";
    this.parts = [];
    this.asked = 0;
    this.drawing = false;
    this.pointed = "";
  }

  resolve() {
    return resolveState(this.tables, this.book.derived, { ...this.state, lang: this.book.lang });
  }

  change(name, value) {
    if (JSON.stringify(this.state[name]) === JSON.stringify(value)) return;
    this.put(name, value);
    this.note(name);
  }

  put(name, value) {
    this.state[name] = value;
    followChoice(this.book.controls, this.state, name);
    this.host.tell(name, value);
  }

  note(name) {
    this.problem = "";
    this.update();
    if (this.host.address) this.host.address.note(this.state, name);
  }

  // Back to how it was opened; twice, since a choice may move one that was put back before it.
  reset() {
    for (const { name } of [...this.book.controls, ...this.book.controls]) {
      if (JSON.stringify(this.state[name]) !== JSON.stringify(this.first[name])) this.put(name, this.first[name]);
    }
    this.note("");
  }

  // A mark that was clicked: of a choice of several it comes in or goes out.
  pick(name, value) {
    if (!Array.isArray(this.state[name])) return this.change(name, value);
    const { most, without } = this.book.controls.find((control) => control.name === name);
    if (without && value === this.state[without]) return undefined; // shown anyhow
    const chosen = this.state[name].includes(value) ? this.state[name].filter((each) => each !== value) : [...this.state[name], value];
    return this.change(name, most ? chosen.slice(-most) : chosen);
  }

  // What changed elsewhere.
  follow(state, problem) {
    const same = JSON.stringify(state) === JSON.stringify(this.state) && problem === this.problem;
    Object.assign(this.state, state);
    this.problem = problem;
    if (!same) this.update();
  }

  add(part) {
    this.parts.push(part);
    this.update();
  }

  // What is pointed at in one figure is marked in all.
  point(unit, value) {
    const pointed = value === null ? "" : `${unit} ${value}`;
    if (pointed === this.pointed) return;
    this.pointed = pointed;
    for (const { root } of this.parts) markPointed(root, unit, value);
  }

  // A panel is drawn anew when the room it has is another.
  watch(panel) {
    let waiting = null;
    const look = () => {
      if (!panel.view || !panel.element.clientWidth || panel.fits()) return;
      panel.stale = true;
      this.update();
    };
    new ResizeObserver(() => {
      clearTimeout(waiting);
      waiting = setTimeout(look, 120);
    }).observe(panel.element);
  }

  remove(root) {
    this.parts = this.parts.filter((part) => part.root !== root);
  }

  update() {
    this.asked += 1;
    for (const part of this.parts) part.root.dataset.asked = String(this.asked);
    if (!this.drawing) this.drawLatest();
  }

  async drawLatest() {
    this.drawing = true;
    let drawn = 0;
    while (drawn < this.asked) {
      const now = this.asked;
      const state = this.resolve();
      for (const part of [...this.parts]) {
        if (now !== this.asked) break;
        try {
          await part.draw(state);
          delete part.root.dataset.broken;
          part.trouble.hidden = true;
        } catch (error) {
          part.root.dataset.broken = error.message;
          part.trouble.textContent = `${this.book.words.broken} ${error.message}`;
          part.trouble.hidden = false;
        }
        if (now === this.asked) part.root.dataset.drawn = String(now);
      }
      if (now === this.asked) drawn = now;
    }
    this.drawing = false;
  }
}

// What a part has to show in a resolved state, by its kind.
const lookAt = {
  head({ tables, book }, part, state) {
    return { title: tellSentence(tables, part.title, state, book.lang), about: tellSentence(tables, part.about, state, book.lang) };
  },

  prose({ tables, book }, part, state) {
    const row = findRow(tables[part.table], part.on, state);
    const own = part.own ? tellSentence(tables, part.own, state, book.lang) : "";
    return { texts: [...(own ? [own] : []), ...(row ? row[part.column] : [])] };
  },

  heading({ tables }, part, state) {
    return { shown: findRow(tables[part.table], part.on, state) !== null };
  },

  cards({ tables }, part, state) {
    return { rows: takeRows(tables, part, state) };
  },

  listing({ tables }, part, state) {
    return { rows: takeRows(tables, part, state) };
  },

  figure({ tables, book }, part, state) {
    const rows = chooseRows(tables, part, state, book.lang);
    const some = rows.some((row) => isKnown(row[part.needs]));
    const title = tellTitle(tables, part, some, state, book.lang);
    return { title, rows: some ? rows : [], columns: listShown(part, rows, state, book.lang) };
  },
};

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

// What becomes of a part's element: each kind returns what draws it for a state.
const partMakers = {
  controls(root, sheet) {
    const { book } = sheet;
    const form = make("form", { class: "gi-controls", "aria-label": book.words.controls });
    form.addEventListener("submit", (event) => event.preventDefault());
    const problem = make("p", { class: "gi-problem", role: "alert", hidden: true });
    const line = make("code", { class: "gi-line" });
    const controls = book.controls.map((control) => {
      const made = makeControl(dressControl(control, book), sheet.state[control.name], (name, value) => sheet.change(name, value), book.lang);
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

async function unpackText(text) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

async function unpackBook(text) {
  return JSON.parse(await unpackText(text));
}

// Vega, where a page carries it packed; its policy names the script by the hash of the text unpacked.
async function runPackedVega() {
  const packed = document.querySelector("script.gi-packed-vega");
  if (!packed) return;
  const script = document.createElement("script");
  script.textContent = await unpackText(packed.textContent);
  document.head.append(script);
}

// In a page: the book stands beside the controls, or in a script that pages share. The address is the first sheet's.
async function mountSheets() {
  unfoldForPrint();
  await runPackedVega();
  const roots = [...document.querySelectorAll(".gi-part[data-part='controls']")];
  for (const root of roots) {
    const script = root.querySelector("script.gi-packed");
    const book = await unpackBook(script.dataset.shared ? window.govindexBooks[script.dataset.shared] : script.textContent);
    const first = JSON.parse(root.dataset.state);
    const host = { tell: () => {}, titled: true, address: root === roots[0] ? new Address(book, first) : null };
    const sheet = new Sheet(book, first, host);
    if (host.address) followAddress(sheet, host.address);
    for (const heading of document.querySelectorAll(".gi-side .gi-text [id]")) { // not shown where the map has a place of its own
      document.querySelector(`.gi-contents a[href="#${heading.id}"]`)?.parentElement.classList.add("gi-at-side");
    }
    const parts = document.querySelectorAll(`.gi-part[data-sheet="${root.dataset.sheet}"]`);
    for (const element of parts) mountPart(element, element.dataset.part, sheet);
  }
}

// On paper the sources are unfolded.
function unfoldForPrint() {
  const folded = () => document.querySelectorAll(".gi-sources:not([open])");
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...folded()];
    for (const each of opened) each.open = true;
  });
  window.addEventListener("afterprint", () => opened.forEach((each) => { each.open = false; }));
}

function followAddress(sheet, address) {
  const follow = () => {
    const { state, wrong } = address.read(location.hash);
    sheet.follow(state, wrong.length ? fill(sheet.book.words.wrong_link, { text: wrong.join(", ") }) : "");
  };
  if (isState(location.hash)) follow();
  window.addEventListener("hashchange", () => {
    if (isState(location.hash) || location.hash === "") follow();
    else address.keep(sheet.state);
  });
}
