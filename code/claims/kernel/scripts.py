"""A script for each theorem: what the kernel is given to check. None of it needs trust."""

import sympy

from claims.kernel import limits
from claims.kernel.agreement import points
from claims.kernel.sums import canonical, sums
from claims.kernel.terms import Writer
from claims.kernel.theorem import nest
from claims.proving import inequalities, tactics
from claims.proving.evaluate import evaluate


def script(theorem):
    """The proof of a :class:`~claims.kernel.theorem.Theorem`: text from ``Proof.`` to ``Qed.``"""
    line = theorem.line
    if limits.is_limit(line.lhs):
        steps = ["approach."]
    elif theorem.run is not None:
        steps = _recurrence(theorem)
    elif line.lhs.has(sympy.Sum) or line.rhs.has(sympy.Sum):
        steps = _with_sums(theorem)
    else:
        roots = _roots(theorem)
        tactic = _plain(theorem)
        if roots:
            rewrites = "".join(f"rewrite ?{h}; " for h, _ in roots)
            tactic = tactic.replace("equation", f"first [equation | {rewrites}equation]")
        steps = [f"assert ({h} : {text}) by {_how(text)}." for h, text in roots]
        steps = [*_factored(theorem), *steps]
        steps = ["intros; facts.", *steps] if steps else []
        steps += [f"parts ltac:({tactic})."]
    return "\n".join(["Proof.", *(f"  {s}" for s in steps), "Qed."])


def _plain(theorem):
    line = theorem.line
    if line.relation != "==":
        return _order(theorem)
    return "equation"


def _roots(theorem):
    """(name, text) of what each root is, with what is under it brought to factors."""
    line, found = theorem.line, {}
    for power in sorted((line.lhs - line.rhs).atoms(sympy.Pow), key=sympy.default_sort_key):
        if power.exp.is_Rational and power.exp.q == 2 and not power.base.is_Symbol:
            factored = sympy.factor(sympy.together(power.base))
            if factored != power.base:
                write = theorem.writer.real
                root = write(sympy.sqrt(power.base, evaluate=False))
                value = sympy.sqrt(factored)
                if value.has(sympy.Pow) and any(
                    p.exp.is_Rational and p.exp.q == 2 for p in value.atoms(sympy.Pow)
                ):
                    value = sympy.sqrt(factored, evaluate=False)
                found[f"{root} = {write(value)}"] = None
    return [(f"root_{k}", text) for k, text in enumerate(found)]


def _how(text):
    """How two forms of one root are shown to be equal: under the root, or as a square's root."""
    left, right = text.split(" = ")
    if right.startswith("sqrt"):
        return "same_roots"
    inside = left.removeprefix("sqrt ")
    return f"(replace {inside} with (({right}) ^ 2) by equation; apply sqrt_pow2; positive)"


def _factored(theorem):
    """Steps that show denominators not to be 0 by their factors."""
    line, found = theorem.line, {}
    exprs = [line.rhs, *([] if theorem.run or limits.is_limit(line.lhs) else [line.lhs])]
    for expr in exprs:
        for power in sorted(expr.atoms(sympy.Pow), key=sympy.default_sort_key):
            base = power.base
            if not (power.exp.is_Integer and power.exp < 0 and base.is_Add):
                continue
            if base.has(sympy.Sum):
                continue
            factored = sympy.factor(base)
            if factored.is_Mul and len(factored.args) > 1 and not factored.has(sympy.Pow(0, -1)):
                texts = [theorem.writer.real(e) for e in (base, factored)]
                if texts[0] != texts[1]:
                    found[
                        f"({texts[0]} <> 0) by (replace ({texts[0]}) with ({texts[1]}) by "
                        "(facts; less_one; powers; first [ring | field; positive]); "
                        "facts; positive)"
                    ] = 0
    return [f"try assert {text}." for text in found]


def _order(theorem):
    """The tactic for an inequality: by what the larger side is ahead, where the book says it."""
    line = theorem.line
    turn = (
        "apply Rle_ge; "
        if line.relation == ">="
        else "apply Rlt_gt; "
        if line.relation == ">"
        else ""
    )
    gap = _gap(line)
    if line.relation == "<=" and isinstance(line.rhs, sympy.Max) and line.lhs in line.rhs.args:
        return "first [apply Rmax_l | apply Rmax_r]"
    if gap is None:
        return f"{turn}below"
    lemma = "strictly_below_by" if line.relation in ("<", ">") else "below_by"
    theorem.writer.split = True  # b ** (1 - t) as b / b ** t
    text = theorem.writer.real(gap)
    theorem.writer.split = False
    return f"{turn}apply ({lemma} ({text})); [ahead | equation]"


def _last(by):
    """The tactic that finishes a proof, behind those that prepare it."""
    while getattr(by, "then", None) is not None:
        by = by.then
    return by


def _gap(line):
    by = line.by
    if not isinstance(by, inequalities.certificate):
        return None
    halves = [
        p for p in by.gap.atoms(sympy.Pow) if p.exp.free_symbols and p.exp.as_coeff_Mul()[0].q == 2
    ]
    if not halves:
        return by.gap
    return _positive_factors(sympy.factor(sympy.expand(by.gap)), line)  # no half exponents then


def _positive_factors(product, line):
    """A product whose differences are turned around where they are negative, two by two."""
    point = points(line)[0]
    factors, sign = [], 1
    for factor in sympy.Mul.make_args(product):
        base, exponent = factor.as_base_exp()
        if base.is_Add and exponent.is_odd and evaluate(base, point) < 0:
            factor, sign = sympy.Pow(sympy.Add(*(-a for a in base.args)), exponent), -sign
        factors.append(factor)
    return sympy.Mul(sign, *factors)


# --- Sums that stand in an equation or an inequality


def _with_sums(theorem):
    line, writer = theorem.line, theorem.writer
    gap = _gap(line)
    exprs = [line.lhs, line.rhs, *([gap] if gap is not None else [])]
    if isinstance(_last(line.by), tactics._Summation | tactics.induction):
        return _closed_sums(theorem)
    steps = ["intros; facts."]
    steps += [
        f"assert ({h} : {text}) by sums_agree." for h, text in equations(sums(*exprs), writer)
    ]
    rewrites = "".join(f"rewrite ?{h}; " for h, _ in equations(sums(*exprs), writer))
    tactic = _plain(theorem).replace("equation", f"{rewrites}sums_named; equation")
    return [*steps, f"parts ltac:({tactic})."]


def equations(totals, writer, prefix="eq_"):
    """(name, text) of what each sum is in canonical form, for those that are not in it."""
    found = []
    for total in totals:
        pieces = canonical(total, writer.counted)
        if len(pieces) == 1 and pieces[0][0] == 1 and pieces[0][1] == total:
            continue
        right = " + ".join(f"{_factor(f, writer)} * {writer.real(basis)}" for f, basis in pieces)
        found.append((f"{prefix}{len(found)}", f"{writer.real(total)} = {right}"))
    return found


def _factor(expr, writer):
    return writer._real(expr).at(3)


def _closed_sums(theorem):
    """Each sum's closed form by induction on its last index; then algebra."""
    line, writer = theorem.line, theorem.writer
    steps = ["intros; facts."]
    names = []
    for k, total in enumerate(sums(line.lhs, line.rhs)):
        rest = line.lhs - line.rhs
        stand = sympy.Dummy("S", real=True)
        changed = rest.xreplace({total: stand})
        if changed.has(sympy.Sum):
            return ["parts ltac:(equation)."]
        solved = sympy.solve(sympy.expand(changed), stand)
        index, low, high = total.limits[0]
        counters = [s for s in high.free_symbols if s in writer.counted]
        if not total.function.has(index):
            text = writer.real(total)
            value = writer.real((high - low + 1) * total.function)
            steps.append(
                f"assert (closed_{k} : {text} = {value}) by "
                "(rewrite sum_const by lia; counts; equation)."
            )
            names.append(f"closed_{k}")
            continue
        if len(solved) != 1 or len(counters) != 1:
            return ["parts ltac:(equation)."]
        (n,) = counters
        here = Writer(writer.counted, writer.names)
        old = writer.names.given[n]
        here.names.given[n] = "j"
        form = sympy.simplify(solved[0])
        text = f"{here.real(total)} = {here.real(form)}"
        here.names.given[n] = "j"
        before = _steps_of_sum(total, n, writer, "j")
        here.names.given[n] = old
        steps.append(f"assert (closed_{k} : forall j : nat, {text}).")
        steps.append("{ induction j as [|j IH]; [sum_starts; equation|].")
        steps += [f"  {s}" for s in before]
        steps.append("  rewrite IH; counts; facts; equation. }")
        names.append(f"closed_{k}")
    rewrites = "".join(f"rewrite ?{h}; " for h in names)
    return [*steps, f"parts ltac:({rewrites}equation)."]


def _steps_of_sum(total, n, writer, name):
    """Rewrite the sum up to the next count as a multiple of the sum up to ``n`` and a last term."""
    text, right = next_sum(total, n, writer, name)
    return [f"assert (step : {text} = {right}) by sums_next.", "rewrite step; clear step."]


def next_sum(total, n, writer, name):
    """(the sum with ``n`` counted on by one, what it is in the sums up to ``n``), as text."""
    given = writer.names.given
    old = given.get(n)
    index, low, high = total.limits[0]
    given[n] = f"(S {name})"
    text = writer.real(total)
    given[n] = name
    later = total.xreplace({n: n + 1})
    body = later.function
    short = sympy.Sum(body, (index, low, high))
    pieces = canonical(short, writer.counted)
    right = " + ".join(f"{_factor(f, writer)} * {writer.real(basis)}" for f, basis in pieces)
    last = writer.real(_last_term(total, n))
    given[n] = old
    return text, f"{right} + ({last})"


def _last_term(total, n):
    index, _, high = total.limits[0]
    return total.function.xreplace({n: n + 1}).subs(index, high.xreplace({n: n + 1}))


# --- Recurrences


def _recurrence(theorem):
    line, run, writer = theorem.line, theorem.run, theorem.writer
    walk, n = run.walk, run.counter
    given = writer.names.given
    count = given[n]
    base = line.by.base(_Base(walk))
    forms = (*line.by.also, line.rhs)
    size = len(walk.parts)
    states = forms[:size]
    args = "".join(f" {given[a]}" for a in run.parameters)
    ahead = base - walk.first

    def state_at(name):
        given[n] = name
        texts = [writer.real(f) for f in states]
        given[n] = count
        return f"({', '.join(texts)})" if size > 1 else texts[0]

    here, there = nest(base, "j"), nest(base + 1, "j")
    steps = ["intros."]
    reached = f"{run.state}{args} {nest(ahead, 'j')}"
    steps += [f"assert (closed : forall j : nat, {reached} = {state_at(here)})."]
    steps += ["{ induction j as [|j IH]."]
    steps += [f"  - state_starts {run.state} {run.step}."]
    names = _step_equations(states, n, writer, base)
    steps += ["  - " + (names[0][1] if names else "idtac.")] + [f"    {s}" for _, s in names[1:]]
    steps += [
        f"    change ({run.state}{args} {nest(ahead + 1, 'j')}) with "
        f"({run.step}{args} {there} ({run.state}{args} {nest(ahead, 'j')}))."
    ]
    steps += [f"    rewrite IH; unfold {run.step}; cbv beta iota."]
    rewrites = "".join(f"rewrite ?{h}; " for h, _ in names)
    tactic = f"{rewrites}sums_named; equation"
    if any("- 1)" in state_at(h) for h in (here, there)):
        tactic = f"first [{tactic} | destruct j; {tactic}]"
    steps += [f"    state_steps ltac:({tactic}). }}"]
    need = base + (1 if walk.has_output and base == walk.first else 0)
    if walk.has_output:
        need = max(base, walk.first) + 1
    for _ in range(need):
        steps += [f"destruct {count} as [|{count}]; [exfalso; lia|]."]
    fine = f"intros j Hj; run_is_fine closed {run.fine} {run.state} {run.step} {ahead}%nat"
    steps += ["repeat match goal with |- _ /\\ _ => split end;"]
    steps += [
        f"  first [ solve [{fine}] | solve [facts; positive]"
        " | match goal with |- _ = _ => idtac end | say; fail 1 ]."
    ]
    steps += [f"all: unfold {run.output}."]
    if walk.first:
        steps += [f"all: replace ({nest(need, count)} - {walk.first})%nat with "
                  f"{nest(need - walk.first, count)} by lia."]  # fmt: skip
    if walk.has_output:
        names = _step_equations((*states, line.rhs), n, writer, base, count, "last_")
        steps += [s for _, s in names]
        rewrites = "".join(f"rewrite ?{h}; " for h, _ in names)
        steps += [
            "all: cbv beta iota zeta; rewrite closed; cbv beta iota; "
            f"{rewrites}sums_named; equation."
        ]
    else:
        steps += ["all: rewrite closed; first [reflexivity | powers; reflexivity | equation]."]
    return steps


class _Base:
    """What ``induction.base`` asks of a recurrence."""

    def __init__(self, walk):
        self.first = walk.first


def _step_equations(states, n, writer, base, inner="j", prefix="eq_"):
    """Assertions that bring the sums of the forms at n and at n + 1 to the same sums."""
    given = writer.names.given
    count = given[n]
    found = []
    name = nest(base, inner)
    for total in sums(*states):
        if not total.limits[0][2].has(n):
            continue
        given[n] = name
        for _, text in equations([total], writer):
            found.append((text, "sums_agree"))
        given[n] = count
        left, right = next_sum(total, n, writer, name)
        found.append((f"{left} = {right}", "sums_next"))
    return [(f"{prefix}{k}", f"assert ({prefix}{k} : {text}) by {how}.")
            for k, (text, how) in enumerate(dict.fromkeys(found))]  # fmt: skip
