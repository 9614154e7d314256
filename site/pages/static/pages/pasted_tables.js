/* A table pasted into a paragraph: the paragraph has no place for one, so it becomes a block of its
   own below. Without this each cell would become a paragraph, and nobody would be told. */
(() => {
  const MOST_ROWS = 1000;
  const MOST_COLUMNS = 40;
  const UNFOLDED = 600;

  const TURN = "\u2028";

  /* The words of a cell: its paragraphs and the ends of lines inside them are lines. */
  function textOf(cell) {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll("br").forEach((each) => each.replaceWith(TURN));
    const paragraphs = [...copy.querySelectorAll("p")];
    return (paragraphs.length ? paragraphs : [copy])
      .flatMap((each) => each.textContent.replace(/[^\S\u2028]+/g, " ").split(TURN))
      .map((line) => line.trim()).join("\n").trim();
  }

  /* Word adds a row without height that only says how wide the columns are. */
  const isRow = (row) => row.getAttribute("height") !== "0" || row.textContent.trim() !== "";

  /* The value of a table block from an HTML table: cells as a browser places them. */
  function valueOf(table) {
    const data = [];
    const mergeCells = [];
    const taken = new Set();
    const rows = [...table.rows].filter(isRow).slice(0, MOST_ROWS);
    rows.forEach((row, at) => {
      data[at] = data[at] || [];
      let column = 0;
      [...row.cells].forEach((cell) => {
        while (taken.has(`${at}:${column}`)) column += 1;
        const rowspan = Math.min(cell.rowSpan || 1, rows.length - at);
        const colspan = Math.min(cell.colSpan || 1, MOST_COLUMNS - column);
        if (colspan < 1) return;
        for (let down = at; down < at + rowspan; down += 1) {
          data[down] = data[down] || [];
          for (let across = column; across < column + colspan; across += 1) {
            taken.add(`${down}:${across}`);
            data[down][across] = "";
          }
        }
        data[at][column] = textOf(cell);
        if (rowspan > 1 || colspan > 1) mergeCells.push({ row: at, col: column, rowspan, colspan });
        column += colspan;
      });
    });
    const width = Math.max(...data.map((row) => row.length));
    const whole = data.map((row) => Array.from({ length: width }, (_, place) => row[place] || ""));
    return {
      data: whole,
      cell: [],
      mergeCells,
      table_header_choice: "row",
      table_caption: table.caption ? table.caption.textContent.trim() : "",
    };
  }

  const editorOf = (target) => {
    const wrapper = target.closest && target.closest("[data-draftail-editor-wrapper]");
    const inputs = wrapper ? [...wrapper.parentNode.querySelectorAll("input, textarea")] : [];
    return inputs.find((each) => each.draftailEditor);
  };

  const tableCommand = (input) => (input.draftailEditor.props.commands || [])
    .flatMap((group) => group.items || [])
    .find((item) => item.type === "table" && item.addSibling);

  function tell(input, words) {
    const line = document.createElement("p");
    line.className = "help-block help-info";
    line.setAttribute("role", "status");
    line.textContent = words;
    const before = input.parentNode.querySelector(".pasted-table");
    if (before) before.remove();
    line.classList.add("pasted-table");
    input.parentNode.append(line);
  }

  /* The words beside the tables go on their way into the paragraph. */
  function pasteRest(target, page) {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", page.body.innerHTML);
    clipboardData.setData("text/plain", page.body.innerText || page.body.textContent);
    target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }

  function addTables(input, command, values) {
    const child = input.closest("[data-streamfield-child]");
    values.reverse().forEach((value) => {
      command.addSibling.fn({ type: "table" });
      let next = child.nextElementSibling;
      while (next && !next.matches("[data-streamfield-child]")) next = next.nextElementSibling;
      const field = next && [...next.querySelectorAll("input[type=hidden]")].find((each) => each.fillTable);
      if (field) field.fillTable(value);
    });
    // once the block has unfolded, the table editor measures itself anew
    setTimeout(() => window.dispatchEvent(new Event("resize")), UNFOLDED);
  }

  document.addEventListener("paste", (event) => {
    const input = editorOf(event.target);
    const html = event.clipboardData && event.clipboardData.getData("text/html");
    if (!input || !html || !/<table/i.test(html)) return;
    const page = new DOMParser().parseFromString(html, "text/html");
    const tables = [...page.querySelectorAll("table")].filter((each) => each.rows.length && !each.parentElement.closest("table"));
    if (!tables.length) return;
    event.preventDefault();
    event.stopPropagation();
    const command = tableCommand(input);
    if (!command) {
      tell(input, "这里放不下表格：没有粘贴。请在正文中新增“表格”块，再粘贴到格子里。");
      return;
    }
    const values = tables.map(valueOf);
    tables.forEach((each) => each.remove());
    const hasWords = page.body.textContent.trim() !== "";
    addTables(input, command, values);
    if (hasWords) pasteRest(event.target, page);
    const after = hasWords ? "；原来在表格后面的文字，请移到表格下面" : "";
    tell(input, `粘贴的内容中有${values.length}个表格，已经放在本段下面的“表格”块里，请核对表头${after}。`);
  }, true);
})();
