// Says that a page is being asked for, and sends no form twice; on a phone, brings the current entry into sight. Pages
// work without it.
"use strict";

function busy(state) {
  document.body.toggleAttribute("data-busy", state);
  document.getElementById("busy").textContent = state ? "正在处理，请稍候…" : "";
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.hasAttribute("hx-post") || form.hasAttribute("hx-get")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === "post") form.dataset.sent = "yes";
  busy(true);
  // A download leaves the page where it is: nothing else would say that it has come.
  if (form.hasAttribute("data-download")) setTimeout(() => { delete form.dataset.sent; busy(false); }, 3000);
});
document.addEventListener("htmx:beforeRequest", () => busy(true));
document.addEventListener("htmx:afterRequest", () => busy(false));
// A page that comes back from the browser's memory is ready again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  busy(false);
});
{
  const row = document.querySelector(".side");
  const entry = row && row.querySelector("[aria-current]");
  if (entry) row.scrollLeft += entry.getBoundingClientRect().right - row.getBoundingClientRect().right + row.clientWidth / 4;
}
