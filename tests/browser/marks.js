// Every mark that a panel has drawn: what it is, where it stands, how it looks, and the row that Vega bound to it.
(panel) => {
  const svg = panel.querySelector("svg.marks");
  if (!svg || panel.querySelector(".gi-panel-chart").hidden) return [];
  const corner = svg.getBoundingClientRect();
  return [...svg.querySelectorAll(".role-mark > :is(path, line, text)")].map((element) => {
    const box = element.getBoundingClientRect();
    const item = element.__data__;
    const plain = (row) => row && Object.fromEntries(Object.entries(row).filter(([, value]) => typeof value !== "object" || value === null));
    // A line is drawn of many rows.
    const items = item && item.mark && item.mark.marktype === "line" ? item.mark.items : item ? [item] : [];
    return {
      kind: element.getAttribute("aria-roledescription"),
      layer: Number((element.parentNode.getAttribute("class").match(/layer_(\d+)_marks/) || [0, -1])[1]),
      told: element.getAttribute("aria-label"),
      text: element.tagName === "text" ? [...element.childNodes].map((node) => node.textContent).join("\n") : "",
      fill: element.getAttribute("fill"),
      stroke: element.getAttribute("stroke"),
      opacity: Number(element.getAttribute("opacity") ?? 1),
      fillOpacity: Number(element.getAttribute("fill-opacity") ?? 1),
      path: element.getAttribute("d") || "",
      left: box.left - corner.left, top: box.top - corner.top, width: box.width, height: box.height,
      row: item && plain(item.datum),
      rows: items.map((each) => plain(each.datum)).filter(Boolean),
    };
  });
}
