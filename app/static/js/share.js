// "Copier le lien" and "Imprimer" appear only where they work, in lists that htmx refreshes too.
async function copyAddress(button) {
  const status = document.getElementById(button.getAttribute("data-status"));
  await navigator.clipboard.writeText(window.location.href);
  if (status) status.textContent = "Le lien est copié.";
}

function showButtons() {
  for (const button of document.querySelectorAll("button[data-print]")) button.hidden = false;
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button[data-copy-link]")) button.hidden = false;
}

export function enableSharing() {
  showButtons();
  document.body.addEventListener("htmx:afterSettle", showButtons);
  document.body.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-copy-link], button[data-print]");
    if (!button) return;
    if (button.hasAttribute("data-print")) window.print();
    else copyAddress(button);
  });
}
