// The list of queries: only rows in sight are in the document, so that a hundred thousand scroll as ten do.

const marks = { robust: "✓", falsified: "✗", unknown: "?", timeout: "◔", "out of memory": "▣", crashed: "!", unsupported: "∅",
  "witness rejected": "⊘" };
const rowHeight = 28;
const numberColumns = ["seconds", "nodes", "label", "size"];

class QueryList {
  constructor(table, open) {
    this.table = table;
    this.open = open;
    this.columns = queryColumns(table);
    this.rows = Int32Array.from({ length: table.count }, (_, row) => row);
    this.sorted = { column: null, direction: 0 };
    this.active = 0;
    this.view = find("#query-list");
    this.body = find("tbody", this.view);
    this.form = find("#filters");
    this.makeHead();
    this.fillFilters();
    this.view.addEventListener("scroll", lazily(() => this.draw()));
    this.view.addEventListener("keydown", (event) => this.press(event));
    this.body.addEventListener("click", (event) => this.click(event));
    this.form.addEventListener("input", lazily(() => this.refresh()));
    this.form.addEventListener("reset", () => setTimeout(() => this.refresh()));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("resize", lazily(() => this.draw()));
    window.addEventListener("beforeprint", () => this.draw(true));
    window.addEventListener("afterprint", () => this.draw());
    this.refresh();
  }

  makeHead() {
    const row = find("thead tr", this.view);
    const widths = this.columns.map((column) => element("col", { style: `width: ${column.width}em` }));
    find("colgroup", this.view).append(...widths);
    find("table", this.view).style.minWidth = `${this.columns.reduce((sum, column) => sum + column.width, 0)}em`;
    this.headers = this.columns.map((column) => {
      const header = element("th", { scope: "col", class: numberColumns.includes(column.id) ? "number" : null }, column.title);
      makeSortable(header, () => this.sort(column, nextDirection(header)));
      return header;
    });
    row.append(...this.headers);
    const verdicts = this.table.verdicts.filter((verdict) => marks[verdict]).map((verdict) => `${marks[verdict]} ${verdict}`);
    const number = { margin: "bounds on the worst margin", distance: "a bracket of the minimum distortion",
      instance: "its seconds" }[this.table.kind];
    find("#legend").textContent = `${verdicts.join(", ")}; behind it ${number}. Pale: implied by another method's answer. `
      + "Seconds and nodes are sums over the methods that ran.";
  }

  fillFilters() {
    const options = (name, words, any) => {
      const select = this.form.elements[name];
      select.append(element("option", { value: "" }, any), ...words.map((word, place) => element("option", { value: place }, word)));
    };
    options("network", this.table.networks, "all");
    options("state", this.table.states, "any");
    options("method", this.table.methods.map((method) => method.title), "any");
    options("verdict", this.table.verdicts, "anything");
    this.form.elements.verdict.append(element("option", { value: unanswered }, "no answer yet"));
  }

  get wanted() {
    const fields = this.form.elements;
    const place = (name, any = -1) => (fields[name].value === "" ? any : Number(fields[name].value));
    return { network: place("network"), state: place("state"), method: place("method"), verdict: place("verdict", anyVerdict),
      seconds: Number(fields.seconds.value), disputed: fields.disputed.checked, text: fields.text.value };
  }

  refresh() {
    this.kept = filterRows(this.table, this.wanted);
    this.rows = this.sorted.direction ? sortRows(this.kept, this.sorted.column, this.sorted.direction) : this.kept;
    this.active = Math.min(this.active, Math.max(0, this.rows.length - 1));
    find("#query-count").textContent = this.rows.length === this.table.count
      ? `${this.table.count} queries` : `${this.rows.length} of ${this.table.count} queries`;
    find("table", this.view).setAttribute("aria-rowcount", this.rows.length + 1);
    this.draw();
  }

  sort(column, direction) {
    this.sorted = { column, direction };
    markSorted(this.headers, this.headers[this.columns.indexOf(column)], direction);
    this.refresh();
  }

  /** Rows in sight and a few more; for print the first of all. */
  draw(forPrint = false) {
    const first = forPrint ? 0 : Math.max(0, Math.floor(this.view.scrollTop / rowHeight) - 8);
    const room = forPrint ? 200 : Math.ceil(this.view.clientHeight / rowHeight) + 16;
    const last = Math.min(this.rows.length, first + room);
    find("#print-note").textContent = last < this.rows.length ? `In print the first ${last} of ${this.rows.length} queries.` : "";
    const spacer = (rows) =>
      element("tr", { class: "spacer", "aria-hidden": "true", style: `height: ${forPrint ? 0 : rows * rowHeight}px` });
    const drawn = [];
    for (let place = first; place < last; place++) drawn.push(this.line(place));
    this.body.replaceChildren(spacer(first), ...drawn, spacer(this.rows.length - last));
  }

  line(place) {
    const row = this.rows[place];
    const cells = this.columns.map((column) =>
      column.method === undefined ? this.plain(column, row) : this.answer(column.method, row));
    return element("tr", {
      "data-place": place, "aria-rowindex": place + 2, class: place === this.active ? "active" : null,
      "aria-selected": place === this.active ? "true" : null,
    }, cells);
  }

  plain(column, row) {
    const isNumber = numberColumns.includes(column.id);
    const text = column.id === "size" ? this.table.size(row) : isNumber ? shown(column.value(row)) : column.value(row);
    const state = column.id === "state" ? `state state-${this.table.rows.state[row]}` : isNumber ? "number" : null;
    return element("td", { class: state, title: isNumber ? null : text }, text);
  }

  answer(method, row) {
    const answers = this.table.answers[method];
    const verdict = answers.verdict(row);
    if (verdict === notAsked) return element("td", {}, "");
    const words = this.table.words(method, row);
    if (verdict === unanswered) return element("td", { class: "owed", title: words }, "…");
    const text = `${marks[this.table.verdicts[verdict]] ?? ""} ${this.numbers(method, row)}`;
    const kind = `answer verdict-${verdict}${answers.implication(row) ? " implied" : ""}`;
    return element("td", { class: kind, title: words, "aria-label": `${words} ${this.numbers(method, row)}` }, text);
  }

  numbers(method, row) {
    const answers = this.table.answers[method];
    const [lower, upper] = [answers.value("lower", row), answers.value("upper", row)];
    if (this.table.kind === "instance") {
      const seconds = answers.value("seconds", row);
      return seconds === null ? "" : `${shown(seconds)} s`;
    }
    if (lower !== null && upper !== null && lower !== upper) return `${shown(lower)} … ${shown(upper)}`;
    return lower !== null ? shown(lower) : upper !== null ? `≤ ${shown(upper)}` : "";
  }

  click(event) {
    const line = event.target.closest("tr[data-place]");
    if (!line) return;
    this.activate(Number(line.dataset.place));
    this.open(this.rows[this.active]);
  }

  press(event) {
    const page = Math.max(1, Math.floor(this.view.clientHeight / rowHeight) - 2);
    const last = this.rows.length - 1;
    const moves = { ArrowDown: this.active + 1, ArrowUp: this.active - 1, PageDown: this.active + page,
      PageUp: this.active - page, Home: 0, End: last };
    if (event.target !== this.view || last < 0) return;
    if (event.key === "Enter") this.open(this.rows[this.active]);
    else if (event.key in moves) this.activate(Math.max(0, Math.min(last, moves[event.key])));
    else return;
    event.preventDefault();
  }

  activate(place) {
    this.active = place;
    const [top, room] = [place * rowHeight, this.view.clientHeight - 3 * rowHeight];
    if (top < this.view.scrollTop) this.view.scrollTop = top;
    else if (top > this.view.scrollTop + room) this.view.scrollTop = top - room;
    this.draw();
  }
}
