/* Saves what was typed into the opinion form a few seconds after the last change, as the button
   “保存草稿” does; without this file the button is the way, as it is for files, which would be sent
   again each time. */
(() => {
  const form = document.getElementById("desk-opinions");
  const status = document.getElementById("desk-saved");
  let waiting = 0;

  async function save() {
    const typed = new FormData(form);
    const chosen = Array.from(typed).some(([, value]) => value instanceof File && value.size);
    for (const [name, value] of Array.from(typed)) {
      if (value instanceof File || name.endsWith("-dropped")) typed.delete(name);
    }
    typed.set("do", "draft");
    try {
      const answer = await fetch(location.href, {
        method: "POST", body: typed, headers: { Accept: "application/json" },
      });
      status.textContent = answer.ok ? (await answer.json()).message : "草稿未能保存，请按“保存草稿”重试";
      if (answer.ok && chosen) status.textContent += "；选好的文件请按“保存草稿”存入";
    } catch {
      status.textContent = "网络中断，草稿未能保存";
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, 3000);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
})();
