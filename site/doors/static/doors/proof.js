/* Solves the proof of work of a public form in the reader's own browser, while the form is filled
   in: from the first touch of it, in short steps, so that whoever only reads pays nothing and
   whoever types never waits. Without it the form works as well; see site/doors/tickets.py. */
(function () {
  "use strict";
  var field = document.querySelector("input[data-challenge]");
  if (!field || !window.crypto || !window.crypto.subtle || !window.TextEncoder) { return; }
  var challenge = JSON.parse(field.dataset.challenge);
  var encoder = new TextEncoder();
  var note = document.querySelector("[data-proof-note]");

  function hex(buffer) {
    return Array.from(new Uint8Array(buffer), function (byte) {
      return byte.toString(16).padStart(2, "0");
    }).join("");
  }

  function digest(number) {
    return window.crypto.subtle
      .digest(challenge.algorithm, encoder.encode(challenge.salt + number))
      .then(hex);
  }

  async function solve() {
    var step = 50;
    for (var start = 0; start <= challenge.maxNumber; start += step) {
      var found = await Promise.all(
        Array.from({ length: step }, function (_, offset) { return digest(start + offset); })
      );
      var at = found.indexOf(challenge.challenge);
      if (at >= 0) { return start + at; }
      await new Promise(function (resolve) { setTimeout(resolve, 0); });
    }
    return null;
  }

  function fill(number) {
    if (number === null) { return; }
    field.value = window.btoa(JSON.stringify({
      algorithm: challenge.algorithm,
      challenge: challenge.challenge,
      number: number,
      salt: challenge.salt,
      signature: challenge.signature
    }));
    if (note) { note.textContent = "本页已完成防刷验证。"; }
  }

  var begun = false;
  ["focusin", "pointerdown", "input"].forEach(function (touch) {
    field.form.addEventListener(touch, function () {
      if (!begun) { begun = true; solve().then(fill); }
    });
  });
}());
