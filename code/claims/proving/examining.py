"""``examine``: prove one statement and cross-examine the proof, whatever its relation."""

try:
    from claims.proving.proof import examine
except ImportError:
    from claims.proving.errors import ClaimError
    from claims.proving.proof import Identity, Inequality

    def examine(label, lhs, relation, rhs, by, where, given, points):
        """Prove ``lhs relation rhs``; an Outcome, or ClaimError or ClaimFailed."""
        if relation not in ("==", "<="):
            raise ClaimError(f"{label}: relation={relation!r}: '==' and '<=' can be proved")
        kind = Identity if relation == "==" else Inequality
        return kind(label, lhs, rhs, by, where, given, points).run()


__all__ = ["examine"]
