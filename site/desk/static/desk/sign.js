/* Signing by keyboard: n/p go from product to product, f opens the next file beside the form,
   Ctrl+Enter signs, ? helps; a button fills in verified figures as claimed. Without this file everything works with the mouse and with Tab. */
(() => {
  const form = document.getElementById("desk-opinions");
  const help = document.getElementById("desk-keys");
  const files = Array.from(document.querySelectorAll(".desk-panes__paper .desk-look"));
  let product = -1;
  let file = -1;

  function go(step) {
    const heads = form ? Array.from(form.querySelectorAll("h3[id^=opinion-]")) : [];
    if (!heads.length) return;
    product = Math.max(0, Math.min(heads.length - 1, product + step));
    heads[product].closest("[data-panel]")?.querySelector("[data-panel-toggle][aria-expanded=false]")?.click();
    heads[product].scrollIntoView({ block: "start" });
    heads[product].parentElement.querySelector("input[type=radio]")?.focus({ preventScroll: true });
  }

  function openNext() {
    if (!files.length) return;
    if (files[file]) files[file].open = false;
    file = (file + 1) % files.length;
    files[file].open = true;
    files[file].scrollIntoView({ block: "nearest" });
  }

  /* Who checked and found the claim right fills it in by one press, for each product by itself. */
  document.querySelectorAll(".desk-as-claimed").forEach((button) => {
    const claims = Array.from(button.parentElement.querySelectorAll("[data-claim]"));
    button.hidden = !claims.length;
    button.addEventListener("click", () => {
      claims.forEach((input) => {
        input.value = input.dataset.claim;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
    });
  });

  const keys = { n: () => go(1), p: () => go(-1), f: openNext, "?": () => help.showModal() };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter" && form) {
      form.querySelector("button[value=sign]:not([disabled])")?.click();
      return;
    }
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog[open]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }, true);
})();
