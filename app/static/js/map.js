// The map, on top of Leaflet and markercluster (`L`). The script that Folium writes calls
// maillage.carte(map) and gives it outlines and layers. Names come from anybody: they only ever go
// through textContent and setAttribute, never through innerHTML.
import { buildAreas } from "./areas.js";
import { buildLegend } from "./legend.js";
import { drawCluster, drawMark } from "./marks.js";
import { buildPopup, speakFrench } from "./popup.js";

const MarkIcon = L.Icon.extend({
  options: { iconSize: [32, 32], iconAnchor: [16, 16], popupAnchor: [0, -14], className: "carte-icon" },
  createIcon() {
    const holder = document.createElement("div");
    holder.append(this.options.drawing.cloneNode(true));
    this._setIconStyles(holder, "icon");
    return holder;
  },
  createShadow: () => null,
});

// What a screen reader says, and the popup, wait until the place is drawn: most are in clusters.
const PlaceMarker = L.Marker.extend({
  onAdd(map) {
    L.Marker.prototype.onAdd.call(this, map);
    const { layer, place } = this.options;
    this.getElement().setAttribute("aria-label", [place[2], place[5] || layer.label, place[3]].filter(Boolean).join(", "));
    if (!this.getPopup()) this.bindPopup(() => buildPopup(layer, place), { maxWidth: 280, minWidth: 200, autoPanPadding: [16, 16] });
  },
});

function clusterIcon(cluster) {
  const counts = new Map();
  for (const marker of cluster.getAllChildMarkers()) {
    const { colour } = marker.options.layer;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const total = cluster.getChildCount();
  const { drawing, size } = drawCluster(counts, total);
  const holder = document.createElement("span");
  const spoken = document.createElement("span");
  spoken.className = "carte-hidden";
  spoken.textContent = `${total} lieux, agrandir`;
  holder.append(drawing, spoken);
  return L.divIcon({ html: holder, className: "carte-cluster", iconSize: [size, size] });
}

function addOutlines(map, outlines, hasTiles) {
  L.geoJSON(outlines, {
    interactive: false,
    style: { color: "#5f8a8c", weight: 1.5, fillColor: "#ffffff", fillOpacity: hasTiles ? 0 : 1 },
    onEachFeature(feature, shape) {
      const { code = "", name: long = "" } = feature.properties ?? {};
      if (!code && !long) return;
      const name = document.createElement("span");
      for (const [text, className] of [[code, "carte-code"], [long, "carte-name"]]) {
        const part = document.createElement("span");
        part.textContent = text;
        part.className = className;
        name.append(part);
      }
      shape.bindTooltip(name, { permanent: true, direction: "center", className: "carte-place" });
    },
  }).addTo(map);
  const fit = () => map.getContainer().classList.toggle("carte-near", map.getZoom() >= 10);
  map.on("zoomend", fit);
  fit();
}

function carte(map) {
  speakFrench(map);
  const cluster = L.markerClusterGroup({
    maxClusterRadius: 46,
    showCoverageOnHover: false,
    spiderfyDistanceMultiplier: 1.6,
    animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    iconCreateFunction: clusterIcon,
  }).addTo(map);
  // The cluster that had the focus is gone once it opens: the map keeps it.
  cluster.on("clusterkeypress", () => map.getContainer().focus());
  const layers = [];
  return {
    contours: (outlines, hasTiles) => addOutlines(map, outlines, hasTiles),
    couche(layer, places) {
      const icon = new MarkIcon({ drawing: drawMark(layer) });
      const markers = places.map((place) => new PlaceMarker([place[0], place[1]], { icon, layer, place }));
      const show = () => cluster.addLayers(markers);
      if (layer.shown) show();
      layers.push({ label: layer.label, shown: layer.shown, count: places.length, mark: layer, show, hide: () => cluster.removeLayers(markers) });
    },
    surfaces: (layer, areas) => layers.push(buildAreas(map, layer, areas)),
    legende: () => buildLegend(layers).addTo(map),
  };
}

window.maillage = { carte };
