"use strict";
(() => {
  const tools = document.getElementById("tools");
  const words = JSON.parse(tools.dataset.page);
  const main = document.getElementById("main");
  const all = (where, selector) => [...where.querySelectorAll(selector)];
  const make = (name, text, values = {}) => Object.assign(document.createElement(name), { textContent: text }, values);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  document.documentElement.classList.add("live");

  // What is shown stands in the address behind the anchor: #claim-x&country=AZ&find=word&sort=2.3.up&open=claim-x
  const sorted = new Map();
  let country = "", wanted = "", reading = true;
  const anchor = () => location.hash.slice(1).split("&")[0];
  const folds = all(main, "details").filter((one) => one.parentElement.id);
  const write = () => {
    if (reading) return;
    const open = folds.filter((one) => one.open).map((one) => one.parentElement.id);
    const sorts = [...sorted].map(([table, order]) => `${table}.${order}`);
    const kept = { country, find: wanted, sort: sorts.join(","), open: open.length === folds.length ? "*" : open.map(encodeURIComponent).join(",") };
    const parts = Object.entries(kept).filter(([, value]) => value).map(([key, value]) => `${key}=${key === "open" ? value : encodeURIComponent(value)}`);
    const hash = [anchor(), ...parts].join("&");
    if (hash !== location.hash.slice(1)) history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  };

  const open = (element) => {
    for (let at = element; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    const own = element.querySelector(":scope > details:not(.numbers)");
    if (own) own.open = true;
  };
  const target = () => {
    const element = document.getElementById(decodeURIComponent(anchor()));
    if (element && main.contains(element)) { open(element); element.scrollIntoView(); }
  };

  // On a phone rows are laid out as cards, which would take from tables what makes them tables to a screen reader.
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  all(document, "table, thead, tbody, tr, td").forEach((part) => part.setAttribute("role", roles[part.tagName]));
  all(document, "th").forEach((head) => head.setAttribute("role", head.closest("thead") ? "columnheader" : "rowheader"));
  all(document, "table").forEach((table) => {
    const heads = [...table.tHead.rows[0].cells].map((head) => head.textContent);
    for (const row of table.tBodies[0].rows) for (const cell of row.cells) if (cell.tagName === "TD" && heads[cell.cellIndex]) cell.dataset.h = heads[cell.cellIndex];
  });

  const number = (cell) => {
    const text = cell.textContent.replaceAll(words.gap, "").replaceAll(words.point, ".");
    const found = text.match(/[-+]?\d+\.?\d*/);
    const value = found ? parseFloat(found[0]) : text.includes("∞") ? Infinity : NaN;
    return value + (text.includes(words.under) ? -0.04 : text.includes(words.over) ? 0.04 : 0);
  };
  // A word of likelihood or of confidence has a rank, so that a column of them sorts by what they mean.
  const rank = (cell) => words.ranks[cell.textContent.trim().toLowerCase()] ?? NaN;
  const tables = all(main, "table.sorts");
  const sort = (table, at, down) => {
    const rows = [...table.tBodies[0].rows];
    const head = table.tHead.rows[0].cells[at];
    const cells = rows.map((row) => row.cells[at]);
    const first = table.querySelector("thead .n")?.cellIndex;
    const ranked = !head.classList.contains("n") && cells.some((cell) => !Number.isNaN(rank(cell)));
    const numeric = ranked || head.classList.contains("n");
    const value = (row) => (ranked ? rank(row.cells[at]) : number(row.cells[at]));
    const compare = (x, y) => {
      if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
      return x === y ? 0 : (x < y ? -1 : 1) * (down ? -1 : 1);
    };
    const order = (a, b) => {
      if (!numeric) return a.cells[at].textContent.localeCompare(b.cells[at].textContent) * (down ? -1 : 1);
      return compare(value(a), value(b)) || (ranked && first !== undefined ? compare(number(a.cells[first]), number(b.cells[first])) : 0);
    };
    all(table, "th[aria-sort]").forEach((other) => other.setAttribute("aria-sort", "none"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    table.tBodies[0].append(...rows.sort(order));
    sorted.set(tables.indexOf(table), `${at}.${down ? "down" : "up"}`);
  };
  tables.forEach((table) => all(table, "thead th").forEach((head) => {
    const button = make("button", head.textContent, { type: "button" });
    button.addEventListener("click", () => { sort(table, head.cellIndex, head.getAttribute("aria-sort") === "ascending"); write(); });
    head.setAttribute("aria-sort", "none");
    head.replaceChildren(button);
  }));

  const said = make("output", "");
  const within = (label, control) => {
    const around = make("div", "");
    around.append(make("label", label, { htmlFor: control.id }), control);
    tools.append(around);
    return control;
  };
  const chooser = (label, entries) => {
    const select = make("select", "", { id: `choose-${tools.children.length}` });
    select.append(...entries.map(([text, value]) => make("option", text, { value })));
    return within(label, select);
  };

  // Whatever is of another country alone is hidden: sections, points, rows and tiles. What is drawn or counted over all
  // of them gives way to the same of the one.
  const narrow = () => {
    const other = (element) => country !== "" && !element.dataset.country.split(", ").includes(country);
    all(main, "[data-country]").forEach((element) => { element.hidden = other(element); });
    all(main, "[data-overall]").forEach((element) => { element.hidden = country !== "" && !element.closest("[data-country]"); });
    all(main, "[data-only]").forEach((element) => { element.hidden = element.dataset.only !== country; });
    all(main, ".tiles tbody tr").forEach((row) => { row.hidden = ![...row.cells].some((cell) => cell.tagName === "TD" && !cell.hidden && cell.textContent.trim()); });
    all(main, ".scroll").forEach((around) => {
      const rows = all(around, "tbody tr");
      around.hidden = rows.length > 0 && rows.every((row) => row.hidden);
    });
    for (const section of all(main, "section:not([data-country])").reverse()) {
      const parts = [...(section.querySelector(":scope > details") ?? section).children].filter((part) => !part.matches(".head, summary"));
      const empty = (part) => part.hidden || (part.matches("ul, .numbers") && part.querySelector("li, .scroll") && all(part, "li, .scroll").every((inner) => inner.hidden));
      section.hidden = country !== "" && parts.length > 0 && parts.every(empty);
    }
    const gone = all(main, "section, li, tbody tr").filter((part) => part.dataset.country && part.hidden && !part.parentElement.closest("[hidden]"));
    said.textContent = country ? fill(words.narrowed, { country: countries.get(country), number: gone.length }) : "";
  };
  const countries = new Map(Object.entries(words.countries));

  // Find: each part of the page that holds the words, in turn.
  let hits = [], hit = -1;
  const show = (step) => {
    hits[hit]?.classList.remove("hit");
    if (hits.length) {
      hit = (hit + step + hits.length) % hits.length;
      open(hits[hit].closest("section"));
      open(hits[hit]);
      hits[hit].classList.add("hit");
      hits[hit].scrollIntoView({ block: "center" });
    }
    said.textContent = wanted ? (hits.length ? `${hit + 1} / ${hits.length}` : words.none) : "";
  };
  const find = () => {
    hits[hit]?.classList.remove("hit");
    const text = wanted.toLowerCase();
    hits = text ? all(main, "h2, h3, h4, p, li, tr, figcaption, pre").filter((part) => !part.closest("[hidden]") && part.textContent.toLowerCase().includes(text)) : [];
    hits = hits.filter((part) => !hits.some((inner) => inner !== part && part.contains(inner)));
    hit = -1;
    show(1);
  };

  const box = within(words.find, make("input", "", { type: "search", id: "find" }));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (box.value.trim() === wanted) show(event.shiftKey ? -1 : 1);
    else { wanted = box.value.trim(); find(); }
    write();
  });
  box.addEventListener("search", () => { if (!box.value) { wanted = ""; find(); write(); } });
  let choice = null;
  if (countries.size > 1) {
    choice = chooser(words.country, [[words.all, ""], ...[...countries].map(([code, name]) => [name, code])]);
    choice.addEventListener("change", () => { country = choice.value; narrow(); write(); });
  }
  const claims = all(main, "section[id^='claim-']");
  if (claims.length) {
    const select = chooser(words.jump, [[words.choose, ""], ...claims.map((one) => [one.querySelector("h3, h4").textContent, one.id])]);
    select.addEventListener("change", () => {
      if (select.value) location.hash = encodeURIComponent(select.value);
      select.value = "";
    });
  }
  for (const [text, state] of [[words.open, true], [words.fold, false]]) {
    const button = make("button", text, { type: "button" });
    button.addEventListener("click", () => all(main, "details").forEach((one) => { one.open = state; }));
    tools.append(button);
  }
  tools.after(said);
  tools.hidden = false;

  // Each heading leads to itself, and can be cited.
  const copy = async (text) => {
    try { await navigator.clipboard.writeText(text); } catch {
      const area = make("textarea", "", { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  all(main, "section[id]").forEach((section) => {
    const head = section.querySelector(":scope > .head, :scope > details > summary");
    const title = head.querySelector("h2, h3, h4");
    const text = title.textContent;
    const link = make("a", "#", { href: `#${encodeURIComponent(section.id)}`, className: "own" });
    link.setAttribute("aria-label", fill(words.link, { text }));
    const cite = make("button", words.cite, { type: "button", className: "own" });
    cite.setAttribute("aria-label", fill(words.citing, { text }));
    cite.addEventListener("click", async (event) => {
      event.preventDefault();
      const beside = head.querySelector(".aside");
      const place = `${location.href.split("#")[0]}#${encodeURIComponent(section.id)}`;
      await copy(`${text}${beside ? ` (${beside.textContent})` : ""}. ${document.title}. ${words.cited} ${place}`);
      said.textContent = words.copied;
    });
    const own = make("span", "", { className: "owns" });
    own.append(link, cite);
    (head.tagName === "SUMMARY" ? head : title).after(own);
  });

  const read = () => {
    const parts = new URLSearchParams(location.hash.slice(1).split("&").slice(1).join("&"));
    if ([...parts].length) {
      country = countries.has(parts.get("country")) ? parts.get("country") : "";
      if (choice) choice.value = country;
      box.value = wanted = parts.get("find") ?? "";
      for (const [table, at, way] of (parts.get("sort") ?? "").split(",").map((each) => each.split("."))) {
        if (tables[table]?.tHead.rows[0].cells[at]?.hasAttribute("aria-sort")) sort(tables[table], Number(at), way === "down");
      }
      const ids = (parts.get("open") ?? "").split(",").map(decodeURIComponent);
      folds.forEach((one) => { one.open = ids[0] === "*" || ids.includes(one.parentElement.id); });
      narrow();
      if (wanted) find();
    }
    if (anchor()) target();
  };
  addEventListener("hashchange", () => { read(); write(); });
  document.addEventListener("toggle", write, true);
  read();
  reading = false;
})();
