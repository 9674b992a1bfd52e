// SIPAS: the criteria of a province over the years against a threshold, and its index beside that of others.

selectors.sipas = (() => {
  const name = (book, code) => book.provinces.find((province) => province.code === code).name;
  const tellSpan = (state) => (state.first === state.year ? String(state.year) : `${state.first}–${state.year}`);
  const percent = (value, lang) => writeNumber(value, Number.isInteger(value) ? 0 : 1, lang);

  // The rows of one series in the chosen years; a slope keeps the first and the last of them in each framework.
  function cut(state, all) {
    const rows = all.filter((row) => row.year >= state.first && row.year <= state.year);
    if (state.form === "lines") return rows.map((row) => ({ ...row, segment: `${row.stretch}` }));
    const ends = rows.filter((row, at) => rows[at - 1]?.framework !== row.framework || rows[at + 1]?.framework !== row.framework);
    return ends.map((row) => ({ ...row, segment: row.framework }));
  }

  // The change on the year before where it is shown, else on the first shown row that compares with the last.
  function change(book, state, component, rows) {
    const last = rows[rows.length - 1];
    const changes = (((book.changes[state.province] || {})[component] || {})[last.year]) || {};
    const compared = rows.filter((row) => row.year in changes);
    const base = compared.find((row) => row.year === last.year - 1) || compared[0];
    if (!base) return "";
    const doubt = base.suspect || last.suspect ? " ?" : "";
    return ` (${writeNumber(changes[base.year], 2, book.lang, true)}${doubt} ${fill(book.words.on_year, { year: base.year })})`;
  }

  const frame = (rows) => [{ start: Math.min(...rows.map((row) => row.year)) - 0.3, end: Math.max(...rows.map((row) => row.year)) + 0.3 }];

  // A break is drawn where rows stand on both sides of it.
  const breaks = (book, rows) => book.breaks.filter(({ at }) => rows.some((row) => row.year < at) && rows.some((row) => row.year > at));

  function placeEnds(ends, values, share) {
    const gap = (Math.max(...values) - Math.min(...values)) * share || 0.1;
    const places = spaceOut(ends.map((row) => row.score), gap);
    ends.forEach((row, at) => { row.end_at = places[at]; });
  }

  function tellAbsence(book, state) {
    const place = name(book, state.province);
    const held = book.held[state.province];
    const first = held ? fill(book.words.no_rows, { place, span: tellSpan(state) }) : fill(book.told.index_never, { place });
    const ranks = book.ranks[state.province];
    const more = held ? fill(book.words.held, { place, years: held }) : ranks ? fill(book.told.ranks, { ranks }) : "";
    return `${first} ${more}`.trim();
  }

  // How the criteria of the last year with any stand to the threshold; of the index alone where none is shown.
  function judge(book, state, rows) {
    const criteria = rows.filter((row) => row.component !== "sipas");
    const judged = criteria.length ? criteria : rows;
    const year = Math.max(...judged.map((row) => row.year));
    const now = judged.filter((row) => row.year === year).sort((left, right) => left.score - right.score);
    const under = now.filter((row) => row.score < state.threshold).length;
    const lowest = now[0];
    const values = {
      year, under, place: name(book, state.province), count: now.length, threshold: percent(state.threshold, book.lang),
      name: `“${lowest.name}”`, score: writeNumber(lowest.score, 2, book.lang), side: under ? book.words.below : book.words.above,
    };
    const several = under === 0 ? "under_none" : under === now.length ? "under_all" : under === 1 ? "under_one" : "under_some";
    const sentence = criteria.length === 0 ? "only_index" : now.length === 1 ? "one" : several;
    const doubted = [...new Set(judged.filter((row) => row.suspect).map((row) => row.year))].sort();
    return fill(book.words[sentence], values) + (doubted.length ? fill(book.words.doubt, { years: doubted.join(", ") }) : "");
  }

  function satisfaction(book, state) {
    if (state.criteria.length === 0) return { title: book.words.choose_criteria, rows: [] };
    const own = book.rows[state.province] || {};
    const rows = [];
    const ends = [];
    for (const component of book.criteria.filter((code) => state.criteria.includes(code) && own[code])) {
      const shown = cut(state, own[component]).map((row) => ({ ...row, segment: `${component} ${row.segment}` }));
      if (shown.length === 0) continue;
      const last = shown[shown.length - 1];
      last.end = `${last.short}  ${writeNumber(last.score, 2, book.lang)}${change(book, state, component, shown)}`;
      ends.push(last);
      rows.push(...shown);
    }
    if (rows.length === 0) return { title: tellAbsence(book, state), rows: [] };
    placeEnds(ends, [...rows.map((row) => row.score), state.threshold], 0.06);
    const told = fill(book.words.threshold_line, { threshold: percent(state.threshold, book.lang) });
    return { title: judge(book, state, rows), rows,
      datasets: { limits: [{ threshold: state.threshold, told }], breaks: breaks(book, rows), frame: frame(rows) } };
  }

  function side(book, state) {
    const rows = [];
    const ends = [];
    const add = (series, tone, label, all, pick) => {
      const shown = cut(state, all).map((row) => ({
        ...row, series, tone, name: label, pick, now: false, told: `${writeNumber(row.score, 2, book.lang)}%`, segment: `${label} ${row.segment}`,
      }));
      if (shown.length === 0) return;
      const last = shown[shown.length - 1];
      last.end = label;
      ends.push(last);
      rows.push(...shown);
    };
    add("nation", 0, book.words.mean, book.means, null);
    const others = state.beside.filter((code) => code !== state.province);
    others.forEach((code, at) => add("other", at + 1, name(book, code), (book.rows[code] || {}).sipas || [], code));
    add("own", 0, name(book, state.province), (book.rows[state.province] || {}).sipas || [], null);
    const values = { place: name(book, state.province), span: tellSpan(state) };
    if (rows.length === 0) return { title: fill(book.words.side_nobody, values), rows: [] };
    placeEnds(ends, rows.map((row) => row.score), 0.055);
    const found = rows.some((row) => row.series === "own");
    return { title: fill(found ? book.words.side_title : book.words.side_none, values), rows, datasets: { breaks: breaks(book, rows), frame: frame(rows) } };
  }

  return { satisfaction, side };
})();
