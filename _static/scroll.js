// What is wider than the page scrolls in its own box: formulas, code, tables. Such a box must be reachable
// with the keyboard, and only such a box: a stop at every formula would be in the way. Folded code and a
// turned phone change sizes, so each box is watched.
document.addEventListener("DOMContentLoaded", () => {
  const boxes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth;
      if (scrolls) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  document
    .querySelectorAll(".bd-article :is(pre, .math-display, .pst-scrollable-table-container)")
    .forEach((box) => boxes.observe(box));
});
