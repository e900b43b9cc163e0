// In a list that waits, j and k go to the next and the previous title; Enter opens it as any link.
// The keys act only while the focus is in the list, and never where one types or with a modifier.
const STEPS = { j: 1, k: -1 };

export function walkQueue() {
  const list = document.querySelector("[data-queue]");
  if (!list) return;
  for (const hint of document.querySelectorAll("[data-queue-hint]")) hint.hidden = false;
  list.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) return;
    const rows = [...list.children];
    const at = rows.findIndex((row) => row.contains(event.target));
    rows[at + step]?.querySelector("h2 a")?.focus();
  });
}
