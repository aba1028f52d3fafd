// One method against another, query by query.

class Scatter {
  constructor(table, open) {
    this.table = table;
    this.form = find("#scatter-form");
    this.plot = new Plot(find("#scatter"), (point) => this.describe(point), open);
    const select = (name, words, chosen) => {
      this.form.elements[name].append(...words.map(([value, word]) => element("option", { value }, word)));
      if (chosen !== undefined) this.form.elements[name].value = chosen;
    };
    this.measures = this.known();
    const methods = table.methods.map((method, place) => [place, method.title]);
    const measure = this.measures[0]?.id;
    const [first, second] = this.best(measure);
    select("x", methods, first);
    select("y", methods, second);
    select("measure", this.measures.map((known) => [known.id, known.title]), measure);
    const states = table.states.map((state, place) => [state, place]).filter(([, place]) => table.rows.state.includes(place));
    find("#scatter-legend").append("Colours: ", ...states.map(([state, place]) =>
      element("span", { class: "check" }, element("span", { class: "swatch", style: `background: var(--state-${place})` }), ` ${state} `)));
    this.form.addEventListener("input", () => this.draw());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.draw();
  }

  /** What some method has numbers of. */
  known() {
    const titles = this.table.kind === "distance"
      ? { lower: "certified distance", upper: "distance of the witness" } : { lower: "lower bound on the margin", upper: "upper bound on the margin" };
    const all = [
      { id: "seconds", title: "seconds", unit: "s", isLogarithmic: true },
      { id: "lower", title: titles.lower, isLogarithmic: false }, { id: "upper", title: titles.upper, isLogarithmic: false },
      { id: "nodes", title: "nodes", isLogarithmic: true },
    ];
    return all.filter(({ id }) => this.table.answers.some((answers) => answers.columns[id]));
  }

  /** The two methods with most numbers. */
  best(measure) {
    const counts = this.table.answers.map((answers, place) =>
      [place, (answers.columns[measure] ?? []).reduce((sum, value) => sum + (value !== null), 0)]);
    const order = counts.sort((a, b) => b[1] - a[1]).map(([place]) => place);
    return [order[0] ?? 0, order[1] ?? order[0] ?? 0];
  }

  draw() {
    const [x, y] = [Number(this.form.elements.x.value), Number(this.form.elements.y.value)];
    const measure = this.measures.find(({ id }) => id === this.form.elements.measure.value);
    if (!measure) return;
    const colours = this.table.states.map((_, state) => colour(`--state-${state}`));
    const points = [];
    for (let row = 0; row < this.table.count; row++) {
      const [first, second] = [x, y].map((method) => this.table.answers[method].value(measure.id, row));
      if (first === null || second === null || (measure.isLogarithmic && !(first > 0 && second > 0))) continue;
      points.push({ x: first, y: second, row, colour: colours[this.table.rows.state[row]] });
    }
    points.sort((a, b) => a.x - b.x || a.row - b.row);
    // Both axes alike, so that the diagonal is one.
    const values = points.flatMap((point) => [point.x, point.y]);
    const axis = (method) =>
      Object.assign(new Axis(values, measure.isLogarithmic), { title: `${this.table.methods[method].title}: ${measure.title}` });
    find("#scatter-count").textContent = `${points.length} queries have both`;
    this.plot.tip.textContent = this.plot.hint;
    this.plot.show({ points, x: axis(x), y: axis(y), hasDiagonal: true,
      title: `Scatter of ${points.length} queries: ${measure.title} of two methods` });
  }

  describe(point) { return `${this.table.name(point.row)}: ${shown(point.x)} across, ${shown(point.y)} up; ${this.table.state(point.row)}`; }
}
