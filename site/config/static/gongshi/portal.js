/* The portal's conveniences. Every page works without this file. */
(() => {
  "use strict";

  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };

  /* ---- what is typed, also in this tab's own memory: it outlives a dead line or a login ---- */
  const PREFIX = "gongshi-typed:";
  const slot = () => PREFIX + location.pathname;
  const memory = {
    put(pairs, sent = false) {
      try { sessionStorage.setItem(slot(), JSON.stringify({ pairs, sent })); } catch { /* full or forbidden */ }
    },
    get(key = slot()) {
      try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; }
    },
    /* The server said that it saved: what was sent need not be kept here. */
    dropSent() {
      try {
        Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX) && (this.get(key) || {}).sent)
          .forEach((key) => sessionStorage.removeItem(key));
      } catch { /* forbidden */ }
    },
    drop() {
      try { sessionStorage.removeItem(slot()); } catch { /* forbidden */ }
    },
    dropAll() {
      try {
        Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX))
          .forEach((key) => sessionStorage.removeItem(key));
      } catch { /* forbidden */ }
    },
  };
  const PLUMBING = ["csrfmiddlewaretoken", "version", "token", "text_digest"];
  const typed = (form) =>
    [...new FormData(form).entries()].filter(([name, value]) =>
      !PLUMBING.includes(name) && typeof value === "string");

  function fill(form, pairs) {
    const values = new Map();
    pairs.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    [...form.elements].forEach((control) => {
      if (!control.name || PLUMBING.includes(control.name)) return;
      const texts = values.get(control.name) || [];
      if (control.type === "checkbox" || control.type === "radio") {
        control.checked = texts.includes(control.value);
      } else if (!["hidden", "submit", "button", "file"].includes(control.type)) {
        control.value = texts.length ? texts[texts.length - 1] : "";
      }
    });
  }

  /* ---- the token of the newest login in any tab ---- */
  function freshToken(form) {
    const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/);
    const field = form.elements.csrfmiddlewaretoken;
    if (cookie && field) field.value = cookie[1];
  }

  /* ---- autosave ---- */
  function keepWhileTyping(form) {
    const note = $("[data-autosave]", form);
    const say = (text) => { if (note) note.textContent = text; };
    let timer = null;
    let dirty = false;
    let wait = 1200;

    async function send() {
      if (!dirty) return;
      dirty = false;
      freshToken(form);
      try {
        const answer = await fetch(form.dataset.keep, {
          method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual",
          headers: { Accept: "application/json" }, credentials: "same-origin",
        });
        if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
          say("登录已过期。内容暂存在本机，重新登录后自动恢复。");
          return;
        }
        const said = await answer.json();
        if (!answer.ok) { say((said.reasons || ["没有暂存"]).join("；")); return; }
        wait = 1200;
        say(`${said.kept_at} 已自动暂存，还没有保存`);
      } catch {
        dirty = true;
        wait = Math.min(wait * 2, 30000);
        say("网络中断。内容暂存在本机，恢复后自动上传。");
        timer = setTimeout(send, wait);
      }
    }
    const later = () => {
      dirty = true;
      memory.put(typed(form));
      clearTimeout(timer);
      timer = setTimeout(send, wait);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    window.addEventListener("online", send);
    form.addEventListener("submit", () => { clearTimeout(timer); dirty = false; memory.put(typed(form), true); });

    const before = memory.get();
    if (!before) return;
    if ($(".notice-line--success") || $("[data-summary]")) { memory.drop(); return; }
    if (JSON.stringify(before.pairs) === JSON.stringify(typed(form))) return;
    fill(form, before.pairs);
    say("已恢复本机暂存的内容，还没有保存");
    later();
  }

  /* ---- one press, one act ---- */
  function pressOnce(form) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.pressed) { event.preventDefault(); return; }
      freshToken(form);
      if (event.defaultPrevented) return;
      form.dataset.pressed = "1";
      if ("again" in form.dataset) setTimeout(() => delete form.dataset.pressed, 3000);
    });
  }
  window.addEventListener("pageshow", () => all("form").forEach((form) => delete form.dataset.pressed));

  /* ---- the browser's own way back finds the same new row, not another one ---- */
  function keepToken(field) {
    const state = history.state || {};
    if (state.token) field.value = state.token;
    else history.replaceState({ ...state, token: field.value }, "");
  }

  /* ---- files: one at a time, with progress ---- */
  function sendOne(form, file, row) {
    return new Promise((done) => {
      const data = new FormData(form);
      data.delete("files");
      data.append("files", file, file.name);
      const request = new XMLHttpRequest();
      request.open("POST", form.action.split("#")[0]);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) row.bar.value = Math.round(100 * event.loaded / event.total);
      });
      request.addEventListener("load", () => {
        let said = null;
        try { said = JSON.parse(request.responseText); } catch { /* a page, not an answer */ }
        done(request.status === 200 && said ? [] : (said && said.reasons) || ["登录已过期或者服务器没有应答，请刷新页面后重新上传"]);
      });
      request.addEventListener("error", () => done([`${file.name}：网络中断，没有上传。请重新选择该文件`]));
      request.send(data);
    });
  }
  function uploadWithProgress(form) {
    const input = $("input[type=file]", form);
    const list = $(".sending", form);
    form.addEventListener("submit", async (event) => {
      if (!input.files.length) return;
      if (form.elements.as_one && form.elements.as_one.checked && input.files.length > 1) return;
      event.preventDefault();
      if (form.dataset.sending) return;
      form.dataset.sending = "1";
      freshToken(form);
      list.textContent = "";
      const wrong = [];
      for (const file of [...input.files]) {
        const row = { item: make("li", "", file.name), bar: make("progress") };
        row.bar.max = 100;
        row.bar.value = 0;
        row.bar.setAttribute("aria-label", `上传“${file.name}”的进度`);
        row.item.append(row.bar);
        list.append(row.item);
        const reasons = await sendOne(form, file, row);
        row.bar.remove();
        if (!reasons.length) row.item.append(make("span", "badge badge--success", "已上传"));
        reasons.forEach((reason) => row.item.append(make("p", "field__error", reason)));
        wrong.push(...reasons);
        /* a file that was refused has replaced nothing; only the first good one does */
        if (form.elements.replaces && !reasons.length) form.elements.replaces.value = "";
      }
      delete form.dataset.sending;
      input.value = "";
      if (wrong.length) { await showKept(form); return; }
      const target = new URL(form.action);
      const isHere = target.pathname + target.search === location.pathname + location.search;
      if (isHere) { location.hash = target.hash; location.reload(); } else location.assign(target);
    });
  }

  /* What was good is among the files already, although something else was refused. */
  async function showKept(form) {
    const place = $(`#files-${form.elements.kind.value}`);
    if (!place) return;
    const page = await fetch(location.href).then((answer) => answer.text(), () => "");
    const fresh = new DOMParser().parseFromString(page, "text/html").getElementById(place.id);
    if (fresh) place.replaceWith(fresh);
  }

  /* ---- small helps ---- */
  /* What is asked only of one choice is shown only with it; whatever was typed stays. */
  function onlyWith(choice, value, field) {
    const show = () => { field.hidden = choice.value !== value && !$("input", field).value; };
    choice.addEventListener("change", show);
    show();
  }
  function monthButtons(group) {
    const row = make("p", "buttons buttons--close");
    [["全年", () => true], ["清空", () => false]].forEach(([label, chosen]) => {
      const button = make("button", "as-link", label);
      button.type = "button";
      button.addEventListener("click", () => {
        all("input", group).forEach((box) => { box.checked = chosen(box); });
        group.dispatchEvent(new Event("change", { bubbles: true }));
      });
      row.append(button);
    });
    group.before(row);
  }
  function countWords(area) {
    const [least, most] = area.dataset.count.split("-").map(Number);
    const note = make("p", "field__help");
    note.setAttribute("aria-live", "off");
    const show = () => {
      const length = [...area.value.trim()].length;
      note.textContent = length < least ? `已写 ${length} 字，还差 ${least - length} 字` : `已写 ${length} 字，最多 ${most} 字`;
    };
    area.addEventListener("input", show);
    area.after(note);
    show();
  }

  /* A link to a product opens it where it stands folded. */
  const unfold = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target && target.matches("details")) { target.open = true; target.scrollIntoView(); }
  };
  window.addEventListener("hashchange", unfold);
  unfold();

  if ($(".notice-line--success")) memory.dropSent();
  all("#id_token").forEach(keepToken);
  all("form[data-upload]").forEach(uploadWithProgress);
  all("form[method=post]:not([data-upload])").forEach(pressOnce);
  all("form[data-keep]").forEach(keepWhileTyping);
  all("form[action$='/logout/']").forEach((form) => form.addEventListener("submit", memory.dropAll));
  all("#id_supply_months").forEach(monthButtons);
  all("#id_category_other").forEach((input) => {
    onlyWith($("#id_category"), "other", input.closest(".field"));
  });
  all("textarea[data-count]").forEach(countWords);
  const summary = $("[data-summary]");
  if (summary) { summary.tabIndex = -1; summary.focus(); }
})();
