(* rmsprop-scale-average *)
From Book Require Import Book.

Theorem rmsprop_scale_average :
  forall (beta : R) (c : R) (g : R) (v : R),
  0 < beta < 1 ->
  0 < c ->
  0 <= v ->
  v * beta * c ^ 2 + g ^ 2 * c ^ 2 * (1 - beta) = c ^ 2 * (v * beta + g ^ 2 * (1 - beta)).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions rmsprop_scale_average.
