/* Signing by keyboard: n/p go from product to product, f opens the next file beside the form,
   Ctrl+Enter signs, l says one's last opinion again, ? helps; a button fills in verified figures as
   claimed. On the paper's page e leads to what is to be done. Without this file everything works with
   the mouse and with Tab. */
(() => {
  const form = document.getElementById("desk-opinions");
  const help = document.getElementById("desk-keys");
  const files = Array.from(document.querySelectorAll(`${form ? ".desk-panes__paper " : ""}.desk-look:not(.desk-views)`));
  const again = document.getElementById("desk-say-again");
  let product = -1;
  let file = -1;

  function go(step) {
    const heads = Array.from(document.querySelectorAll(form ? "h3[id^=opinion-]" : "section[id^=product-]"));
    if (!heads.length) return;
    product = Math.max(0, Math.min(heads.length - 1, product + step));
    heads[product].closest("[data-panel]")?.querySelector("[data-panel-toggle][aria-expanded=false]")?.click();
    heads[product].scrollIntoView({ block: "start" });
    const first = form ? heads[product].parentElement.querySelector("input[type=radio]") : heads[product].querySelector("[data-panel-toggle]");
    first?.focus({ preventScroll: true });
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

  function enter(input, value) {
    if (input.type === "checkbox" || input.type === "radio") input.checked = input.type === "checkbox" || input.value === value;
    else input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* As the server does where this file is missing, without leaving the page. */
  again?.addEventListener("click", (event) => {
    event.preventDefault();
    const words = Object.entries(JSON.parse(document.getElementById("desk-last-words").textContent));
    form.querySelectorAll(".desk-opinion").forEach((opinion) => {
      if (opinion.querySelector("[name$=-result]:checked:not([value=''])")) return;
      words.forEach(([name, value]) => opinion.querySelectorAll(`[name$="-${name}"]`).forEach((input) => enter(input, value)));
    });
  });

  const keys = {
    n: () => go(1),
    p: () => go(-1),
    f: openNext,
    l: () => again?.click(),
    e: () => document.querySelector("#standing-section .desk-actions a.button")?.click(),
    "?": () => help.showModal(),
  };

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
