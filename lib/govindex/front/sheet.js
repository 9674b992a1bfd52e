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
    this.chosen = ""; // how: "resting" at a control, "moving" along a slider, or elsewhere
    this.changed = new Set(); // elements of parts that changed since the last choice came to rest
  }

  resolve() {
    return resolveState(this.tables, this.book.derived, { ...this.state, lang: this.book.lang });
  }

  // A choice made at its control, where the eye is: what it changes may be out of sight.
  choose(name, value, moving = false) {
    this.chosen = moving ? "moving" : "resting";
    this.change(name, value);
    if (!this.drawing) this.settle();
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
          part.shown = await part.draw(state);
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
    this.settle();
  }

  // Every part is drawn: what a choice has changed is brought into sight when it rests.
  settle() {
    for (const part of this.parts) {
      if (part.shown !== part.seen) this.changed.add(part.root);
      part.seen = part.shown;
    }
    if (this.chosen === "moving") return;
    const controls = this.parts.find(({ root }) => root.dataset.part === "controls");
    if (this.chosen === "resting" && isBesideRest(controls.root)) bringIntoSight([...this.changed]);
    this.changed.clear();
    this.chosen = "";
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
