// Keys of the workbench, and the seconds in which it was looked at. Pages work without it.
"use strict";

// -- seconds: only while the page can be seen ------------------------------------------------
let seen = 0;
let since = document.hidden ? null : performance.now();
document.addEventListener("visibilitychange", () => {
  if (document.hidden && since !== null) { seen += performance.now() - since; since = null; }
  else if (!document.hidden && since === null) since = performance.now();
});
function seconds() {
  return Math.round((seen + (since === null ? 0 : performance.now() - since)) / 1000);
}
document.addEventListener("submit", (event) => {
  const field = event.target.elements.namedItem("seconds");
  if (event.target.hasAttribute("data-pace") && field) field.value = String(seconds());
}, true);

// -- keys: single letters, which a person can switch off (they may collide with other aids) ---
const STORE = "review-keys";
let keysOn = true;
try { keysOn = localStorage.getItem(STORE) !== "off"; } catch { /* without storage they are on */ }
const form = document.querySelector("form[data-keys]");
const keySwitch = document.querySelector("[data-keys-switch]");

function showSwitch() {
  if (!keySwitch) return;
  keySwitch.hidden = false;
  keySwitch.setAttribute("aria-pressed", String(keysOn));
  keySwitch.textContent = keysOn ? "快捷键：开" : "快捷键：关";
}
if (keySwitch) {
  keySwitch.addEventListener("click", () => {
    keysOn = !keysOn;
    try { localStorage.setItem(STORE, keysOn ? "on" : "off"); } catch { /* lasts for this page only */ }
    showSwitch();
  });
  showSwitch();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (typing) {
    if (event.key === "Escape") typing.blur();
    return;
  }
  if (!keysOn || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
  if (!/^[a-z1-9]$/i.test(event.key)) return;
  const target = document.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
  if (!target || target.disabled) return;
  event.preventDefault();
  if (target.matches("textarea")) target.focus();
  else target.click();
});

// A click into the stored page would keep the keys to itself: they come back when the pointer leaves it.
const frame = document.querySelector("iframe.stored");
if (frame) frame.addEventListener("mouseleave", () => { if (document.activeElement === frame) frame.blur(); });
if (form) form.addEventListener("submit", () => { keysOn = false; });
