"""A slice of the random claims: no planted falsehood is accepted, and most true ones are."""

import random_claims
from random_claims import IDENTITIES, INEQUALITIES, PLANTS, drawn, run, table

LEAST = {"identity": 0.8, "inequality": 0.5}  # the share of the true ones that must be accepted


def offer(what, count, seed):
    printed = []
    counts = {"identities": 0, "inequalities": 0} | {
        {"identity": "identities", "inequality": "inequalities"}[what]: count
    }
    found = run(**counts, seed=seed, true_every=3, told=printed.append)
    wrong = [line for line in printed if line.startswith("accepted")]
    assert not wrong, "\n".join(wrong)
    assert not any(verdict == "raw exception" for *_, verdict in found), "\n".join(printed)
    true = sum(k for (_, planted, _), k in found.items() if not planted)
    accepted = sum(
        k for (_, planted, verdict), k in found.items() if not planted and verdict == "accepted"
    )
    assert true >= count / 4
    assert accepted >= LEAST[what] * true, table(found)
    return found


def test_identities():
    found = offer("identity", 60, seed=2)
    assert len({planted for _, planted, _ in found}) >= 7


def test_inequalities():
    found = offer("inequality", 40, seed=2)
    assert len({planted for _, planted, _ in found}) >= 6


def test_every_sort_is_drawn():
    """Each kind of statement, with planted versions that mpmath has shown to be false."""
    identities = [drawn("identity", 3, k) for k in range(2 * len(IDENTITIES))]
    assert {plant.planted for _, plants in identities for plant in plants} >= {
        "coefficient slightly changed", "false at one point", "pole at one point", "false on a half-line",
        "limit false at a corner", "step ignores its state", "step without a value",
    }  # fmt: skip
    assert all(plants for _, plants in identities) and len(PLANTS) >= 9
    inequalities = [drawn("inequality", 3, k) for k in range(2 * len(INEQUALITIES))]
    assert all(plants for _, plants in inequalities)


def test_an_accepted_falsehood_would_be_told(monkeypatch):
    monkeypatch.setattr(random_claims.Claim, "call", lambda self, label: None)
    printed = []
    run(4, 4, seed=1, told=printed.append)
    assert len(printed) == 8 and all("accepted" in line and "fails at" in line for line in printed)


def test_the_same_seed_draws_the_same():
    first, second = (drawn("inequality", 5, 3) for _ in range(2))
    assert str(first[0]) == str(second[0]) and [*map(str, first[1])] == [*map(str, second[1])]
