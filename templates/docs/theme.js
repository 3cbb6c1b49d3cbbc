// Sets the chosen theme before the first paint, and tells the style sheet that scripts run.
// What is remembered is `light` or `dark`; without a choice the system's stays.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("scripted");
  try {
    var theme = localStorage.getItem("docs-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch (error) {
    // Storage can be forbidden; then nothing is remembered.
  }
})();
