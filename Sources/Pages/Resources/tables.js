// Every table of the report: a click on a header sorts, a line of text filters.

/** What a cell is sorted by: its number where it has one, else its text. */
const cellValue = (cell) => {
  const text = (cell?.dataset.v ?? cell?.textContent ?? "").trim();
  if (text === "–" || text === "") return null;
  const number = Number(text === "inf" ? "Infinity" : text === "-inf" ? "-Infinity" : text);
  return Number.isNaN(number) ? text : number;
};

/** Numbers before texts, what is missing last whichever way. */
const compareValues = (first, second, direction) => {
  if (first === null || second === null) return (first === null) - (second === null);
  if (typeof first === "number" && typeof second === "number") return direction * (first - second);
  if (typeof first !== typeof second) return typeof first === "number" ? -1 : 1;
  return direction * first.localeCompare(second, undefined, { numeric: true });
};

/** The next of: ascending, descending, as written. */
const nextDirection = (header) => ({ ascending: -1, descending: 0 })[header.getAttribute("aria-sort")] ?? 1;

const markSorted = (headers, sorted, direction) => {
  for (const header of headers) header.removeAttribute("aria-sort");
  if (direction) sorted.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
};

/** Makes the header a button, so that keyboards reach it. */
const makeSortable = (header, action) => {
  const button = element("button", { type: "button", class: "sort", onclick: action });
  button.append(...header.childNodes);
  header.append(button);
};

const enhanceTable = (table) => {
  const body = table.tBodies[0];
  const written = [...body.rows];
  const headers = [...table.tHead.rows[0].cells];
  headers.forEach((header, column) =>
    makeSortable(header, () => {
      const direction = nextDirection(header);
      const values = new Map(written.map((row) => [row, cellValue(row.cells[column])]));
      const order = direction
        ? [...written].sort((a, b) => compareValues(values.get(a), values.get(b), direction))
        : written;
      body.append(...order);
      table.classList.toggle("sorted", direction !== 0);
      markSorted(headers, header, direction);
    }));
  if (written.length < 4) return;
  const count = element("output", { class: "count" });
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let kept = 0;
    for (const row of written) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      kept += row.hidden ? 0 : 1;
    }
    count.textContent = words.length ? `${kept} of ${written.length} rows` : "";
  };
  const input = element("input", {
    type: "search", placeholder: `Filter ${written.length} rows`, "aria-label": "Filter the rows of this table", oninput: filter,
  });
  table.closest(".scroll").before(element("div", { class: "filter" }, input, count));
};
