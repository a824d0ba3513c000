// Renders formulas for mathml.py: one JSON request a line in, one JSON answer a line out.
// usage: node mathml_render.cjs FOLDER_OF_TEMML
const temml = require(require("path").join(process.argv[2], "dist", "temml.cjs"));

// What Temml only complains about, it writes where the answers go.
console.log = (complaint) => {
  throw new Error(complaint);
};

const SCRIPTS = new Set("msub msup msubsup munder mover munderover mmultiscripts mroot".split(" "));
const TALL = new Set("mfrac mtable munder munderover mroot".split(" "));
// After these a line may end, as in TeX.
const RELATIONS_AND_SIGNS = /^[=≠≈≡∼∝<>≤≥≪≫∈∉⊂⊆→↦⇒⇔+−±∓×⋅·⊙∗]$/;

const isOperator = (node, text = /^/) => node.type === "mo" && text.test(node.toText());
const grows = (node) => node.attributes?.fence && node.attributes.stretchy === "true";

function isTall(node) {
  return TALL.has(node.type) || node.attributes?.stretchy === "true" || (node.children ?? []).some(isTall);
}

// \left( … \right), with an exponent or without
function isBracketed(node) {
  return SCRIPTS.has(node.type) ? isBracketed(node.children[0]) : node.type === "mrow" && node.bracketed;
}

// The sign of a sum, with limits or without
function largeOperator(node) {
  if (node?.type === "mo") return node.attributes.movablelimits ? node : null;
  const around = node && (SCRIPTS.has(node.type) || (node.type === "mrow" && node.children.length === 1));
  return around ? largeOperator(node.children[0]) : null;
}

// What Temml's own constructor makes; it does not export it.
class MathNode {
  constructor(type, attributes) {
    Object.setPrototypeOf(this, MathNode.temmls);
    Object.assign(this, { type, attributes, children: [], classes: [], style: {} });
  }
}
MathNode.temmls = Object.getPrototypeOf(temml.__renderToMathMLTree("x"));

// TeX's look, where MathML's own is another. `script`: smaller than text. `display`: as on a line of its own.
function mend(node, script, display) {
  if (!node.children) return;
  const told = node.attributes ?? {};
  if (told.scriptlevel) script = told.scriptlevel !== "0";
  if (told.displaystyle) display = told.displaystyle === "true";
  else if (node.type === "mtable") display = false;

  node.children.forEach((child, place) => {
    if (SCRIPTS.has(node.type) && place > 0) mend(child, true, false);
    else if (node.type === "mfrac") mend(child, script || !display, false);
    else mend(child, script, display);
  });

  if (node.type === "mo") {
    delete told.separator; // it says nothing to a browser
    const inScript = script && !/^[(){}[\]|‖]?$/.test(node.toText());
    if (inScript || isOperator(node, /^[…⋯]$/)) {
      told.lspace ??= "0em";
      told.rspace ??= "0em";
    }
  }
  if (node.style?.mathDepth) node.style = {}; // an accent: formulas.css

  const fences = node.children.filter(grows);
  if (fences.length > 1) {
    node.bracketed = true;
    // A browser keeps room for the widest form of a bracket that can grow. One around a single line need not.
    const inner = node.children.filter((child) => !fences.includes(child));
    if (!inner.some(isTall)) for (const fence of fences) fence.attributes.stretchy = "false";
  }
  node.children.forEach((child) => delete child.attributes?.fence); // it says nothing to a browser
  node.children = node.children.filter((child) => !isOperator(child, /^$/)); // \right. takes no room

  // Below an overhanging letter there is room for its index.
  if (/^msub(sup)?$/.test(node.type) && /^[fFPTVWYΓΥ]$/.test(node.children[0].toText())) {
    node.children[1].classes.push("tucked");
  }

  // Thin spaces as in TeX: around a factor in brackets, and around the sign of a sum.
  const sums = node.children.map(largeOperator);
  for (const sum of sums) if (sum) Object.assign(sum.attributes, { lspace: "0em", rspace: "0em" });
  const thin = (place) => {
    const [before, after] = [node.children[place - 1], node.children[place]];
    const alone = (it) => !it?.type || it.type === "mspace" || (isOperator(it) && !sums.includes(it));
    if (node.type !== "mrow" || alone(before) || alone(after)) return [];
    const apart = isBracketed(before) || isBracketed(after) || sums[place - 1] || sums[place];
    return apart ? [new MathNode("mspace", { width: "0.1667em" })] : [];
  };
  node.children = node.children.flatMap((child, place) => [...thin(place), child]);
}

// Rows between which a line of text may break, in place of the formula's one.
function rows(math) {
  let content = math.children[0];
  if (content && !content.type) content = content.children[0]; // Temml's fragment
  if (content?.type !== "mrow") return;
  const parts = [[]];
  content.children.forEach((node, place) => {
    parts.at(-1).push(node);
    const more = place + 1 < content.children.length;
    if (more && isOperator(node, RELATIONS_AND_SIGNS) && node.attributes.form !== "prefix") parts.push([]);
  });
  if (parts.length === 1) return;
  math.children = parts.map((part) => Object.assign(Object.create(content), { children: part }));
  math.classes.push("breaks");
}

// "0,1" are two numbers in TeX, "1{,}000" is one. Temml would take both for one.
const apart = (tex) => tex.replace(/\\text\s*\{[^{}]*\}|(\d),(?=\d)/g, (all, digit) => (digit ? `${digit}, ` : all));

// The classes that claims/book/legend.py puts on letters. All else is LaTeX.
const MARKS = /\\class\{sym-\d+\}/g;

function render({ tex, display, breaks, macros }) {
  const latex = tex.replace(MARKS, "");
  const marked = latex !== tex;
  if (marked) render({ tex: latex, display, breaks, macros }); // refuses what is no LaTeX
  const math = temml.__renderToMathMLTree(apart(tex), {
    displayMode: display,
    macros,
    wrap: "none",
    throwOnError: true,
    strict: !marked, // what Temml adds to LaTeX may look different elsewhere
    trust: ({ command }) => { // \includegraphics and the like: Temml would print them in red and go on
      if (marked && command === "\\class") return true;
      throw new Error(`${command} is not allowed`);
    },
  });
  // Sphinx numbers equations and links to them; a second number would contradict it.
  if (math.type !== "math" || /tml-(eqn|tag|label|ref)/.test(math.toMarkup())) {
    throw new Error("numbers and labels are Sphinx's");
  }
  mend(math, false, display);
  math.style = {}; // formulas.css says it once for all
  math.classes = display ? [] : ["math", "notranslate"];
  if (breaks) rows(math);
  return math.toMarkup();
}

require("readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => {
    let answer;
    try {
      answer = { math: render(JSON.parse(line)) };
    } catch (error) {
      // Temml draws a line below the place, of combining characters, on a line of its own.
      answer = { error: error.message.replaceAll("\u0332", "").replace(/\s+/g, " ").trim() };
    }
    process.stdout.write(JSON.stringify(answer) + "\n");
  });
