/* Suggests titles while somebody types into a search box. The list is the browser's own (datalist);
   without this script, or without an answer, searching works as well. */
(function () {
  "use strict";
  var fields = document.querySelectorAll("input[data-suggest]");
  if (!fields.length || !window.fetch) { return; }

  function connect(field) {
    var list = document.createElement("datalist");
    var waiting = null, last = "", turn = 0;
    list.id = field.id + "-suggestions";
    field.after(list);
    field.setAttribute("list", list.id);

    function show(titles) {
      list.replaceChildren.apply(list, titles.map(function (title) {
        var option = document.createElement("option");
        option.value = title;
        return option;
      }));
    }

    function ask() {
      var text = field.value.trim(), mine = ++turn;
      if (text === last) { return; }
      last = text;
      if (!text) { show([]); return; }
      fetch(field.dataset.suggest + "?q=" + encodeURIComponent(text))
        .then(function (answer) { return answer.ok ? answer.json() : []; })
        .then(function (titles) { if (mine === turn) { show(titles); } })
        .catch(function () { show([]); });
    }

    field.addEventListener("input", function (event) {
      if (event.isComposing) { return; }
      clearTimeout(waiting);
      waiting = setTimeout(ask, 200);
    });
    field.addEventListener("compositionend", ask);
  }

  fields.forEach(connect);
})();
