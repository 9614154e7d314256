/* Keeps the field in hand clear of the acts that stay in sight at the foot of a long form; without
   this file the browser scrolls as it does. */
(() => {
  const foot = document.querySelector(".desk-footer--stays");
  if (!foot) return;
  document.addEventListener("focusin", ({ target }) => requestAnimationFrame(() => {
    if (foot.contains(target) || getComputedStyle(foot).position !== "sticky") return;
    const [field, edge] = [target, foot].map((each) => each.getBoundingClientRect());
    if (field.bottom > edge.top && field.top < edge.bottom) target.scrollIntoView({ block: "nearest" });
  }));
})();
