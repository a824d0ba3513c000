// The ledger: a filter above the lists, and under the drawing the name of the sign that is pointed at.
// Without JavaScript all rows are there, and each sign has its name as a tooltip.
document.addEventListener("DOMContentLoaded", () => {
  const KINDS = ["proved", "checked", "refuted", "defined"];
  const kindOf = (element) => KINDS.find((kind) => element.classList.contains(`claim-${kind}`));
  const make = (tag, attributes, ...children) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...children);
    return element;
  };

  // --- The filter

  // What a row says, and the names of its Greek letters: "β", "\beta", "beta" all find β.
  const GREEK = {
    α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "epsilon", η: "eta", θ: "theta", κ: "kappa", λ: "lambda", μ: "mu",
    π: "pi", ρ: "rho", σ: "sigma", τ: "tau", φ: "phi", ω: "omega", Δ: "delta", Σ: "sum", "∑": "sum", "∞": "infty",
  };
  const plain = (text) => text.toLowerCase().replace(/[\s\u200b\u2060]+/gu, " ");
  const rows = [...document.querySelectorAll(".ledger-index > li")].map((row) => {
    const said = row.textContent.normalize("NFKC");
    const letters = [...new Set(said)].filter((letter) => letter in GREEK).map((letter) => `\\${GREEK[letter]}`);
    return { row, kind: kindOf(row), text: plain(`${said} ${letters.join(" ")}`) };
  });
  const sections = [...document.querySelectorAll("section:has(> .ledger-index)")];
  const words = make("input", { type: "search", placeholder: "Words to find", autocomplete: "off" });
  words.setAttribute("aria-label", "Words to find in the claims");
  const boxes = KINDS.map((kind) => make("input", { type: "checkbox", defaultChecked: true, name: kind }));
  const count = make("output", {});
  const form = make("form", { className: "ledger-filter" }, words, ...boxes.map((box) => make("label", { className: `claim-${box.name}` }, box, box.name)), count);
  form.setAttribute("role", "search");

  function filter() {
    const wanted = plain(words.value).split(" ").filter(Boolean);
    const kinds = new Set(boxes.filter((box) => box.checked).map((box) => box.name));
    let found = 0;
    for (const { row, kind, text } of rows) {
      row.hidden = !(kinds.has(kind) && wanted.every((word) => text.includes(word)));
      found += !row.hidden;
    }
    for (const section of sections) section.hidden = !section.querySelector(".ledger-index > li:not([hidden])");
    count.textContent = found === rows.length ? `${found} claims` : `${found} of ${rows.length} claims`;
  }

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  sections[0]?.before(form);
  filter();

  // A link to a row or a chapter that is filtered away shows all again.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.closest("[hidden]")) return;
    form.reset();
    filter();
    target.scrollIntoView();
  });

  // --- The drawing

  const signs = [...document.querySelectorAll(".claim-graph g > a")];
  if (!signs.length) return;
  const name = make("p", { className: "graph-name" }, "Point at a sign, or go from sign to sign with the arrow keys.");
  document.querySelector(".claim-graph").after(name);

  function tell(sign) {
    const link = make("a", {}, sign.getAttribute("aria-label"));
    link.href = sign.getAttribute("href");
    const kind = kindOf(sign.parentElement);
    name.replaceChildren(make("span", { className: `claim-kind claim-${kind}` }, kind), link);
  }

  // One stop of the Tab key for all signs; the arrows lead on: down and up in a chapter, across the chapters.
  const place = (sign) => sign.getAttribute("transform").match(/[\d.]+/g).map(Number);
  const columns = [...new Set(signs.map((sign) => place(sign)[0]))];
  function next(sign, key) {
    const [x, y] = place(sign);
    const side = { ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0;
    const column = signs.filter((other) => place(other)[0] === columns[columns.indexOf(x) + side]);
    const here = column.indexOf(sign);
    if (!side) return column[here + (key === "ArrowDown" ? 1 : -1)];
    return column.reduce((best, other) => (Math.abs(place(other)[1] - y) < Math.abs(place(best)[1] - y) ? other : best), column[0]);
  }

  signs[0].setAttribute("tabindex", "0");
  for (const sign of signs) {
    sign.addEventListener("pointerenter", () => tell(sign));
    sign.addEventListener("focus", () => tell(sign));
    sign.addEventListener("click", (event) => { // a finger has no hovering: its first tap names the sign
      if (event.pointerType === "touch" && sign.dataset.named === undefined) {
        event.preventDefault();
        tell(sign);
        for (const other of signs) delete other.dataset.named;
        sign.dataset.named = "";
      }
    });
    sign.addEventListener("keydown", (event) => {
      if (!event.key.startsWith("Arrow")) return;
      event.preventDefault();
      const other = next(sign, event.key);
      if (!other) return;
      sign.setAttribute("tabindex", "-1");
      other.setAttribute("tabindex", "0");
      other.focus();
    });
  }
});
