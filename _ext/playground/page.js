/* Controls, pictures, a table. All numbers come from walk.js. */
"use strict";
((playground) => {
  const { names, surfaces, look, start, minimum, noise, walk, weights } = playground;
  const shapes = { // the sign at the end of each walk, around 0
    SGD: "M-5-5H5V5H-5Z",
    momentum: "M0-6.5L6.5 5H-6.5Z",
    RMSProp: "M0-7L7 0 0 7-7 0Z",
    Adam: "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0Z",
    AdamW: "M0-8L2-2.6 7.6-2.4 3.1 1 4.6 6.4 0 3.2-4.6 6.4-3.1 1-7.6-2.4-2-2.6Z",
  };
  const hidden = { class: "visually-hidden" }; // a class of the theme: for screen readers only
  const domain = [[-2, 3], [-1, 3]];
  const betas = [0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99];
  const counts = (n) => Array.from({ length: n }, (_, i) => i + 1);
  const controls = { // key: label, whom it moves, all values, the first one
    lr: ["learning rate η", "all five", [0.001, 0.003, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.11, 0.12, 0.15, 0.18, 0.2, 0.3, 0.5, 1], 0.08],
    beta1: ["β₁, memory of gradients", "momentum, Adam, AdamW", betas, 0.9],
    beta2: ["β₂, memory of squares", "RMSProp, Adam, AdamW", [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999], 0.99],
    eps: ["ε, added to the root", "RMSProp, Adam, AdamW", [1e-8, 1e-6, 1e-4, 0.001, 0.01, 0.1, 0.3, 1], 1e-8],
    weight_decay: ["weight decay λ", "AdamW", [0, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 1, 2], 0.3],
    steps: ["steps", "all five", counts(200), 40],
    beta: ["β", "", betas, 0.9],
    t: ["values so far, t", "", counts(40), 10],
  };
  const settings = { surface: "ravine", seed: 1 };
  const setters = {};
  const shown = new Set(names);

  // --- Small tools

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }

  const div = (kind, ...children) => make("div", { class: `pg-${kind}` }, ...children);
  const button = (words, onclick, kind = "pg-button") => make("button", { type: "button", class: kind, onclick }, words);

  function picture(description) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", description);
    return svg;
  }

  const text = (kind, x, y, anchor, words) => `<text class="pg-${kind}" x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
  const rect = (kind, x, y, width, height) => `<rect class="pg-${kind}" x="${x.toFixed(2)}" y="${y.toFixed(2)}" width="${width.toFixed(2)}" height="${height.toFixed(2)}"/>`;

  /* A number for people: three digits that count, no exponent. */
  function said(value) {
    const size = Math.abs(value);
    if (size > 0 && size < 1e-6) return "< 0.000001";
    const digits = size < 1e-3 ? size.toFixed(6).replace(/0+$/, "") : size < 1000 ? +size.toPrecision(3) : size.toFixed(0);
    return (value < 0 ? "−" : "") + (size ? digits : 0);
  }

  const many = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

  function slider(key) {
    const [label, whom, values, first] = controls[key];
    const id = `pg-${key}`;
    const output = make("output", { for: id });
    const input = make("input", { type: "range", id, min: 0, max: values.length - 1, step: 1 });
    const apply = () => {
      const value = values[input.value];
      settings[key] = value;
      output.textContent = key === "eps" ? value : said(value); // 1e-8, as one writes it in code
      input.setAttribute("aria-valuetext", output.textContent);
    };
    setters[key] = (value) => { input.value = values.indexOf(value); apply(); };
    setters[key](first);
    input.addEventListener("input", () => { apply(); refresh(); });
    const who = whom ? [make("small", { id: `${id}-who` }, `moves ${whom}`)] : [];
    if (whom) input.setAttribute("aria-describedby", `${id}-who`);
    return div("slider", make("label", { for: id }, label), output, input, ...who);
  }

  // --- The walks

  const plot = picture("Five walks on the surface. The table gives their ends.");
  const table = make("tbody");
  const status = make("p", { ...hidden, role: "status" });
  const other = button("Other noise", () => { settings.seed += 1; refresh(); });
  const play = button("Play", () => (playing ? stop() : run()), "pg-play");
  const radios = {};
  let playing = 0, results = {};

  /* Lines of equal height, by marching squares. From one to the next, f doubles. */
  const lines = {};
  function contours(surface) {
    const n = 64, [[left, right], [low, high]] = domain, { f } = surfaces[surface];
    const at = (i, j) => [left + ((right - left) * i) / n, low + ((high - low) * j) / n];
    const height = counts(n + 1).map((_, i) => counts(n + 1).map((_, j) => { const [x, y] = at(i, j); return f({ x, y }); }));
    const segments = [];
    for (let power = -4; power <= 5; power++) {
      const level = 2 ** power;
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
        const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]], crossed = [];
        corners.forEach(([a, b], k) => {
          const [c, d] = corners[(k + 1) % 4], from = height[a][b], to = height[c][d];
          if (from < level === to < level) return;
          const share = (level - from) / (to - from);
          crossed.push(at(a + share * (c - a), b + share * (d - b)));
        });
        for (let k = 0; k + 1 < crossed.length; k += 2) segments.push([crossed[k], crossed[k + 1]]);
      }
    }
    return segments;
  }

  function drawWalks() {
    const width = Math.min(plot.parentElement.clientWidth || 400, 480);
    const [[left, right], [low, high]] = domain;
    const margin = 24, size = width - margin - 6, unit = size / (right - left), tall = unit * (high - low), bottom = 6 + tall;
    const px = (x) => margin + (x - left) * unit;
    const py = (y) => bottom - (y - low) * unit;
    const place = ([x, y], digits = 2) => `${px(x).toFixed(digits)} ${py(y).toFixed(digits)}`;
    const inside = ([x, y]) => x >= left && x <= right && y >= low && y <= high;

    let grid = "";
    for (let x = left; x <= right; x++) grid += text("x", px(x), bottom + 17, "middle", said(x));
    for (let y = low; y <= high; y++) grid += text("y", margin - 7, py(y) + 4, "end", said(y));
    const contour = (lines[settings.surface] ??= contours(settings.surface)).map(([a, b]) => `M${place(a, 1)}L${place(b, 1)}`).join("");
    let walks = "";
    const labels = [];
    for (const name of names) {
      if (!shown.has(name)) continue;
      const { path, diverged } = results[name], [colour, dash] = look[name], thick = name === "SGD" ? 1.5 : 2.1;
      const end = path.at(-1), visible = path.filter(inside).pop();
      walks += `<path class="pg-walk" data-walk="${name}" d="M${path.map((point) => place(point)).join("L")}" stroke="${colour}" stroke-width="${thick}" stroke-dasharray="${dash.map((d) => d * thick).join(" ")}"/>`;
      if (inside(end) && diverged === null) walks += `<path class="pg-end" data-end="${name}" d="${shapes[name]}" fill="${colour}" transform="translate(${place(end)})"/>`;
      const note = diverged !== null ? " (diverged)" : inside(end) ? "" : " (outside)";
      labels.push({ words: name + note, x: px(visible[0]), y: py(visible[1]), at: py(visible[1]) });
    }
    spread(labels, 17, 16, bottom - 10);
    const tip = width - 14; // at the side they hide nothing
    const named = labels.map(({ words, x, y, at }) => `<path class="pg-leader" d="M${x} ${y}L${tip} ${at}"/>` + text("name", tip, at + 4, "end", words)).join("");
    plot.setAttribute("viewBox", `0 0 ${width} ${bottom + 24}`);
    plot.innerHTML = `<clipPath id="pg-clip">${rect("clip", margin, 6, size, tall)}</clipPath>${rect("frame", margin, 6, size, tall)}${grid}
      <g clip-path="url(#pg-clip)"><path class="pg-contour" d="${contour}"/>
      <path class="pg-mark" d="M${place(minimum)}m-7-7l14 14m0-14l-14 14M${place([0, 0])}m-6 0h12m-6-6v12"/>
      ${text("note", px(0) + 9, py(0) + 15, "start", "origin")}${walks}</g>
      <circle class="pg-start" cx="${px(start[0])}" cy="${py(start[1])}" r="5"/>
      ${text("note", px(start[0]) - 8, py(start[1]) - 11, "start", "start")}${named}`;
  }

  /* Move labels apart, until their distance is `gap`, between `top` and `end`. */
  function spread(labels, gap, top, end) {
    labels.sort((a, b) => a.at - b.at);
    for (let round = 0; round < 60; round++) {
      labels.forEach((label, i) => {
        const near = i && labels[i - 1].at + gap - label.at;
        if (near > 0) { labels[i - 1].at -= near / 2; label.at += near / 2; }
        label.at = Math.min(Math.max(label.at, top), end);
      });
    }
  }

  /* The end of a walk in words: how high, and where. */
  function tell(name) {
    const { path, losses, diverged } = results[name];
    if (diverged !== null) return ["diverged", `at step ${diverged}`];
    return [said(losses.at(-1)), `(${path.at(-1).map((c) => c.toFixed(3).replace("-", "−")).join(", ")})`];
  }

  function rowOf(name) {
    const [colour, dash] = look[name];
    const swatch = make("span");
    swatch.innerHTML = `<svg aria-hidden="true" viewBox="0 0 44 16"><path d="M2 8H42" stroke="${colour}" stroke-width="2.1" stroke-dasharray="${dash.map((d) => 2.1 * d).join(" ")}"/><path d="${shapes[name]}" fill="${colour}" transform="translate(22 8)"/></svg>`;
    const box = make("input", { type: "checkbox", onchange: () => { shown[box.checked ? "add" : "delete"](name); drawWalks(); } });
    box.checked = true;
    return make("tr", { "data-name": name }, make("th", { scope: "row" }, make("label", {}, box, swatch, name)), make("td"), make("td"));
  }

  function refreshWalks() {
    const { surface, seed, ...hyper } = settings;
    const draws = noise(seed, hyper.steps);
    for (const name of names) results[name] = walk({ optimizer: name, surface, draws, ...hyper });
    radios[surface].checked = true;
    formulas.forEach((it) => { it.hidden = !it.classList.contains(`pg-formula-${surface}`); });
    other.hidden = !surfaces[surface].noise;
    drawWalks();
    for (const row of table.rows) tell(row.dataset.name).forEach((words, i) => { row.cells[i + 1].textContent = words; });
  }

  function run() {
    const goal = settings.steps, began = performance.now(), length = 400 + 16 * goal;
    const frame = (now) => {
      const share = Math.min(1, (now - began) / length);
      setters.steps(Math.max(1, Math.round(goal * share)));
      refreshWalks();
      if (share < 1) playing = requestAnimationFrame(frame);
      else { stop(); announce(); }
    };
    play.textContent = "Stop";
    playing = requestAnimationFrame(frame);
  }

  function stop() {
    cancelAnimationFrame(playing);
    playing = 0;
    play.textContent = "Play";
  }

  // --- The weights

  const bars = picture("The weight of each value, before and after correction.");
  const sums = make("p", { class: "pg-sums" });

  function drawWeights() {
    const { beta, t } = settings, { average, corrected } = weights(settings);
    const total = average.reduce((a, b) => a + b), whole = corrected.reduce((a, b) => a + b);
    const width = bars.parentElement.clientWidth || 400, margin = 40, height = 150, base = 10 + height;
    const most = Math.max(...corrected), round = 10 ** Math.floor(Math.log10(most));
    const top = round * Math.ceil(most / round - 1e-9), wide = (width - margin - 8) / t;
    const py = (w) => base - (w / top) * height;
    let body = "";
    for (const k of [0, 0.5, 1]) body += `${text("y", margin - 8, py(k * top) + 4, "end", said(k * top))}<path class="pg-contour" d="M${margin} ${py(k * top)}H${width - 8}"/>`;
    average.forEach((w, i) => {
      const x = margin + (i + 0.14) * wide;
      for (const [kind, value] of [["after", corrected[i]], ["before", w]]) body += rect(kind, x, py(value), 0.72 * wide, base - py(value));
      if (i === 0 || i === t - 1) body += text("x", x + 0.36 * wide, base + 17, "middle", i + 1);
    });
    const y = base + 48, full = width - margin - 8; // below: the sum of all weights, out of 1
    body += text("note", margin, y - 8, "start", `sum of the weights: ${said(total)} of 1`);
    body += rect("after", margin, y, full * whole, 20) + rect("before", margin, y, full * total, 20);
    bars.setAttribute("viewBox", `0 0 ${width} ${y + 26}`);
    bars.innerHTML = body;
    sums.textContent = `After ${many(t, "value")} with β = ${said(beta)}, the weights of the average sum to ${said(total)}; `
      + `the missing ${said(Math.max(0, 1 - total))} is the weight of the start value 0. Corrected, they sum to ${said(whole)}.`;
  }

  // --- Putting it together

  let waiting = 0;
  function announce() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const ends = names.map((name) => {
        const [value, where] = tell(name);
        return results[name].diverged ? `${name} ${value} ${where}` : `${name} ends at ${where}, where f is ${value.replace("<", "below")}`;
      });
      status.textContent = `${surfaces[settings.surface].title}, ${many(settings.steps, "step")}. ${ends.join("; ")}.`;
    }, 500);
  }

  function refresh() {
    stop();
    refreshWalks();
    drawWeights();
    announce();
  }

  /* Set some controls; the others go back to their first values. */
  function set(values) {
    for (const key of Object.keys(controls)) setters[key](values[key] ?? controls[key][3]);
    settings.surface = values.surface ?? "ravine";
    settings.seed = 1;
    refresh();
  }

  /* A button sets what it names, and brings the panel below its text. */
  function wire(it) {
    const pairs = it.dataset.set.split(" ").map((pair) => pair.split("="));
    const values = Object.fromEntries(pairs.map(([key, value]) => [key, key === "surface" ? value : Number(value)]));
    const panel = document.querySelector(values.t ? ".pg-weights" : ".pg-walks");
    it.hidden = false;
    it.addEventListener("click", () => {
      const top = () => it.getBoundingClientRect().top, before = top();
      set(values);
      it.closest("p").after(panel);
      scrollBy(0, top() - before);
      panel.focus({ preventScroll: true });
      panel.querySelector("svg").scrollIntoView({ block: "nearest" });
    });
  }

  function walksPanel() {
    const choice = make("fieldset", { class: "pg-surfaces" }, make("legend", hidden, "Surface"));
    for (const [name, { title }] of Object.entries(surfaces)) {
      radios[name] = make("input", { type: "radio", name: "pg-surface", value: name, onchange: () => { settings.surface = name; refresh(); } });
      choice.append(make("label", {}, radios[name], title));
    }
    const head = make("tr", {}, ...["Optimizer", "f at the end", "end point"].map((text) => make("th", { scope: "col" }, text)));
    table.append(...names.map(rowOf));
    const side = div("side", ...["lr", "beta1", "beta2", "eps", "weight_decay", "steps"].map(slider),
      div("buttons", play, button("Reset", () => set({})), other));
    const ends = make("table", { class: "pg-table" }, make("caption", hidden, "Where the walks end"), make("thead", {}, head), table);
    return [choice, div("main", div("plot", plot), side, ends), status];
  }

  function weightsPanel() {
    const key = make("p", { class: "pg-key" }, make("span", { class: "pg-key-before" }, "weight in the average"), make("span", { class: "pg-key-after" }, "after correction"));
    return [div("pair", slider("beta"), slider("t")), key, div("bars", bars), sums];
  }

  const formulas = document.querySelectorAll(".pg-formula"); // one of them is to be shown
  for (const [name, build] of Object.entries({ walks: walksPanel, weights: weightsPanel })) {
    const panel = document.querySelector(`.pg-${name}`);
    panel.querySelector(".pg-instead").remove();
    panel.append(...build());
    panel.setAttribute("tabindex", "-1");
    panel.style.setProperty("--pg-before", look.Adam[0]);
    panel.style.setProperty("--pg-after", look.RMSProp[0]);
  }
  document.querySelectorAll("button[data-set]").forEach(wire);
  document.querySelector(".pg-main").before(...formulas);
  refresh();
  new ResizeObserver(() => { drawWalks(); drawWeights(); }).observe(document.querySelector(".pg-walks"));
  Object.assign(playground, { settings, set, results });
})(globalThis.playground);
