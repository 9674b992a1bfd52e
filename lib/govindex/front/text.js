// Texts and numbers as the library writes them, elements, files: what all of the front end shares.

const numberForms = new Map();

// The browser's own form of numbers, made once: to make it takes longer than to use it.
function findNumberForm(lang, digits) {
  const key = `${lang} ${digits}`;
  if (!numberForms.has(key)) {
    const form = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    numberForms.set(key, new Intl.NumberFormat(lang === "vi" ? "vi-VN" : "en-GB", form));
  }
  return numberForms.get(key);
}

// As words.number in Python: exactly `digits` decimals, halves away from zero on the shortest decimal text.
function writeNumber(value, digits, lang, sign) {
  if (value === null || value === undefined) return "–";
  const rounded = Number(Math.round(Number(Math.abs(value) + "e" + digits)) + "e-" + digits);
  const text = findNumberForm(lang, digits).format(rounded);
  if (value < 0 && rounded > 0) return "−" + text;
  return sign && value > 0 && rounded > 0 ? "+" + text : text;
}

// A sentence with its full stop, so that another may follow.
const endSentence = (text) => (!text || /[.!?…]$/.test(text) ? text || "" : `${text}.`);

// As words.ordinal in Python: "22nd" in English, the number alone in Vietnamese.
function writeOrdinal(value, lang) {
  if (lang === "vi") return String(value);
  const ending = [11, 12, 13].includes(value % 100) ? "th" : { 1: "st", 2: "nd", 3: "rd" }[value % 10] || "th";
  return `${value}${ending}`;
}

function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

// As the library folds a spelling: without case, diacritics, punctuation and words for "province" or "city", so that
// "hai phong" and "TP. Hải Phòng" find Hải Phòng.
function foldText(text) {
  const letters = text.toLowerCase().replace(/[đð]/g, "d").normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  const plain = letters.replace(/[^a-z0-9]+/g, " ").trim();
  return (plain.replace(UNIT_WORDS, "") || plain).replace(/ /g, "");
}

function wrapText(text, letters) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines[lines.length - 1] ? `${lines[lines.length - 1]} ${word}` : word;
    if (longer.length > letters) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.join("\n");
}

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// A text whose addresses are links.
function linkAddresses(text) {
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;)])/).map((part, at) => (at % 2 ? make("a", { href: part, rel: "noopener" }, part) : part));
}

// A file for the reader: an address of data, or a blob.
function saveAs(name, what) {
  const address = typeof what === "string" ? what : URL.createObjectURL(what);
  const link = make("a", { download: name, href: address });
  document.body.append(link);
  link.click();
  link.remove();
  if (address !== what) setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// A name as part of a file's: "Hải Phòng" is "hai-phong".
function slugText(text) {
  const letters = text.toLowerCase().replace(/[đð]/g, "d").normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  return letters.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

// A day as "24/11/2026".
const writeDate = (day) => [day.getDate(), day.getMonth() + 1, day.getFullYear()].map((each) => String(each).padStart(2, "0")).join("/");

// Whether a text could be put where the next paste takes it from.
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const held = make("textarea", { class: "gi-held", readonly: true }, text);
    document.body.append(held);
    held.select();
    const copied = document.execCommand("copy");
    held.remove();
    return copied;
  }
}

// Places near `values`, in their order, no two nearer than `gap`, for labels beside each other.
function spaceOut(values, gap) {
  const order = values.map((_, at) => at).sort((left, right) => values[left] - values[right]);
  const blocks = [];
  const middle = (members) => members.reduce((sum, at) => sum + values[at], 0) / members.length;
  for (const at of order) {
    blocks.push([at]);
    while (blocks.length > 1) {
      const [left, right] = blocks.slice(-2);
      if (middle(right) - middle(left) >= (gap * (left.length + right.length)) / 2) break;
      blocks.splice(-2, 2, [...left, ...right]);
    }
  }
  const placed = [];
  for (const members of blocks) {
    members.forEach((at, place) => { placed[at] = middle(members) + gap * (place - (members.length - 1) / 2); });
  }
  return placed;
}
