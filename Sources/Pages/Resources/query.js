// One query in full: pictures, scores, what every method said with its bounds as bars, and how to ask it again.

class QueryView {
  constructor(table, shown) {
    this.table = table;
    this.dialog = find("#query");
    this.pictures = shown.pictures;
    this.shown = new Map(shown.queries.map((query) => [query.row, query]));
    this.dialog.addEventListener("close", () => {
      if (location.hash.startsWith("#query=")) history.replaceState(null, "", location.pathname + location.search);
    });
    this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.dialog.close(); });
    this.dialog.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step && !event.target.closest(".scroll, input")) this.step(step);
    });
    window.addEventListener("hashchange", () => this.follow());
  }

  /** The order in which the arrows go. */
  set order(rows) { this.rows = rows; }

  /** Opens what the address names. */
  follow() {
    if (!location.hash.startsWith("#query=")) return;
    const row = this.table.row(location.hash.slice("#query=".length));
    if (row >= 0) this.open(row);
  }

  open(row) {
    this.row = row;
    history.replaceState(null, "", `#query=${this.table.key(row)}`);
    this.dialog.replaceChildren(this.head(row), ...this.parts(row));
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.scrollTop = 0;
    find("button.close", this.dialog).focus();
  }

  step(by) {
    const rows = this.rows?.() ?? [];
    const place = rows.indexOf(this.row);
    const next = rows[place + by];
    if (next !== undefined) this.open(next);
  }

  head(row) {
    const button = (text, label, action, kind) => element("button", { type: "button", "aria-label": label, title: label, class: kind, onclick: action }, text);
    return element("div", { class: "dialog-head" },
      element("h2", { id: "query-title" }, this.table.name(row)),
      button("←", "Previous query", () => this.step(-1)), button("→", "Next query", () => this.step(1)),
      button("✕", "Close", () => this.dialog.close(), "close"));
  }

  parts(row) {
    const label = this.table.label(row);
    const query = this.shown.get(row);
    const state = element("p", {}, element("span", { class: `state state-${this.table.rows.state[row]}` }, this.table.state(row)),
      label === null ? "" : ` · true class ${label}`, ` · ${shown(this.table.rows.seconds[row])} s, ${shown(this.table.rows.nodes[row])} nodes in all`);
    return [state, this.gallery(query), this.scores(query), this.methods(row), this.remarks(row), this.commands(row),
      this.links(query)].filter(Boolean);
  }

  gallery(query) {
    if (!query) return this.table.kind === "instance" ? null
      : element("p", { class: "note" }, "No picture: the page has those of a few queries of every network and size alone.");
    const picture = (place, caption) => element("figure", {},
      element("img", { src: this.pictures[place], alt: caption, class: "pixels" }), element("figcaption", {}, caption));
    const parts = [picture(query.image, "image")];
    const witness = query.witness;
    if (witness) {
      parts.push(picture(witness.image, `witness of ${this.table.methods[witness.method].title}, class ${witness.class}`),
        picture(witness.difference, `difference × ${witness.magnification}, grey is none`));
    } else if (this.table.state(query.row) === "falsified") {
      parts.push(element("p", { class: "note" }, "The witness's pixels were not at hand when this page was written; asking again finds one."));
    }
    return element("div", { class: "gallery" }, parts);
  }

  scores(query) {
    const [image, witness] = [query?.scores, query?.witness?.scores];
    if (!image) return null;
    const all = [...image, ...(witness ?? [])];
    const [least, most] = [Math.min(0, ...all), Math.max(0, ...all)];
    const label = this.table.label(query.row);
    const cells = (scores, place) => scores
      ? [element("td", { class: "number" }, shown(scores[place])), element("td", {}, intervalBar(least, most, Math.min(0, scores[place]), Math.max(0, scores[place]), "score"))]
      : [];
    return this.section("Class scores", element("table", { class: "plain" },
      element("thead", {}, element("tr", {}, ...["class", "image", ""].concat(witness ? ["witness", ""] : []).map((title) => element("th", { scope: "col" }, title)))),
      element("tbody", {}, image.map((_, place) => element("tr", { class: place === label ? "label" : null },
        element("th", { scope: "row" }, `${place}${place === label ? " (true)" : ""}`), cells(image, place), cells(witness, place))))));
  }

  methods(row) {
    const table = this.table;
    const bounds = table.answers.flatMap((answers) => [answers.value("lower", row), answers.value("upper", row)]).filter((value) => value !== null);
    const [least, most] = [Math.min(0, ...bounds), Math.max(0, ...bounds)];
    const hasBounds = bounds.length > 0;
    const number = table.kind === "distance" ? ["certified up to", "witness at"] : ["margin ≥", "margin ≤"];
    const titles = ["method", "says", ...(hasBounds ? [...number, ""] : []), "seconds", "nodes", "LPs"];
    const lines = table.methods.map((method, place) => {
      const answers = table.answers[place];
      if (answers.verdict(row) === notAsked) return null;
      const value = (name) => answers.value(name, row);
      const cell = (name) => element("td", { class: "number" }, shown(value(name)));
      return element("tr", {}, element("th", { scope: "row", title: `${method.claim}, ${shown(method.limit)} s a query` }, method.title),
        element("td", { class: `answer verdict-${answers.verdict(row)}` }, table.words(place, row)),
        hasBounds ? [cell("lower"), cell("upper"), element("td", {}, intervalBar(least, most, value("lower"), value("upper"), table.kind))] : [],
        cell("seconds"), cell("nodes"), cell("programs"));
    });
    return this.section("What each method said", element("div", { class: "scroll", tabindex: "0" },
      element("table", { class: "plain" }, element("thead", {}, element("tr", {}, titles.map((title) => element("th", { scope: "col" }, title)))),
        element("tbody", {}, lines))));
  }

  remarks(row) {
    const remarks = this.table.remarks.get(row);
    if (!remarks) return null;
    return this.section("Remarks", element("ul", {}, remarks.map(([method, text]) => element("li", {}, `${this.table.methods[method].title}: ${text}`))));
  }

  commands(row) {
    const commands = this.table.methods.map((_, method) => this.table.command(method, row)).filter((text, method) =>
      text && this.table.answers[method].verdict(row) !== notAsked);
    if (commands.length === 0) {
      return this.section("Asked again", element("p", {}, "By its suite alone: ", element("code", {}, `verigap run ${this.table.suite}`)));
    }
    const copy = (text) => element("button", { type: "button", onclick: (event) => {
      navigator.clipboard?.writeText(text).then(() => { event.target.textContent = "copied"; }, () => {});
    } }, "copy");
    return this.section("Asked again", commands.map((text) => element("div", { class: "command" }, element("code", {}, text), copy(text))));
  }

  links(query) {
    const lines = [];
    if (query?.witness) lines.push(`The witness is ${query.witness.fingerprint} in results.csv.`);
    for (const [method, name] of query?.proofs ?? []) lines.push(`${this.table.methods[method].title} with --proof writes ${name}; verigap check reads it.`);
    lines.push("Every digit, and the names of proofs and witnesses of all queries, are in results.csv (verigap report writes it).");
    return this.section("Proofs and witnesses", element("ul", { class: "links" }, lines.map((line) => element("li", {}, line))));
  }

  section(title, ...content) { return element("section", {}, element("h3", {}, title), ...content); }
}

/** Bounds between `least` and `most`: a bar where both are known, an open one where one is; the line is 0. */
const intervalBar = (least, most, lower, upper, kind) => {
  const [width, height] = [160, 14];
  const drawing = svgElement("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: `bar bar-${kind}`, "aria-hidden": "true" });
  const place = (value) => 2 + ((value - least) / (most - least || 1)) * (width - 4);
  drawing.append(svgElement("line", { x1: place(0), x2: place(0), y1: 0, y2: height, class: "zero" }));
  if (lower === null && upper === null) return drawing;
  const [from, to] = [lower ?? least, upper ?? most];
  drawing.append(svgElement("rect", { x: place(from), y: 3, width: Math.max(1.5, place(to) - place(from)), height: height - 6,
    class: lower === null || upper === null ? "open" : "closed" }));
  for (const end of [lower, upper]) if (end !== null) drawing.append(svgElement("line", { x1: place(end), x2: place(end), y1: 1, y2: height - 1, class: "end" }));
  return drawing;
};
