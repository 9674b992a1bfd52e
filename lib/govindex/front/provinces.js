// All provinces: who stands where in a measure, a component and a year; the marked ones stand out in every panel.

selectors.provinces = (() => {
  const look = (book, table, state, year) => (book[table][state.component] || {})[year];
  const place = (book, state) => book.provinces.findIndex((province) => province.code === state.province);

  // The name of what is shown: the index for a total, index and component for the rest.
  function nameShown(book, state, years) {
    const measure = book.measures[state.measure];
    const component = book.components[state.component];
    return state.component === state.measure ? measure : `${measure}, “${years ? component.told : nameIn(component, state.year).name}”`;
  }

  function find(book, state, year, at) {
    const scores = look(book, "scores", state, year);
    const used = look(book, "sources", state, year);
    const score = scores ? scores[at] : null;
    const rank = scores ? look(book, "ranks", state, year)[at] : null;
    if (score === null && rank === null) return null;
    const letter = look(book, "statuses", state, year)[at];
    return {
      score, rank,
      place: Number(look(book, "groups", state, year)[at]),
      rank_status: rank === null ? null : book.statusNames[look(book, "rank_statuses", state, year)[at]],
      doubtful: look(book, "rank_statuses", state, year)[at] === "s",
      suspect: letter === "s" && score !== null,
      status: score === null ? null : book.statusNames[letter],
      publisher: book.publishers[typeof used === "string" ? used : used[at]],
    };
  }

  // The chosen province has tone 0, the marked ones 1 to 5 in the order in which they were marked.
  function tone(state, code) {
    if (code === state.province) return 0;
    const at = state.selected.indexOf(code);
    return at < 0 ? null : at + 1;
  }

  function listRows(book, state) {
    const digits = book.digits[state.measure];
    const rows = [];
    book.provinces.forEach((province, at) => {
      const found = find(book, state, state.year, at);
      if (!found) return;
      const marked = tone(state, province.code);
      rows.push({
        ...found, pick: province.code, name: province.name, province: province.code, spellings: province.spellings, tone: marked,
        own: marked === 0, chosen: marked > 0, group: found.place ? book.groupNames[found.place - 1] : null,
        told: writeNumber(found.score, digits, book.lang),
      });
    });
    const scored = rows.filter((row) => row.score !== null).length;
    for (const row of rows) row.rank_told = tellRank(book, state, row, scored);
    return rows;
  }

  function tellRank(book, state, row, scored) {
    if (row.rank === null) return book.words.rank_unknown;
    if (state.measure === "papi") return fill(book.words.position, { rank: row.rank, scored });
    return fill(row.doubtful ? book.words.rank_suspect : book.words.rank, row);
  }

  const byScore = (left, right) => (right.score ?? -1) - (left.score ?? -1) || left.name.localeCompare(right.name, "vi");
  const byRank = (left, right) => (left.rank ?? 999) - (right.rank ?? 999) || byScore(left, right);

  function tell(book, state, rows) {
    const scored = rows.filter((row) => row.score !== null).length;
    const own = rows.find((row) => row.own && row.score !== null);
    const values = { name: nameShown(book, state), year: state.year, place: book.provinces[place(book, state)].name, scored, known: scored };
    if (scored === 0) return fill(rows.length ? book.words.nobody_ranked : book.words.nobody_at_all, values);
    if (!own) return fill(state.measure === "papi" ? book.words.papi_unscored : book.words.printed_other, values);
    const score = writeNumber(own.score, book.digits[state.measure], book.lang);
    if (state.measure === "papi") return fill(book.words.papi, { ...values, score, rank: own.rank, group: book.groupPhrases[own.place - 1] });
    return fill(book.words.printed, { ...values, score, rank: own.rank_told });
  }

  // The columns of a table: with groups and a computed position for PAPI, with the published rank for the others.
  function listColumns(book, state, columns, scored) {
    const digits = book.digits[state.measure];
    const papi = state.measure === "papi";
    const without = papi ? "rank_status" : "group";
    return columns.filter((column) => column.name !== without).map((column) => {
      if (column.name === "score") return { ...column, digits };
      if (column.name === "rank") return { ...column, best: "least", title: papi ? fill(book.words.computed, { scored }) : book.words.published };
      const titles = { name: book.words.province, rank_status: book.words.rank_status };
      return column.name in titles ? { ...column, title: titles[column.name] } : column;
    });
  }

  const columnsOf = (book, name) => book.panels.find((panel) => panel.name === name).columns;

  function placeEnds(ends, values, share) {
    const gap = (Math.max(...values) - Math.min(...values)) * share || 0.1;
    const places = spaceOut(ends.map((row) => row.score), gap);
    ends.forEach((row, at) => { row.end_at = places[at]; });
  }

  function standing(book, state) {
    const every = listRows(book, state);
    const rows = every.filter((row) => row.score !== null).sort(byScore).map((row, at) => ({ ...row, order: at + 1 }));
    const ends = rows.filter((row) => row.tone !== null);
    for (const row of ends) row.end = `${row.name} ${row.told}`;
    if (ends.length) placeEnds(ends, rows.map((row) => row.score), 0.07);
    const middle = look(book, "middles", state, state.year);
    const told = `${state.measure === "papi" ? book.words.median : book.words.mean} ${writeNumber(middle, book.digits[state.measure], book.lang)}`;
    return {
      title: tell(book, state, every), rows, columns: listColumns(book, state, columnsOf(book, "standing"), rows.length),
      datasets: { middle: middle === undefined ? [] : [{ score: middle, told }] },
    };
  }

  function ranking(book, state) {
    const every = listRows(book, state).sort(byRank);
    const wanted = foldText(state.wanted);
    const fits = (row) => [row.name, ...row.spellings].some((spelling) => foldText(spelling).includes(wanted));
    const rows = wanted ? every.filter(fits) : every;
    const scored = every.filter((row) => row.score !== null).length;
    const values = { name: nameShown(book, state), year: state.year, text: state.wanted };
    const empty = every.length ? fill(book.words.not_found, values) : "";
    const title = fill(wanted ? book.words.ranking_found : book.words.ranking, values);
    return { title: rows.length ? title : empty, rows, columns: listColumns(book, state, columnsOf(book, "ranking"), scored) };
  }

  function course(book, state) {
    const digits = book.digits[state.measure];
    const rows = [];
    const ends = [];
    const stateIn = (year) => ({ ...state, component: codeIn(book, state, year) });
    // A line joins years that follow each other within one framework and scale; of an unknown framework none.
    const add = (series, name, shade, pick, read) => {
      let before = null;
      let last = null;
      for (const year of book.years) {
        const found = read(year);
        if (!found) continue;
        const then = stateIn(year);
        const frame = look(book, "frames", then, year);
        const key = frame ? [...frame, then.component, countBreaks(book, then.component, year)].join() : `${year}`;
        const joined = before && before.year === year - 1 && before.key === key;
        const start = joined ? before.start : year;
        before = { year, key, start };
        last = { series, name, pick, tone: shade, year, ...found, told: writeNumber(found.score, digits, book.lang),
          now: year === state.year, segment: `${name} ${key} ${start}` };
        rows.push(last);
      }
      if (last) {
        last.end = name;
        ends.push(last);
      }
    };
    const nation = state.measure === "papi" ? book.words.median : book.words.mean;
    for (const code of [...state.selected, state.province]) {
      const at = book.provinces.findIndex((province) => province.code === code);
      if (code === state.province && state.selected.includes(code) && rows.some((row) => row.pick === code)) continue;
      const shade = tone(state, code);
      add(shade === 0 ? "own" : "other", book.provinces[at].name, shade, code, (year) => {
        const found = find(book, stateIn(year), year, at);
        return found && found.score !== null ? found : null;
      });
    }
    const values = { name: nameShown(book, state, "every"), place: book.provinces[place(book, state)].name };
    if (rows.length === 0) return { title: fill(book.words.course_nobody, values), rows: [] };
    add("nation", nation, 0, null, (year) => {
      const middle = look(book, "middles", stateIn(year), year);
      return middle === undefined ? null : { score: middle, suspect: false };
    });
    placeEnds(ends, rows.map((row) => row.score), 0.055);
    const own = rows.some((row) => row.series === "own");
    const shown = rows.map((row) => row.year);
    const span = [Math.min(...shown, state.year), Math.max(...shown, state.year)];
    const breaks = [];
    for (let year = span[0] + 1; year <= span[1]; year += 1) {
      const [then, now] = [look(book, "frames", stateIn(year - 1), year - 1), look(book, "frames", stateIn(year), year)];
      if (now && (!then || then.join() !== now.join()) && shown.some((each) => each < year)) breaks.push({ at: year - 0.5, told: fill(book.breaks, { year }) });
    }
    const columns = columnsOf(book, "course").map((column) => (column.name === "score" ? { ...column, digits } : column));
    return { title: fill(own ? book.words.course : book.words.course_none, values), rows, columns,
      datasets: { breaks, frame: [{ start: span[0] - 0.3, end: span[1] + 0.3 }] } };
  }

  return { standing, ranking, course };
})();
