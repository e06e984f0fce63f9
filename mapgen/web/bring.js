/* needs: core.js */
/* Where a reader brings a table of his own: a button, the map to drop it on, and pasting. What reads and counts it
   waits in the page as text and runs when it is first asked for, so that no page opens later for it. */
((ZM) => {
  "use strict";

  const toggle = ZM.byId("zm-own-toggle");
  let isRunning = false;

  /* detail: {file}, {text} or neither. */
  function bring(detail) {
    if (!isRunning) {
      isRunning = true;
      toggle.removeEventListener("click", press);
      for (const [language, texts] of Object.entries(ZM.block("zm-own-texts").words))
        Object.assign(ZM.texts[language], texts);
      // The policy of the page names this text by its hash, and would not let another run.
      document.head.append(ZM.make("script", { text: ZM.byId("zm-own-program").textContent }));
    }
    ZM.emit("own", detail);
  }

  const press = () => bring({});

  const hasFile = (event) => [...(event.dataTransfer?.types || [])].includes("Files");

  function over(on) {
    ZM.byId("zm-stage").classList.toggle("zm-dropping", on);
  }

  function start() {
    toggle.addEventListener("click", press);
    // All of the page: a browser opens what is dropped beside the map, and the page would be gone.
    document.addEventListener("dragover", (event) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      over(true);
    });
    document.addEventListener("dragleave", (event) => !event.relatedTarget && over(false));
    document.addEventListener("drop", (event) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      over(false);
      if (event.dataTransfer.files[0]) bring({ file: event.dataTransfer.files[0] });
    });
    document.addEventListener("paste", (event) => {
      const [file] = event.clipboardData.files,
        text = event.clipboardData.getData("text/plain");
      const isWriting = event.target.closest?.("input, textarea, select");
      if (file && !text) bring({ file });
      // Two lines are a table; what is pasted into a field belongs there.
      else if (!isWriting && /\S\r?\n\s*\S/.test(text)) bring({ text });
    });
  }

  ZM.bring = { start };
})(window.ZM);
