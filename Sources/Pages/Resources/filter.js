// Which queries are shown, and in which order.

/** The rows that pass, ascending. `wanted` has network, state, method and verdict as positions, or −1 for any. */
const filterRows = (table, wanted) => {
  const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
  const texts = words.length ? table.texts : null;
  const { network, state, disputed, seconds } = table.rows;
  const columns = wanted.method < 0 ? table.answers : [table.answers[wanted.method]];
  const kept = [];
  for (let row = 0; row < table.count; row++) {
    if (wanted.network >= 0 && network[row] !== wanted.network) continue;
    if (wanted.state >= 0 && state[row] !== wanted.state) continue;
    if (wanted.disputed && !disputed[row]) continue;
    if (wanted.seconds > 0 && !(seconds[row] >= wanted.seconds)) continue;
    if (wanted.verdict !== anyVerdict && !columns.some((column) => column.verdict(row) === wanted.verdict)) continue;
    if (texts && !words.every((word) => texts[row].includes(word))) continue;
    kept.push(row);
  }
  return Int32Array.from(kept);
};

const anyVerdict = -9;

/** Columns of the list: what is printed, what is sorted by. */
const queryColumns = (table) => {
  // As wide as what stands there, within bounds: what identifies a row is not to be cut.
  const wide = (words, least, most) =>
    Math.min(most, Math.max(least, 0.56 * words.reduce((length, word) => Math.max(length, word.length), 0) + 1.4));
  const last = table.rows.index.reduce((most, index) => Math.max(most, index), 0);
  const columns = [
    { id: "network", title: "network", width: wide(table.networks, 6, 26), value: (row) => table.network(row) },
    { id: "size", title: "ε", width: 5, value: (row) => Number(table.size(row)) || ratio(table.size(row)) },
    { id: "sample", title: table.kind === "instance" ? "instance" : "image", width: wide(table.sets.map((set) => `${set}:${last}`), 8, 34),
      value: (row) => table.sample(row) },
    { id: "label", title: "class", width: 4, value: (row) => table.label(row) },
    { id: "state", title: "state", width: wide(table.states, 6, 12), value: (row) => table.state(row) },
    ...table.methods.map((method, place) => ({
      id: `method-${place}`, title: method.title, width: 9, method: place, value: (row) => methodValue(table, place, row),
    })),
    { id: "seconds", title: "seconds", width: 6, value: (row) => table.rows.seconds[row] },
    { id: "nodes", title: "nodes", width: 6, value: (row) => table.rows.nodes[row] },
  ];
  const isEmpty = { size: table.sizes.every((size) => !size), label: !table.rows.label };
  return columns.filter((column) => !isEmpty[column.id]);
};

/** `2/255` as a number. */
const ratio = (text) => {
  const [above, below] = text.split("/").map(Number);
  return below ? above / below : text;
};

/** Bounds sort before verdicts without any, which sort by word. */
const methodValue = (table, method, row) => {
  const answers = table.answers[method];
  if (!answers.isAnswered(row)) return null;
  return answers.value("lower", row) ?? answers.value("upper", row) ?? table.words(method, row);
};

/** A new order of `rows`; the written one for direction 0. */
const sortRows = (rows, column, direction) => {
  if (!column || !direction) return Int32Array.from(rows).sort();
  const values = ranked(Array.from(rows, (row) => column.value(row)));
  const order = Uint32Array.from(values.keys());
  const sorted = Array.from(order).sort((a, b) => {
    const [first, second] = [values[a], values[b]];
    if (first === null || second === null) return (first === null) - (second === null) || rows[a] - rows[b];
    return direction * (first - second) || rows[a] - rows[b];
  });
  return Int32Array.from(sorted, (place) => rows[place]);
};

/** Numbers for values: texts by their rank, behind all numbers; `null` stays. */
const ranked = (values) => {
  const texts = [...new Set(values.filter((value) => typeof value === "string"))];
  if (texts.length === 0) return values;
  const collator = new Intl.Collator(undefined, { numeric: true });
  const largest = values.reduce((most, value) => (typeof value === "number" && value > most ? value : most), 0);
  const ranks = new Map(texts.sort(collator.compare).map((text, rank) => [text, largest + 1 + rank]));
  return values.map((value) => (typeof value === "string" ? ranks.get(value) : value));
};
