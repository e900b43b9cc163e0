// Areas shaded by class. The number of the class is drawn on each: no shade is needed to read the map.
// One area at a time is in the order of Tab; the arrows go from one to the next.
import { drawMark, svgElement } from "./marks.js";
import { buildPopup } from "./popup.js";

const HATCH = "carte-hachures";
const LINE = "#0d3b40";
const LEGEND = 336; // px that the open legend takes on the right

/** Dark letters on light shades, white ones on dark shades. */
function inkOn(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  return 0.2126 * red ** 2.2 + 0.7152 * green ** 2.2 + 0.0722 * blue ** 2.2 > 0.18 ? LINE : "#fff";
}

function markOf(found) {
  if (!found) return { shape: "square", colour: "#ffffff", letter: "–", ink: LINE, label: "Indice inconnu" };
  return { shape: "square", colour: found.colour, letter: String(found.number), ink: inkOn(found.colour), label: found.label };
}

function addHatch(map) {
  const svg = map.getPanes().overlayPane.querySelector("svg");
  if (!svg || svg.querySelector(`#${HATCH}`)) return;
  const pattern = svgElement("pattern", { id: HATCH, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  pattern.append(svgElement("rect", { width: 6, height: 6, fill: "#fff" }), svgElement("rect", { width: 1.5, height: 6, fill: "#8a9a9b" }));
  const defs = svgElement("defs", {});
  defs.append(pattern);
  svg.prepend(defs);
}

function drawArea(map, [outline, title, subtitle, url, number], layer) {
  const found = layer.classes.find((one) => one.number === number);
  const mark = markOf(found);
  const shape = L.geoJSON(outline, {
    style: { color: LINE, weight: 1, opacity: 0.7, fillColor: found ? found.colour : `url(#${HATCH})`, fillOpacity: 0.88 },
  }).getLayers()[0];
  const sign = document.createElement("span");
  sign.textContent = mark.letter;
  shape.bindTooltip(sign, { permanent: true, direction: "center", className: "carte-class" });
  shape.bindPopup(() => buildPopup(mark, [0, 0, title, subtitle, url, mark.label]), {
    maxWidth: 280, minWidth: 200, autoPanPaddingTopLeft: [16, 16], autoPanPaddingBottomRight: [map.getSize().x > 640 ? LEGEND : 16, 16],
  });
  shape.spoken = [title, `classe ${mark.letter}, ${mark.label}`, subtitle].filter(Boolean).join(", ");
  return shape;
}

function moveFocus(shapes, from, step) {
  const elements = shapes.map((shape) => shape.getElement());
  const to = elements[(from + step + elements.length) % elements.length];
  elements[from].setAttribute("tabindex", "-1");
  to.setAttribute("tabindex", "0");
  to.focus();
}

function onKey(event, shapes, at) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (event.key === "Enter" || event.key === " ") shapes[at].openPopup();
  else if (step) moveFocus(shapes, at, step);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Each path has a name, and the keyboard opens it; Leaflet draws a path again each time it is added. */
function makeReachable(shapes) {
  shapes.forEach((shape, at) => {
    const element = shape.getElement();
    element.setAttribute("tabindex", at === 0 ? "0" : "-1");
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", shape.spoken);
    element.addEventListener("keydown", (event) => onKey(event, shapes, at));
  });
}

/** A layer of areas, as the legend shows and hides it. */
export function buildAreas(map, layer, rows) {
  const shapes = rows.map((row) => drawArea(map, row, layer));
  const group = L.featureGroup(shapes);
  const steps = layer.classes.map(markOf);
  if (rows.some((row) => row[4] === null)) steps.push(markOf(null));
  const show = () => {
    group.addTo(map);
    addHatch(map);
    makeReachable(shapes);
  };
  if (layer.shown) show();
  const last = layer.classes[layer.classes.length - 1];
  return { label: layer.label, shown: layer.shown, count: rows.length, mark: { ...markOf(last), letter: "" }, steps, show, hide: () => group.remove() };
}

/** What the shades mean, in words. */
export function buildSteps(steps) {
  const list = document.createElement("ul");
  list.className = "carte-steps";
  for (const step of steps) {
    const row = document.createElement("li");
    row.append(drawMark(step), document.createTextNode(step.label));
    list.append(row);
  }
  return list;
}
