// What the lists do in the browser: the title counts what is unread, new messages are read
// out, and single keys go from ticket to ticket.
"use strict";

(() => {
  const find = (id) => document.getElementById(id);
  const title = document.title;
  let known = null; // the marks of the news that were there before
  let missed = false; // something came while nobody looked

  function fresh() {
    const box = find("fresh");
    if (!box) return;
    const marks = [...box.children], dot = find("dot");
    if (dot) dot.hidden = !document.querySelector(".tabs .dot");
    const news = known ? marks.filter((m) => !known.has(m.dataset.mark)) : [];
    missed = document.hidden && (missed || news.length > 0);
    document.title = (missed ? "● " : "") + (marks.length ? `(${box.dataset.count}) ` : "") + title;
    known = new Set(marks.map((m) => m.dataset.mark));
    if (!news.length) return;
    const told = news.slice(0, 3).map((m) => m.textContent);
    if (news.length > 3) told.push(box.dataset.many);
    find("news").textContent = told.join(". ");
  }

  // The list stays where it was scrolled to, also from page to page.
  const list = find("list");
  const place = "list " + location.search;
  if (list) {
    list.scrollTop = Number(sessionStorage.getItem(place)) || 0;
    const row = list.querySelector(".queue [aria-current]")?.getBoundingClientRect(), box = list.getBoundingClientRect();
    const bar = list.querySelector(".tabs").offsetHeight; // it stays on top
    // Not by scrollIntoView: the first stop of the Tab key would be there.
    if (row && row.top < box.top + bar) list.scrollTop -= box.top + bar - row.top;
    if (row && row.bottom > box.bottom) list.scrollTop += row.bottom - box.bottom;
    window.addEventListener("pagehide", () => sessionStorage.setItem(place, String(list.scrollTop)));
  }
  document.addEventListener("htmx:after:swap", fresh);
  document.addEventListener("visibilitychange", fresh);
  fresh();

  // A choice of the order needs no button.
  const sort = find("sort");
  if (sort) {
    sort.querySelector("button").hidden = true;
    sort.addEventListener("change", () => sort.requestSubmit());
  }

  // Single keys. They can be switched off, for those whose voice types.
  const help = find("keys");
  if (!help) return;
  const on = find("keys-on");
  function showKeys() {
    help.showModal();
    help.querySelector("button").focus();
  }
  const show = find("keys-show");
  if (show) {
    show.hidden = false;
    show.addEventListener("click", showKeys);
  }
  on.checked = localStorage.getItem("keys") !== "off";
  on.addEventListener("change", () => localStorage.setItem("keys", on.checked ? "on" : "off"));

  function step(by) {
    const rows = [...document.querySelectorAll(".queue a")];
    if (!rows.length) return;
    const at = rows.findIndex((a) => a.matches("[aria-current]") || a === document.activeElement);
    const next = rows[at < 0 ? 0 : at + by];
    if (next) next.click();
  }

  // to goes to what a key is for: into a field, or as if it was clicked.
  function to(box) {
    if (!box) return false;
    if (box.matches("textarea, input:not([type=checkbox], [type=radio]), select")) box.focus(); else box.click();
    if (box.matches("textarea")) box.setSelectionRange(box.value.length, box.value.length);
    return true;
  }
  const keyed = (key) => document.querySelector(`[data-key="${key}"]`);

  function views() {
    const box = find("views");
    if (!box) { location.href = "/"; return; }
    box.open = true;
    (box.querySelector("[aria-current]") || box.querySelector("a") || box.firstElementChild).focus();
  }

  const plain = {
    j: () => step(1), k: () => step(-1),
    r: () => to(keyed("r") || find("text")),
    n: () => { const note = keyed("n") || document.querySelector("#composer [name=mode][value=note]"); if (to(note)) find("text")?.focus(); },
    "/": () => to(keyed("/")) || (location.href = "/search"),
    "?": showKeys,
    g: () => {},
  };
  const after = { v: views, y: () => { location.href = "/?tab=yours"; }, u: () => { location.href = "/?tab=unassigned"; } };
  let before = "";

  document.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
    const typing = e.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (e.key === "Escape" && typing) { e.target.blur(); return; }
    if (typing || help.open || (localStorage.getItem("keys") === "off" && e.key !== "?")) return;
    const known = before === "g" ? after : plain;
    before = e.key === "g" && before !== "g" ? "g" : "";
    if (!Object.hasOwn(known, e.key)) return;
    e.preventDefault();
    known[e.key]();
  });
})();
