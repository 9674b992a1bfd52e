// What is pointed at: its figures in a tip, and the same province or content marked in every figure of the page.

const UNITS = ["province", "component"]; // what rows are about, the nearest first

// The tip of a mark as HTML, without what is not known.
function writeTip(value, sanitize) {
  if (typeof value !== "object") return sanitize(value);
  const lines = Object.entries(value).filter(([, told]) => isTold(told));
  return `<table><tbody>${lines.map(([name, told]) => `<tr><td class="key">${sanitize(name)}</td><td class="value">${sanitize(told)}</td></tr>`).join("")}</tbody></table>`;
}

const isTold = (told) => isKnown(told) && !["null", "NaN", ""].includes(told);

// A tip goes when its mark goes.
function hideTip() {
  document.getElementById("vg-tooltip-element")?.classList.remove("visible");
}

// What the rows of a figure are about: the first unit in which they differ.
function findUnit(rows) {
  return UNITS.find((unit) => rows.some((row) => isKnown(row[unit]) && row[unit] !== rows[0][unit]));
}

const readDatum = (mark) => (mark.__data__ && mark.__data__.datum) || {};

// Mark what a chart and its table show of a unit, and unmark the rest.
function markPointed(element, unit, value) {
  for (const old of element.querySelectorAll(".gi-pointed")) old.classList.remove("gi-pointed");
  if (value === null) return;
  for (const mark of element.querySelectorAll("svg.marks .role-mark > *")) {
    if (readDatum(mark)[unit] === value && mark.getAttribute("opacity") !== "0") mark.classList.add("gi-pointed");
  }
  for (const row of element.querySelectorAll("tr[data-unit]")) {
    if (row.dataset.unit === `${unit} ${value}`) row.classList.add("gi-pointed");
  }
}

// Of rows one below the other: the row at a height, wherever it was clicked.
function findRowAt(chart, height) {
  let [found, least] = [null, 20];
  for (const mark of chart.querySelectorAll("svg.marks .role-mark > *")) {
    if (!readDatum(mark).pick) continue;
    const box = mark.getBoundingClientRect();
    const away = Math.abs(height - (box.top + box.bottom) / 2);
    if (away < least) [found, least] = [readDatum(mark), away];
  }
  return found;
}
