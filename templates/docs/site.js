// What needs a script: search, copying, the theme, the place in the side bar. All pages work without it.
// The search index is loaded at the first search, from a script of its own, so that it works from disk.
(function () {
  "use strict";

  var root = document.body.dataset.root;
  var policy = window.trustedTypes
    ? trustedTypes.createPolicy("docs", { createScriptURL: function (url) { return url; } })
    : { createScriptURL: function (url) { return url; } };

  function element(name, properties, children) {
    var made = document.createElement(name);
    Object.keys(properties || {}).forEach(function (key) {
      if (key in made) made[key] = properties[key];
      else made.setAttribute(key, properties[key]);
    });
    (children || []).forEach(function (child) { made.append(child); });
    return made;
  }

  function remember(storage, key, value) {
    try {
      if (value === undefined) return storage().getItem(key);
      storage().setItem(key, value);
    } catch (error) {
      // Storage can be forbidden; then nothing is remembered.
    }
    return null;
  }

  function say(text) {
    document.getElementById("page-said").textContent = text;
  }

  // The theme.

  document.getElementById("page-theme").addEventListener("click", function () {
    var html = document.documentElement;
    var dark = html.dataset.theme
      ? html.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    html.dataset.theme = dark ? "light" : "dark";
    remember(function () { return localStorage; }, "docs-theme", html.dataset.theme);
    say(html.dataset.theme + " theme");
  });

  // Copying.

  function copy(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    var area = element("textarea", { value: text, className: "unseen", readOnly: true });
    document.body.append(area);
    area.select();
    var done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("the browser refuses"));
  }

  document.querySelectorAll("figure > figcaption").forEach(function (caption) {
    var button = element("button", { type: "button", className: "copy", textContent: "Copy" });
    button.setAttribute("aria-label", "Copy the " + caption.textContent + " code");
    button.addEventListener("click", function () {
      var code = caption.parentElement.querySelector("code").textContent;
      copy(code).then(function () { return "Copied"; }, function () { return "Not copied"; }).then(function (text) {
        button.textContent = text;
        say(text);
        setTimeout(function () { button.textContent = "Copy"; }, 1600);
      });
    });
    caption.append(button);
  });

  // The side bar: it keeps its place from page to page, and shows where the reader is.

  var nav = document.getElementById("page-nav");
  var place = remember(function () { return sessionStorage; }, "docs-nav");
  if (place) nav.scrollTop = Number(place);
  var current = nav.querySelector("[aria-current]");
  if (current) {
    var box = current.getBoundingClientRect();
    var frame = nav.getBoundingClientRect();
    if (frame.height && (box.top < frame.top || box.bottom > frame.bottom)) current.scrollIntoView({ block: "center" });
  }
  addEventListener("pagehide", function () {
    remember(function () { return sessionStorage; }, "docs-nav", String(nav.scrollTop));
  });
  nav.addEventListener("click", function (event) {
    if (event.target.closest("a") && nav.matches(":popover-open")) nav.hidePopover();
  });

  var entries = {};
  nav.querySelectorAll('a[href^="#"]').forEach(function (link) {
    entries[link.getAttribute("href").slice(1)] = link;
  });
  var seen = null;
  function follow(id) {
    if (seen === entries[id] || !entries[id]) return;
    if (seen) seen.removeAttribute("aria-current");
    seen = entries[id];
    seen.setAttribute("aria-current", "location");
    if (nav.matches(":hover") || !nav.clientHeight) return;
    var top = seen.offsetTop;
    if (top < nav.scrollTop || top > nav.scrollTop + nav.clientHeight - 60) nav.scrollTop = top - nav.clientHeight / 3;
  }
  var watcher = new IntersectionObserver(function (changes) {
    changes.forEach(function (change) { if (change.isIntersecting) follow(change.target.id); });
  }, { rootMargin: "-15% 0px -80% 0px" });
  document.querySelectorAll(".op").forEach(function (entry) { watcher.observe(entry); });

  // A deep link opens what hides its target; on paper everything is open.

  function unfold(target) {
    for (var inside = target; inside; inside = inside.parentElement) {
      if (inside.tagName === "DETAILS") inside.open = true;
    }
  }
  function arrive() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) unfold(target);
  }
  addEventListener("hashchange", arrive);
  arrive();
  addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not([open])").forEach(function (fold) {
      fold.open = true;
      fold.dataset.printed = "";
    });
  });
  addEventListener("afterprint", function () {
    document.querySelectorAll("details[data-printed]").forEach(function (fold) {
      fold.open = false;
      delete fold.dataset.printed;
    });
  });

  // Search.

  var dialog, input, list, hint, items, loading;
  var chosen = -1;
  var shown = [];

  // Each thing that can be found: what is shown, where it leads, and what of it is compared.
  function prepare(index) {
    var out = [];
    var paths = index.operations.map(function (of) { return index.groups[of[0]][0] + "#" + of[1]; });
    var calls = index.operations.map(function (of) { return index.groups[of[0]][2] + "." + of[2]; });
    index.operations.forEach(function (of, at) {
      out.push({ title: of[5], kind: of[6] ? "deprecated" : index.groups[of[0]][1], detail: calls[at] + "  " + of[3] + " " + of[4], href: paths[at],
        name: of[2].toLowerCase(), text: (of[5] + " " + calls[at] + " " + of[3] + " " + of[4]).toLowerCase(), weight: of[6] ? 8 : 12 });
    });
    index.groups.forEach(function (of) {
      out.push({ title: of[1], kind: "group", detail: "client." + of[2] + "()", href: of[0], name: of[1].toLowerCase(), text: (of[1] + " " + of[2]).toLowerCase(), weight: 12 });
    });
    index.guide.forEach(function (of) {
      out.push({ title: of[1], kind: "guide", detail: "", href: of[0], name: of[1].toLowerCase(), text: of[1].toLowerCase(), weight: 12 });
    });
    index.events.forEach(function (of) {
      out.push({ title: of[1], kind: "event", detail: of[2], href: of[0], name: of[1].toLowerCase(), text: (of[1] + " " + of[2] + " " + of[3]).toLowerCase(), weight: 11 });
    });
    index.types.forEach(function (of) {
      out.push({ title: of[1], kind: of[2], detail: "", href: of[0], name: of[1].toLowerCase(), text: of[1].toLowerCase(), weight: 10 });
    });
    index.fields.forEach(function (of) {
      var name = of[0].toLowerCase();
      of[2].forEach(function (at) {
        out.push({ title: of[0], kind: "parameter", detail: calls[at], href: paths[at] + "." + of[1], name: name, text: name, weight: 5 });
      });
      of[3].forEach(function (at) {
        out.push({ title: of[0], kind: "field", detail: index.types[at][1], href: index.types[at][0] + "#field-" + of[1], name: name, text: name, weight: 4 });
      });
    });
    return out;
  }

  function load() {
    if (!loading) {
      loading = new Promise(function (resolve, reject) {
        var script = document.createElement("script");
        script.src = policy.createScriptURL(root + "assets/index.js");
        script.onload = function () { resolve(prepare(window.docsIndex)); };
        script.onerror = reject;
        document.head.append(script);
      });
      loading.then(function (prepared) { items = prepared; find(); }, function () {
        hint.textContent = "The search index cannot be read.";
      });
    }
  }

  // How well an item answers: 0 is not at all.
  function score(item, terms, whole) {
    var points = 0;
    for (var at = 0; at < terms.length; at++) {
      var term = terms[at];
      var found = item.text.indexOf(term);
      if (found < 0) return 0;
      var word = found === 0 || /[^a-z0-9]/.test(item.text[found - 1]);
      points += item.name.startsWith(term) ? 50 : word ? (item.name.includes(term) ? 45 : 40) : 10;
    }
    points = points / terms.length + item.weight;
    if (item.name === whole) points += 100;
    return points - Math.min(item.name.length, 60) / 20;
  }

  function emphasise(text, terms) {
    var parts = [];
    var lower = text.toLowerCase();
    var from = 0;
    while (from < text.length) {
      var start = -1;
      var length = 0;
      terms.forEach(function (term) {
        var at = lower.indexOf(term, from);
        if (at >= 0 && (start < 0 || at < start)) { start = at; length = term.length; }
      });
      if (start < 0) break;
      parts.push(text.slice(from, start), element("mark", { textContent: text.slice(start, start + length) }));
      from = start + length;
    }
    parts.push(text.slice(from));
    return parts;
  }

  function find() {
    if (!items) return;
    var started = performance.now();
    var whole = input.value.trim().toLowerCase();
    var terms = whole.split(/\s+/).filter(Boolean);
    var hits = [];
    if (terms.length) {
      items.forEach(function (item, order) {
        var points = score(item, terms, whole);
        if (points) hits.push({ item: item, points: points, order: order });
      });
      hits.sort(function (a, b) { return b.points - a.points || a.order - b.order; });
    }
    var count = hits.length;
    shown = hits.slice(0, 40).map(function (hit) { return hit.item; });
    list.replaceChildren.apply(list, shown.map(function (item, at) {
      var option = element("li", { id: "page-found-" + at, role: "option" }, [
        element("div", {}, [element("span", {}, emphasise(item.title, terms)), element("span", { textContent: item.kind })]),
      ]);
      if (item.detail) option.append(element("small", {}, emphasise(item.detail, terms)));
      option.dataset.at = at;
      return option;
    }));
    list.scrollTop = 0;
    choose(shown.length ? 0 : -1);
    input.setAttribute("aria-expanded", String(shown.length > 0));
    hint.textContent = !terms.length ? "Operations, paths, types and fields. ↑ ↓ to choose, Enter to open."
      : count === 0 ? "Nothing found." : count > shown.length ? "The best " + shown.length + " of " + count + "." : count + " found.";
    dialog.dataset.took = (performance.now() - started).toFixed(2);
  }

  function choose(at) {
    var old = list.children[chosen];
    if (old) old.setAttribute("aria-selected", "false");
    chosen = at;
    var option = list.children[at];
    if (!option) { input.removeAttribute("aria-activedescendant"); return; }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function open(at) {
    if (!shown[at]) return;
    dialog.close();
    location.href = root + shown[at].href;
  }

  function build() {
    input = element("input", { type: "text", id: "page-query", autocomplete: "off", spellcheck: false, placeholder: "Search operations, types, fields" });
    list = element("ul", { id: "page-found", className: "found" });
    hint = element("p", { className: "hint", textContent: "Loading the index …" });
    dialog = element("dialog", { id: "page-search" }, [input, list, hint]);
    dialog.setAttribute("aria-label", "Search");
    hint.setAttribute("role", "status");
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "What was found");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-label", "Search");
    input.setAttribute("aria-controls", "page-found");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-autocomplete", "list");
    input.addEventListener("input", find);
    input.addEventListener("keydown", function (event) {
      var last = shown.length - 1;
      if (event.key === "ArrowDown") choose(chosen >= last ? 0 : chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen <= 0 ? last : chosen - 1);
      else if (event.key === "Enter") open(chosen);
      else return;
      event.preventDefault();
    });
    list.addEventListener("click", function (event) {
      var option = event.target.closest("li");
      if (option) open(Number(option.dataset.at));
    });
    list.addEventListener("mousemove", function (event) {
      var option = event.target.closest("li");
      if (option && Number(option.dataset.at) !== chosen) choose(Number(option.dataset.at));
    });
    dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
  }

  function search() {
    if (!dialog) build();
    load();
    if (!dialog.open) dialog.showModal();
    input.select();
    find();
  }

  document.getElementById("page-find").addEventListener("click", search);
  addEventListener("keydown", function (event) {
    var typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    var slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    var letter = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (typing || !(slash || letter)) return;
    event.preventDefault();
    search();
  });
})();
