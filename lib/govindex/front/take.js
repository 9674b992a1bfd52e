// A table taken along: as CSV in the form that a spreadsheet of the language opens, and as a workbook.

// What a table holds for whoever takes it along: headings, and rows of texts and numbers; what a row leaves open
// because all rows share it (the year, the province, the unit) stands in columns of its own.
function layOut(columns, rows, shared) {
  const named = columns.filter((column) => column.title && rows.some((row) => isKnown(row[column.name])));
  const has = (name) => named.some((column) => column.name === name);
  const added = shared.filter(({ name, value }) => value && !has(name));
  const lines = rows.map((row) => [
    ...named.map((column) => takeValue(row[column.name], column)),
    ...added.map(({ value }) => value),
  ]);
  return { head: [...named.map((column) => column.title), ...added.map((each) => each.title)], lines };
}

// A number to six decimals at most, more than any report prints; "+" or "plain" as a form says nothing here.
function takeValue(value, column) {
  if (!isKnown(value)) return null;
  if (typeof value === "number") return Number(value.toFixed(6));
  return Array.isArray(value) ? value.join("; ") : String(value);
}

// A text that a spreadsheet would work out as a formula stands behind an apostrophe; a figure is left as it is.
function keepText(value) {
  const formula = /^[=+\-@\t\r\n]/.test(value) && !/^[+-]?\d+(?:[.,]\d+)*%?$/.test(value);
  return formula ? "'" + value : value;
}

// With semicolons and a decimal comma in Vietnamese, commas and a point in English, as Excel of the language reads it.
function writeCsv({ head, lines }, lang) {
  const [parting, point] = lang === "vi" ? [";", ","] : [",", "."];
  const cell = (value) => {
    if (value === null) return "";
    if (typeof value === "number") return String(value).replace(".", point);
    const text = keepText(value);
    return /[";,\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  return "\ufeff" + [head, ...lines].map((line) => line.map(cell).join(parting)).join("\r\n") + "\r\n";
}

// A workbook of one sheet, its head in bold and standing: the parts of an .xlsx, stored in a zip without packing.
function writeXlsx({ head, lines }, title) {
  const escape = (text) => String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
  const text = (value, style) => `<c t="inlineStr"${style}><is><t xml:space="preserve">${escape(value)}</t></is></c>`;
  const cell = (value) => (value === null ? "<c/>" : typeof value === "number" ? `<c><v>${value}</v></c>` : text(value, ""));
  const widths = head.map((each, at) => Math.min(60, Math.max(8, ...[each, ...lines.slice(0, 500).map((line) => line[at])].map((value) => String(value ?? "").length + 2))));
  const rows = [head.map((each) => text(each, ' s="1"')), ...lines.map((line) => line.map(cell))];
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packed = "http://schemas.openxmlformats.org/package/2006";
  const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const link = (id, name, target) => `<Relationship Id="${id}" Type="${of}/${name}" Target="${target}"/>`;
  const sheetName = escape(title.replace(/[\\/?*[\]:]/g, " ").slice(0, 31));
  return storeFiles({
    "[Content_Types].xml": `<Types xmlns="${packed}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kind}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${kind}.styles+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${packed}/relationships">${link("r1", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${of}"><sheets><sheet name="${sheetName}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${packed}/relationships">${link("r1", "worksheet", "worksheets/sheet1.xml")}${link("r2", "styles", "styles.xml")}</Relationships>`,
    "xl/styles.xml": `<styleSheet xmlns="${main}"><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><cols>${widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join("")}</cols><sheetData>${rows.map((row) => `<row>${row.join("")}</row>`).join("")}</sheetData></worksheet>`,
  });
}

// Files, by name, as one zip: each stored as it is, with its checksum, and listed at the end.
function storeFiles(files) {
  const encoder = new TextEncoder();
  const bytes = (...numbers) => numbers.flatMap(([value, count]) => Array.from({ length: count }, (_, at) => (value >>> (8 * at)) & 255));
  const [stored, listed] = [[], []];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, content] = [encoder.encode(name), encoder.encode(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`)];
    const about = bytes([20, 2], [0x800, 2], [0, 2], [0, 2], [33, 2], [checkSum(content), 4], [content.length, 4], [content.length, 4], [path.length, 2], [0, 2]);
    const local = [...bytes([0x04034b50, 4]), ...about, ...path];
    stored.push(new Uint8Array(local), content);
    listed.push(...bytes([0x02014b50, 4], [20, 2]), ...about, ...bytes([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), ...path);
    offset += local.length + content.length;
  }
  const count = Object.keys(files).length;
  const end = bytes([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [listed.length, 4], [offset, 4], [0, 2]);
  return new Blob([...stored, new Uint8Array([...listed, ...end])], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
}

function checkSum(bytes) {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return ~sum >>> 0;
}
