// The sheets of a page: their books unpacked, their parts mounted, the address followed.

async function unpackText(text) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

async function unpackBook(text) {
  return JSON.parse(await unpackText(text));
}

// Vega, where a page carries it packed; its policy names the script by the hash of the text unpacked.
async function runPackedVega() {
  const packed = document.querySelector("script.gi-packed-vega");
  if (!packed) return;
  const script = document.createElement("script");
  script.textContent = await unpackText(packed.textContent);
  document.head.append(script);
}

// In a page: the book stands beside the controls, or in a script that pages share. The address is the first sheet's.
async function mountSheets() {
  unfoldForPrint();
  await runPackedVega();
  const roots = [...document.querySelectorAll(".gi-part[data-part='controls']")];
  for (const root of roots) {
    const script = root.querySelector("script.gi-packed");
    const book = await unpackBook(script.dataset.shared ? window.govindexBooks[script.dataset.shared] : script.textContent);
    const first = JSON.parse(root.dataset.state);
    const host = { tell: () => {}, titled: true, address: root === roots[0] ? new Address(book, first) : null };
    const sheet = new Sheet(book, first, host);
    if (host.address) followAddress(sheet, host.address);
    for (const heading of document.querySelectorAll(".gi-side .gi-text [id]")) { // not shown where the map has a place of its own
      document.querySelector(`.gi-contents a[href="#${heading.id}"]`)?.parentElement.classList.add("gi-at-side");
    }
    const parts = document.querySelectorAll(`.gi-part[data-sheet="${root.dataset.sheet}"]`);
    for (const element of parts) mountPart(element, element.dataset.part, sheet);
  }
}

// On paper the sources are unfolded.
function unfoldForPrint() {
  const folded = () => document.querySelectorAll(".gi-sources:not([open])");
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...folded()];
    for (const each of opened) each.open = true;
  });
  window.addEventListener("afterprint", () => opened.forEach((each) => { each.open = false; }));
}

function followAddress(sheet, address) {
  const follow = () => {
    const { state, wrong } = address.read(location.hash);
    sheet.follow(state, wrong.length ? fill(sheet.book.words.wrong_link, { text: wrong.join(", ") }) : "");
  };
  if (isState(location.hash)) follow();
  window.addEventListener("hashchange", () => {
    if (isState(location.hash) || location.hash === "") follow();
    else address.keep(sheet.state);
  });
}
