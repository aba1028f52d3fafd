// What both plots share: a sharp canvas in the page's colours, axes, and what lies under the pointer.

const palette = ["--line-1", "--line-2", "--line-3", "--line-4", "--line-5", "--line-6", "--line-7", "--line-8"];
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The colour and dashes of a method, as the figures have them; what is black there is the page's ink. */
const lineStyle = (method, place) => {
  const isInk = method.color === "#1a1a1a";
  return { name: isInk ? "--ink" : method.color ? null : palette[place % palette.length], color: method.color, dashes: method.dashes ?? [] };
};
const lineColour = (style) => (style.name ? colour(style.name) : style.color);
const swatch = (style) => {
  const shade = style.name ? `var(${style.name})` : style.color;
  return element("span", { class: "stroke", style: `border-top-color: ${shade}; border-top-style: ${style.dashes.length ? "dashed" : "solid"}` });
};

class Axis {
  /** - values: those that must fit; a logarithmic axis leaves out what is not above 0. */
  constructor(values, isLogarithmic) {
    this.isLogarithmic = isLogarithmic;
    let [least, most] = [Infinity, -Infinity];
    for (const value of values) {
      const scaled = this.scaled(value);
      if (!Number.isFinite(scaled)) continue;
      if (scaled < least) least = scaled;
      if (scaled > most) most = scaled;
    }
    if (least > most) [least, most] = [0, 1];
    const room = (most - least || 1) * 0.04;
    [this.least, this.most] = [least - room, most + room];
  }
  scaled(value) { return this.isLogarithmic ? Math.log10(value) : value; }
  /** 0 to 1; not finite where the value is not on the axis. */
  place(value) { return (this.scaled(value) - this.least) / (this.most - this.least); }
  get ticks() {
    if (this.isLogarithmic) {
      const decades = this.most - this.least;
      const step = Math.max(1, Math.ceil(decades / 7));
      const ticks = [];
      for (let power = Math.floor(this.least); power <= this.most; power += step) {
        for (const factor of decades < 2.5 ? [1, 2, 5] : [1]) ticks.push(factor * 10 ** power);
      }
      return ticks.filter((tick) => Math.log10(tick) >= this.least && Math.log10(tick) <= this.most);
    }
    const rough = (this.most - this.least) / 6;
    const unit = 10 ** Math.floor(Math.log10(rough));
    const step = unit * ([1, 2, 5, 10].find((factor) => factor * unit >= rough) ?? 10);
    const ticks = [];
    for (let tick = Math.ceil(this.least / step) * step; tick <= this.most; tick += step) ticks.push(Math.abs(tick) < step / 1e6 ? 0 : tick);
    return ticks;
  }
}

class Plot {
  constructor(canvas, describe, open) {
    Object.assign(this, { canvas, describe, open, points: [], highlighted: -1 });
    this.tip = find(`#${canvas.id}-tip`);
    canvas.addEventListener("pointermove", (event) => this.hover(event));
    canvas.addEventListener("pointerleave", () => this.highlight(-1));
    canvas.addEventListener("click", () => { if (this.highlighted >= 0) this.open(this.points[this.highlighted].row); });
    canvas.addEventListener("keydown", (event) => this.press(event));
    window.addEventListener("resize", lazily(() => this.draw()));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  /** What is drawn: `points` with x, y, row, colour and method, sorted in the order of the arrow keys. */
  show(content) {
    Object.assign(this, { highlighted: -1, curves: [], limits: [] }, content);
    this.canvas.setAttribute("aria-label", content.title);
    this.draw();
  }

  get frame() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    return { width, height, left: 62, right: width - 12, top: 12, bottom: height - 44 };
  }
  at(point) {
    const { left, right, top, bottom } = this.frame;
    return [left + this.x.place(point.x) * (right - left), bottom - this.y.place(point.y) * (bottom - top)];
  }

  draw() {
    const { width, height } = this.frame;
    if (!this.x || width === 0) return;
    const scale = devicePixelRatio || 1;
    [this.canvas.width, this.canvas.height] = [width * scale, height * scale];
    const context = this.canvas.getContext("2d");
    context.scale(scale, scale);
    context.font = "12px system-ui, sans-serif";
    this.drawAxes(context);
    for (const curve of this.curves) this.drawCurve(context, curve);
    if (this.curves.length === 0) this.drawPoints(context);
    if (this.highlighted >= 0) this.drawRing(context, this.points[this.highlighted]);
  }

  drawAxes(context) {
    const { left, right, top, bottom } = this.frame;
    Object.assign(context, { strokeStyle: colour("--rule"), fillStyle: colour("--soft"), lineWidth: 1, textAlign: "center" });
    for (const tick of this.x.ticks) {
      const x = left + this.x.place(tick) * (right - left);
      stroke(context, [[x, top], [x, bottom]]);
      context.fillText(shown(tick), x, bottom + 16);
    }
    context.textAlign = "right";
    for (const tick of this.y.ticks) {
      const y = bottom - this.y.place(tick) * (bottom - top);
      stroke(context, [[left, y], [right, y]]);
      context.fillText(shown(tick), left - 6, y + 4);
    }
    context.strokeStyle = colour("--soft");
    if (this.hasDiagonal) stroke(context, this.diagonal);
    this.drawLimits(context);
    context.fillStyle = colour("--ink");
    context.textAlign = "center";
    context.fillText(this.x.title, (left + right) / 2, bottom + 36);
    context.save();
    context.translate(14, (top + bottom) / 2);
    context.rotate(-Math.PI / 2);
    context.fillText(this.y.title, 0, 0);
    context.restore();
  }

  /** Limits of several methods that are the same are one line. */
  drawLimits(context) {
    const { left, right, top, bottom } = this.frame;
    context.setLineDash([3, 3]);
    Object.assign(context, { textAlign: "right", fillStyle: colour("--soft") });
    this.limits.forEach(({ seconds, names }, place) => {
      const x = left + this.x.place(seconds) * (right - left);
      if (!(x >= left && x <= right)) return;
      stroke(context, [[x, top], [x, bottom]]);
      context.fillText(`limit ${shown(seconds)} s: ${names.join(", ")}`, x - 4, top + 12 + 15 * place, x - left - 8);
    });
    context.setLineDash([]);
  }

  /** Where both axes say the same. */
  get diagonal() {
    const least = Math.max(this.x.least, this.y.least);
    const most = Math.min(this.x.most, this.y.most);
    const back = (value) => (this.x.isLogarithmic ? 10 ** value : value);
    return least < most ? [least, most].map((value) => this.at({ x: back(value), y: back(value) })) : [];
  }

  drawPoints(context) {
    for (const point of this.points) {
      const [x, y] = this.at(point);
      context.fillStyle = point.colour;
      context.globalAlpha = this.points.length > 2000 ? 0.45 : 0.75;
      context.fillRect(x - 2, y - 2, 4, 4);
    }
    context.globalAlpha = 1;
  }

  drawCurve(context, curve) {
    Object.assign(context, { strokeStyle: curve.colour, lineWidth: 2 });
    const places = curve.points.map((point) => this.at(point));
    const steps = places.flatMap(([x, y], index) => (index ? [[x, places[index - 1][1]], [x, y]] : [[x, y]]));
    context.setLineDash((curve.dashes ?? []).map((length) => 3 * length));
    stroke(context, steps);
    context.setLineDash([]);
    context.lineWidth = 1;
  }

  drawRing(context, point) {
    const [x, y] = this.at(point);
    Object.assign(context, { strokeStyle: colour("--ink"), lineWidth: 2 });
    context.beginPath();
    context.arc(x, y, 6, 0, 2 * Math.PI);
    context.stroke();
  }

  hover(event) {
    const bounds = this.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
    let [nearest, distance] = [-1, 14 * 14];
    this.points.forEach((point, place) => {
      const [left, top] = this.at(point);
      const found = (left - x) ** 2 + (top - y) ** 2;
      if (found < distance) [nearest, distance] = [place, found];
    });
    this.highlight(nearest);
  }

  press(event) {
    const moves = { ArrowRight: 1, ArrowLeft: -1, PageDown: 50, PageUp: -50 };
    if (event.key === "Enter" && this.highlighted >= 0) this.open(this.points[this.highlighted].row);
    else if (event.key in moves && this.points.length) {
      this.highlight(Math.max(0, Math.min(this.points.length - 1, this.highlighted + moves[event.key])));
    } else return;
    event.preventDefault();
  }

  highlight(place) {
    if (place === this.highlighted) return;
    this.highlighted = place;
    this.canvas.style.cursor = place < 0 ? "default" : "pointer";
    this.tip.textContent = place < 0 ? this.hint : this.describe(this.points[place]);
    this.draw();
  }

  get hint() { return "Point at a query to see its name; a click, or Enter after the arrow keys, opens it."; }
}

const stroke = (context, places) => {
  context.beginPath();
  places.forEach(([x, y], index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.stroke();
};
