"""The errors that `make planted` plants in a copy of the book, and the check that must catch each.

Every check is a pytest id, part of what `make test` runs; a chapter stands for nbval, which runs it
and compares its outputs. ``says`` is a pattern that the failed check's output must match: it has
to fail for the right reason. See plant.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from edits import (
    cell,
    code,
    drop,
    notebook,
    prose,
    record,
    stored,
    strip,
    swap,
    without_pictures,
    without_record,
)

# The kinds of error, as the rows of the table in CONTRIBUTING.md.
SLIP = "a sign flipped, a factor dropped, a square forgotten in a rule"
EXCHANGED = "$\\beta_1$ and $\\beta_2$, or $\\beta$ and $1-\\beta$, exchanged"
EPSILON = "ε inside the root, or added before the correction"
CORRECTION = "the correction left out, upside down, or one step off"
DECAY = "decay through the gradient, with the wrong sign, or without $\\eta$"
STATE = "state not kept, rebound, or shared by two arrays"
ARRAYS = "a parameter skipped or rebound; a default or an option changed"
CHECKER = "a demand on claims switched off, such as the altered versions"
SHOWN = "what pages show changed: code, data, formulas, boxes"
STORED = "a number, a formula or a record changed in a stored output"
DELETED = "a claim or an output deleted, a chapter stripped, a cell not compared"
CLAIM = "a claim's right side, tolerance, assumption, tactic or name changed in its source"
EQUATION = "an equation that no claim owns; a label that two claims share"
TEX = "TeX that can not be parsed"
FIGURE = "a figure without description; an image beside the notebook; glue"
LINK = "a dead link, a citation of nothing, a page outside the contents"
HOST = "a request to another host, a missing font, a page too wide for a phone"
COMMANDS = "README and Makefile: a command, a link, a warning let through"


@dataclass(frozen=True)
class Plant:
    """One error: ``edit`` changes the text of the file ``where``, ``check`` must then fail.

    With ``rerun`` the chapter is run again after the edit, so that its stored outputs fit the
    edited source, and a comparison of outputs sees nothing.
    """

    kind: str
    name: str
    where: str
    edit: Callable[[str], str]
    check: str
    says: str
    rerun: bool = False

    @property
    def slow(self):
        """Whether the check builds the site or runs a chapter."""
        return self.check.endswith(".ipynb") or self.check.startswith((SITE, BROWSER))


RULES, KINDS = "code/optimizers/rules.py", "code/optimizers/kinds.py"
NUMPY, TORCH = "code/optimizers/numpy_optim.py", "code/optimizers/torch_optim.py"
EAGER, BLOCKS = "code/optimizers/eager.py", "code/optimizers/blocks.py"
TAPE = "code/optimizers/tape.py"
PLAN, COMPILED = "code/optimizers/plan.py", "code/optimizers/compiled.py"
EMA, CLINIC = "chapters/03_ema.ipynb", "chapters/silent_bugs.ipynb"
SITE, BROWSER, PAGES = "tests/test_site.py", "tests/test_browser.py", "tests/test_pages.py"
EXACT = "tests/test_rules.py::test_exact_values"
NUMPY_PARITY = "tests/test_parity_grid.py::test_grid"
TORCH_PARITY = "tests/test_parity_grid.py::test_grid"
DROP_IN = "tests/test_drop_in.py::test_options_equal_torchs_over_60_steps"
ON_TAPE = "tests/test_tape.py::test_rules_that_are_hard_in_place"
SIZES = "tests/test_drop_in.py::test_many_parameters_of_all_sizes_and_layouts"
COMPILED_PARITY = "tests/test_compiled.py::test_equals_torch"
BUILT = "tests/test_site.py::test_formulas_are_finished_mathml"  # any test that needs the site
MADE, CLEAN = "tests/test_commands.py", "tests/test_environment.py"
LOCK = "tests/test_ledger.py::test_the_book_claims_what_is_locked"


def rejects(statement):
    """The check that a false statement of false_claims.py is rejected, and for its reason."""
    return f"tests/test_false_claims.py::test_is_rejected_for_the_right_reason[{statement}]"


def refuses(statement):
    """The check that a statement of holes.py is refused."""
    return f"tests/test_holes.py::test_is_refused_and_says_why[{statement}]"


def keeps(rule, chapter=EMA):
    """The check that a chapter keeps one of the rules of pages.py."""
    return f"{PAGES}::test_chapter_keeps[{PurePosixPath(chapter).stem}-{rule}]"


# --- The rules

IN_RULES = [
    (SLIP, "gradient descent goes uphill", swap("return lr * g\n", "return -lr * g\n"), EXACT,
     "assert -"),
    (SLIP, "sign_sgd forgets the sign", swap("lr * sign(g)", "lr * g"), EXACT, "-7"),
    (SLIP, "buffer of momentum with a minus", swap("else beta * buf +", "else beta * buf -"),
     EXACT, "assert"),
    (SLIP, "Nesterov without the gradient itself", swap("g + beta * buf if", "beta * buf if"),
     TORCH_PARITY, "nesterov|SGD"),
    (SLIP, "first gradient dampened", swap("buf = g if", "buf = (1 - dampening) * g if"),
     TORCH_PARITY, "SGD"),
    (SLIP, "RMSProp averages g, not its square",
     swap("v = ema(v, g * g, beta)\n", "v = ema(v, g, beta)\n", between=("def rmsprop(", "def centered")),
     EXACT, "assert"),
    (SLIP, "centered RMSProp adds the squared mean",
     swap("v - mean * mean", "v + mean * mean"), DROP_IN, "RMSprop"),
    (SLIP, "AMSGrad keeps the smallest second moment",
     swap("largest = maximum(largest, v)", "largest = -maximum(-largest, -v)"), DROP_IN, "Adam"),
    (SLIP, "L2 gradient twice as large", swap("g + weight_decay * theta", "g + 2 * weight_decay * theta"),
     "tests/test_rules.py::test_l2_gradient_is_the_gradient_of_the_penalised_loss", "lambda"),
    (EXCHANGED, "ema with beta and 1 - beta exchanged",
     swap("beta * average + (1 - beta) * value", "(1 - beta) * average + beta * value"),
     "tests/test_rules.py::test_shop_week", "assert"),
    (EXCHANGED, "Adam's betas exchanged",
     swap("    m = ema(m, g, beta1)\n    v = ema(v, g * g, beta2)\n",
          "    m = ema(m, g, beta2)\n    v = ema(v, g * g, beta1)\n", between=("def adam(", "def amsgrad(")),
     EXACT, "assert"),
    (EXCHANGED, "Adam's betas exchanged in the corrections alone",
     swap("debias(m, beta1, t), debias(v, beta2, t)", "debias(m, beta2, t), debias(v, beta1, t)"),
     TORCH_PARITY, "Adam"),
    (EPSILON, "epsilon inside the root", swap("(sqrt(v) + eps)", "sqrt(v + eps)"), EXACT, "sqrt"),
    (EPSILON, "epsilon inside the root, seen by the chapter",
     swap("(sqrt(v) + eps)", "sqrt(v + eps)"), "chapters/08_adam.ipynb", r"v_(t|\{t\}) \+ \\?varepsilon"),
    (EPSILON, "epsilon before the correction (the paper's epsilon hat)",
     swap("normalized(debias(m, beta1, t), debias(v, beta2, t), eps)",
          "normalized(debias(m, beta1, t), v, eps) * sqrt(1 - beta2**t)"),
     TORCH_PARITY, "Adam"),
    (CORRECTION, "no correction at all", swap("average / (1 - beta ** counted(t))", "average"),
     "tests/test_rules.py::test_corrected_average_of_a_constant_is_that_constant", "assert"),
    (CORRECTION, "m without its hat",
     swap("debias(m, beta1, t), debias(v", "m, debias(v"), TORCH_PARITY, "Adam"),
    (CORRECTION, "v without its hat",
     swap("debias(v, beta2, t), eps", "v, eps"), TORCH_PARITY, "Adam"),
    (CORRECTION, "correction upside down",
     swap("average / (1 - beta ** counted(t))", "average * (1 - beta ** counted(t))"),
     EXACT, "assert"),
    (CORRECTION, "step counted one too far in the correction",
     swap("beta ** counted(t)", "beta ** (counted(t) + 1)"), EXACT, "assert"),
    (DECAY, "AdamW with its decay in the gradient",
     swap("    m, v, step = adam(g, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)\n"
          "    return m, v, step + weight_decay_step(theta, lr=lr, weight_decay=weight_decay)\n",
          "    g = l2_gradient(g, theta, weight_decay=weight_decay)\n"
          "    return adam(g, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)\n"),
     TORCH_PARITY, "AdamW"),
    (DECAY, "AdamW's decay in the gradient, seen by the chapter",
     swap("    m, v, step = adam(g, m, v, t,", "    g = l2_gradient(g, theta, weight_decay=weight_decay)\n"
          "    m, v, step = adam(g, m, v, t,"), "chapters/10_adamw.ipynb", "l2_gradient"),
    (DECAY, "decay that lets weights grow",
     swap("step + weight_decay_step", "step - weight_decay_step"), EXACT, "assert"),
    (DECAY, "decay without the learning rate",
     swap("return lr * weight_decay * theta", "return weight_decay * theta"), EXACT, "assert"),
]  # fmt: skip

# --- The optimizers

IN_TORCH = [
    (STATE, "every average is a new tensor in every step",
     swap("if state.get(key) is None:\n                like", "if True:\n                like"), TORCH_PARITY, "SGD"),
    (STATE, "the state is the gradient itself, not a copy",
     swap("state[key] = torch.zeros_like(like, dtype=of, memory_format=torch.preserve_format)", "state[key] = param.grad"),
     "tests/test_torch_optim.py::test_updates_in_place_and_leaves_gradients_alone", "assert"),
    (STATE, "the same step is counted for ever", swap('state["step"] += 1', "pass"), TORCH_PARITY, "Adam|RMSprop"),
    (CORRECTION, "the first step is number 2",
     swap('state["step"].item() + 1', 'state["step"].item() + 2'), TORCH_PARITY, "Adam"),
    (EXCHANGED, "Adam is called with its betas exchanged",
     swap('"beta1": betas[0], "beta2": betas[1]', '"beta1": betas[1], "beta2": betas[0]'), TORCH_PARITY, "Adam"),
    (ARRAYS, "first parameter of every group skipped",
     swap('for param in group["params"]]', 'for param in group["params"][1:]]'), TORCH_PARITY, "SGD"),
    (ARRAYS, "default of eps 1e-6 in place of 1e-8",
     swap("eps=1e-8", "eps=1e-6", between=("class AdamW(", "compile=False,")),
     "tests/test_drop_in.py::test_signature_is_torchs", "AdamW"),
    (ARRAYS, "capturable accepted in silence", swap('if group.get("capturable"):', "if False:"),
     "tests/test_drop_in.py::test_capturable_is_refused_by_name", "DID NOT RAISE"),
]  # fmt: skip

IN_EAGER = [
    (STATE, "averages thrown away", swap("old.copy_(value)", "pass"), COMPILED_PARITY, "SGD"),
    (STATE, "averages rebound, not updated", swap("old.copy_(value)", "old = value"), COMPILED_PARITY, "SGD"),
    (ARRAYS, "parameter rebound, not updated",
     swap("theta.sub_(step)", "theta = theta - step"), COMPILED_PARITY, "SGD"),
    (ARRAYS, "gathered parameters are not put back",
     swap("COPY[library](x, piece.reshape(x.shape))", "pass"), SIZES, "SGD"),
]  # fmt: skip

IN_TAPE = [
    (STATE, "an average overwritten before its last use", swap("last.get(x, -1) <= i", "True"), ON_TAPE, "averages exchanged|old "),
    (STATE, "an average that is left in a scratch array", swap("if places[value] != k:", "if False:"), ON_TAPE, "exchanged"),
    (ARRAYS, "results in new arrays, not in place",
     swap("operation(*taken(held))", "operation(*taken(held)[:-1])"), "tests/test_numpy_optim.py::test_updates_the_callers_arrays", "assert"),
    (SLIP, "an added number not divided by the factor that waits",
     swap("number=other / factor, factor=factor", "number=other, factor=factor"), ON_TAPE, "numbers"),
    (SLIP, "an epsilon divided until it has no digits left",
     swap("tiny <= abs(other / factor) <= 1 / tiny", "True"),
     "tests/test_tape.py::test_an_epsilon_keeps_its_digits", "assert"),
    (SLIP, "the number of a second factor forgotten",
     swap("self.factor * other.factor", "self.factor"), ON_TAPE, "products"),
    (SLIP, "the root of an array, and not of its number",
     swap("factor=self.factor**0.5", "factor=self.factor"), "tests/test_tape.py::test_rules_of_the_book", "adam"),
]  # fmt: skip

IN_BLOCKS = [
    (ARRAYS, "the first block skipped",
     swap("range(0, shape[cut], rows)", "range(rows, shape[cut], rows)"),
     "tests/test_compiled_parts.py::test_blocks_cover_every_element_once", "assert"),
]  # fmt: skip

IN_PLAN = [
    (STATE, "a compiled step is not counted",
     swap("self.steps += 1", "pass"), COMPILED_PARITY, "RMSprop|Adam"),
    (ARRAYS, "a compiled step takes the last step's gradients",
     swap("batch.lines[2 :: self.width] = [_line(grads[i]) for i in batch.takers]", "pass"), COMPILED_PARITY, "assert"),
]  # fmt: skip

IN_COMPILED = [
    (ARRAYS, "a compiled step never reaches the parameters",
     swap("self.each(given)", "pass"), COMPILED_PARITY, "assert"),
    (STATE, "autograd not told of a compiled step",
     swap("torch.autograd.graph.increment_version(batch.params)", "pass"),
     "tests/test_compiled.py::test_autograd_knows_that_a_parameter_has_changed", "DID NOT RAISE"),
]  # fmt: skip

IN_NUMPY = [
    (STATE, "one zero array for all parameters",
     swap("[np.zeros_like(param) for param in self.params]",
          "[np.zeros_like(self.params[0])] * len(self.params)"), NUMPY_PARITY, "RMSprop"),
    (STATE, "first moment of the neighbour (index i - 1)",
     swap("g, self.m[i], self.v[i]]", "g, self.m[i - 1], self.v[i]]"),
     NUMPY_PARITY, "Adam"),
    (STATE, "RMSprop's average thrown away", swap("return 1, [self.params[i], g, self.v[i]]", "return 1, [self.params[i], g, 0 * self.v[i]]"),
     NUMPY_PARITY, "RMSprop"),
    (CORRECTION, "Adam's count stays 1", swap("self.t[i] += 1", "self.t[i] = 1"), NUMPY_PARITY, "Adam"),
    (ARRAYS, "zip that loses the last parameter",
     swap("enumerate(grads) if g", "enumerate(grads[:-1]) if g"), NUMPY_PARITY, "SGD"),
]  # fmt: skip

# --- The checker of claims

IN_CHECKER = [
    ("proving/evaluate", "two values always agree",
     swap("(absolute below 1, else relative).\n    \"\"\"\n", "(absolute below 1, else relative).\n    \"\"\"\n    return True\n"),
     "tests/test_evaluate.py::test_agreement_is_exact_for_fractions_and_to_60_digits_otherwise", "assert"),
    ("proving/mutants", "no altered versions are made",
     swap("return [(name, changed) for changed, name in found.items()]", "return []"),
     "tests/test_claims.py::test_prove_accepts_what_is_true", "only 0 altered versions"),
    ("proving/mutants", "no signs are flipped any more, seen by a chapter",
     swap('            yield f"sign of {arg} flipped", node.func(*rest, -arg)\n', ""),
     EMA, "altered versions rejected"),
    ("proving/proof", "fewer than three altered versions are enough", swap("FEWEST = 3", "FEWEST = 0"),
     rejects("too few altered versions"), "too few altered versions"),
    ("proving/proof", "surviving altered versions are passed over",
     swap("if self._symmetric(name, values):", "if True:"), rejects("n in {1}: the exponent is not seen"),
     "DID NOT RAISE|Regex"),
    ("proving/proof", "the tactic is not asked about altered versions",
     swap("if self.fooled(lambda changed=changed: self._proves(changed)):", "if False:", ("class Identity", "class Inequality")), rejects("faith in a true one, and in its altered versions"), "faith"),
    ("proving/proof", "the exact points are not compared", swap("if not good:", "if False:"), rejects("faith in a false statement"),
     "DID NOT RAISE|Regex"),
    ("proving/proof", "the tactic is not asked at all",
     swap("if not self.attempt(lambda: self._proves(self.rhs)):", "if False:"), rejects("a near miss that no ball tells"), "DID NOT RAISE|Regex"),
    ("proving/proof", "a tautology is a proof", swap("if self._tautology():", "if False:"), rejects("tautology"), "tautology"),
    ("proving/inequalities", "a gap of either sign is a certificate",
     swap("return has_sign(self.gap, allowed, facts) and self.then.proves(", "return self.then.proves("),
     rejects("certificate below 0 where no point lies"), "DID NOT RAISE|Regex"),
    ("proving/definedness", "what has no value is not looked for", swap("        if each.met():\n", "        if True:\n"),
     rejects("a pole at the root of 2"), "DID NOT RAISE|Regex"),
    ("proving/recurrence", "the code is not run step by step", swap("            self._compare(points)\n", "            pass\n"),
     refuses("04 reset at step 100"), "accepted"),
    ("proving/tactics", "a substitution may reach a part of the domain", swap("            if not reaches(", "            if False and not reaches("),
     rejects("a substitution that misses the large numbers"), "ClaimFailed"),
    ("proving/limits", "the limit of a denominator may be 0 for some values",
     swap("            if signs <= NONZERO:\n                return over / under\n", "            if True:\n                return over / under\n"),
     refuses("09 limit false at x = 2"), "accepted"),
    ("proving/tactics", "algebra proves everything",
     swap("return top == 0  # expanded", "return True  # expanded"), rejects("1 - beta for 1 - beta**2"), "1 - beta"),
    ("proving/tactics", "induction without its first step",
     swap("            if not _vanishes(form.subs({self.n: base}).doit() - start):\n                return False\n",
          "            pass\n"), rejects("right step, wrong base"),
     "false at"),
    ("measured", "a wrong alternative may pass", swap("        if passes:\n", "        if False:\n"), rejects("the alternative passes"),
     "the alternative passes"),
    ("measured", "a true statement may be refuted", swap("    if not false:\n", "    if False:\n"), rejects("refute a true identity"),
     "ask for more digits"),
    ("measured", "a sentence may say any number", swap("        sentence.hold(label,", "        (lambda *_: None)(label,"),
     "tests/test_check.py::test_a_sentence_can_not_say_another_number", "DID NOT RAISE"),
    ("measured", "a repaired statement is not proved", swap("told = _prove_truth(label, sides, relation, by, where, given)", 'told = "by faith"'),
     "tests/test_refute.py::test_the_repair_is_proved_on_the_whole_domain", "DID NOT RAISE"),
    ("derivation", "only the last line of a derivation is proved",
     swap("        try:\n            outcome = examine(", "        if k < len(steps):\n            before = expression\n            continue\n        try:\n            outcome = examine("),
     "tests/test_derive.py::test_one_false_line_is_named", "line 2|DID NOT RAISE|Regex"),
    ("proving/comparison", "NaN is not noticed",
     swap('return "NaN" if "NaN" in found else "infinite"', 'return "infinite"'), rejects("NaN where a number is stated"), "Regex|NaN"),
    ("proving/comparison", "a tolerance may be as large as the value", swap("if not self.within:\n", "if True:\n"),
     "tests/test_check.py::test_a_tolerance_as_large_as_the_value", "DID NOT RAISE"),
    ("book/lock", "the lock does not see the code", swap("_lines(record), source]", "_lines(record)]"),
     "tests/test_lock_source.py::test_exactly_the_right_lines_change", "assert"),
    ("book/record", "two claims may share a label",
     swap("if known is not None and known != record:", "if False:"),
     "tests/test_claims.py::test_the_same_claim_may_be_made_again_but_not_another_under_its_label",
     "DID NOT RAISE"),
    ("book/record", "a claim may rest on a refuted one",
     swap("if other in _registry and _registry[other]", "if False and _registry[other]"),
     "tests/test_claims.py::test_a_claim_can_not_rest_on_a_refuted_one", "DID NOT RAISE"),
    ("notation", "a gradient is assumed to be positive",
     swap('g = Symbol("g", real=True)', 'g = Symbol("g", positive=True)'), rejects("swapped betas"),
     "hidden assumption|ClaimError"),
]  # fmt: skip

# --- What pages show

IN_PAGES = [
    (SHOWN, "square root of a symbol as ** 0.5", KINDS,
     swap("return _library(x).sqrt(x)", "return x**0.5 if isinstance(x, sympy.Basic) else _library(x).sqrt(x)"),
     "tests/test_rules.py::test_rules_on_symbols_stay_exact", "Float"),
    (SHOWN, "a local name of a rule changed: the page shows old code", RULES,
     swap("def ema(average, value, beta):\n", "def ema(average, value, beta):\n    # the rule\n"), EMA,
     "# the rule"),
    (SHOWN, "digits scaled by 15 in place of 16", "code/lab/digits.py",
     swap("digits.data / 16", "digits.data / 15"), EMA, "exp_avg"),
    (SHOWN, "at most printed as at least", "code/claims/book/render.py",
     swap(r'"<=": r"\le"', r'"<=": r"\ge"'), "chapters/08_adam.ipynb", r"\\ge"),
    (SHOWN, "box of a claim without its kind", "code/claims/book/site.py",
     swap('classes=["claim", f"claim-{kind}"]', 'classes=["claim"]'),
     f"{SITE}::test_each_claim_has_its_box_and_its_permanent_link", "AssertionError"),
    (STORED, "a printed number changed", EMA, stored("stream", "V =  86.9280", "V =  86.9380"), EMA, "86.9380"),
    (STORED, "a formula changed in its stored LaTeX", EMA,
     stored("text/latex", r"V_n = \beta V_{n-1} + \left(1 - \beta\right) {x}_{n}",
            r"V_n = \beta V_{n-1} + \left(1 + \beta\right) {x}_{n}"), EMA, r"1 \+"),
    (STORED, "a statement changed in the stored record of its claim", EMA,
     record("ema-window-tail", "statement", r"\lim_{\beta \to 1^-} \beta^{\frac{1}{1 - \beta}} = e^{-2}"),
     EMA, r"e\^\{-2\}"),
    (STORED, "more altered versions claimed than were tried", EMA,
     stored("text/markdown", "the series · 12 of 12", "the series · 99 of 99"), EMA, "99 of 99"),
    (STORED, "a definition shown as proved", EMA, record("ema-iid", "kind", "proved"), EMA, "proved"),
    (STORED, "an assumption left out of the record", EMA, record("ema-closed-form", "assumptions", ""),
     EMA, "ema-closed-form"),
    (STORED, "the README's picture differs from the figure", "chapters/intro.ipynb",
     stored("image/svg+xml", "<svg ", "<svg  "),
     "tests/test_readme.py::test_the_picture_is_the_introductions_figure", "make execute"),
    (STORED, "a path of the author's machine", EMA,
     stored("stream", "exp_avg  ", "/home/ada/exp_avg  "), keeps("outputs_name_no_machine"),
     "/home/"),
    (STORED, "an error stored as output", EMA,
     cell("show.source(ema)", lambda c: c.update(outputs=[
         {"output_type": "error", "ename": "NameError", "evalue": "show", "traceback": []}])),
     keeps("no_error_is_stored"), "NameError"),
    (DELETED, "a chapter stripped of its outputs", EMA, notebook(strip), keeps("every_cell_was_executed"),
     "no execution count"),
    (DELETED, "one output deleted", EMA, cell('prove(\n    "ema-weights-sum"', lambda c: c.update(outputs=[])), EMA,
     "ema-weights-sum"),
    (DELETED, "the record of a claim deleted", EMA, without_record("ema-variance"), EMA, "claims"),
    (DELETED, "a claim deleted: the lock misses it", EMA, drop('"ema-variance-enumerated"'), LOCK,
     "ema-variance-enumerated"),
    (DELETED, "a claim deleted, and the chapter run again: a link leads nowhere", EMA,
     drop('prove(\n    "ema-weights-sum"'), BUILT, "ema-weights-sum", True),
    (DELETED, "a cell pasted in without being run", EMA,
     notebook(lambda book: book["cells"].append({
         "cell_type": "code", "id": "planted", "metadata": {}, "execution_count": None, "outputs": [],
         "source": "print(averages(week, 0.7))"})), keeps("every_cell_was_executed"), "no execution count"),
    (DELETED, "cells run out of order", EMA,
     cell("show.source(ema)", lambda c: c.update(execution_count=99)), keeps("executed_from_top_to_bottom"),
     "99"),
    (DELETED, "NBVAL_IGNORE_OUTPUT on a claim", EMA,
     code('prove(\n    "ema-weights-sum"', '# NBVAL_IGNORE_OUTPUT\nprove(\n    "ema-weights-sum"'),
     keeps("nothing_is_left_unchecked"), "NBVAL"),
    (DELETED, "a skip tag on a claim", EMA,
     cell('prove(\n    "ema-weights-sum"', lambda c: c["metadata"].update(tags=["nbval-skip"])),
     keeps("nothing_is_left_unchecked"), "nbval in a tag"),
    (CLAIM, "a sign flipped on the right side", EMA,
     code("    beta**n * V_0 + (1 - beta) * Sum", "    beta**n * V_0 - (1 - beta) * Sum"), EMA,
     "not proved by induction"),
    (CLAIM, "an exponent raised on the right side", EMA,
     code("    1 - beta**n,\n    by=summation", "    1 - beta ** (n + 1),\n    by=summation"), EMA,
     "not proved by summing"),
    (CLAIM, "a tolerance so wide that an alternative passes", EMA, code("relative=0.10", "relative=0.99"), EMA,
     "passes too"),
    (CLAIM, "a tolerance widened, and nothing else", EMA, code("within=1e-14", "within=1e-9"), EMA,
     "equal to within"),
    (CLAIM, "real made positive in an assumption", EMA,
     code('V_0 = Symbol("V_0", real=True)', 'V_0 = Symbol("V_0", positive=True)'), EMA, "hidden assumption"),
    (CLAIM, "a number that is not 0 made positive", "chapters/08_adam.ipynb",
     code('    where={g: NONZERO},\n    name=r"\\lim \\Delta_1"',
          '    where={g: POSITIVE},\n    name=r"\\lim \\Delta_1"'), "chapters/08_adam.ipynb", "adam-first-step"),
    (CLAIM, "a false claim turned into a definition", EMA,
     code('prove(\n    "ema-weights-sum",\n    (1 - beta) * Sum(beta ** (n - i), (i, 1, n)),\n'
          "    1 - beta**n,\n    by=summation,\n",
          'define(\n    "ema-weights-sum",\n    (1 - beta) * Sum(beta ** (n - i), (i, 1, n)),\n'
          "    1 - beta ** (n + 1),\n"), EMA, "ema-weights-sum"),
    (CLAIM, "a tactic that believes everything", EMA,
     code('prove(\n    "ema-weights-sum"',
          "from claims.proving import tactics\nsummation = tactics.Tactic()\n"
          'summation.told, summation.proves = "by summing the series", lambda lhs, rhs: True\n'
          'prove(\n    "ema-weights-sum"'), EMA, "also 'proves' the false version"),
    (CLAIM, "a claim renamed", EMA, code('prove(\n    "ema-window-tail"', 'prove(\n    "ema-tail"'), EMA, "ema-tail"),
    (CLAIM, "a claim renamed, and the chapter run again: a link leads nowhere", EMA,
     code('derive(\n    "ema-closed-form"', 'derive(\n    "ema-unrolled"'), BUILT, "ema-closed-form", True),
    (EQUATION, "a display equation without label", EMA, prose(r"$$ V_n = \beta V_{n-1} $$"),
     keeps("display_equations_belong_to_a_claim"), "no label"),
    (EQUATION, "a display equation whose label no claim owns", EMA,
     prose("$$ V_n = \\beta V_{n-1} $$ (ema-shrinks)"), keeps("display_equations_belong_to_a_claim"),
     "ema-shrinks"),
    (EQUATION, "one label for two claims of two chapters", "chapters/04_bias_correction.ipynb",
     record("debias-rule", "label", "ema-rule"), f"{PAGES}::test_claim_labels_are_unique_in_the_book",
     "ema-rule"),
    (TEX, "an open brace in prose", EMA, prose(r"The weight is $\frac{1{2}$ here."), BUILT, "TeX parse error"),
    (TEX, "an unknown command in a claim", EMA, record("ema-window-tail", "statement", r"\lim \betta = 1"),
     BUILT, r"betta"),
    (TEX, "an open brace in the words of a claim", EMA,
     record("ema-iid", "text", r"The variance is $\frac{1{2}$."), BUILT, "TeX parse error"),
    (FIGURE, "no alt text", EMA, cell("model = digits.network(seed=0)\nsgd", lambda c: c["metadata"]["mystnb"].pop("image")),
     keeps("figures_have_alt_and_caption"), "no alt text"),
    (FIGURE, "no caption", EMA, cell("model = digits.network(seed=0)\nsgd", lambda c: c["metadata"]["mystnb"].pop("figure")),
     keeps("figures_have_alt_and_caption"), "no caption"),
    (FIGURE, "a figure that is drawn and not stored", EMA, cell("model = digits.network(seed=0)\nsgd", without_pictures),
     keeps("figures_that_are_drawn_are_stored"), "does not hold it"),
    (FIGURE, "an image beside the notebook", EMA, prose("![The loss](images/loss.png)"),
     keeps("no_file_beside_the_notebook"), "a file that Colab does not have"),
    (FIGURE, "a glued number", EMA, prose("The loss is {glue:text}`loss`."), keeps("no_glue"), "glue"),
    (FIGURE, "another first cell in one chapter", EMA,
     code("    import claims, lab, optimizers\n", "    import claims, optimizers\n"),
     f"{PAGES}::test_first_cell_is_the_same_everywhere", "assert"),
    (LINK, "a link to no claim", EMA, prose("See [the proof](#ema-open-form)."), BUILT, "ema-open-form"),
    (LINK, "a link to no chapter", EMA, prose("See [the next chapter](04_bias.ipynb)."), BUILT, "04_bias"),
    (LINK, "a link to no file of the site", "_ext/ledger_drawing.py",
     swap('<a href="{folder}{chapter}.html">', '<a href="{folder}{chapter}.htm">'),
     f"{SITE}::test_links_and_anchors_resolve", r"\.htm'"),
    (LINK, "a citation of nothing", EMA, prose("See {cite:p}`nobody1847`."), BUILT, "nobody1847"),
    (LINK, "a chapter left out of the contents", "_toc.yml", swap("      - file: chapters/errata\n", ""),
     f"{SITE}::test_each_claim_has_its_box_and_its_permanent_link", "errata"),
    (HOST, "a style sheet from another host", "_static/book.css",
     lambda css: '@import url("https://fonts.example.org/serif.css");\n' + css,
     f"{SITE}::test_no_page_asks_another_host", "fonts.example.org"),
    (HOST, "an image from another host", EMA, prose("![The loss](https://images.example.org/loss.png)"),
     f"{SITE}::test_no_page_asks_another_host", "images.example.org"),
    (HOST, "formulas made by a script from another host", "_config.yml",
     swap("html_math_renderer: temml\n", "html_math_renderer: mathjax\n"),
     f"{SITE}::test_no_page_asks_another_host", "mathjax"),
    (HOST, "formulas without their font", "_ext/fonts.py",
     swap('(static / "fonts" / name).write_bytes(data)', '"math" in name or (static / "fonts" / name).write_bytes(data)'),
     f"{BROWSER}::test_page_loads_without_a_complaint[chapters/03_ema]", r"No such file.*woff2"),
    (HOST, "a claim too wide for a phone", "_static/claims.css",
     lambda css: css + ".claim { min-width: 60rem; }\n",
     f"{BROWSER}::test_page_fits_a_phone[chapters/03_ema]", "390"),
    (COMMANDS, "a command that is no target", "README.md", swap("make book    # set up", "make site    # set up"),
     "tests/test_readme.py", "site"),
    (COMMANDS, "a link to no file", "README.md", swap("([LICENSE-text](LICENSE-text))", "([LICENCE-text](LICENCE-text))"),
     "tests/test_readme.py", "LICENCE-text"),
    (COMMANDS, "warnings no longer stop the build", "Makefile", swap("build . -W -n --keep-going", "build . -n --keep-going"),
     MADE, "assert"),
    (COMMANDS, "the reader's back end of matplotlib reaches the chapters", "Makefile",
     swap("FAMILIES := MPL% ", "FAMILIES := "), f"{CLEAN}::test_what_is_ignored_is_ignored_and_said", "MPLBACKEND"),
    (COMMANDS, "the reader's time zone reaches the chapters", "Makefile",
     swap("export TZ                 := UTC\n", ""), f"{CLEAN}::test_every_verb_starts_clean", "TZ"),
    (COMMANDS, "what is ignored is not said", "Makefile", swap("$(info The book has", "$(if The book has"),
     f"{CLEAN}::test_what_is_ignored_is_ignored_and_said", "assert"),
    (COMMANDS, "line ends left to git", ".gitattributes", swap("* text=auto eol=lf", "* text=auto"),
     "tests/test_line_ends.py::test_a_clone_has_the_same_bytes", r"Left contains \d+ more items"),
    (SHOWN, "first weights that differ between processors", "code/lab/digits.py",
     swap("param.copy_((2 * share - 1) * layer.in_features**-0.5)",
          "param.uniform_(-(layer.in_features**-0.5), layer.in_features**-0.5, generator=draw)"),
     "tests/test_digits.py::test_first_weights_are_the_same_on_every_processor", "assert"),
    (COMMANDS, "a changed package does not build the site again", "Makefile",
     swap("SITE     := $(PACKAGE) ", "SITE     := "), MADE, r"claims/book/site\.py-True"),
]  # fmt: skip


def _plants():
    for where, errors in [
        (RULES, IN_RULES),
        (TORCH, IN_TORCH),
        (EAGER, IN_EAGER),
        (TAPE, IN_TAPE),
        (BLOCKS, IN_BLOCKS),
        (PLAN, IN_PLAN),
        (COMPILED, IN_COMPILED),
        (NUMPY, IN_NUMPY),
    ]:
        for kind, name, edit, check, says in errors:
            yield Plant(kind, name, where, edit, check, says)
    for module, name, edit, check, says in IN_CHECKER:
        yield Plant(CHECKER, name, f"code/claims/{module}.py", edit, check, says)
    for plant in IN_PAGES:
        yield Plant(*plant)


# Errors in which the author edits a claim and runs the chapter again, so that source and outputs fit
# together. Nothing that compares them can see it: these need a record of the claims that stands
# elsewhere (tests/claims.lock).
LOCKED = "a claim weakened or deleted, and its chapter run again"
AGAINST_THE_LOCK = [
    Plant(LOCKED, name, EMA, edit, LOCK, says, rerun=True)
    for name, edit, says in [
        ("a claim deleted to which no page links", drop('"ema-variance-enumerated"'),
         "ema-variance-enumerated"),
        ("a tolerance of 10 % made 30 %", code("relative=0.10", "relative=0.30"), "ema-noise-digits"),
        ("a tolerance of 1e-14 made 1e-3", code("within=1e-14", "within=1e-3"), "ema-matches-torch"),
        (
            "the nearest wrong alternative left out",
            code('        "start at the first value": averages(\n'
                 "            week, Fraction(7, 10), start=Fraction(100)\n        ),\n", ""),
            "ema-shop-week",
        ),
        (
            "a proved claim made a definition",
            code('prove(\n    "ema-weights-sum",\n    (1 - beta) * Sum(beta ** (n - i), (i, 1, n)),\n'
                 '    1 - beta**n,\n    by=summation,\n    text="The weights of the $n$ values add up to",\n'
                 '    uses=["ema-closed-form"],\n',
                 'define(\n    "ema-weights-sum",\n    (1 - beta) * Sum(beta ** (n - i), (i, 1, n)),\n'
                 '    1 - beta**n,\n    text="The weights of the $n$ values add up to",\n'),
            "ema-weights-sum",
        ),
        (
            "a false definition in place of a proved claim",
            code('prove(\n    "ema-weights-sum",\n    (1 - beta) * Sum(beta ** (n - i), (i, 1, n)),\n'
                 '    1 - beta**n,\n    by=summation,\n    text="The weights of the $n$ values add up to",\n'
                 '    uses=["ema-closed-form"],\n',
                 'define(\n    "ema-weights-sum",\n    (1 - beta) * Sum(beta ** (n - i), (i, 1, n)),\n'
                 '    1 - beta ** (n + 1),\n    text="The weights of the $n$ values add up to",\n'),
            "ema-weights-sum",
        ),
        (
            "a claim for every start made a claim for positive ones",
            code("    where={V_0: R},\n    uses=[\"ema-rule\"],\n)",
                 "    where={V_0: POSITIVE},\n    uses=[\"ema-rule\"],\n)"),
            "ema-closed-form",
        ),
        (
            "a claim about all steps made a claim about the first six",
            code('prove(\n    "ema-weights-sum",\n    (1 - beta) * Sum(beta ** (n - i), (i, 1, n)),\n'
                 "    1 - beta**n,",
                 'prove(\n    "ema-weights-sum",\n    (1 - beta) * Sum(beta ** (6 - i), (i, 1, 6)),\n'
                 "    1 - beta**6,"),
            "ema-weights-sum",
        ),
        (
            "the words of a claim say more than was checked",
            code('up to 10 %."', 'up to 1 %."'),
            "ema-noise-digits",
        ),
        ("a claim renamed to which no page links",
         code('check(\n    "ema-variance-enumerated"', 'check(\n    "ema-variance-counted"'),
         "ema-variance-enumerated"),
    ]
]  # fmt: skip

PLANTS = [*_plants(), *AGAINST_THE_LOCK]


# --- The table in the book


def table():
    """The kinds of error, how many of each, where they are planted and what catches them."""
    lines = ["| What is planted | Number | Where | Caught by |", "|:--|--:|:--|:--|"]
    for kind in dict.fromkeys(plant.kind for plant in PLANTS):
        these = [plant for plant in PLANTS if plant.kind == kind]
        places = list(dict.fromkeys(_place(plant.where) for plant in these))
        if len(places) > 5:
            places = dict.fromkeys(f"`{PurePosixPath(plant.where).parent}/`" for plant in these)
        where = ", ".join(places)
        caught = ", ".join(dict.fromkeys(_test(plant.check) for plant in these))
        lines.append(f"| {kind} | {len(these)} | {where} | {caught} |")
    lines.append(f"| **all** | **{len(PLANTS)}** | | |")
    return "\n".join(lines)


def _place(path):
    path = PurePosixPath(path)
    return "a chapter" if path.parent.name == "chapters" else f"`{path.name}`"


def _test(check):
    path = PurePosixPath(check.partition("::")[0])
    return "a chapter run again" if path.suffix == ".ipynb" else f"`{path.name}`"
