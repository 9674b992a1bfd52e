// Panels: a title, a chart of what the selector gave, its table, and what can be taken along.

const SIGNS = ["•", "†", "‡", "§", "¶"]; // of what tells how far a figure is to be trusted
const SHORT = 18; // letters of a word or two that stay on one line
const FOLDS = { plain: 2, sorted: 5 }; // columns beyond which a narrow page puts the cells of a row below its name
const ROLES = { thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell", "thead th": "columnheader", "tbody th": "rowheader" };
const isPublisher = (name) => /publisher/.test(name);
const isTrust = (name) => /status/.test(name) || isPublisher(name);

function setLabel(mark, text) {
  if (mark.getAttribute("aria-label") !== text) mark.setAttribute("aria-label", text);
}

// A text on several lines is one element each.
const readLines = (mark) => [...mark.childNodes].map((line) => line.textContent).join(" ").trim();

// For each column of groups how many rows a cell spans; 0 for those that the cell above spans.
function spanGroups(rows, groups) {
  const spans = {};
  groups.forEach((column, depth) => {
    const goesOn = (at) => at > 0 && groups.slice(0, depth + 1).every((each) => rows[at][each] === rows[at - 1][each]);
    const starts = rows.map((_, at) => at).filter((at) => !goesOn(at));
    spans[column] = rows.map(() => 0);
    starts.forEach((at, place) => { spans[column][at] = (starts[place + 1] ?? rows.length) - at; });
  });
  return spans;
}

const writeGroup = (text, rows) => (rows ? make("th", { scope: "rowgroup", class: "gi-group", rowspan: rows }, text) : null);

// A table that a narrow page lays out otherwise is still a table to a screen reader.
function keepRoles(table) {
  table.setAttribute("role", "table");
  for (const [parts, role] of Object.entries(ROLES)) for (const part of table.querySelectorAll(parts)) part.setAttribute("role", role);
  return table;
}

// Buttons that hand out a table: `give()` returns its columns, rows, title, file name and what all rows share.
function makeTakes({ words, lang }, give) {
  const button = (kind, text, pack) => {
    const made = make("button", { type: "button", class: `gi-${kind}` }, text);
    made.addEventListener("click", () => {
      const { file, title, columns, rows, shared } = give();
      saveAs(`${file}.${kind}`, pack(layOut(columns, rows, shared), title));
    });
    return made;
  };
  const csv = (table) => new Blob([writeCsv(table, lang)], { type: "text/csv;charset=utf-8" });
  return [button("csv", words.csv, csv), " ", button("xlsx", words.xlsx, writeXlsx)];
}

// The number of a work, which leads to it in the page's list of sources.
function citeWork({ at, source, publisher }) {
  const link = make("a", { class: "gi-mark", href: `#source-${source}`, title: publisher, "aria-label": `[${at}] ${publisher}` }, `[${at}]`);
  link.addEventListener("click", (event) => {
    const work = document.getElementById(`source-${source}`);
    if (!work) return;
    event.preventDefault(); // the address holds the state
    work.closest("details").open = true;
    for (const old of document.querySelectorAll(".gi-cited")) old.classList.remove("gi-cited");
    work.classList.add("gi-cited");
    work.scrollIntoView({ block: "center" });
    work.focus({ preventScroll: true });
  });
  return link;
}

class Panel {
  // look(state) gives what to show: title, rows, and datasets and signals where there are any; file(state) names it,
  // foot(state, rows) tells below a picture what it is of and whence, share(state) what all rows of a table share,
  // cite(state) finds the works of a row with their numbers in the page's list.
  // point(unit, value) hears what is pointed at.
  constructor(panel, book, { pick, look, file, foot, share, cite, point }) {
    Object.assign(this, { panel, book, pick, look, file, foot, share, cite, point });
    this.inRows = Boolean(panel.picks && panel.spec && listParts(panel.spec).some((part) => part.height?.step)); // bars below each other
    this.view = null;
    this.room = 0; // pixels that the chart was made to fit
    this.stale = false; // whether it has another room now
    this.title = make("h3", { class: "gi-panel-title" });
    this.how = make("p", { class: "gi-how" }, panel.spec ? panel.about : "");
    this.none = make("p", { class: "gi-none", role: "status", hidden: true });
    this.chart = make("div", { class: `gi-chart gi-panel-chart${this.inRows ? " gi-in-rows" : ""}`, id: `gi-chart-${book.sheet}-${panel.name}` });
    this.body = make("div", { class: "gi-scroll", tabindex: "0", role: "region" });
    this.body.addEventListener("pointerleave", () => this.point("", null));
    this.below = make("p", { class: "gi-source" });
    this.sort = null; // what a reader had the table sorted by
    this.details = make("details", { class: panel.plain ? "gi-data gi-whole gi-plain" : panel.table ? "gi-data gi-whole" : "gi-data" }, make("summary", {}, book.words.table), this.body, this.below);
    this.details.append(make("p", { class: "gi-take" }, ...makeTakes(book, () => ({ file: this.file(this.state), title: this.shown.title, ...this.shown, shared: this.share(this.state) }))));
    this.details.addEventListener("toggle", () => this.writeTable());
    this.save = panel.spec ? this.makeSave() : "";
    this.element = make("section", { class: "gi-panel", "data-panel": panel.name }, this.title, this.how, this.none, this.chart, this.save, this.details);
    if (panel.table || panel.plain) this.details.open = true;
  }

  makeSave() {
    const button = (kind) => {
      const made = make("button", { type: "button", class: "gi-picture", "data-kind": kind }, this.book.words[kind]);
      made.addEventListener("click", async () => saveAs(`${this.file(this.state)}.${kind}`, await packPicture(await this.drawPicture(), kind)));
      return made;
    };
    return make("details", { class: "gi-save" }, make("summary", {}, this.book.words.picture), button("png"), button("svg"));
  }

  // Returns a text that tells what is shown.
  async draw(state) {
    this.state = state;
    const shown = this.look(state);
    this.shown = { columns: this.panel.columns, ...shown };
    hideTip();
    const empty = shown.rows.length === 0;
    this.title.textContent = shown.title;
    this.title.hidden = empty || !shown.title;
    this.how.hidden = empty || !this.how.textContent;
    this.element.hidden = empty && !shown.title;
    this.none.textContent = empty ? shown.title : "";
    this.none.hidden = !empty;
    this.chart.hidden = empty || !this.panel.spec;
    if (this.save) this.save.hidden = empty;
    this.details.hidden = empty;
    this.body.setAttribute("aria-label", [this.book.words.table, shown.title].filter(Boolean).join(": "));
    this.writeTable();
    const datasets = { rows: shown.rows, ...shown.datasets };
    const held = JSON.stringify(datasets);
    const isHeld = (value) => held.includes(JSON.stringify(value)); // of several that are marked, only those show
    const shows = Object.values(shown.signals ?? {}).map((value) => (Array.isArray(value) ? value.filter(isHeld) : value));
    const told = JSON.stringify([shown.title, shows]) + held;
    if (empty || !this.panel.spec) return told;
    if (this.view === null || this.stale) await this.embed(datasets, shown.signals);
    else {
      if (held !== this.held) for (const [name, rows] of Object.entries(datasets)) this.view.data(name, rows);
      for (const [name, value] of Object.entries(shown.signals)) this.view.signal(name, value);
    }
    if (held !== this.held) this.view.resize(); // more rows
    this.held = held;
    this.view.description([shown.title, this.panel.description].map(endSentence).join(" ").trim());
    await this.view.runAsync();
    this.tellMarks();
    return told;
  }

  // What a screen reader hears of a mark is what a mouse is told; nothing of those that have nothing to tell.
  tellMarks() {
    for (const group of this.chart.querySelectorAll(".role-mark")) {
      let told = false;
      for (const mark of group.children) {
        const tip = mark.__data__ && mark.__data__.tooltip;
        if (tip && typeof tip === "object") {
          told = true;
          setLabel(mark, Object.entries(tip).filter(([, value]) => isTold(value)).map(([name, value]) => `${name}: ${value}`).join("; "));
        } else if (mark.hasAttribute("aria-label")) setLabel(mark, readLines(mark) || this.shown.title);
      }
      if (told) group.removeAttribute("aria-hidden");
      else group.setAttribute("aria-hidden", "true");
    }
  }

  measure() {
    return Math.round(this.element.clientWidth) || this.room || DESIGNED; // none while it is hidden
  }

  fits() {
    return Math.abs(this.measure() - this.room) <= 8;
  }

  // The height of a map that is whole in sight below the choices; elsewhere it has its own.
  findHeight() {
    const side = this.element.closest(".gi-side");
    if (!side || getComputedStyle(side).position !== "sticky") return null;
    const above = this.chart.getBoundingClientRect().top - side.getBoundingClientRect().top + side.scrollTop;
    return Math.round(Math.min(1.32 * this.room, Math.max(LEAST_MAP, window.innerHeight - above - SEAM)));
  }

  async embed(datasets, signals) {
    this.room = this.measure();
    this.stale = false; // until the window has another width: to measure at each choice would lay the page out each time
    const tall = this.findHeight();
    let spare = 0;
    for (let round = 0; round < 3; round += 1) { // what marks take beyond the plot is known when they are drawn
      if (this.view) this.view.finalize();
      const fitted = fitSpec(this.panel.spec, this.room, { spare, tall });
      this.view = await this.embedIn(this.chart, fitted, datasets, signals);
      const beyond = Number(this.chart.querySelector("svg.marks").getAttribute("width")) - this.room;
      if (beyond <= 4 && beyond >= -24) break;
      spare = Math.max(-this.room / 2, Math.min(this.room / 2, spare + beyond));
    }
    this.view.addEventListener("click", (event, item) => {
      const row = (item && item.datum && item.datum.pick && item.datum) || (this.inRows && findRowAt(this.chart, event.clientY));
      if (row && this.panel.picks) this.pick(this.panel.picks, row.pick);
    });
    this.view.addEventListener("pointermove", (_, item) => {
      const unit = findUnit(this.shown.rows);
      this.point(unit, (item && item.datum && item.datum[unit]) ?? null);
    });
    this.view.addEventListener("pointerout", () => this.point("", null));
  }

  async embedIn(element, fitted, datasets, signals) {
    const params = fitted.params.map((param) => (param.name in signals ? { ...param, value: signals[param.name] } : param));
    const spec = { ...fitted, params, datasets: { ...fitted.datasets, ...datasets } };
    return (await window.vegaEmbed(element, spec, { ...this.book.embed, tooltip: { formatTooltip: writeTip } })).view;
  }

  // The chart as it is chosen, in its wide form, as an SVG with its title, what it is of, its sources and the date.
  async drawPicture() {
    const aside = make("div", { class: "gi-held" });
    document.body.append(aside);
    const { rows, datasets, signals, title } = this.shown;
    const view = await this.embedIn(aside, fitSpec(this.panel.spec, DESIGNED), { rows, ...datasets }, signals);
    const chart = await view.toSVG();
    view.finalize();
    aside.remove();
    const above = [["title", title], ...(this.panel.about ? [["note", this.panel.about]] : [])];
    return framePicture(chart, above, this.foot(this.state, rows).map((text) => ["foot", text]));
  }

  writeTable() {
    if (!this.details.open || this.details.hidden) return;
    const find = this.cite(this.state);
    this.works = new Map(this.shown.rows.map((row) => [row, find(row)]));
    const shared = this.shown.columns.filter((column, at) => column.title && at > 0 && this.isShared(column.name));
    const columns = this.shown.columns.filter((column) => column.title && !shared.includes(column));
    const trusted = columns.map(({ name }) => name).filter(isTrust);
    const statuses = this.listMarks(trusted.filter((name) => !isPublisher(name)), (at) => SIGNS[at] ?? `(${at + 1})`);
    this.marks = new Map(trusted.map((name) => [name, isPublisher(name) ? this.listMarks([name], (at) => `[${at + 1}]`) : statuses]));
    const tell = (column) => `${column.title}: ${this.writeText(this.shown.rows[0][column.name], column)}`;
    const caption = shared.filter(({ name }) => !isTrust(name)).map(tell).join(" · ");
    const known = shared.filter(({ name }) => isTrust(name) && !this.isCited(name)).map(tell);
    const told = [...this.marks].filter(([name]) => !this.isCited(name)).flatMap(([, marks]) => [...marks].map(([text, mark]) => `${mark} ${text}`));
    const explained = new Set(told); // what two columns mark is told once
    const cited = this.shown.columns.filter(({ name }) => this.isCited(name)).flatMap(({ title }) => [`${title}:`, ...this.listWorks()]);
    this.below.replaceChildren([...known, ...explained].join(" · "));
    cited.forEach((work, at) => this.below.append(...(at ? [at > 1 ? " · " : " ", citeWork(work), ` ${work.publisher}`] : [this.below.textContent ? " · " : "", work])));
    this.below.hidden = !this.below.textContent;
    const held = this.body.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const head = make("tr", {}, ...columns.map((column) => this.writeHead(column)));
    const unit = findUnit(this.shown.rows);
    const spans = spanGroups(this.shown.rows, this.panel.groups || []);
    const grouped = Object.keys(spans).length > 0;
    const folds = !grouped && columns.length > FOLDS[this.panel.table ? "sorted" : "plain"];
    const lines = this.sortRows(columns).map((row, place, all) => {
      const level = this.panel.level && row[this.panel.level];
      const kind = row.own ? "gi-own" : row.chosen ? "gi-chosen" : level ? `gi-row-${level}` : null;
      const write = (column, at) => {
        if (column.name in spans) return writeGroup(row[column.name], spans[column.name][place]);
        const cell = this.writeCell(row, column, at);
        if (grouped || folds) cell.dataset.head = column.title; // told again where a narrow page puts cells below each other
        if (folds && at > 0 && !isKnown(row[column.name])) cell.classList.add("gi-lacking");
        return cell;
      };
      const made = make("tr", { class: kind, "data-unit": unit && isKnown(row[unit]) ? `${unit} ${row[unit]}` : null }, ...columns.map(write));
      if (folds && place > 0 && row[columns[0].name] === all[place - 1][columns[0].name]) made.classList.add("gi-same");
      made.addEventListener("pointerenter", () => this.point(unit, row[unit] ?? null));
      return made;
    });
    const look = grouped ? "gi-table gi-grouped" : folds ? "gi-table gi-folds" : "gi-table";
    const table = make("table", { class: look }, caption ? make("caption", {}, caption) : null, make("thead", {}, head), make("tbody", {}, ...lines));
    this.body.replaceChildren(grouped || folds ? keepRoles(table) : table);
    if (held) [...this.body.querySelectorAll("[data-key]")].find((each) => each.dataset.key === held)?.focus();
  }

  // What all rows share is told once: trust and sources below the table, all else above it.
  isShared(name) {
    const { rows } = this.shown;
    if (this.isCited(name)) return rows.length > 1 && new Set(rows.map((row) => this.works.get(row).map(({ at }) => at).join())).size === 1;
    return name !== this.panel.needs && rows.length > 1 && rows.every((row) => isKnown(row[name]) && row[name] === rows[0][name]);
  }

  // Whether a column's works are in the page's list, so that their numbers there stand for them.
  isCited(name) {
    return name === "publisher" && [...this.works.values()].some((works) => works.length);
  }

  // The works of all rows, by their numbers.
  listWorks() {
    const works = new Map([...this.works.values()].flat().map((work) => [work.at, work]));
    return [...works.values()].sort((left, right) => left.at - right.at);
  }

  // A status or a source that differs by row is a mark in its row, with its text once below the table.
  listMarks(names, sign) {
    const texts = new Set(names.flatMap((name) => this.shown.rows.map((row) => row[name]).filter(isKnown)));
    return new Map([...texts].map((text, at) => [text, sign(at)]));
  }

  writeHead(column) {
    const number = column.form !== undefined;
    if (!this.panel.table) return make("th", { scope: "col", class: number ? "gi-num" : null }, column.title);
    const sorted = this.sort && this.sort.name === column.name ? this.sort.way : null;
    const mark = make("span", { "aria-hidden": "true" }, sorted ? { ascending: " ▲", descending: " ▼" }[sorted] : "");
    const button = make("button", { type: "button", class: "gi-sort", "data-key": `sort ${column.name}` }, column.title, mark);
    button.addEventListener("click", () => {
      const first = number && column.best !== "least" ? "descending" : "ascending";
      const other = first === "ascending" ? "descending" : "ascending";
      this.sort = { name: column.name, way: sorted === first ? other : first };
      this.writeTable();
    });
    return make("th", { scope: "col", class: number ? "gi-num" : null, "aria-sort": sorted || "none" }, button);
  }

  sortRows(columns) {
    const column = this.sort && columns.find(({ name }) => name === this.sort.name);
    if (!column) return this.shown.rows;
    const empty = (row) => row[column.name] === null || row[column.name] === undefined;
    const turn = this.sort.way === "descending" ? -1 : 1;
    const compare = (left, right) => {
      if (column.form !== undefined) return left[column.name] - right[column.name];
      return String(left[column.name]).localeCompare(String(right[column.name]), this.book.lang);
    };
    return [...this.shown.rows].sort((left, right) => (empty(left) || empty(right) ? empty(left) - empty(right) : turn * compare(left, right)));
  }

  writeText(value, column) {
    return isKnown(value) ? writeValue(value, column.form, this.book.lang) : "–";
  }

  writeCell(row, column, at) {
    const value = row[column.name];
    const text = this.writeText(value, column);
    if (this.isCited(column.name)) return make("td", {}, ...this.works.get(row).flatMap((work, place) => (place ? [" ", citeWork(work)] : [citeWork(work)])));
    const mark = this.marks.get(column.name)?.get(value);
    if (mark) return make("td", {}, make("abbr", { class: "gi-mark", title: text }, mark));
    const notes = (column.note ? [row[column.note]].flat() : []).filter(isKnown);
    const links = notes.map((note, place) => make("sup", {}, place ? " " : "", make("a", { href: `#note-${note}` }, String(note))));
    if (at > 0 || !this.panel.table || !this.panel.picks || !row.pick) return make("td", { class: column.form !== undefined ? "gi-num" : isKnown(value) ? (text.length <= SHORT ? "gi-short" : null) : "gi-empty" }, text, ...links);
    const button = make("button", { type: "button", class: "gi-pick", "data-key": row.pick, "aria-pressed": String(Boolean(row.own || row.chosen)) }, text);
    button.addEventListener("click", () => this.pick(this.panel.picks, row.pick));
    return make("td", {}, button);
  }
}
