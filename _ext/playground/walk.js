/* The numbers of the playground. Pure functions: they read the rules in rules.js, and draw nothing. */
"use strict";
(({ rules, surfaces, start }) => {
  /* Which rule each optimizer runs, and which of the two betas is the rule's `beta`. */
  const optimizers = {
    SGD: { rule: rules.sgd },
    momentum: { rule: rules.momentum, beta: "beta1" },
    RMSProp: { rule: rules.rmsprop, beta: "beta2" },
    Adam: { rule: rules.adam },
    AdamW: { rule: rules.adamw },
  };
  const far = 1e4; // a walk that gets farther than this has diverged, and ends

  /* Pairs of standard normal numbers (Box and Muller) from a small seeded generator (mulberry32). */
  function noise(seed, steps) {
    const uniform = () => {
      seed = (seed + 0x6d2b79f5) | 0;
      let z = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
      return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
    };
    return Array.from({ length: steps }, () => {
      const size = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      return [size * Math.cos(angle), size * Math.sin(angle)];
    });
  }

  /* The points of a walk, from the start on, and f at each. The k-th pair in `draws` is added to
     the gradient of step k, times the noise of the surface. `diverged` is the step that led too far
     (its point is not in the path), or null. */
  function walk({ optimizer, surface, steps, draws, ...hyper }) {
    const { f, gradient, noise: spread } = surfaces[surface];
    const { rule, beta } = optimizers[optimizer];
    const values = { ...hyper, beta: hyper[beta] };
    const state = start.map(() => ({ buf: 0, m: 0, v: 0 }));
    const path = [start];
    let theta = start, diverged = null;
    for (let t = 1; t <= steps && diverged === null; t++) {
      const [x, y] = theta;
      const slopes = Object.values(gradient({ x, y }));
      theta = theta.map((coordinate, i) => {
        const g = spread ? slopes[i] + spread * draws[t - 1][i] : slopes[i];
        const result = rule({ ...values, ...state[i], g, theta: coordinate, t });
        if (typeof result === "number") return coordinate - result; // a rule without a state
        state[i] = result;
        return coordinate - result.step;
      });
      if (theta.every((coordinate) => Math.abs(coordinate) <= far)) path.push(theta);
      else diverged = t;
    }
    return { path, losses: path.map(([x, y]) => f({ x, y })), diverged };
  }

  /* How much each of t values weighs in their average: feed the rule a 1 in its place, 0 elsewhere. */
  function weights({ beta, t }) {
    const average = [], corrected = [];
    for (let i = 1; i <= t; i++) {
      let sum = 0;
      for (let k = 1; k <= t; k++) sum = rules.ema({ average: sum, value: k === i ? 1 : 0, beta });
      average.push(sum);
      corrected.push(rules.debias({ average: sum, beta, t }));
    }
    return { average, corrected };
  }

  Object.assign(globalThis.playground, { names: Object.keys(optimizers), noise, walk, weights });
})(globalThis.playground);
