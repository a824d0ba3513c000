(* debias-linear *)
From Book Require Import Book.

Theorem debias_linear :
  forall (a_1 : R) (a_2 : R) (beta : R) (p : R) (x_1 : R) (x_2 : R),
  0 < beta < 1 ->
  0 < p < 1 ->
  p * (a_1 * beta + x_1 * (1 - beta)) + (1 - p) * (a_2 * beta + x_2 * (1 - beta)) = beta * (a_1 * p + a_2 * (1 - p)) + (1 - beta) * (p * x_1 + x_2 * (1 - p)).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions debias_linear.
