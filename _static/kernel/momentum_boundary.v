(* momentum-boundary *)
From Book Require Import Book.

Theorem momentum_boundary :
  forall (beta : R) (z : R),
  0 < beta < 1 ->
  beta + z ^ 2 + z * (2 + 2 * beta) - z - z * beta = (1 + z) * (z + beta).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions momentum_boundary.
