// Tables and sentences of a sheet's book, read as govindex.figures reads them (choose, tell): keys, joins, templates; no measure.

class Table {
  constructor(columns) {
    this.columns = columns;
    this.names = Object.keys(columns);
    this.length = this.names.length ? columns[this.names[0]].length : 0;
    this.indexes = new Map();
  }

  // The numbers of the rows whose columns have a wanted value, or one of a list, in the order of the table.
  find(wanted) {
    const names = Object.keys(wanted).sort();
    const index = this.index(names);
    let keys = [""];
    for (const name of names) {
      const values = Array.isArray(wanted[name]) ? [...new Set(wanted[name])] : [wanted[name]];
      keys = keys.flatMap((key) => values.map((value) => `${key}\u0000${value}`));
    }
    const found = keys.flatMap((key) => index.get(key) || []);
    return keys.length > 1 ? found.sort((left, right) => left - right) : found;
  }

  index(names) {
    const name = names.join();
    if (!this.indexes.has(name)) {
      const index = new Map();
      for (let at = 0; at < this.length; at += 1) {
        let key = "";
        for (const column of names) key += `\u0000${this.columns[column][at]}`;
        if (index.has(key)) index.get(key).push(at);
        else index.set(key, [at]);
      }
      this.indexes.set(name, index);
    }
    return this.indexes.get(name);
  }

  row(at) {
    const row = {};
    for (const name of this.names) row[name] = this.columns[name][at];
    return row;
  }
}

const isKnown = (value) => value !== null && value !== undefined;

function followAll(on, known) {
  return Object.fromEntries(Object.entries(on).map(([column, reference]) => [column, known[reference.replace(/^\$/, "")]]));
}

// The first row whose columns `on` have the values referred to, or null.
function findRow(table, on, known) {
  const [at] = table.find(followAll(on, known));
  return at === undefined ? null : table.row(at);
}

// What a key allows: the value of a choice, a text, or the values of several of these.
function allow(reference, state) {
  if (Array.isArray(reference)) return reference.flatMap((each) => allow(each, state));
  if (reference.includes("..")) {
    const [first, last] = reference.split("..").map((each) => state[each.slice(1)]);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  }
  return reference.startsWith("$") ? state[reference.slice(1)] : reference;
}

// What follows from the state, by its kind: govindex.figures.declare has what each means.
const followers = {
  derived(tables, { name, table, on, column, otherwise }, whole) {
    const row = findRow(tables[table], on, whole);
    whole[name] = row === null ? whole[otherwise.slice(1)] : row[column];
  },

  join(tables, { table, on, columns }, whole) {
    const row = findRow(tables[table], on, whole);
    for (const [column, name] of Object.entries(columns)) whole[name] = row === null ? null : row[column];
  },

  summed(tables, { name, terms, least, most }, whole) {
    let total = addUp(terms, whole);
    for (const [reference, choose] of [[least, Math.max], [most, Math.min]]) {
      if (reference === null || total === null) continue;
      const limit = whole[reference.replace(/^\$/, "")];
      total = isKnown(limit) ? choose(total, limit) : null;
    }
    whole[name] = total;
  },

  above(tables, { name, table, on, column, value, apart, nearest }, whole) {
    const than = whole[value.replace(/^\$/, "")];
    const rows = isKnown(than) ? tables[table].find(followAll(on, whole)).map((at) => tables[table].row(at)) : [];
    const more = leaveOut(rows, followAll(apart, whole)).filter((row) => isKnown(row[column]) && row[column] > than);
    const first = more.length ? more.reduce((best, row) => (row[column] < best[column] ? row : best)) : {};
    whole[name] = rows.length ? more.length : null;
    for (const [from, to] of Object.entries(nearest)) whole[to] = first[from] ?? null;
  },
};

function resolveState(tables, derived, state) {
  const whole = { ...state };
  for (const each of derived) followers[each.kind](tables, each, whole);
  return whole;
}

// The sum of terms, to six decimals; null where one is missing.
function addUp(terms, known) {
  let total = 0;
  for (const term of terms) {
    const value = typeof term === "number" ? term : known[term.replace(/^-/, "")];
    if (!isKnown(value)) return null;
    total += typeof term === "string" && term.startsWith("-") ? -value : value;
  }
  return Math.round(total * 1e6) / 1e6;
}

// The rows but those that have all the unwanted values.
function leaveOut(rows, unwanted) {
  const pairs = Object.entries(unwanted);
  return pairs.length ? rows.filter((row) => !pairs.every(([column, value]) => row[column] === value)) : rows;
}

function joinRow(table, join, row, state) {
  const wanted = {};
  for (const [column, reference] of Object.entries(join.on)) wanted[column] = reference.startsWith("$") ? state[reference.slice(1)] : row[reference];
  const [at] = table.find(wanted);
  const taken = join.columns ? Object.entries(join.columns) : table.names.filter((name) => !(name in join.on)).map((name) => [name, name]);
  for (const [column, name] of taken) row[name] = at === undefined ? null : table.columns[column][at];
}

// The rows that the keys of a part take, with what is joined.
function takeRows(tables, { table, keys, joins = [] }, state) {
  const wanted = Object.fromEntries(Object.entries(keys).map(([column, reference]) => [column, allow(reference, state)]));
  const rows = tables[table].find(wanted).map((at) => tables[table].row(at));
  for (const row of rows) for (const join of joins) joinRow(tables[join.table], join, row, state);
  return rows;
}

function compareValues(left, right) {
  if (!isKnown(left) || !isKnown(right)) return isKnown(right) - isKnown(left);
  return left < right ? -1 : left > right ? 1 : 0;
}

// The rows of a figure in a resolved state.
function chooseRows(tables, figure, state, lang) {
  const rows = searchRows(figure, leaveOut(takeRows(tables, figure, state), followAll(figure.apart, state)), state);
  const chosen = Object.fromEntries(Object.entries(state).map(([choice, value]) => [`$${choice}`, value]));
  for (const row of rows) for (const [name, terms] of Object.entries(figure.sums)) row[name] = addUp(terms, { ...chosen, ...row });
  for (const [name, column] of Object.entries(figure.places)) {
    for (const row of rows) row[name] = isKnown(row[column]) ? 1 + rows.filter((other) => other[column] > row[column]).length : null;
  }
  rows.sort((left, right) => {
    for (const key of figure.order) {
      const column = key.replace(/^-/, "");
      const turn = key.startsWith("-") && isKnown(left[column]) && isKnown(right[column]) ? -1 : 1;
      const sign = turn * compareValues(left[column], right[column]);
      if (sign) return sign;
    }
    return 0;
  });
  for (const row of rows) {
    for (const [mark, [column, reference]] of Object.entries(figure.marks)) row[mark] = [allow(reference, state)].flat().includes(row[column]);
    const values = { ...state, ...row };
    for (const [label, texts] of Object.entries(figure.labels)) row[label] = fillFirst(texts, values, figure.formats, lang);
    if (figure.picks) row.pick = row[figure.picks[1]];
  }
  if (figure.ends && rows.length) nameEnds(rows, ...figure.ends);
  return rows;
}

// The rows that have what a reader typed in a spelling; all of them where nothing is typed.
function searchRows(figure, rows, state) {
  if (!isSearched(figure, state)) return rows;
  const text = foldText(state[figure.search.choice]);
  return rows.filter((row) => row[figure.search.column].some((each) => foldText(each).includes(text)));
}

const isSearched = (figure, state) => Boolean(figure.search) && foldText(state[figure.search.choice]) !== "";

// The columns of a figure's table for its rows, as govindex.figures.choose.list_shown has them.
function listShown(figure, rows, state, lang) {
  const shown = figure.columns.filter(({ name, note, optional }) => !optional || rows.some((row) => isKnown(row[name]) || (note && isKnown(row[note]))));
  return shown.map((column) => {
    const values = { ...state, ...rows[0] };
    const heading = column.heading && fillFirst([column.heading], values, figure.formats, lang);
    const known = { ...column, title: heading || column.title };
    return "form" in column ? { ...known, form: findForm(column.form, values) } : known;
  });
}

// The sentence above a figure, its rows being chosen.
function tellTitle(tables, figure, some, state, lang) {
  if (!isSearched(figure, state)) return tellSentence(tables, figure.title, state, lang);
  return tellSentence(tables, some ? figure.search.found : figure.search.nothing, state, lang);
}

const LABEL_GAP = 0.055; // of the height of a chart, between the names of two lines

// The last row of each line gets its text, and a place near its value.
function nameEnds(rows, value, line, text, mark) {
  const last = new Map();
  for (const row of rows) if (isKnown(row[value]) && (!mark || row[mark])) last.set(row[line], row);
  const values = rows.map((row) => row[value]).filter(isKnown);
  const ends = [...last.values()].sort((left, right) => rows.indexOf(left) - rows.indexOf(right));
  const places = spaceOut(ends.map((row) => row[value]), LABEL_GAP * (Math.max(...values) - Math.min(...values)) || 0.1);
  for (const row of rows) Object.assign(row, { end: null, end_at: null });
  ends.forEach((row, at) => Object.assign(row, { end: row[text], end_at: places[at] }));
}

// A sentence: the first of its texts whose every slot has a value, from the state and what its joins find.
function tellSentence(tables, sentence, state, lang) {
  const known = { ...state };
  for (const join of sentence.joins) {
    const row = findRow(tables[join.table], join.on, known);
    if (row === null) continue;
    for (const [column, name] of Object.entries(join.columns || Object.fromEntries(Object.keys(row).map((each) => [each, each])))) known[name] = row[column];
  }
  return fillFirst(sentence.texts, known, sentence.formats, lang) ?? "";
}

function fillFirst(texts, values, formats, lang) {
  for (const text of texts) {
    const slots = [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    if (slots.every((slot) => isKnown(values[slot]))) return text.replace(/\{(\w+)\}/g, (_, slot) => writeValue(values[slot], findForm(formats[slot], values), lang));
  }
  return null;
}

const findForm = (form, values) => (String(form).startsWith("$") ? values[form.slice(1)] : form);

// As govindex.figures.tell.write_value: decimals, "+3" with its sign, "^3" rounded up so that it suffices, "plain"
// without decimals where it is whole, "nth" as a rank ("22nd").
function writeValue(value, form, lang) {
  if (!isKnown(form) || typeof value === "string") return String(value);
  if (form === "plain") return writeNumber(value, Number.isInteger(value) ? 0 : 2, lang);
  if (form === "nth") return writeOrdinal(value, lang);
  if (String(form).startsWith("^")) {
    const digits = Number(form.slice(1));
    return writeNumber(Math.ceil(Number((value * 10 ** digits).toFixed(6))) / 10 ** digits, digits, lang);
  }
  return writeNumber(value, Math.abs(Number(form)), lang, String(form).startsWith("+"));
}
