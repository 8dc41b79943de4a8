// The pages work without this. It brings news of the server to the parts that show it, keeps
// the newest message in sight, and says when the server is not heard any more.
"use strict";

const here = document.body.dataset;
const say = (name) => document.body.dispatchEvent(new CustomEvent(name));

// News: the server says which tickets have changed, and the parts that show them ask for
// themselves again (their data-hx-trigger). A hidden page brings its lists up to date, for
// its title counts, but less often; the ticket waits until somebody looks.
const rests = { shown: 0, hidden: 2000 };
let behind = false; // the ticket has changed and nobody looks
let waiting = 0, lately = 0;

function lists() {
  const rest = document.hidden ? rests.hidden : rests.shown;
  if (waiting) return;
  waiting = setTimeout(() => { waiting = 0; lately = Date.now(); say("live-list"); }, Math.max(0, lately + rest - Date.now()));
}

function ticket() {
  behind = document.hidden;
  if (!behind) say("live-ticket");
}

function announce({ tickets }) {
  lists();
  if (!tickets || tickets.includes(here.ticket)) ticket();
}

function everything() { announce({ tickets: null }); }

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  clearTimeout(waiting); waiting = 0;
  lists();
  if (behind) ticket();
});
window.addEventListener("pageshow", (e) => { if (e.persisted) everything(); });

// The connection: while the server is not heard a line says so, and when it is back the page
// catches up.
function listen() {
  const source = new EventSource("/live?since=" + here.since);
  const lost = document.getElementById("lost");
  source.addEventListener("open", () => {
    lost.hidden = true;
  });
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) { lost.hidden = false; return; }
    source.close();
    again(lost);
  });
  source.addEventListener("change", (e) => announce(JSON.parse(e.data)));
  source.addEventListener("minute", () => {
    if (document.hidden) { behind = true; lists(); } else everything();
  });
}

// The server refused the connection: it is starting, or nobody is logged in any more.
async function again(lost) {
  const answer = await fetch("/live", { method: "HEAD", redirect: "manual" }).catch(() => null);
  const out = answer && (answer.type === "opaqueredirect" || answer.status === 401);
  document.getElementById("out").hidden = !out;
  lost.hidden = Boolean(out);
  setTimeout(listen, out ? 15000 : 3000);
}

// A part that was answered with another page, as the login, stays as it is.
document.addEventListener("htmx:before:response", (e) => {
  if (e.detail.ctx.response.raw.redirected) e.preventDefault();
});

// A log, such as the thread, stays at its end if it was there.
const logs = () => document.querySelectorAll("[role=log]");
const toEnd = (box) => { box.scrollTop = box.scrollHeight; };
const atEnd = new Map();
document.addEventListener("htmx:before:swap", () => {
  for (const box of logs()) atEnd.set(box.id, box.scrollHeight - box.scrollTop - box.clientHeight < 40);
});
document.addEventListener("htmx:after:swap", () => {
  for (const box of logs()) if (atEnd.get(box.id) !== false) toEnd(box);
});

// The server shows times in the browser's zone.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) document.cookie = "zone=" + encodeURIComponent(zone) + "; path=/; max-age=31536000; samesite=lax";

document.addEventListener("keydown", (e) => {
  if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && e.target.form) e.target.form.requestSubmit();
});

for (const box of logs()) toEnd(box);
if (document.querySelector("[data-hx-trigger*=live]")) listen();
