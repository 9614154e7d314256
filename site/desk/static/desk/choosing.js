/* Ticking many lines: all at once, one application at once, only what the search leaves, and how
   many are ticked. Without this file every line is ticked by hand. */
(() => {
  const list = document.getElementById("desk-choices");
  const status = document.getElementById("desk-chosen");
  const all = document.getElementById("desk-choose-all");
  const find = document.getElementById("desk-find");
  if (!list || !all) return;
  const boxes = (within = list) => Array.from(within.querySelectorAll("input[type=checkbox][name]"));
  const isVisible = (box) => !box.closest("tr").hidden;
  const groups = Array.from(list.querySelectorAll(".desk-choose-group"));

  function mirror(master, some) {
    const ticked = some.filter((box) => box.checked).length;
    master.checked = some.length > 0 && ticked === some.length;
    master.indeterminate = ticked > 0 && ticked < some.length;
  }

  function tell() {
    const ticked = boxes().filter((box) => box.checked);
    const unseen = ticked.filter((box) => !isVisible(box)).length;
    mirror(all, boxes().filter(isVisible));
    groups.forEach((group) => mirror(group, boxes(group.closest("tbody")).filter(isVisible)));
    status.textContent = `已勾选${ticked.length}项${unseen ? `，其中${unseen}项不在查找结果中` : ""}`;
  }

  function follow(master, within) {
    master.addEventListener("change", () => {
      boxes(within).filter(isVisible).forEach((box) => { box.checked = master.checked; });
      tell();
    });
  }

  function search() {
    const text = find.value.trim().toLowerCase();
    list.querySelectorAll("tbody").forEach((body) => {
      const [head, ...rows] = Array.from(body.rows);
      const whole = head.textContent.toLowerCase().includes(text);
      rows.forEach((row) => { row.hidden = !whole && !row.textContent.toLowerCase().includes(text); });
      head.hidden = rows.every((row) => row.hidden);
    });
    tell();
  }

  follow(all, list);
  groups.forEach((group) => { follow(group, group.closest("tbody")); group.hidden = false; });
  list.addEventListener("change", (event) => { if (event.target.name) tell(); });
  all.closest("label").hidden = boxes().length < 2;
  if (find) {
    find.closest("label").hidden = boxes().length < 10;
    find.addEventListener("input", search);
    find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }
  tell();
})();
