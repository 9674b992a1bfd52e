// What a choice changes is brought into sight, where the choices themselves stay in sight: on a wide page.

const MOST = 0.8; // of a part, in the window, show that it changed, or
const ENOUGH = 500; // pixels of a tall one

function isBesideRest(element) {
  const side = element.closest(".gi-side");
  return side !== null && getComputedStyle(side).position === "sticky";
}

function isInSight({ root, box: { top, bottom, height } }) {
  if (isBesideRest(root)) return true;
  const seen = Math.min(bottom, window.innerHeight) - Math.max(top, 0);
  return height > 0 && seen >= Math.min(MOST * height, ENOUGH);
}

// Scroll to the nearest of the parts that changed, unless one of them is in sight.
function bringIntoSight(roots) {
  const shown = roots.map((root) => ({ root, box: root.getBoundingClientRect() })).filter(({ box }) => box.height > 0);
  if (!shown.length || shown.some(isInSight)) return;
  const distance = ({ box }) => (box.top >= 0 ? box.top : -box.bottom);
  const { root, box } = shown.reduce((near, each) => (distance(each) < distance(near) ? each : near));
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const fits = box.height < MOST * window.innerHeight; // with what heads it
  root.scrollIntoView({ block: fits ? "nearest" : "start", behavior: still ? "auto" : "smooth" });
}
