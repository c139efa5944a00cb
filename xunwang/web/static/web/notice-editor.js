// Puts a figure's name where the cursor is, and warns before unsaved words are left. The page works without it.
"use strict";

const editor = document.getElementById("editor");
let last = editor.querySelector("textarea");
let touched = false;

editor.addEventListener("focusin", (event) => {
  if (event.target.tagName === "TEXTAREA") last = event.target;
});
editor.addEventListener("input", () => { touched = true; });
editor.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-token]");
  if (!chip || !last) return;
  last.setRangeText(`{{ ${chip.dataset.token} }}`, last.selectionStart, last.selectionEnd, "end");
  last.focus();
  last.dispatchEvent(new Event("input", { bubbles: true }));
});
editor.addEventListener("submit", () => { touched = false; });
window.addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
