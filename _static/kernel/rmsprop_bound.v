(* rmsprop-bound *)
From Book Require Import Book.

Theorem rmsprop_bound :
  forall (beta : R) (eta : R) (g : R) (v : R),
  0 < beta < 1 ->
  0 < eta ->
  g <> 0 ->
  0 <= v ->
  v * beta + g ^ 2 * (1 - beta) <> 0 /\
  1 - beta <> 0 /\
  g ^ 2 * eta ^ 2 / (v * beta + g ^ 2 * (1 - beta)) <= eta ^ 2 / (1 - beta).
Proof.
  parts ltac:(apply (below_by (v * beta * eta ^ 2 / ((1 - beta) * (v * beta + g ^ 2 * (1 - beta))))); [ahead | equation]).
Qed.

Print Assumptions rmsprop_bound.
