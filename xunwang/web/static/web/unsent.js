// Keeps what was typed until it has arrived: who has to sign in again, or is told of an error, finds it where it was.
// It stays in this tab, for this person, and holds no password and no file. Pages work without it.

const UNSENT = "unsent";
const NEVER_KEPT = new Set(["hidden", "password", "file", "submit", "button", "reset", "image", "fieldset", "output"]);
const person = document.body.dataset.person;
const address = location.pathname + location.search;

function tab(act) { try { return act(sessionStorage); } catch { return null; } }
function forget() { tab((kept) => kept.removeItem(UNSENT)); }
function keepUnsent(kept) { tab((place) => place.setItem(UNSENT, JSON.stringify(kept))); }
function unsent() { try { return JSON.parse(tab((kept) => kept.getItem(UNSENT))); } catch { return null; } }
function isKept(field) { return field.name && !NEVER_KEPT.has(field.type) && field.autocomplete !== "one-time-code"; }
function fieldsOf(form) { return [...form.elements].filter(isKept); }
function isTick(field) { return field.type === "checkbox" || field.type === "radio"; }
function actionOf(form) { return form.getAttribute("action") || ""; }

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!person || event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  const values = fieldsOf(form).map((field) => [field.name, isTick(field) ? field.checked : field.value]);
  const files = [...form.querySelectorAll("input[type=file]")].some((field) => field.files.length);
  if (values.length) keepUnsent({ person, address, action: actionOf(form), values, files, refused: false });
});

function fill(form, kept) {
  const left = new Map();
  for (const [name, value] of kept.values) left.set(name, [...(left.get(name) || []), value]);
  let changed = false;
  for (const field of fieldsOf(form)) {
    const value = (left.get(field.name) || []).shift();
    const what = isTick(field) ? "checked" : "value";
    if (value === undefined || field[what] === value) continue;
    field[what] = value;
    changed = true;
  }
  return changed;
}

function giveBack(kept) {
  const form = [...document.querySelectorAll("main form[method=post]")].find((one) => actionOf(one) === kept.action);
  if (!form || !(fill(form, kept) || kept.files)) return;
  const words = kept.files ? "刚才没有提交成功。填写的内容已恢复，附件须重新选择。" : "刚才没有提交成功。填写的内容已恢复，请核对后再提交。";
  const told = Object.assign(document.createElement("p"), { className: "note warning", textContent: words });
  form.prepend(told);
  for (let place = form.parentElement; place; place = place.parentElement) if (place.tagName === "DETAILS") place.open = true;
  if (kept.refused) told.scrollIntoView({ block: "center" });
}

const kept = unsent();
if (kept && (!person || document.body.hasAttribute("data-refused"))) {
  keepUnsent({ ...kept, refused: true });
} else if (kept && kept.person !== person) {
  forget();
} else if (kept) {
  const failed = kept.refused || document.querySelector("main > .note.error[role=status], main [role=alert]");
  if (failed && kept.address === address) giveBack(kept);
  // Between a refused form and its page may lie others, as that of the second factor.
  if (!kept.refused || kept.address === address) forget();
}
