// The switch in the header: opens or closes all folded code of a page, and remembers it for the next one.
// A page reached through a link to a folded claim opens that claim.
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector(".code-switch");
  const folds = document.querySelectorAll(".bd-article details.how");
  const set = (open) => {
    folds.forEach((fold) => { fold.open = open; });
    button.setAttribute("aria-pressed", open);
  };
  if (button) {
    if (localStorage.getItem("code") === "open") set(true);
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-pressed") !== "true";
      localStorage.setItem("code", open ? "open" : "closed");
      set(open);
    });
  }
  const arrive = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let opened = false;
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      opened ||= !fold.open;
      fold.open = true;
    }
    if (opened) target.scrollIntoView();
  };
  addEventListener("hashchange", arrive);
  arrive();
});
