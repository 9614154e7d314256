/* The words of the table editor's menu, for Handsontable brings English only; what merging and
   taking back would lose; and a way to fill a table that stands already: `input.fillTable(value)`,
   which pasted_tables.js uses. */
(() => {
  const { languages } = window.Handsontable;
  const keys = languages.dictionaryKeys;
  const words = {
    CONTEXTMENU_ITEMS_ROW_ABOVE: "在上方插入行",
    CONTEXTMENU_ITEMS_ROW_BELOW: "在下方插入行",
    CONTEXTMENU_ITEMS_INSERT_LEFT: "在左侧插入列",
    CONTEXTMENU_ITEMS_INSERT_RIGHT: "在右侧插入列",
    CONTEXTMENU_ITEMS_REMOVE_ROW: ["删除行", "删除所选行"],
    CONTEXTMENU_ITEMS_REMOVE_COLUMN: ["删除列", "删除所选列"],
    CONTEXTMENU_ITEMS_MERGE_CELLS: "合并单元格",
    CONTEXTMENU_ITEMS_UNMERGE_CELLS: "拆分单元格",
    CONTEXTMENU_ITEMS_ALIGNMENT: "对齐",
    CONTEXTMENU_ITEMS_ALIGNMENT_LEFT: "左对齐",
    CONTEXTMENU_ITEMS_ALIGNMENT_CENTER: "居中",
    CONTEXTMENU_ITEMS_ALIGNMENT_RIGHT: "右对齐",
    CONTEXTMENU_ITEMS_ALIGNMENT_JUSTIFY: "两端对齐",
    CONTEXTMENU_ITEMS_ALIGNMENT_TOP: "顶端对齐",
    CONTEXTMENU_ITEMS_ALIGNMENT_MIDDLE: "垂直居中",
    CONTEXTMENU_ITEMS_ALIGNMENT_BOTTOM: "底端对齐",
    CONTEXTMENU_ITEMS_UNDO: "撤销",
    CONTEXTMENU_ITEMS_REDO: "恢复",
  };
  const dictionary = { languageCode: "zh-CN" };
  Object.keys(words).forEach((name) => { dictionary[keys[name]] = words[name]; });
  languages.registerLanguageDictionary(dictionary);

  /* Wagtail stores what the table shows when it hears of a change; of what is taken back it hears
     before the words are there again, of a column that goes before a merged cell is narrower. A
     change of the heading makes it look once more. */
  const store = (grid) => {
    const id = grid.rootElement.id.replace("-handsontable-container", "");
    const choice = document.getElementById(`${id}-table-header-choice`);
    if (choice) choice.dispatchEvent(new Event("change"));
  };
  const { hooks } = window.Handsontable;
  ["afterUndo", "afterRedo", "afterCreateRow", "afterCreateCol", "afterRemoveRow", "afterRemoveCol"].forEach((name) => {
    hooks.add(name, function again() { setTimeout(() => store(this)); });
  });

  /* The words of all merged cells stay, below each other, as in Word. */
  hooks.add("beforeMergeCells", function collect(range, isOwn) {
    const [first, last] = [range.getTopLeftCorner(), range.getBottomRightCorner()];
    const texts = isOwn ? [] : this.getData(first.row, first.col, last.row, last.col).flat();
    this.mergedWords = texts.map((text) => `${text || ""}`.trim()).filter(Boolean);
  });
  hooks.add("afterMergeCells", function join(range, parent, isOwn) {
    if (isOwn || this.mergedWords.length < 2) return;
    this.setDataAtCell(parent.row, parent.col, this.mergedWords.join("\n"));
  });

  const Stock = window.telepath.constructors["wagtail.widgets.TableInput"];
  class TableGridInput extends Stock {
    render(placeholder, name, id, initialState) {
      const widget = super.render(placeholder, name, id, initialState);
      const input = document.getElementById(id);
      input.fillTable = (value) => {
        const container = document.getElementById(`${id}-handsontable-container`);
        const fresh = document.createElement("div");
        fresh.id = container.id;
        container.replaceWith(fresh);
        widget.setState(value);
      };
      return widget;
    }
  }
  window.telepath.register("pages.widgets.TableGridInput", TableGridInput);
})();
