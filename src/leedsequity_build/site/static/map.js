"use strict";
// The map of neighbourhoods: what is pointed at, or reached by the arrow keys, is said in words.
// Without this script the map, its editions and the table are all there.
(() => {
  const map = document.getElementById("neighbourhoods-map");
  const said = document.getElementById("neighbourhoods-said");
  if (!map || !said) return;
  const atlas = map.closest(".atlas");
  const shapes = [...map.querySelectorAll("path:not(.wards)")];
  const table = atlas.parentElement.querySelector("details table");
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent));
  const words = (n) => {
    const edition = atlas.querySelector("input:checked").className.slice(1);
    const [name, part, ward] = rows[n];
    const place = rows[n][heads.findIndex((head) => head.endsWith(edition))];
    return `${name}, part of ${part}, in the ward ${ward}: place ${place} in England by the index of ${edition}, 1 the most deprived.`;
  };
  const edge = document.createElementNS("http://www.w3.org/2000/svg", "path"); // over all others
  edge.setAttribute("class", "pointed");
  map.append(edge);
  let here = -1;
  const say = (n) => {
    here = n;
    edge.setAttribute("d", shapes[n].getAttribute("d"));
    said.textContent = words(n);
  };
  map.setAttribute("role", "group");
  shapes.forEach((shape, n) => {
    shape.setAttribute("role", "img");
    shape.setAttribute("aria-label", rows[n][0]);
    shape.setAttribute("tabindex", n ? "-1" : "0");
    shape.addEventListener("pointerenter", () => say(n));
    shape.addEventListener("focus", () => {
      shapes.forEach((other) => other.setAttribute("tabindex", "-1"));
      shape.setAttribute("tabindex", "0");
      if (here !== n) say(n);
    });
  });
  const middles = shapes.map((shape) => {
    const box = shape.getBBox();
    return [box.x + box.width / 2, box.y + box.height / 2];
  });
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  map.addEventListener("keydown", (event) => {
    const way = ways[event.key];
    const from = shapes.indexOf(document.activeElement);
    if (!way || from < 0) return;
    event.preventDefault();
    let best = -1;
    let least = Infinity;
    middles.forEach(([x, y], n) => {
      const dx = x - middles[from][0];
      const dy = y - middles[from][1];
      const along = dx * way[0] + dy * way[1];
      const across = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (along <= 0 || across > along) return;
      const far = along + 2 * across;
      if (far < least) {
        least = far;
        best = n;
      }
    });
    if (best >= 0) shapes[best].focus();
  });
  atlas.querySelectorAll("input").forEach((input) =>
    input.addEventListener("change", () => here >= 0 && say(here)),
  );
})();
