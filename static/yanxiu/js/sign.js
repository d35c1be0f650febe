// A scan signs in at once: the page that the code opens sends its one form by itself.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-at-once]");
  if (!form) return;
  form.querySelector("[data-waiting]").hidden = false;
  form.requestSubmit();
});
