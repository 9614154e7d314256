/* Searches a static copy without a server: every word first, then some of them, titles in front.
   The pages and their words are in index.js, beside the page that loads this. */
(function () {
  "use strict";
  var pages = window.copiedPages;
  var box = document.querySelector("[data-copy-search]");
  var said = document.querySelector("[data-copy-search-said]");
  var list = document.querySelector("[data-copy-search-found]");
  if (!pages || !box) { return; }
  var field = box.querySelector("input");
  var MOST = 50, BEFORE = 36, LONG = 140;

  /* Full width, upper case and dashes of any kind are one spelling each. */
  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(/[\u2010-\u2015\u2212]/g, "-");
  }

  var read = pages.map(function (page) {
    return { page: page, title: plain(page.title), words: plain(page.words) };
  });

  function holds(row, word) { return row.title.includes(word) || row.words.includes(word); }

  function worth(row, words) {
    return words.reduce(function (sum, word) {
      return sum + (row.title.includes(word) ? 3 : 0) + (holds(row, word) ? 1 : 0);
    }, 0);
  }

  function found(words) {
    var every = read.filter(function (row) {
      return words.every(function (word) { return holds(row, word); });
    });
    var rows = every.length ? every : read.filter(function (row) { return worth(row, words) > 0; });
    rows.sort(function (one, other) { return worth(other, words) - worth(one, words); });
    return { rows: rows, isPart: !every.length && rows.length > 0 };
  }

  function line(row, words) {
    var item = document.createElement("li"), link = document.createElement("a");
    var at = Math.max(0, row.words.indexOf(words.find(holds.bind(null, row))) - BEFORE);
    var excerpt = document.createElement("p");
    link.className = "found__title";
    link.href = "../" + row.page.file;
    link.textContent = row.page.title;
    excerpt.className = "found__excerpt";
    excerpt.textContent = row.page.words.slice(at, at + LONG);
    item.append(link, excerpt);
    return item;
  }

  function search() {
    var words = plain(field.value).split(/\s+/).filter(Boolean);
    var answer = words.length ? found(words) : { rows: [], isPart: false };
    list.replaceChildren.apply(list, answer.rows.slice(0, MOST).map(function (row) {
      return line(row, words);
    }));
    list.hidden = !answer.rows.length;
    if (!words.length) { said.textContent = "共有" + pages.length + "个网页可以搜索。"; return; }
    if (!answer.rows.length) { said.textContent = "没有找到。可以换一个词，或者到在线网站搜索。"; return; }
    said.textContent = (answer.isPart ? "没有同时含有这些词语的网页，含有其中一部分的有" : "找到")
      + answer.rows.length + "个网页" + (answer.rows.length > MOST ? "，列出前" + MOST + "个。" : "。");
  }

  box.hidden = false;
  box.querySelector("button").addEventListener("click", search);
  field.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && !event.isComposing) { search(); }
  });
  search();
}());
