"use strict";
(() => {
  const tools = document.getElementById("tools");
  const all = (where, selector) => [...where.querySelectorAll(selector)];
  const make = (name, text, values = {}) => Object.assign(document.createElement(name), { textContent: text }, values);

  const open = (element) => {
    for (let at = element; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    const own = element.querySelector(":scope > details");
    if (own) own.open = true;
  };
  const target = () => {
    const element = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (element) { open(element); element.scrollIntoView(); }
  };
  addEventListener("hashchange", target);
  target();

  const folded = new Set();
  addEventListener("beforeprint", () => all(document, "details:not([open])").forEach((one) => { folded.add(one); one.open = true; }));
  addEventListener("afterprint", () => { folded.forEach((one) => { one.open = false; }); folded.clear(); });

  // On a phone rows are laid out as cards, which would take from tables what makes them tables to a screen reader.
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  all(document, "table, thead, tbody, tr, td").forEach((part) => part.setAttribute("role", roles[part.tagName]));
  all(document, "th").forEach((head) => head.setAttribute("role", head.scope === "row" ? "rowheader" : "columnheader"));

  const number = (cell) => {
    const { point, gap, under, over } = tools.dataset;
    const text = cell.textContent.replaceAll(gap, "").replaceAll(point, ".");
    const found = text.match(/[-+]?\d+\.?\d*/);
    const value = found ? parseFloat(found[0]) : text.includes("∞") ? Infinity : NaN;
    return value + (text.includes(under) ? -0.04 : text.includes(over) ? 0.04 : 0);
  };
  const sort = (table, head) => {
    const at = [...head.parentElement.children].indexOf(head);
    const down = head.getAttribute("aria-sort") === "ascending";
    const figures = head.classList.contains("n");
    const key = (row) => (figures ? number(row.children[at]) : row.children[at].textContent);
    const order = (a, b) => {
      const [x, y] = [key(a), key(b)];
      if (!figures) return x.localeCompare(y) * (down ? -1 : 1);
      if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
      return x === y ? 0 : (x < y ? -1 : 1) * (down ? -1 : 1);
    };
    all(table, "th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    table.tBodies[0].append(...[...table.tBodies[0].rows].sort(order));
  };
  all(document, "table.sorts").forEach((table) => all(table, "thead th").forEach((head) => {
    const button = make("button", head.textContent, { type: "button" });
    button.addEventListener("click", () => sort(table, head));
    head.replaceChildren(button);
  }));

  const chooser = (label, entries, chosen) => {
    const select = make("select", "", { id: `choose-${tools.children.length}` });
    select.append(...entries.map(([text, value]) => make("option", text, { value })));
    select.addEventListener("change", () => chosen(select.value, select));
    const around = make("div", "");
    around.append(make("label", label, { htmlFor: select.id }), select);
    tools.append(around);
  };
  const countries = Object.entries(JSON.parse(tools.dataset.countries)).map(([code, name]) => [name, code]);
  if (countries.length > 1) {
    chooser(tools.dataset.country, [[tools.dataset.all, ""], ...countries], (wanted) => {
      all(document, "main [data-country]").forEach((element) => {
        element.hidden = wanted !== "" && !element.dataset.country.split(", ").includes(wanted);
      });
    });
  }
  const claims = all(document, "section[id^='claim-']");
  if (claims.length) {
    const entries = claims.map((one) => [one.querySelector("h3, h4").textContent, one.id]);
    chooser(tools.dataset.jump, [[tools.dataset.choose, ""], ...entries], (wanted, select) => {
      if (!wanted) return;
      location.hash = "#" + encodeURIComponent(wanted);
      target();
      select.value = "";
    });
  }
  for (const [text, state] of [[tools.dataset.open, true], [tools.dataset.fold, false]]) {
    const button = make("button", text, { type: "button" });
    button.addEventListener("click", () => all(document, "main details").forEach((one) => { one.open = state; }));
    tools.append(button);
  }
  tools.hidden = false;
})();
