// Panels: a title, a chart of what the selector gave, its table, and what can be taken along.

class Panel {
  constructor(panel, book, change) {
    this.panel = panel;
    this.book = book;
    this.change = change;
    this.view = null;
    this.title = make("h4", { class: "gi-panel-title" }); // of a table; a chart carries its title, so that it goes with the picture
    this.none = make("p", { class: "gi-none", role: "status", hidden: true });
    this.chart = make("div", { class: "gi-panel-chart", id: `gi-chart-${book.explorer}-${panel.name}` });
    this.body = make("div", { class: "gi-scroll", tabindex: "0", role: "region", "aria-label": book.words.table });
    this.details = make("details", { class: "gi-data" }, make("summary", {}, book.words.table), this.body);
    this.take = make("button", { type: "button", class: "gi-csv" }, book.words.csv);
    this.take.addEventListener("click", () => saveText(`${book.explorer}-${panel.name}.csv`, writeCsv(this.shown.columns, this.shown.rows)));
    this.details.append(make("p", { class: "gi-take" }, this.take));
    this.details.addEventListener("toggle", () => this.writeTable());
    this.element = make("section", { class: "gi-panel", "data-panel": panel.name }, this.title, this.none, this.chart, this.details);
    if (panel.table) this.details.open = true;
  }

  async draw(state) {
    const shown = selectors[this.book.explorer][this.panel.name](this.book, state);
    this.shown = { columns: this.panel.columns, ...shown };
    const empty = shown.rows.length === 0;
    this.title.textContent = shown.title;
    this.title.hidden = empty || Boolean(this.panel.spec);
    this.none.textContent = empty ? shown.title : "";
    this.none.hidden = !empty;
    this.chart.hidden = empty || !this.panel.spec;
    this.details.hidden = empty;
    this.writeTable();
    if (empty || !this.panel.spec) return;
    const datasets = { rows: shown.rows, ...shown.datasets };
    const signals = { heading: wrapText(shown.title, 84), ...shown.signals };
    if (this.view === null) await this.embed(datasets, signals);
    else {
      for (const [name, rows] of Object.entries(datasets)) this.view.data(name, rows);
      for (const [name, value] of Object.entries(signals)) this.view.signal(name, value);
    }
    this.view.description(`${shown.title} ${this.panel.description}`);
    await this.view.runAsync();
  }

  async embed(datasets, signals) {
    const params = this.panel.spec.params.map((param) => (param.name in signals ? { ...param, value: signals[param.name] } : param));
    const spec = { ...this.panel.spec, params, datasets: { ...this.panel.spec.datasets, ...datasets } };
    const result = await window.vegaEmbed(this.chart, spec, this.book.embed);
    this.view = result.view;
    this.view.addEventListener("click", (_, item) => {
      const pick = item && item.datum && item.datum.pick;
      if (pick && this.panel.picks) this.change(this.panel.picks, pick);
    });
  }

  writeTable() {
    if (!this.details.open || this.details.hidden) return;
    const lang = this.book.lang;
    const columns = this.shown.columns.filter((column) => column.title);
    const head = make("tr", {}, ...columns.map((column) => make("th", { scope: "col", class: column.digits === undefined ? null : "gi-num" }, column.title)));
    const lines = this.shown.rows.map((row) => make("tr", { class: row.own ? "gi-own" : null }, ...columns.map((column) => {
      const value = row[column.name];
      const number = column.digits !== undefined;
      const text = number ? writeNumber(value, column.digits, lang, column.sign) : value ?? "–";
      return make("td", { class: number ? "gi-num" : null }, String(text));
    })));
    this.body.replaceChildren(make("table", { class: "gi-table" }, make("thead", {}, head), make("tbody", {}, ...lines)));
  }
}
