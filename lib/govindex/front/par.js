// PAR INDEX: where points went, the way from 100, the change on another year, the known provinces.

selectors.par = (() => {
  const look = (book, table, state) => (book[table][state.province] || {})[state.year];

  const tell = (book, state, sentence, values) => fill(sentence, {
    measure: "PAR INDEX",
    place: book.provinces.find((province) => province.code === state.province).name,
    ...state,
    ...values,
  });

  // The one line on a province and year of which no part is known; what the data holds besides.
  function tellAbsence(book, state) {
    const { words } = book;
    const total = (look(book, "cases", state) || {}).total;
    const rank = look(book, "ranks", state);
    if (total) return tell(book, state, words.total_only, { score: total });
    const held = book.held[state.province];
    if (!held) return tell(book, state, words.never);
    return `${rank ? tell(book, state, words.rank_only, rank) : tell(book, state, words.nothing)} ${tell(book, state, words.held, { years: held })}`;
  }

  function isWithin(book, component, part) {
    for (let at = component; at; at = book.parents[at]) if (at === part) return part !== "par";
    return false;
  }

  // A mark opens the part that its component lies in.
  const findPart = (book, component) => (book.names[component] ? component : book.parents[component]) || null;

  const mark = (book, state, rows) => rows.map((row) => ({
    ...row, pick: findPart(book, row.component), chosen: isWithin(book, row.component, state.part),
  }));

  function parts(book, state) {
    const known = (look(book, "cases", state) || { parts: {} }).parts;
    if (known[state.part]) {
      const { title, rows } = known[state.part];
      const by = { official: () => 0, lost: (row) => row.lost ?? -1, share: (row) => row.share ?? -1 }[state.order];
      const sorted = [...rows].sort((left, right) => by(right) - by(left) || left.order - right.order);
      return { title, rows: sorted.map((row, order) => ({ ...row, order })) };
    }
    const some = Object.keys(known).length > 0;
    return { title: some ? tell(book, state, book.words.part_none, { name: book.names[state.part] }) : tellAbsence(book, state), rows: [] };
  }

  function steps(book, state) {
    const known = look(book, "cases", state);
    if (!known) return { title: "", rows: [] };
    if (!known.steps) return { title: tell(book, state, book.told.losses), rows: [] };
    return { title: known.steps.title, rows: mark(book, state, known.steps.rows) };
  }

  function changes(book, state) {
    const known = look(book, "cases", state);
    if (!known) return { title: "", rows: [] };
    const found = known.changes[state.base];
    if (found) return { title: found.title, rows: mark(book, state, found.rows) };
    const others = book.compared[state.year].length > 1;
    const sentence = state.base ? "no_changes" : others ? "choose_base" : "no_base";
    return { title: tell(book, state, book.words[sentence]), rows: [] };
  }

  function known(book, state) {
    const year = book.known[state.year];
    const own = year.rows.some((row) => row.province === state.province);
    const rank = look(book, "ranks", state);
    const placed = year.rows.length ? (rank ? rank.told : tell(book, state, book.told.unknown)) : rank ? rank.told : "";
    const title = `${placed} ${tell(book, state, own ? year.own : year.other)}`.trim();
    return { title, rows: year.rows.map((row) => ({ ...row, own: row.province === state.province })), datasets: { mean: year.mean } };
  }

  return { parts, steps, changes, known };
})();
