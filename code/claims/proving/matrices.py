"""A statement about matrices, proved entry by entry."""

import sympy

from claims.proving.errors import ClaimError, ClaimFailed
from claims.proving.proof import Outcome, _plainest, examine


class Statement:
    """``lhs == rhs`` for two matrices of one shape: each pair of entries is a statement."""

    def __init__(self, label, lhs, relation, rhs):
        self.label = label
        for side, value in (("lhs", lhs), ("rhs", rhs)):
            if not isinstance(value, sympy.MatrixBase):
                raise ClaimError(
                    f"{label}: {side}={value} is no matrix, and the other side is one; compare a "
                    "matrix with a matrix, or state one entry"
                )
        if relation != "==":
            raise ClaimError(
                f"{label}: relation={relation!r}: matrices are compared with '==' only; state an "
                "order for the entries, or for a norm"
            )
        if lhs.shape != rhs.shape:
            raise ClaimError(f"{label}: lhs is a matrix of shape {lhs.shape}, rhs of {rhs.shape}")
        if 0 in lhs.shape:
            raise ClaimError(f"{label}: a matrix of shape {lhs.shape} has no entry to compare")
        self.lhs, self.rhs = sympy.ImmutableMatrix(lhs), sympy.ImmutableMatrix(rhs)

    def examine(self, *, by, where, given, points, known):
        """Every demand on a proof, for every entry; entries that are the same on both sides need
        none, but at least one must differ in form. Returns (Outcome, how it was proved)."""
        rows, columns = self.lhs.shape
        outcomes, used = [], set()
        entries = [(i, j) for i in range(rows) for j in range(columns)]
        symbols = set().union(*(side.free_symbols for side in (self.lhs, self.rhs)))
        strange = set(where or {}) - symbols - (by.brings() if by is not None else set())
        if strange:
            raise ClaimError(f"{self.label}: where={{{strange.pop()}: ...}}: the claim has none")
        for i, j in entries:
            left, right = self.lhs[i, j], self.rhs[i, j]
            if _plainest(left) == _plainest(right):
                continue
            here = left.free_symbols | right.free_symbols
            own = by.brings() if by is not None else set()
            domains = {s: d for s, d in (where or {}).items() if s in here or s in own}
            conditions = [c for c in given if c.free_symbols <= here]
            try:
                outcomes.append(
                    examine(self.label, left, "==", right, by, domains, conditions, points, known)
                )
            except (ClaimError, ClaimFailed) as error:
                told = str(error).removeprefix(f"{self.label}: ")
                raise type(error)(f"{self.label}: entry ({i + 1}, {j + 1}): {told}") from None
            used |= here
        if not outcomes:
            raise ClaimError(
                f"{self.label}: a tautology, all entries are the same expressions on both sides"
            )
        assumptions = max((o.assumptions for o in outcomes), key=lambda a: len(a.domains))
        for outcome in outcomes:
            assumptions.domains.update(outcome.assumptions.domains)
        total = Outcome(
            assumptions,
            sum(o.rejected for o in outcomes),
            sum(o.no_value for o in outcomes),
            sum(o.equal for o in outcomes),
        )
        ways = " or ".join(dict.fromkeys(o.by for o in outcomes))
        return total, f"entry by entry, {ways}"
