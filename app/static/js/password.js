// A password that is being chosen: shown on demand, its length and kinds told as it is typed. The
// server judges alone; without this the rule is in words above the field.
const KINDS = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{N}]/u];
const FORMS = { 4: 12, 3: 14 };
const WORDS = 7;

function say(text) {
  const length = [...text].length;
  const kinds = KINDS.filter((kind) => kind.test(text)).length;
  const words = new Set(text.toLowerCase().match(/\p{L}{2,}/gu) ?? []).size;
  if (!length) return "";
  if (length >= FORMS[kinds] || (words >= WORDS && length >= 24)) return "Assez long et varié.";
  const counted = `${length} caractère${length > 1 ? "s" : ""}, ${kinds} sorte${kinds > 1 ? "s" : ""}`;
  return `${counted}\u00a0: pas encore assez.`;
}

function follow(input) {
  const line = document.createElement("div");
  const status = document.createElement("p");
  const button = document.createElement("button");
  line.className = "m-password";
  status.className = "fr-hint-text";
  status.setAttribute("role", "status");
  button.type = "button";
  button.className = "fr-btn fr-btn--tertiary fr-btn--sm";
  button.textContent = "Afficher le mot de passe";
  button.setAttribute("aria-controls", input.id);
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const isShown = input.type === "password";
    input.type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", String(isShown));
  });
  input.addEventListener("input", () => {
    status.textContent = say(input.value);
  });
  input.form.addEventListener("submit", () => {
    input.type = "password";
  });
  line.append(button, status);
  input.after(line);
}

export function followPasswords() {
  document.querySelectorAll('input[autocomplete="new-password"]').forEach(follow);
}
