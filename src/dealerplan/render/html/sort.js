"use strict";
const value = cell => {
  const words = cell.textContent.trim();
  const number = parseFloat(words.replace(/,/g, "").replace(/^[^\d+-]+/, ""));
  return [words, number];
};
const compare = (one, other, figures) => {
  if (!figures) return one[0].localeCompare(other[0]);
  if (isNaN(one[1]) || isNaN(other[1])) return isNaN(one[1]) - isNaN(other[1]);
  return other[1] - one[1];
};
const sort = (table, at, head) => {
  const body = table.tBodies[0], turned = head.ariaSort === "descending";
  const rows = [...body.rows].map(row => [row, value(row.cells[at])]);
  rows.sort((one, other) => compare(one[1], other[1], head.classList.contains("figures")));
  const none = rows.filter(row => isNaN(row[1][1]) && head.classList.contains("figures"));
  const known = rows.filter(row => !none.includes(row));
  if (turned) known.reverse();
  for (const [row] of [...known, ...none]) body.append(row);
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.ariaSort = turned ? "ascending" : "descending";
};
for (const table of document.querySelectorAll("table")) {
  [...table.tHead.rows[0].cells].forEach((head, at) => {
    const button = document.createElement("button");
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(table, at, head));
    head.append(button);
  });
}
const open = () => {
  const found = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let one = found && found.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
  if (found) found.scrollIntoView();
};
addEventListener("hashchange", open);
open();
