(* l2-penalty-minimum *)
From Book Require Import Book.

Theorem l2_penalty_minimum :
  forall (eta : R) (lambda : R),
  0 < eta ->
  0 < lambda ->
  1 + lambda <> 0 /\
  1 / (1 + lambda) - eta * (1 / (1 + lambda) + lambda / (1 + lambda) - 1) = 1 / (1 + lambda).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions l2_penalty_minimum.
