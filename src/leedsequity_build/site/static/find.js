"use strict";
// The lists of wards and areas, filtered by what is typed. Without this script they are opened by hand.
(() => {
  const bar = document.getElementById("find");
  const wanted = bar.querySelector("input");
  const found = bar.querySelector("[role=status]");
  const lists = [...document.querySelectorAll(".found details")];
  bar.hidden = false;
  wanted.addEventListener("input", () => {
    const words = wanted.value.trim().toLowerCase();
    let shown = 0;
    for (const list of lists) {
      let here = 0;
      for (const item of list.querySelectorAll("li")) {
        item.hidden = !item.textContent.toLowerCase().includes(words);
        here += !item.hidden;
      }
      list.open = words !== "" && here > 0;
      list.hidden = here === 0;
      shown += here;
    }
    found.textContent = words ? `${shown} found` : "";
  });
  wanted.addEventListener("keydown", (key) => {
    const first = document.querySelector(".found li:not([hidden]) a");
    if (key.key === "Enter" && wanted.value.trim() && first) first.click();
  });
})();
