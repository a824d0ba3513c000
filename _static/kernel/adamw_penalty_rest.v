(* adamw-penalty-rest *)
From Book Require Import Book.

Theorem adamw_penalty_rest :
  forall (c : R) (eta : R) (lambda : R) (theta : R),
  0 < c ->
  0 < eta ->
  0 < lambda ->
  lambda <> 0 /\
  theta - c / lambda - eta * (theta * lambda - c) = (1 - lambda * eta) * (theta - c / lambda).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions adamw_penalty_rest.
