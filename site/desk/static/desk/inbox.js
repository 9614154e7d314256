/* Lists by keyboard, the inbox and the batches: j/k move, Enter opens, e leads to the form, c claims
   or puts back, x ticks, a ticks all, / searches, Ctrl+Enter presses the form's button, ? helps. Without this file everything
   on the page works with the mouse and with Tab. */
(() => {
  const rows = Array.from(document.querySelectorAll("#desk-choices tbody tr:not(.desk-paper)"));
  const help = document.getElementById("desk-keys");
  let at = -1;

  function go(step) {
    const seen = rows.filter((row) => !row.hidden);
    if (!seen.length) return;
    const here = seen.indexOf(rows[at]);
    if (rows[at]) rows[at].classList.remove("desk-here");
    const row = seen[Math.max(0, Math.min(seen.length - 1, here + step))];
    at = rows.indexOf(row);
    row.classList.add("desk-here");
    row.scrollIntoView({ block: "nearest" });
    row.querySelector(".desk-open, input[type=checkbox]")?.focus({ preventScroll: true });
  }

  const keys = {
    j: () => go(1),
    k: () => go(-1),
    e: () => rows[at]?.querySelector(".desk-do")?.click(),
    c: () => rows[at]?.querySelector(".desk-claim")?.requestSubmit(),
    x: () => rows[at]?.querySelector("input[type=checkbox]")?.click(),
    a: () => document.getElementById("desk-choose-all")?.click(),
    "/": () => (document.getElementById("desk-q") || document.getElementById("desk-find"))?.focus(),
    "?": () => help?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter") {
      document.querySelector(".desk-footer--stays button:not([disabled])")?.click();
      return;
    }
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog[open]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }, true);
})();
