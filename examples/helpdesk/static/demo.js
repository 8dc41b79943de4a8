// A phone sends without leaving the page; the news of its message brings the rest.
"use strict";

document.addEventListener("submit", async (e) => {
  const form = e.target;
  if (!form.matches("[data-phone]")) return;
  e.preventDefault();
  const text = form.elements.text;
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" }).catch(() => null);
  if (answer?.type !== "opaqueredirect") { form.submit(); return; } // the server says why
  text.value = "";
  text.focus();
  form.elements.idempotency_key.value = crypto.randomUUID?.() ?? String(performance.now());
});
