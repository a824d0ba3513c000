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

/* As Sphinx does it. Here, since Sphinx defines it only where nobody else has, and the excerpts need it too. */
var splitQuery = (query) => query.split(/[^\p{Letter}\p{Number}_\p{Emoji_Presentation}]+/gu).filter(Boolean);

/* Excerpts. searchtext.js calls this with all texts; without it, the results stand there without excerpts. */
function searchTexts({ pages, claims, spellings }) {
  const LONG = 220, BEFORE = 70; // letters
  const typed = splitQuery((new URLSearchParams(location.search).get("q") ?? "").toLowerCase());
  const stemmer = new Stemmer();
  const sought = typed.flatMap((word) => [word, ...(spellings[word] ?? [])])
    .flatMap((word) => (word.length > 4 ? [word, stemmer.stemWord(word)] : [word]))
    .filter((word) => word.length > 2 || /[^a-z0-9]/.test(word) || typed.length === 1)
    .sort((a, b) => b.length - a.length);
  const escaped = sought.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = sought.length ? new RegExp(`(?<![\\p{L}])(?:${escaped.join("|")})`, "giu") : /$^/g;

  /* The line with the most of the words, cut around the first of them. */
  function excerpt(text) {
    const lines = text.split("\n");
    const hits = lines.map((line) => new Set(Array.from(line.matchAll(pattern), ([word]) => word.toLowerCase())).size);
    const line = lines[hits.indexOf(Math.max(...hits))];
    const first = Math.max(0, line.search(pattern));
    const start = first < BEFORE + 20 ? 0 : line.indexOf(" ", first - BEFORE) + 1;
    const end = line.length - start <= LONG ? line.length : line.lastIndexOf(" ", start + LONG);
    return (start ? "… " : "") + line.slice(start, end) + (end < line.length ? " …" : "");
  }

  function show(item) {
    const link = item.querySelector("a");
    if (!link || item.querySelector(".search-excerpt")) return;
    const address = new URL(link.href);
    const page = Object.keys(pages).find((name) => address.pathname.endsWith(`/${name}.html`));
    const claim = address.hash.startsWith("#claim-") && claims[address.hash.slice(7)];
    const text = excerpt(claim || pages[page] || "");
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
