// One box that tells what the marks mean and shows or hides each layer.
import { drawMark } from "./marks.js";

function buildRow(layer, cluster) {
  const row = document.createElement("li");
  const label = document.createElement("label");
  const box = document.createElement("input");
  const text = document.createElement("span");
  const count = document.createElement("span");
  box.type = "checkbox";
  box.checked = layer.shown;
  box.addEventListener("change", () => (box.checked ? cluster.addLayers(layer.markers) : cluster.removeLayers(layer.markers)));
  text.textContent = layer.label;
  text.className = "carte-legend-text";
  count.textContent = String(layer.markers.length);
  count.className = "carte-legend-count";
  label.append(box, drawMark(layer), text, count);
  row.append(label);
  return row;
}

export function buildLegend(layers, cluster) {
  const control = L.control({ position: "topright" });
  control.onAdd = (map) => {
    const panel = document.createElement("details");
    const summary = document.createElement("summary");
    const list = document.createElement("ul");
    panel.className = "carte-legend";
    panel.open = map.getSize().x > 640;
    summary.textContent = "Légende et couches";
    list.append(...layers.map((layer) => buildRow(layer, cluster)));
    panel.append(summary, list);
    L.DomEvent.disableClickPropagation(panel);
    L.DomEvent.disableScrollPropagation(panel);
    return panel;
  };
  return control;
}
