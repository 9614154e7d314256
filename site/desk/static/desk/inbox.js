/* The inbox by keyboard: j/k move, Enter opens, c claims or puts back, x ticks, / searches, ? helps.
   Without this file everything on the page works with the mouse and with Tab. */
(() => {
  const rows = Array.from(document.querySelectorAll("#desk-choices tbody tr"));
  const help = document.getElementById("desk-keys");
  let at = -1;

  function go(to) {
    if (!rows.length) return;
    if (rows[at]) rows[at].classList.remove("desk-here");
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].classList.add("desk-here");
    rows[at].scrollIntoView({ block: "nearest" });
    rows[at].querySelector(".desk-open").focus({ preventScroll: true });
  }

  const keys = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    c: () => rows[at]?.querySelector(".desk-claim")?.requestSubmit(),
    x: () => rows[at]?.querySelector("input[type=checkbox]")?.click(),
    "/": () => document.getElementById("desk-q").focus(),
    "?": () => help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, dialog[open]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }, true);
})();
