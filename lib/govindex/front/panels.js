// Panels: a title, a chart of what the selector gave, its table, and what can be taken along.

class Panel {
  // look(state) gives what to show: title, rows, and datasets and signals where there are any; file(state) names it.
  constructor(panel, book, pick, look, file) {
    this.look = look;
    this.file = file;
    this.panel = panel;
    this.book = book;
    this.pick = pick;
    this.view = null;
    this.title = make("h3", { class: "gi-panel-title" }); // of a table; a chart carries its title, so that it goes with the picture
    this.none = make("p", { class: "gi-none", role: "status", hidden: true });
    this.chart = make("div", { class: "gi-chart gi-panel-chart", id: `gi-chart-${book.sheet}-${panel.name}` });
    this.body = make("div", { class: "gi-scroll", tabindex: "0", role: "region" });
    this.below = make("p", { class: "gi-source" });
    this.sort = null; // what a reader had the table sorted by
    this.details = make("details", { class: panel.table ? "gi-data gi-whole" : "gi-data" }, make("summary", {}, book.words.table), this.body, this.below);
    this.take = make("button", { type: "button", class: "gi-csv" }, book.words.csv);
    this.take.addEventListener("click", () => saveText(`${this.file(this.state)}.csv`, writeCsv(this.shown.columns, this.shown.rows)));
    this.details.append(make("p", { class: "gi-take" }, this.take));
    this.details.addEventListener("toggle", () => this.writeTable());
    this.element = make("section", { class: "gi-panel", "data-panel": panel.name }, this.title, this.none, this.chart, this.details);
    if (panel.table) this.details.open = true;
  }

  async draw(state) {
    this.state = state;
    const shown = this.look(state);
    this.shown = { columns: this.panel.columns, ...shown };
    const empty = shown.rows.length === 0;
    this.title.textContent = shown.title;
    this.title.hidden = empty || Boolean(this.panel.spec);
    this.element.hidden = empty && !shown.title;
    this.none.textContent = empty ? shown.title : "";
    this.none.hidden = !empty;
    this.chart.hidden = empty || !this.panel.spec;
    this.details.hidden = empty;
    this.body.setAttribute("aria-label", `${this.book.words.table}: ${shown.title}`);
    this.writeTable();
    if (empty || !this.panel.spec) return;
    const datasets = { rows: shown.rows, ...shown.datasets };
    const signals = { heading: wrapText(shown.title, 84), ...shown.signals };
    if (this.view === null) await this.embed(datasets, signals);
    else {
      for (const [name, rows] of Object.entries(datasets)) this.view.data(name, rows);
      for (const [name, value] of Object.entries(signals)) this.view.signal(name, value);
    }
    this.view.resize(); // a longer title, more rows
    this.view.description(`${shown.title} ${this.panel.description}`);
    await this.view.runAsync();
    for (const link of this.chart.querySelectorAll(".vega-actions a[download]")) {
      link.download = `${this.file(state)}${/\.\w+$/.exec(link.download)[0]}`; // vegaEmbed knows the first state alone
    }
    // A screen reader hears nothing of groups of marks that are empty.
    for (const group of this.chart.querySelectorAll(".role-mark")) {
      if (group.childElementCount) group.removeAttribute("aria-hidden");
      else group.setAttribute("aria-hidden", "true");
    }
  }

  async embed(datasets, signals) {
    const params = this.panel.spec.params.map((param) => (param.name in signals ? { ...param, value: signals[param.name] } : param));
    const spec = { ...this.panel.spec, params, datasets: { ...this.panel.spec.datasets, ...datasets } };
    const result = await window.vegaEmbed(this.chart, spec, this.book.embed);
    this.view = result.view;
    this.chart.querySelector("summary").setAttribute("aria-label", this.book.embed.i18n.CLICK_TO_VIEW_ACTIONS);
    this.view.addEventListener("click", (_, item) => {
      const picked = item && item.datum && item.datum.pick;
      if (picked && this.panel.picks) this.pick(this.panel.picks, picked);
    });
  }

  writeTable() {
    if (!this.details.open || this.details.hidden) return;
    const shared = this.shown.columns.filter((column) => column.title && this.isShared(column.name));
    const columns = this.shown.columns.filter((column) => column.title && !shared.includes(column));
    this.below.textContent = shared.map((column) => `${column.title}: ${this.shown.rows[0][column.name]}`).join(" · ");
    this.below.hidden = shared.length === 0;
    const held = this.body.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const head = make("tr", {}, ...columns.map((column) => this.writeHead(column)));
    const lines = this.sortRows(columns).map((row) => {
      const kind = row.own ? "gi-own" : row.chosen ? "gi-chosen" : null;
      return make("tr", { class: kind }, ...columns.map((column, at) => this.writeCell(row, column, at)));
    });
    this.body.replaceChildren(make("table", { class: "gi-table" }, make("thead", {}, head), make("tbody", {}, ...lines)));
    if (held) [...this.body.querySelectorAll("[data-key]")].find((each) => each.dataset.key === held)?.focus();
  }

  // A status or source that all rows share is told once below the table.
  isShared(name) {
    const { rows } = this.shown;
    return /status|publisher/.test(name) && rows.length > 1 && rows.every((row) => row[name] && row[name] === rows[0][name]);
  }

  writeHead(column) {
    const number = column.digits !== undefined;
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
      if (column.digits !== undefined) return left[column.name] - right[column.name];
      return String(left[column.name]).localeCompare(String(right[column.name]), this.book.lang);
    };
    return [...this.shown.rows].sort((left, right) => (empty(left) || empty(right) ? empty(left) - empty(right) : turn * compare(left, right)));
  }

  writeCell(row, column, at) {
    const value = row[column.name];
    const number = column.digits !== undefined;
    const text = String(number ? writeNumber(value, column.digits, this.book.lang, column.sign) : value ?? "–");
    if (at > 0 || !this.panel.table || !this.panel.picks || !row.pick) return make("td", { class: number ? "gi-num" : null }, text);
    const button = make("button", { type: "button", class: "gi-pick", "data-key": row.pick, "aria-pressed": String(Boolean(row.own || row.chosen)) }, text);
    button.addEventListener("click", () => this.pick(this.panel.picks, row.pick));
    return make("td", {}, button);
  }
}
