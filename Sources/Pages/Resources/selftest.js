// `index.html#selftest`: the page tries itself and writes what it found where a headless browser prints it (`make page-test`);
// `#selftest-log` says it on the console too, in real time, for measurements.

const selftest = async ({ table, view, list, plots, opened }) => {
  const asked = location.hash;
  const checks = [];
  const times = { opened: Math.round(opened) };
  const check = (name, isSo) => checks.push({ name, ok: Boolean(isSo) });
  const timed = (name, work) => {
    const begin = performance.now();
    const result = work();
    times[name] = Math.round(10 * (performance.now() - begin)) / 10;
    return result;
  };
  const set = (name, value) => {
    const field = list.form.elements[name];
    if (field.type === "checkbox") field.checked = value; else field.value = value;
  };
  const clear = () => { list.form.reset(); list.refresh(); };
  const ascending = (values) => values.every((value, place) => place === 0 || compareValues(values[place - 1], value, 1) <= 0);

  check("list shows rows", table.count === 0 || findAll("tr[data-place]", list.body).length > 0);
  check("few rows are in the document", findAll("tr[data-place]", list.body).length < 400);
  check("every row has a state", table.rows.state.every((state) => state >= 0 && state < table.states.length));
  testTables(check);
  testFilters({ table, list, check, set, clear, timed });

  for (const column of list.columns) {
    timed(`sort ${column.id}`, () => list.sort(column, 1));
    const values = Array.from(list.rows, (row) => column.value(row));
    const numbers = values.filter((value) => typeof value === "number");
    check(`sorted by ${column.title}`, list.rows.length === table.count && ascending(numbers)
      && new Set(list.rows).size === table.count);
  }
  list.sort(list.columns[0], 0);
  check("unsorted is as written", list.rows.every((row, place) => row === place));

  testQueries({ table, view, list, check });
  const [scatter, cactus] = timed("plots", plots);
  check("scatter has its points", scatter.plot.points.every((point) => Number.isFinite(point.x) && Number.isFinite(point.y)));
  check("cactus rises", cactus.plot.curves.every((curve) => ascending(curve.points.map((point) => point.x))));
  const failed = checks.filter(({ ok }) => !ok).map(({ name }) => name);
  const result = JSON.stringify({ passed: checks.length - failed.length, failed, rows: table.count, times });
  document.body.append(element("pre", { id: "selftest-result" }, result));
  if (asked === "#selftest-log") console.info(result);
};

/** Sorts and filters the first table that has rows enough. */
const testTables = (check) => {
  const table = findAll("table[data-sortable]").find((table) => table.tBodies[0].rows.length >= 4);
  if (!table) return;
  const body = table.tBodies[0];
  const written = [...body.rows];
  const column = table.tHead.rows[0].cells.length - 1;
  const button = find("button", table.tHead.rows[0].cells[column]);
  const values = () => [...body.rows].map((row) => cellValue(row.cells[column]));
  const isSorted = (direction) => values().every((value, place, all) => place === 0 || compareValues(all[place - 1], value, direction) <= 0);
  button.click();
  check("table ascends", isSorted(1) && table.tHead.rows[0].cells[column].getAttribute("aria-sort") === "ascending");
  button.click();
  check("table descends", isSorted(-1));
  button.click();
  check("table is as written", written.every((row, place) => body.rows[place] === row));
  const input = find("input", table.closest("figure"));
  const word = written[1].textContent.trim().split(/\s+/)[0].toLowerCase();
  input.value = word;
  input.dispatchEvent(new Event("input"));
  check("table filters", written.every((row) => row.hidden === !row.textContent.toLowerCase().includes(word)));
  input.value = "";
  input.dispatchEvent(new Event("input"));
  check("table shows all again", written.every((row) => !row.hidden));
};

/** Every filter against a count of its own. */
const testFilters = ({ table, list, check, set, clear, timed }) => {
  const rows = Array.from({ length: table.count }, (_, row) => row);
  const expect = (name, isWanted) => {
    timed(`filter ${name}`, () => list.refresh());
    const wanted = rows.filter(isWanted);
    check(`filter ${name}`, wanted.length === list.rows.length && wanted.every((row, place) => list.rows[place] === row));
    clear();
  };
  if (table.count === 0) return;
  timed("first text", () => table.texts);
  const last = table.count - 1;
  set("network", table.rows.network[last]);
  expect("network", (row) => table.network(row) === table.network(last));
  set("state", table.states.indexOf("open"));
  expect("state", (row) => table.state(row) === "open");
  set("method", 0);
  set("verdict", table.verdicts.indexOf("falsified"));
  expect("verdict", (row) => table.words(0, row).startsWith("falsified"));
  set("disputed", true);
  expect("disagreement", (row) => table.rows.disputed[row] === 1);
  set("seconds", "0.5");
  expect("time", (row) => table.rows.seconds[row] >= 0.5);
  set("text", table.sample(last));
  expect("text", (row) => table.name(row).toLowerCase().includes(table.sample(last).toLowerCase()));
  set("text", "no such text anywhere");
  expect("nothing", () => false);
};

/** Queries open by row, by address and by key, and close. */
const testQueries = ({ table, view, list, check }) => {
  if (table.count === 0) return;
  const rows = new Set([0, table.count - 1, ...view.shown.keys()]);
  for (const row of rows) {
    view.open(row);
    const text = view.dialog.textContent;
    check(`query ${row} opens`, view.dialog.open && text.includes(table.name(row)) && location.hash === `#query=${table.key(row)}`);
    const asked = table.answers.filter((answers) => answers.verdict(row) !== notAsked).length;
    check(`query ${row} has its methods`, findAll("tbody td.answer", view.dialog).length === asked);
    check(`query ${row} is found by its key`, table.row(table.key(row)) === row);
    const pictures = findAll("img", view.dialog).length;
    const shownQuery = view.shown.get(row);
    check(`query ${row} has its pictures`, pictures === (shownQuery ? (shownQuery.witness ? 3 : 1) : 0));
  }
  view.dialog.close();
  list.activate(0);
  list.press({ target: list.view, key: "End", preventDefault() {} });
  check("End goes to the last row", list.active === list.rows.length - 1 && find(`tr[data-place="${list.active}"]`, list.body));
  list.press({ target: list.view, key: "Enter", preventDefault() {} });
  check("Enter opens it", view.dialog.open && view.row === list.rows[list.active]);
  view.dialog.close();
};
