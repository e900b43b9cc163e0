// Popups, made of text nodes, and the few words that Leaflet says in English.
import { drawMark } from "./marks.js";

/** The address of a page of the portal, or nothing: a link never leaves the site nor runs a script. */
function localAddress(url) {
  if (!url) return null;
  const address = new URL(url, window.location.origin);
  return address.origin === window.location.origin ? address.href : null;
}

export function buildPopup(layer, [, , title, subtitle, url, kind]) {
  const box = document.createElement("div");
  const head = document.createElement("p");
  const name = document.createElement("p");
  box.className = "carte-popup";
  head.className = "carte-popup-kind";
  head.append(drawMark(layer), document.createTextNode(kind || layer.label));
  name.className = "carte-popup-title";
  name.textContent = title;
  box.append(head, name);
  if (subtitle) {
    const more = document.createElement("p");
    more.textContent = subtitle;
    box.append(more);
  }
  const address = localAddress(url);
  if (address) {
    const link = document.createElement("a");
    link.href = address;
    link.target = "_top";
    link.textContent = "Voir la fiche";
    box.append(link);
  }
  return box;
}

export function speakFrench(map) {
  L.control.zoom({ position: "bottomright", zoomInTitle: "Agrandir la carte", zoomOutTitle: "Réduire la carte" }).addTo(map);
  map.attributionControl?.setPrefix(false);
  let opener = null;
  map.on("popupopen", ({ popup }) => {
    const element = popup.getElement();
    element.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", "Fermer la fiche");
    // Opened from the keyboard: the reader goes to the popup, and comes back when it closes.
    opener = document.activeElement?.matches(".carte-icon, path.leaflet-interactive") ? document.activeElement : null;
    if (opener) element.querySelector("a")?.focus();
  });
  map.on("popupclose", ({ popup }) => {
    if (opener?.isConnected && popup.getElement()?.contains(document.activeElement)) opener.focus();
    opener = null;
  });
}
