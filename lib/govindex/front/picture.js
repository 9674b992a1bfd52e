// A chart as a picture that stands for itself: its title, the chart, what it is of, the sources and the date.

const EDGE = 20; // pixels around the picture
const LOOKS = { title: ["600 16px", 21, "#1b2733"], note: ["400 12px", 17, "#5b6773"], foot: ["400 11px", 15, "#5b6773"] };
const FACE = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";

// Return an SVG of a drawn chart with lines of text above and below: [kind of LOOKS, text].
function framePicture(chart, above, below) {
  const [, width, height] = /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(chart).map(Number);
  const room = Math.max(width, 480);
  const before = setTexts(above, room, EDGE);
  const after = setTexts(below, room, before.end + height + EDGE);
  const total = [room + 2 * EDGE, after.end + EDGE];
  const inner = chart.replace("<svg", `<svg x="${EDGE}" y="${before.end + 4}"`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${total[0]}" height="${total[1]}" viewBox="0 0 ${total.join(" ")}"><rect width="100%" height="100%" fill="#ffffff"/>${before.text}${inner}${after.text}</svg>`;
}

function setTexts(texts, room, from) {
  const pen = document.createElement("canvas").getContext("2d");
  const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  let end = from;
  let text = "";
  for (const [kind, content] of texts) {
    const [look, height, colour] = LOOKS[kind];
    pen.font = `${look} ${FACE}`;
    for (const line of breakLines(content, room, pen)) {
      end += height;
      const [weight, size] = look.split(" ");
      text += `<text x="${EDGE}" y="${end - 4}" font-family="${FACE}" font-size="${size}" font-weight="${weight}" fill="${colour}">${escape(line)}</text>`;
    }
  }
  return { text, end: end + (texts.length ? 6 : 0) };
}

function breakLines(text, room, pen) {
  const lines = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && pen.measureText(longer).width <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// The address of a picture's data, as SVG or as PNG of twice as many pixels.
async function packPicture(svg, kind) {
  const address = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  if (kind === "svg") return address;
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * image.width, 2 * image.height];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}
