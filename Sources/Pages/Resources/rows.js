// The queries: packed columns, unpacked by the browser.

/** JSON of gzip of base64. */
const unpack = async (text) => {
  const letters = atob(text.trim());
  const bytes = new Uint8Array(letters.length);
  for (let place = 0; place < letters.length; place++) bytes[place] = letters.charCodeAt(place);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
};

const unanswered = -1;
const notAsked = -2;

/** What one method said of every query. */
class Answers {
  constructor(json) {
    this.codes = Int32Array.from(json.codes);
    this.columns = json;
  }
  isAnswered(row) { return this.codes[row] >= 0; }
  verdict(row) { return this.codes[row] < 0 ? this.codes[row] : this.codes[row] & 15; }
  isSolved(row) { return this.codes[row] >= 0 && (this.codes[row] & 16) !== 0; }
  /** Position of the reason for `unknown`, from 1; 0 for none. */
  reason(row) { return this.codes[row] < 0 ? 0 : (this.codes[row] >> 5) & 15; }
  /** Position of what it is implied by, from 1; 0 where the method ran itself. */
  implication(row) { return this.codes[row] < 0 ? 0 : this.codes[row] >> 9; }
  isOwn(row) { return this.codes[row] >= 0 && this.codes[row] >> 9 === 0; }
  /** `lower`, `upper`, `seconds`, `nodes` or `programs`; `null` where there is none. */
  value(name, row) { return this.columns[name]?.[row] ?? null; }
}

class QueryTable {
  constructor(json) {
    Object.assign(this, json);
    this.count = json.rows.network.length;
    this.answers = json.answers.map((answers) => new Answers(answers));
    this.remarks = new Map();
    for (const [row, method, text] of json.notes) {
      this.remarks.set(row, [...(this.remarks.get(row) ?? []), [method, text]]);
    }
  }
  network(row) { return this.networks[this.rows.network[row]]; }
  size(row) { return this.sizes[this.rows.size[row]]; }
  sample(row) { return `${this.sets[this.rows.set[row]]}:${this.rows.index[row]}`; }
  label(row) { return this.rows.label?.[row] ?? null; }
  state(row) { return this.states[this.rows.state[row]]; }
  name(row) {
    const size = this.size(row);
    return `${this.network(row)}${size ? `, ε ${size}` : ""}, ${this.sample(row)}`;
  }
  /** Stands behind `#query=`; the same in every rendering. */
  key(row) { return [this.network(row), this.size(row), this.sample(row)].map(encodeURIComponent).join("/"); }
  row(key) {
    for (let row = 0; row < this.count; row++) if (this.key(row) === key) return row;
    return -1;
  }
  /** What free text is looked for in, in lower case. */
  get texts() {
    this.madeTexts ??= Array.from({ length: this.count }, (_, row) => {
      const label = this.label(row);
      return `${this.network(row)} ${this.size(row)} ${this.sample(row)} ${this.state(row)}${label === null ? "" : ` class ${label}`}`
        .toLowerCase();
    });
    return this.madeTexts;
  }
  /** What a method said, in words. */
  words(method, row) {
    const answers = this.answers[method];
    const verdict = answers.verdict(row);
    if (verdict === notAsked) return "not asked";
    if (verdict === unanswered) return "no answer yet";
    const reason = answers.reason(row);
    const implication = answers.implication(row);
    return this.verdicts[verdict] + (reason ? `: ${this.reasons[reason - 1]}` : "")
      + (implication ? ` (implied by ${this.implications[implication - 1]})` : "");
  }
  /** `verigap verify …`, or `null` where no such command asks it. */
  command(method, row) {
    const network = this.networkOptions[this.rows.network[row]];
    const options = this.methods[method].options;
    if (!network || !options) return null;
    const size = this.size(row);
    return ["verigap verify", network, `--data ${this.sample(row)}`, size ? `--epsilon ${size}` : "", options, this.commonOptions]
      .filter(Boolean).join(" ");
  }
}
