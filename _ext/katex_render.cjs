// Renders formulas for katex_strict.py: one JSON request a line in, one JSON answer a line out.
// usage: node katex_render.cjs FOLDER_OF_KATEX
const katex = require(process.argv[2]);

require("readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => {
    const { tex, display, macros } = JSON.parse(line);
    let answer;
    try {
      const html = katex.renderToString(tex, {
        displayMode: display,
        macros,
        output: "htmlAndMathml", // MathML is what screen readers read
        throwOnError: true,
        strict: "error", // what KaTeX only tolerates may look different elsewhere
        trust: ({ command }) => { // \href and the like: KaTeX would print them in red and go on
          throw new Error(`KaTeX parse error: ${command} is not allowed`);
        },
      });
      answer = { html };
    } catch (error) {
      answer = { error: error.message };
    }
    process.stdout.write(JSON.stringify(answer) + "\n");
  });
