// The menu of small screens. Without script its link opens it at #menu; with it, the link becomes a
// button that says whether the menu is open, and Escape closes it.
export function enhanceMenu() {
  const link = document.querySelector("a[data-menu-toggle]");
  const menu = document.getElementById("menu");
  if (!link || !menu) return;

  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.textContent = link.textContent;
  button.setAttribute("aria-controls", menu.id);
  link.replaceWith(button);

  const show = (open) => {
    menu.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  show(false);
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  menu.parentElement.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.classList.contains("is-open")) return;
    show(false);
    button.focus();
  });
}
