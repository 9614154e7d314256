// Whoever presses a button while the page is saving by itself would send a form that does not know
// yet what is being stored: a new document, or an annex, would stand there twice. The press waits;
// a second press of what is on its way is none. It waits, too, for the editor of a paragraph, which
// puts what was typed into its field a quarter of a second after the last key (Draftail).
(() => {
  const LONGEST = 15000;
  const UNTIL_WRITTEN = 400;
  let isSaving = false;
  let isLeaving = false;
  let wasRefused = false;
  let held = null;
  let touchedAt = -UNTIL_WRITTEN;

  const toBeWritten = () => touchedAt + UNTIL_WRITTEN - performance.now();
  const touch = (event) => {
    if (event.target.closest?.("[data-draftail-editor-wrapper]")) touchedAt = performance.now();
  };
  document.addEventListener("beforeinput", touch, true);
  document.addEventListener("click", touch, true);

  const leave = (event) => {
    isLeaving = true;
    window.setTimeout(() => { if (event.defaultPrevented) isLeaving = false; });
    window.setTimeout(() => { isLeaving = false; }, LONGEST);
  };

  const release = () => {
    isSaving = false;
    if (!held) return;
    const {form, name, value} = held;
    held = null;
    if (name) {
      const pressed = document.createElement("input");
      Object.assign(pressed, {type: "hidden", name, value});
      form.append(pressed);
    }
    form.requestSubmit();
  };

  document.addEventListener("w-autosave:save", (event) => {
    wasRefused = wasRefused || event.target.dataset.wUnsavedForceValue === "true";
    if (isLeaving || held) event.preventDefault();
    else isSaving = true;
  });
  document.addEventListener("w-autosave:success", (event) => {
    // Wagtail saves a form that came back refused once, and then looks for changes no more: a new
    // interval makes it look.
    if (wasRefused) event.target.dataset.wUnsavedCheckIntervalValue = "501";
    wasRefused = false;
    release();
  });
  document.addEventListener("w-autosave:error", release);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-edit-form]")) return;
    if (!isSaving && !isLeaving && toBeWritten() <= 0) {
      leave(event);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (held || isLeaving) return;
    const {name, value} = event.submitter || {};
    held = {form, name, value};
    window.setTimeout(release, isSaving ? LONGEST : toBeWritten());
  }, true);
})();
