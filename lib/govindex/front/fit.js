// A chart made to fit the room it has. It is declared for a text column; in a narrow one names stand above what they
// name, small panels two and two, and the tiles of a map have small letters. The parameter `narrow` tells the chart.

const DESIGNED = 690; // pixels that charts are declared for
const NARROW = 560; // pixels below which a chart has its narrow form
const LEAST = 120; // pixels of a plot at least
const LEAST_MAP = 340; // pixels of the height of a map whose names can be read
const SEAM = 34; // pixels that a map leaves free below it
const ABOVE = 16; // pixels for a name above its bar
const LETTER = 6.4; // pixels of a letter of a title, about

// Return the chart for a room in pixels; `spare` pixels stay free, which marks beyond the plot take.
function fitSpec(spec, room, { spare = 0, tall = null } = {}) {
  const fitted = structuredClone(spec);
  delete fitted.title; // it stands above the chart
  const narrow = room < NARROW;
  fitted.params = fitted.params.map((param) => (param.name === "narrow" ? { ...param, value: narrow } : param));
  const columns = narrow && fitted.columns > 2 ? 2 : fitted.columns || 1;
  if (fitted.columns) fitted.columns = columns;
  if (narrow) {
    fitted.config.legend = { ...fitted.config.legend, columns: 2, labelFontSize: 11 };
    fitted.config.axisX = { ...fitted.config.axisX, labelSeparation: 10, labelOverlap: "greedy" };
  }
  const freed = narrow ? Math.max(0, ...listParts(fitted).map(takeNamesUp)) : 0;
  for (const part of listParts(fitted)) {
    if (typeof part.width !== "number") continue;
    if (isMap(part)) {
      part.height = tall || (narrow ? Math.round(2.1 * room) : part.height);
      part.width = room - spare;
    } else {
      const all = part.width * (fitted.columns ? spec.columns : 1) + room - DESIGNED + freed - spare;
      part.width = Math.max(LEAST, Math.floor(all / columns));
    }
    for (const each of [part, ...listParts(part)]) for (const channel of [each.encoding?.x, each.encoding?.y]) wrapTitle(channel, part.width);
  }
  return fitted;
}

// Every part of a chart that may have a width: itself, its layers, those side by side and the one that is repeated.
function listParts(spec) {
  const inner = [...(spec.layer || []), ...(spec.vconcat || []), ...(spec.hconcat || []), ...(spec.spec ? [spec.spec] : [])];
  return [spec, ...inner.flatMap(listParts)];
}

// A map has no axis, and is about as high as it is wide.
const isMap = (part) =>
  typeof part.height === "number" && part.height > 0.9 * part.width && (part.layer || [part]).every(({ encoding }) => encoding?.x && encoding.x.axis === null);

// Names beside bars go above them; return the pixels that this frees.
function takeNamesUp(part) {
  const inner = part.layer || [part];
  const axes = inner.map((each) => each.encoding?.y?.axis).filter((axis) => axis && axis.minExtent > 0);
  if (!axes.length || !part.height?.step) return 0;
  const freed = axes[0].minExtent;
  part.height.step += ABOVE;
  for (const axis of axes) {
    Object.assign(axis, { minExtent: 0, maxExtent: 0, labelAlign: "left", labelPadding: 0, labelBaseline: "middle", labelLimit: 2 * DESIGNED, labelFontSize: 11 });
    Object.assign(axis, { labelOffset: 8 - part.height.step / 2, labelExpr: "replace(datum.label, regexp('\\\\n', 'g'), ' ')" });
  }
  return freed;
}

function wrapTitle(channel, width) {
  for (const holder of [channel, channel?.axis]) {
    if (holder && typeof holder.title === "string" && holder.title.length * LETTER > width) holder.title = wrapText(holder.title, Math.floor(width / LETTER)).split("\n");
  }
}
