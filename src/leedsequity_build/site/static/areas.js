"use strict";
// The list of areas, filtered by what is typed. Without this script the whole list stands there.
(() => {
  const bar = document.getElementById("filter");
  if (!bar) return;
  const wanted = bar.querySelector("input");
  const found = bar.querySelector("[role=status]");
  const rows = [...document.querySelectorAll("table.figures tbody tr")];
  const words = rows.map((row) => row.cells[0].textContent.toLowerCase() + " " + row.cells[1].textContent);
  bar.hidden = false;
  wanted.addEventListener("input", () => {
    const text = wanted.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row, n) => {
      row.hidden = !words[n].includes(text);
      shown += !row.hidden;
    });
    document.querySelectorAll("main section section, article section section").forEach((section) => {
      const own = [...section.querySelectorAll("table.figures tbody tr")];
      if (own.length) section.hidden = own.every((row) => row.hidden);
    });
    found.textContent = text ? shown + (shown === 1 ? " area" : " areas") : "";
  });
})();
