// The marks of the map: a shape, a colour and letters, drawn as SVG so that no style is written inline.
const SVG = "http://www.w3.org/2000/svg";

const OUTLINES = {
  circle: ["circle", { cx: 16, cy: 16, r: 14 }],
  square: ["rect", { x: 3, y: 3, width: 26, height: 26, rx: 4 }],
  house: ["path", { d: "M16 1 31 11v18H1V11Z" }],
  hexagon: ["path", { d: "M8.5 3h15L31 16l-7.5 13h-15L1 16Z" }],
  diamond: ["path", { d: "M16 0 32 16 16 32 0 16Z" }],
  octagon: ["path", { d: "M10 2h12l8 8v12l-8 8H10l-8-8V10Z" }],
  shield: ["path", { d: "M3 4h26v14c0 6-6 10-13 13C9 28 3 24 3 18Z" }],
};

export function svgElement(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** `ink` is the colour of the letters, white unless the mark is light: its edge is then dark too. */
export function drawMark({ shape, colour, letter, ink = "#fff" }) {
  const drawing = svgElement("svg", { viewBox: "0 0 32 32", width: 32, height: 32, "aria-hidden": "true", class: "carte-mark" });
  const [name, geometry] = OUTLINES[shape] ?? OUTLINES.circle;
  drawing.append(svgElement(name, { ...geometry, fill: colour, stroke: ink, "stroke-width": 2 }));
  const size = [0, 15, 13, 11, 9][letter.length] ?? 9;
  const text = svgElement("text", { x: 16, y: 16, dy: "0.36em", "font-size": size, "text-anchor": "middle", fill: ink, "font-weight": 700 });
  text.textContent = letter;
  drawing.append(text);
  return drawing;
}

/** A ring with the share of each layer, around the number of places. */
export function drawCluster(counts, total) {
  const size = total < 10 ? 38 : total < 100 ? 44 : 52;
  const drawing = svgElement("svg", { viewBox: "0 0 44 44", width: size, height: size, "aria-hidden": "true" });
  drawing.append(svgElement("circle", { cx: 22, cy: 22, r: 21, fill: "#fff" }));
  let start = 25;
  for (const [colour, count] of counts) {
    const share = (100 * count) / total;
    drawing.append(svgElement("circle", {
      cx: 22, cy: 22, r: 18, fill: "none", stroke: colour, "stroke-width": 5, pathLength: 100,
      "stroke-dasharray": `${share} ${100 - share}`, "stroke-dashoffset": start,
    }));
    start -= share;
  }
  const text = svgElement("text", { x: 22, y: 22, dy: "0.36em", "font-size": total < 1000 ? 14 : 12, "text-anchor": "middle", fill: "#0d3b40", "font-weight": 700 });
  text.textContent = String(total);
  drawing.append(text);
  return { drawing, size };
}
