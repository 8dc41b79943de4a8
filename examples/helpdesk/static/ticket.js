// What a ticket does in the browser: the draft is saved while one types, the fields wait for
// who is changing them, the thread stays where it is. The page works without it.
"use strict";

(() => {
  const box = () => document.getElementById("work");
  if (!document.body.dataset.ticket || !document.getElementById("composer")) return;
  const base = "/tickets/" + encodeURIComponent(document.body.dataset.ticket) + "/";
  const body = document.body;
  if (window.htmx) htmx.config.morphSkip = "[data-hx-morph-skip]";

  // The draft. What is typed is saved after a pause, and before the page is left.
  let timer = 0, unsaved = false, saving = null;
  const content = () => {
    const data = new FormData(box());
    data.delete("files");
    return new URLSearchParams(data);
  };
  async function save() {
    clearTimeout(timer);
    if (!unsaved || !box()) return saving;
    unsaved = false;
    const said = document.getElementById("drafted");
    saving = fetch(base + "draft", { method: "POST", body: content(), keepalive: true }).then(
      (r) => { if (said) said.value = r.ok ? said.dataset.saved : said.dataset.unsaved; },
      () => { unsaved = true; if (said) said.value = said.dataset.unsaved; });
    return saving;
  }
  document.addEventListener("input", (e) => {
    if (!box() || e.target.form !== box() || e.target.type === "file") return;
    unsaved = true;
    const said = document.getElementById("drafted");
    if (said) said.value = "";
    clearTimeout(timer);
    timer = setTimeout(save, 700);
    if (e.target.closest("#fields")) e.target.closest("#fields").dataset.dirty = "1";
    for (const mark of document.querySelectorAll("mark[data-field]")) {
      if (mark.dataset.field === e.target.name) mark.textContent = e.target.value || mark.dataset.empty;
    }
  });
  window.addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });

  // A form that is not the composer's waits until the draft is saved. The composer's own has
  // the words in it.
  document.addEventListener("submit", async (e) => {
    if (e.target === box()) { clearTimeout(timer); unsaved = false; return; }
    if (!unsaved) return;
    e.preventDefault();
    await save();
    e.target.requestSubmit(e.submitter);
  });

  // A chosen file is kept at once: the page comes back with its name, or with why it is not taken.
  document.addEventListener("change", (e) => {
    if (e.target.id !== "files" || !e.target.files.length) return;
    const keep = Object.assign(document.createElement("button"), { type: "submit", hidden: true, formAction: base + "keep" });
    box().append(keep);
    box().requestSubmit(keep);
  });

  // Enter in a value of a template sends it, and does not save the fields of the ticket.
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Enter" || e.ctrlKey || e.metaKey || !(e.target instanceof HTMLInputElement) || e.target.form !== box() || e.target.type !== "text") return;
    if (e.target.closest("#composer")) { e.preventDefault(); box().requestSubmit(box().querySelector("button.main")); }
  });

  // Fields that somebody is changing stay as they are, and say that the ticket has changed.
  body.addEventListener("live-ticket", () => {
    const fields = document.getElementById("fields");
    if (fields && fields.dataset.dirty) {
      const stale = fields.querySelector(".stale");
      if (stale) stale.hidden = false;
    } else if (fields && !fields.contains(document.activeElement)) {
      body.dispatchEvent(new CustomEvent("live-fields"));
    }
  });

  // A note stays a note, whatever becomes of the reply window.
  let mode = "";
  document.addEventListener("htmx:before:swap", () => { mode = document.querySelector("[name=mode]:checked")?.value ?? ""; });
  document.addEventListener("htmx:after:swap", () => {
    const note = document.querySelector("[name=mode][value=note]");
    if (mode === "note" && note) note.checked = true;
    watch();
    look();
  });

  // The time left is said anew each minute, and the composer turns when it is over.
  let end = 0;
  function watch() {
    clearTimeout(end);
    const left = Number(document.getElementById("window")?.dataset.seconds);
    if (left > 0) end = setTimeout(() => body.dispatchEvent(new CustomEvent("live-ticket")), Math.min(left * 1000 + 500, 2 ** 31 - 1));
  }
  setInterval(() => { if (!document.hidden) body.dispatchEvent(new CustomEvent("live-window")); }, 60000);

  // What is looked at is seen.
  let seen = Number(document.getElementById("thread")?.dataset.newest);
  function look() {
    const newest = Number(document.getElementById("thread")?.dataset.newest);
    if (document.hidden || !(newest > seen)) return;
    seen = newest;
    fetch(base + "seen", { method: "POST", redirect: "manual", body: new URLSearchParams({ comment: newest }) });
  }
  document.addEventListener("visibilitychange", look);

  // A picture that comes late does not push the newest message out of sight.
  let low = true;
  const far = (box) => box.scrollHeight - box.scrollTop - box.clientHeight;
  document.addEventListener("scroll", (e) => { if (e.target.id === "thread") low = far(e.target) < 40; }, true);
  document.addEventListener("load", (e) => {
    const box = e.target.closest?.("#thread");
    if (box && low) box.scrollTop = box.scrollHeight;
  }, true);

  // Older messages are put in front of the others, which stay where they are.
  document.addEventListener("click", async (e) => {
    const link = e.target.closest?.("#older a");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    const to = new URL(link.href);
    to.hash = "";
    const part = new URL(to);
    part.searchParams.set("part", "thread");
    const answer = await fetch(part);
    if (!answer.ok) { location.href = link.href; return; }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("thread");
    const old = document.getElementById("thread");
    const below = old.scrollHeight - old.scrollTop;
    old.replaceWith(fresh);
    if (window.htmx) htmx.process(fresh);
    fresh.scrollTop = fresh.scrollHeight - below;
    fresh.focus({ preventScroll: true });
  });

  watch();
})();
