// One box that tells what the marks mean and shows or hides each layer.
import { buildSteps } from "./areas.js";
import { drawMark } from "./marks.js";

function buildRow(layer) {
  const row = document.createElement("li");
  const label = document.createElement("label");
  const box = document.createElement("input");
  const text = document.createElement("span");
  const count = document.createElement("span");
  box.type = "checkbox";
  box.checked = layer.shown;
  box.addEventListener("change", () => (box.checked ? layer.show() : layer.hide()));
  text.textContent = layer.label;
  text.className = "carte-legend-text";
  count.textContent = String(layer.count);
  count.className = "carte-legend-count";
  label.append(box, drawMark(layer.mark), text, count);
  row.append(label);
  if (layer.steps) row.append(buildSteps(layer.steps));
  return row;
}

export function buildLegend(layers) {
  const control = L.control({ position: "topright" });
  control.onAdd = (map) => {
    const panel = document.createElement("details");
    const summary = document.createElement("summary");
    const list = document.createElement("ul");
    panel.className = "carte-legend";
    panel.open = map.getSize().x > 640;
    summary.textContent = "Légende et couches";
    list.append(...layers.map((layer) => buildRow(layer)));
    panel.append(summary, list);
    L.DomEvent.disableClickPropagation(panel);
    L.DomEvent.disableScrollPropagation(panel);
    return panel;
  };
  return control;
}
