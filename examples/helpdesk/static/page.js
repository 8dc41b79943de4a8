// The page works without this. It keeps what is shown up to date, without touching
// what is being typed, and keeps the newest message in sight.
"use strict";

const every = 1500;

const bottom = () => {
  for (const box of document.querySelectorAll("#thread, #screen")) box.scrollTop = box.scrollHeight;
};

async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  let changed = false;
  for (const old of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(old.id);
    if (next && next.innerHTML !== old.innerHTML) {
      old.replaceChildren(...next.childNodes);
      changed = changed || old.id === "thread" || old.id === "screen";
    }
  }
  if (changed) bottom();
}

async function keep() {
  if (!document.hidden) await refresh().catch(() => {}); // the server may be starting again
  setTimeout(keep, every);
}

for (const area of document.querySelectorAll("textarea")) {
  area.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) area.form.requestSubmit();
  });
}

bottom();
setTimeout(keep, every);
