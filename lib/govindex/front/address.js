// The state in the page's address: what differs from the state that the page opens with stands after the #, so that
// Back, Forward, a mark and a link that is sent on all lead to the same view, from disk too.

const SAME_RUN = 2000; // milliseconds within which changes of one slider, or letters typed, are one step back

class Address {
  constructor(book, first) {
    this.book = book;
    this.first = { ...first };
    this.last = { name: "", at: 0 };
  }

  // The address of a state: its # and what follows, or nothing for the state that the page opens with.
  write(state) {
    const parts = this.book.controls
      .filter(({ name }) => JSON.stringify(state[name]) !== JSON.stringify(this.first[name]))
      .map(({ name }) => `${name}=${[state[name]].flat().map(encodeURIComponent).join(",")}`);
    return parts.length ? `#${parts.join("&")}` : "";
  }

  // Note a choice in the address: a step of its own, unless it goes on with the one before.
  note(state, name) {
    const control = this.book.controls.find((each) => each.name === name);
    const runs = control && (control.kind === "range" || control.kind === "text");
    const now = performance.now();
    const goesOn = runs && name === this.last.name && now - this.last.at < SAME_RUN;
    this.last = { name, at: now };
    const hash = this.write(state);
    if (hash === (isState(location.hash) ? location.hash : "")) return;
    const address = hash || location.pathname + location.search;
    try {
      if (goesOn) history.replaceState(null, "", address);
      else history.pushState(null, "", address);
    } catch { /* a browser that has had enough steps: the view is right, the address late */ }
  }

  // A heading was gone to: the address tells the state again, without another step.
  keep(state) {
    const hash = this.write(state);
    if (hash) history.replaceState(null, "", hash);
  }

  // The state that an address asks for, and its parts that cannot be had.
  read(hash) {
    const state = { ...this.first };
    if (!isState(hash)) return { state, wrong: [] };
    const wrong = [];
    const given = new Map();
    for (const part of hash.slice(1).split("&").filter(Boolean)) {
      const [name, text = ""] = part.split("=");
      const control = this.book.controls.find((each) => each.name === name);
      const value = control && readChoice(control, text);
      if (value === undefined) wrong.push(decode(part));
      else given.set(control, value);
    }
    for (const [control, value] of given) state[control.name] = value;
    for (const control of this.book.controls) if (!settleChoice(control, state) && given.has(control)) wrong.push(`${control.name}=${given.get(control)}`);
    return { state, wrong };
  }
}

const isState = (hash) => /^#[^=&]+=/.test(hash);

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// The value that a text of the address gives a control; undefined where it can have none such.
function readChoice(control, text) {
  const known = (code) => control.options.map(([option]) => option).find((option) => String(option) === code);
  if (control.kind === "several") {
    const chosen = [...new Set(text.split(",").filter(Boolean).map(decode))].map(known);
    return chosen.includes(undefined) || (control.most && chosen.length > control.most) ? undefined : chosen;
  }
  if (control.kind === "text") return decode(text).slice(0, 100);
  if (control.kind !== "range") return known(decode(text));
  const value = Number(text);
  const steps = (value - control.minimum) / control.step;
  const whole = Math.abs(steps - Math.round(steps)) < 1e-6; // steps of a tenth are no whole numbers to the last digit
  return text !== "" && value >= control.minimum && value <= control.maximum && whole ? value : undefined;
}

// Bring a choice into accord with the others; false where it could not be had as it was.
function settleChoice(control, state) {
  const { name } = control;
  if (control.allowed) {
    const values = control.allowed[1][state[control.allowed[0]]] || [];
    if (!values.includes(state[name])) {
      state[name] = values[0];
      return false;
    }
  }
  if (control.keeps) followKeeping(control, state);
  if (control.without) state[name] = state[name].filter((each) => each !== state[control.without]);
  return true;
}
