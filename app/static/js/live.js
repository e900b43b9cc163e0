// What goes with htmx on lists: clean addresses, and a count that screen readers hear. The count is
// replaced with the list, and a region that is replaced is not announced: another one repeats it.
export function followLists() {
  document.body.addEventListener("htmx:configRequest", ({ detail: { formData } }) => {
    for (const name of new Set(formData.keys())) {
      const values = formData.getAll(name).filter((value) => value !== "");
      formData.delete(name);
      for (const value of values) formData.append(name, value);
    }
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    const region = document.querySelector("[data-live-count]");
    const count = document.querySelector("[data-count]");
    if (region && count) region.textContent = count.textContent.trim();
  });
}
