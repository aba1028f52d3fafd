// While a run goes on its page looks again, but not from under a reader who has a query open or types.
const lookAgain = () => {
  const seconds = Number(document.body.dataset.again);
  if (!seconds || location.hash.startsWith("#selftest")) return;
  const silence = Date.now() / 1000 - Number(document.body.dataset.written);
  if (silence > 20 * seconds + 60) {
    document.querySelector("#run-title").textContent = `No news for ${Math.round(silence / 60)} min: was the run killed?`;
  }
  setTimeout(() => {
    const isBusy = document.querySelector("dialog[open]") || document.activeElement?.matches("input, select");
    if (isBusy) lookAgain();
    else location.reload();
  }, 1000 * seconds);
};
lookAgain();

