// Keeps what was typed into a check until it has arrived, and says so when the network fails. Pages work without it.
"use strict";

const PREFIX = "check:";
const KEPT_FOR = 24 * 3600 * 1000;
const SKIPPED = new Set(["csrfmiddlewaretoken", "kept", "gallery", "camera", "next"]);

function store(act) { try { return act(localStorage); } catch { return null; } }
function drafts() {
  return store((kept) => Object.keys(kept).filter((name) => name.startsWith(PREFIX))) || [];
}
function read(name) {
  try { return JSON.parse(store((kept) => kept.getItem(name))); } catch { return null; }
}

// -- what has arrived, or is too old, is forgotten --------------------------------------------
const saved = new URLSearchParams(location.search).get("saved");
for (const name of drafts()) {
  const draft = read(name);
  if (!draft || Date.now() - draft.at > KEPT_FOR || draft.fields.key === saved) store((kept) => kept.removeItem(name));
}

function formOf(event) { return event.target.closest && event.target.closest("form[data-draft]"); }
function keep(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (!SKIPPED.has(name) && typeof value === "string" && value) fields[name] = value;
  }
  store((kept) => kept.setItem(PREFIX + form.dataset.draft, JSON.stringify({ at: Date.now(), fields })));
}
function restore(form) {
  const draft = read(PREFIX + form.dataset.draft);
  if (!draft || form.hasAttribute("data-returned")) return;
  for (const [name, value] of Object.entries(draft.fields)) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
      else field.value = value;
    }
  }
  form.querySelector("[data-restored]").hidden = false;
}
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => { const form = formOf(event); if (form) keep(form); });
}
document.addEventListener("click", (event) => {
  if (!event.target.matches("[data-forget]")) return;
  const form = formOf(event);
  store((kept) => kept.removeItem(PREFIX + form.dataset.draft));
  location.reload();
});
document.querySelectorAll("form[data-draft]").forEach(restore);

// -- when it does not arrive, nothing leaves the page -----------------------------------------
function tell(words) {
  document.querySelectorAll("[data-trouble]").forEach((place) => {
    place.hidden = false;
    place.replaceChildren(Object.assign(document.createElement("p"), { textContent: words }));
  });
}
// Who has signed in again in another window has another token; the form takes it from the page as it would be now.
async function renew() {
  const now = await fetch(location.href).then((answer) => answer.text()).catch(() => "");
  const token = new DOMParser().parseFromString(now, "text/html").querySelector("form[data-draft] [name=csrfmiddlewaretoken]");
  if (!token) return tell("没有提交成功（403）。填写的内容和照片都还在本页；请在新窗口登录后再点“保存”。");
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token.value; });
  tell("您重新登录过，刚才没有提交成功。填写的内容和照片都还在本页，请再点一次“保存”。");
}
const FAILED = "没有提交成功：网络不通。填写的内容和照片都还在本页，网络恢复后请再点“保存”，不会重复登记。";
for (const kind of ["htmx:sendError", "htmx:timeout", "htmx:sendAbort"]) {
  document.addEventListener(kind, () => tell(FAILED));
}
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  if (status === 403) renew();
  else if (status === 413) tell("照片太大，没有提交成功。请减少照片后再点“保存”，其他内容还在本页。");
  else tell(`没有提交成功（${status}）。填写的内容和照片都还在本页，请稍后再点“保存”，不会重复登记。`);
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const from = event.detail.xhr.responseURL;
  if (!from || new URL(from).pathname === location.pathname) return;
  // A page that asks to sign in must not take the place of what was typed.
  event.detail.shouldSwap = false;
  tell("登录已过期，没有提交成功。请在新窗口重新登录，再回到本页点“保存”；填写的内容和照片都还在本页。");
});
