// PAPI: where a province stands in a year, its peers, the map, the years.

selectors.papi = (() => {
  const digits = 3;

  const find = (book, code) => book.provinces.findIndex((province) => province.code === code);
  const look = (book, table, component, year) => (book[table][component] || {})[year];

  // The score, rank and group of one province, by its place in the book's list.
  function own(book, component, year, at) {
    const scores = look(book, "scores", component, year);
    const score = scores ? scores[at] : null;
    if (score === null || score === undefined) return { score: null, rank: null, group: null };
    return { score, rank: look(book, "ranks", component, year)[at], group: Number(look(book, "groups", component, year)[at]) };
  }

  const nameGroup = (book, group) => (group ? book.groupNames[group - 1] : null);

  // The year before, where the library compares the two.
  function before(book, component, year, at) {
    const range = look(book, "ranges", component, year);
    return range && range[3] ? own(book, component, year - 1, at).score : null;
  }

  function listPeers(book, state) {
    const at = find(book, state.province);
    const codes = {
      none: () => [],
      region: () => book.provinces.filter((each) => each.region === book.provinces[at].region).map((each) => each.code),
      cities: () => book.provinces.filter((each) => each.kind === "city").map((each) => each.code),
      similar: () => ((book.similar[state.year] || [])[at] || []).map((place) => book.provinces[place].code),
      own: () => state.peers,
    }[state.peers_kind]();
    return codes.filter((code) => code !== state.province).slice(0, book.most);
  }

  // What stands right below what is chosen; a component without parts stands among its siblings.
  function listOpened(book, state) {
    const chosen = book.components[state.component];
    const parent = chosen.children.length ? state.component : chosen.parent;
    return book.components[parent].children.filter((code) => look(book, "spread", code, state.year));
  }

  function tell(book, state) {
    const at = find(book, state.province);
    const { score, rank, group } = own(book, state.component, state.year, at);
    const values = {
      place: book.provinces[at].name,
      year: state.year,
      name: nameIn(book.components[state.component], state.year).name,
      scored: (look(book, "spread", state.component, state.year) || [0])[0],
    };
    if (score === null) return fill(values.scored ? book.words.unscored : book.words.nobody, values);
    const [, , maximum] = look(book, "ranges", state.component, state.year);
    values.score = writeNumber(score, digits, book.lang);
    values.maximum = writeNumber(maximum, Number.isInteger(maximum) ? 0 : 2, book.lang);
    return fill(book.words.stands, { ...values, rank, group: nameGroup(book, group) });
  }

  function spread(book, state) {
    const at = find(book, state.province);
    const rows = listOpened(book, state).map((component, order) => {
      const [scored, lowest, q1, median, q3, highest] = look(book, "spread", component, state.year);
      const { score, rank, group } = own(book, component, state.year, at);
      const [, minimum, maximum] = look(book, "ranges", component, state.year);
      const base_score = before(book, component, state.year, at);
      const named = nameIn(book.components[component], state.year);
      return {
        pick: component, component, order, name: named.name, lines: named.lines,
        score, base_score, scored, rank, group: nameGroup(book, group), place: group,
        lowest, q1, median, q3, highest, minimum, maximum, chosen: component === state.component,
        told: score === null ? "–" : `${writeNumber(score, digits, book.lang)}   ${nameGroup(book, group)}`,
      };
    });
    return { title: tell(book, state), rows };
  }

  function map(book, state) {
    const peers = listPeers(book, state);
    const scores = look(book, "scores", state.component, state.year) || [];
    const scored = (look(book, "spread", state.component, state.year) || [0])[0];
    const tiles = book.provinces.map((province, at) => {
      const { score, rank, group } = own(book, state.component, state.year, at);
      const mark = province.code === state.province ? "own" : peers.includes(province.code) ? "peer" : "";
      return { pick: province.code, province: province.code, name: province.name, lines: province.lines, col: province.col, row: province.row,
        score, rank, scored, group: nameGroup(book, group), place: group, mark, own: mark === "own" };
    });
    const islands = book.archipelagos.map((each) => ({ ...each, score: null, rank: null, group: null, place: null, mark: "" }));
    if (!scores.some((score) => score !== null)) return { title: tell(book, state), rows: [] };
    const values = { name: nameIn(book.components[state.component], state.year).name, year: state.year, scored };
    return { title: fill(book.words.map, values), rows: [...tiles, ...islands], signals: { colouring: state.colour } };
  }

  function trend(book, state) {
    const rows = [];
    const add = (series, name, year, component, score) => {
      const [framework, minimum, maximum] = look(book, "ranges", component, year);
      const segment = `${name} ${framework} ${maximum} ${component} ${countBreaks(book, component, year)}`;
      if (score !== null) rows.push({ series, name, year, score, now: year === state.year, scale: `${minimum}-${maximum}`, framework, segment });
    };
    const shown = [state.province, ...listPeers(book, state)];
    for (const year of book.years) {
      const component = codeIn(book, state, year);
      if (!component || !look(book, "spread", component, year)) continue;
      add("median", book.words.median, year, component, look(book, "spread", component, year)[3]);
      for (const code of shown) {
        const at = find(book, code);
        add(code === state.province ? "own" : "peer", book.provinces[at].name, year, component, own(book, component, year, at).score);
      }
    }
    // A line does not jump over a year without a score.
    for (const row of rows) {
      let first = row.year;
      while (rows.some((each) => each.name === row.name && each.framework === row.framework && each.year === first - 1)) first -= 1;
      row.segment += ` ${first}`;
    }
    const last = {};
    for (const row of rows) if (!(row.name in last) || row.year > last[row.name].year) last[row.name] = row;
    const ends = Object.values(last);
    const scores = rows.map((row) => row.score);
    const places = spaceOut(ends.map((row) => row.score), (Math.max(...scores) - Math.min(...scores)) * 0.055 || 0.1);
    ends.forEach((row, at) => Object.assign(row, { end: row.name, end_at: places[at] }));
    const some = rows.some((row) => row.series === "own");
    const values = { place: book.provinces[find(book, state.province)].name, name: book.components[state.component].told };
    return { title: fill(some ? book.words.trend : book.words.trend_none, values), rows };
  }

  // How the similar ones were found, and in which dimensions they are most and least alike.
  function tellDrivers(book, state) {
    const drivers = (book.drivers[state.year] || [])[find(book, state.province)];
    if (state.peers_kind !== "similar" || !drivers) return "";
    const [near, far] = drivers.map((component) => nameIn(book.components[component], state.year).name);
    return fill(book.words.drivers, { near, far });
  }

  function peers(book, state) {
    const shown = [state.province, ...listPeers(book, state)];
    const scored = (look(book, "spread", state.component, state.year) || [0])[0];
    const rows = shown.map((code) => {
      const at = find(book, code);
      const { score, rank, group } = own(book, state.component, state.year, at);
      const range = look(book, "ranges", state.component, state.year) || [null, 0, 0];
      return { pick: code, province: code, name: book.provinces[at].name, score, rank, scored, group: nameGroup(book, group), place: group,
        own: code === state.province, maximum: range[2],
        told: score === null ? book.words.no_score : fill(book.words.position, { score: writeNumber(score, digits, book.lang), rank, scored }) };
    }).sort((left, right) => (right.score ?? -1) - (left.score ?? -1));
    const values = { name: nameIn(book.components[state.component], state.year).name, year: state.year, scored };
    const found = rows.some((row) => row.score !== null);
    const title = fill(found ? book.words.peers : book.words.nobody, { ...values, place: book.provinces[find(book, state.province)].name });
    return { title: title + tellDrivers(book, state), rows: found ? rows : [] };
  }

  return { spread, map, trend, peers };
})();
