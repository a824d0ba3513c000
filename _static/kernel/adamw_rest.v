(* adamw-rest *)
From Book Require Import Book.

Theorem adamw_rest :
  forall (eta : R) (lambda : R) (theta : R),
  0 < eta ->
  0 < lambda ->
  lambda <> 0 /\
  theta + eta - 1 / lambda - theta * lambda * eta = (1 - lambda * eta) * (theta - 1 / lambda).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions adamw_rest.
