// On a small screen the filters start folded, so that the results come first; the page is whole
// without this: the panel is a native <details open>.
export function foldFilters() {
  const panel = document.querySelector("details[data-filter-fold]");
  if (!panel) return;
  const wide = window.matchMedia("(min-width: 62em)");
  const fit = () => {
    panel.open = wide.matches;
  };
  fit();
  wide.addEventListener("change", fit);
}
