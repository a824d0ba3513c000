(* adamw-box-outside *)
From Book Require Import Book.

Theorem adamw_box_outside :
  forall (eta : R) (lambda : R) (theta : R) (u : R),
  0 < eta ->
  0 < lambda ->
  lambda <> 0 /\
  theta - 1 / lambda - u * eta - theta * lambda * eta = (1 - lambda * eta) * (theta - 1 / lambda) - eta * (1 + u).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions adamw_box_outside.
