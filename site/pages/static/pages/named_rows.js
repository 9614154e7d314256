/* A search box above a field of names: what is chosen becomes a line of the field. */
(() => {
  const enhance = (area) => {
    if (area.dataset.namedReady) return;
    area.dataset.namedReady = "1";
    const box = document.createElement("input");
    const list = document.createElement("ul");
    box.type = "search";
    box.placeholder = area.dataset.namedPlaceholder;
    box.setAttribute("aria-label", area.dataset.namedPlaceholder);
    box.autocomplete = "off";
    box.className = "named-rows__box";
    list.className = "named-rows";
    list.setAttribute("role", "status");
    area.before(box, list);
    let asked = 0;

    const add = (name) => {
      const lines = area.value.split("\n").map((line) => line.trim()).filter(Boolean);
      if (!lines.includes(name)) lines.push(name);
      area.value = lines.join("\n");
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.dispatchEvent(new Event("change", { bubbles: true }));
      box.value = "";
      list.replaceChildren();
      box.focus();
    };

    const show = (rows) => {
      const none = document.createElement("li");
      none.textContent = "没有找到";
      list.replaceChildren(...(rows.length ? rows.map((row) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button-small button-secondary";
        button.textContent = row.label;
        button.addEventListener("click", () => add(row.name));
        item.append(button);
        return item;
      }) : [none]));
    };

    box.addEventListener("input", () => {
      const mine = ++asked;
      const words = box.value.trim();
      if (!words) return list.replaceChildren();
      setTimeout(async () => {
        if (mine !== asked) return;
        const address = `${area.dataset.namedRows}?q=${encodeURIComponent(words)}`;
        const answer = await fetch(address, { headers: { Accept: "application/json" } });
        if (answer.ok && mine === asked) show((await answer.json()).items);
      }, 250);
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  };

  const all = () => document.querySelectorAll("[data-named-rows]").forEach(enhance);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
  else all();
})();
