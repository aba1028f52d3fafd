// While a run goes on its page looks again, but not from under a reader who has a query open or types.
const lookAgain = () => {
  const seconds = Number(document.body.dataset.again);
  if (!seconds || location.hash.startsWith("#selftest")) return;
  setTimeout(() => {
    const isBusy = document.querySelector("dialog[open]") || document.activeElement?.matches("input, select");
    if (isBusy) lookAgain();
    else location.reload();
  }, 1000 * seconds);
};
lookAgain();

