// Wires the page together.

for (const table of findAll("table[data-sortable]")) enhanceTable(table);

const start = async (packed) => {
  const table = new QueryTable(await unpack(packed));
  const view = new QueryView(table, JSON.parse(find("#shown").textContent));
  const list = new QueryList(table, (row) => view.open(row));
  view.order = () => list.rows;
  const opened = performance.now();
  view.follow();
  // So that the first word typed finds them ready.
  (window.requestIdleCallback ?? setTimeout)(() => table.texts);
  const plots = whenNear(find("#plots"), () => [Scatter, Cactus].map((Plots) => new Plots(table, (row) => view.open(row))));
  if (location.hash.startsWith("#selftest")) await selftest({ table, view, list, plots, opened });
};

/** Makes something once its place comes near the window, is printed, or is asked for. */
const whenNear = (place, make) => {
  let made = null;
  const now = () => (made ??= make());
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    now();
  }, { rootMargin: "600px" }).observe(place);
  window.addEventListener("beforeprint", now);
  return now;
};

/** Says in the page what went wrong: a console is open nowhere. */
const guarded = (packed) => start(packed).catch((fault) => {
  find("#query-count").textContent = "DecompressionStream" in window
    ? `The queries cannot be shown: ${fault.message}` : "This browser cannot unpack the queries: it is too old.";
  console.error(fault);
});

/** Called by `rows.js`, where the rows stand beside the page. */
window.verigapRows = guarded;
const inside = find("#rows").textContent;
if (inside) guarded(inside);
window.addEventListener("beforeprint", () => { for (const part of findAll("details")) part.open = true; });
