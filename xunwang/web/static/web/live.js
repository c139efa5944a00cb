// Keeps the part of a page marked with data-live up to date: told by server-sent events, else asked now and then.
"use strict";

const part = document.getElementById("live");
const EVERY = 15000;
let asking = false;

async function refresh() {
  // Who is at work in the part is not disturbed: no control changes under the hand.
  if (asking || document.hidden || part.contains(document.activeElement)) return;
  asking = true;
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "live" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("live");
    if (!fresh) return;
    if (!fresh.dataset.live) { location.reload(); return; }
    part.replaceChildren(...fresh.childNodes);
  } catch {
    // The server is being restarted: the next event brings the page up to date.
  } finally {
    asking = false;
  }
}

if (part && part.dataset.live) {
  if (window.EventSource) {
    const stream = new EventSource(part.dataset.live);
    stream.addEventListener("changed", refresh);
    window.addEventListener("pagehide", () => stream.close());
  } else {
    setInterval(refresh, EVERY);
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
}
