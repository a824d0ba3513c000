/* The search page's part of findable.py. Sphinx puts this before its own script (html_search_scorer),
   which takes `Scorer` and `splitQuery` from here. */

/* A claim whose label was typed comes first; other claims come after the pages that say as much. */
var Scorer = {
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
  score: ([, title, anchor, , score]) => {
    if (!anchor.startsWith("#claim-")) return score;
    const typed = new URLSearchParams(location.search).get("q") ?? "";
    const bare = (words) => words.toLowerCase().split(/[^\p{Letter}\p{Number}]+/u).filter(Boolean).join("-");
    return bare(typed) === bare(title) ? 200 : 4;
  },
};

/* As Sphinx does it, but "warm-up" and "warm up" are "warmup", if the book has this word with a hyphen. A claim's
   label stays in parts: so Sphinx looks for it. */
var splitQuery = (query) => {
  const { terms, objects } = Search._index ?? { terms: {}, objects: {} };
  const labels = new Set((objects[""] ?? []).map((found) => found.at(-1)));
  const stemmer = new Stemmer();
  const joined = (word, first, second) => (!labels.has(word) && Object.hasOwn(terms, stemmer.stemWord(first + second)) ? first + second : word);
  return query.toLowerCase().replace(/(?<![\p{L}\p{N}_-])(\p{L}{2,})(?:-(\p{L}{2,})| (\p{L}{1,2}))(?![\p{L}\p{N}_-])/gu, (word, first, second, short) => joined(word, first, second ?? short))
    .split(/[^\p{Letter}\p{Number}_\p{Emoji_Presentation}]+/gu).filter(Boolean);
};

/* Excerpts. searchtext.js calls this with all texts; without it, the results stand there without excerpts. */
function searchTexts({ pages, claims, spellings }) {
  const LONG = 220, BEFORE = 70; // letters of an excerpt, and of it before the first word found
  let pattern; // made with the first result: by then Sphinx has its index, which splitQuery asks

  function soughtWords() {
    const stemmer = new Stemmer();
    const typed = splitQuery(new URLSearchParams(location.search).get("q") ?? "");
    const sought = typed.flatMap((word) => [word, ...(spellings[word] ?? [])])
      .flatMap((word) => (word.length > 4 ? [word, stemmer.stemWord(word)] : [word]))
      .filter((word) => word.length > 2 || /[^a-z0-9]/.test(word) || typed.length === 1)
      .sort((a, b) => b.length - a.length);
    // No word holds a sign that means something in a pattern. "minibatch" also finds "mini-batch", and "optimise" "optimize".
    const patterns = sought.map((word) => (word.length > 4 ? [...word.replace(/i[sz]/g, "iz")].map((letter) => (letter === "z" ? "[sz]" : letter)).join("[-‐‑]?") : word));
    return sought.length ? new RegExp(`(?<![\\p{L}])(?:${patterns.join("|")})`, "giu") : /(?!)/g;
  }

  /* The line with the most of the words, and rather a sentence than a formula; cut around the first of them. */
  function excerpt(text) {
    const lines = text.split("\n");
    const sentence = (line) => line.split(/\p{L}{2,}/u).length > 6;
    const hits = lines.map((line) => 2 * new Set(Array.from(line.matchAll(pattern), ([word]) => word.toLowerCase())).size + sentence(line));
    const line = lines[hits.indexOf(Math.max(...hits))];
    const first = Math.max(0, line.search(pattern));
    const start = first < BEFORE + 20 ? 0 : line.indexOf(" ", first - BEFORE) + 1;
    const end = line.length - start <= LONG ? line.length : line.lastIndexOf(" ", start + LONG);
    return (start ? "… " : "") + line.slice(start, end) + (end < line.length ? " …" : "");
  }

  function show(item) {
    const link = item.querySelector("a");
    if (!link || item.querySelector(".search-excerpt")) return;
    pattern ??= soughtWords();
    const address = new URL(link.href);
    const page = Object.keys(pages).find((name) => address.pathname.endsWith(`/${name}.html`));
    const claim = address.hash.startsWith("#claim-") && claims[address.hash.slice(7)];
    const [, ...lines] = (pages[page] ?? "").split("\n"); // the first is the title, which stands there already
    const text = excerpt(claim || lines.join("\n"));
    if (!text) return;
    const told = document.createElement("p");
    told.className = "search-excerpt context";
    let last = 0;
    for (const { 0: word, index } of text.matchAll(pattern)) {
      const mark = document.createElement("mark");
      mark.textContent = word;
      told.append(text.slice(last, index), mark);
      last = index + word.length;
    }
    told.append(text.slice(last));
    item.append(told);
  }

  const results = document.getElementById("search-results");
  const all = () => results.querySelectorAll("ul.search > li").forEach(show);
  new MutationObserver(all).observe(results, { childList: true, subtree: true });
  all();
}

document.addEventListener("DOMContentLoaded", () => {
  if (!document.getElementById("search-results") || !location.search) return;
  const script = document.createElement("script");
  script.src = `${document.documentElement.dataset.content_root}searchtext.js`;
  document.head.append(script);
});
