// How many queries each method decides within a time, of those that it computed itself, in the colours of the figures.

class Cactus {
  constructor(table, open) {
    this.table = table;
    this.form = find("#cactus-form");
    this.plot = new Plot(find("#cactus"), (point) => this.describe(point), open);
    this.curves = table.methods.map((method, place) => this.curve(method, place));
    this.curves.forEach((curve, place) => {
      if (curve.points.length === 0) return;
      const box = element("input", { type: "checkbox", checked: "", value: place });
      this.form.append(element("label", { class: "check" }, box, swatch(curve.style), ` ${curve.title}`));
    });
    this.form.addEventListener("input", () => this.draw());
    this.draw();
  }

  curve(method, place) {
    const answers = this.table.answers[place];
    const solved = [];
    let own = 0;
    for (let row = 0; row < this.table.count; row++) {
      if (!answers.isOwn(row)) continue;
      own += 1;
      if (answers.isSolved(row)) solved.push([Math.max(1e-6, answers.value("seconds", row) ?? 0), row]);
    }
    solved.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return { title: `${method.title} (${solved.length}/${own})`, name: method.title, place, style: lineStyle(method, place),
      // Processor time is not on this axis.
      limit: method.isProcessorTime ? null : method.limit,
      points: solved.map(([x, row], rank) => ({ x, y: rank + 1, row, method: place })) };
  }

  draw() {
    const chosen = findAll("input:checked", this.form).map((box) => this.curves[Number(box.value)]);
    const points = chosen.flatMap((curve) => curve.points);
    const x = Object.assign(new Axis(points.map((point) => point.x), true), { title: "seconds of a query" });
    const y = Object.assign(new Axis(points.map((point) => point.y), false), { title: "queries decided" });
    for (const curve of chosen) Object.assign(curve, { colour: lineColour(curve.style), dashes: curve.style.dashes });
    this.plot.tip.textContent = this.plot.hint;
    this.plot.show({ points, curves: chosen, x, y, limits: this.limits(chosen),
      title: `Queries decided over time by ${chosen.map((curve) => curve.title).join(", ")}` });
  }

  /** The limits that somebody reached, each with whose it is. */
  limits(chosen) {
    const names = new Map();
    for (const { limit, name } of chosen.filter(({ limit }) => limit)) names.set(limit, [...(names.get(limit) ?? []), name]);
    return [...names].map(([seconds, names]) => ({ seconds, names }));
  }

  describe(point) {
    return `${this.table.methods[point.method].title} decides ${this.table.name(point.row)} in ${shown(point.x)} s, as its ${point.y}.`;
  }
}
