(* adamw-box *)
From Book Require Import Book.

Theorem adamw_box :
  forall (eta : R) (lambda : R) (theta : R) (u : R),
  0 < eta ->
  0 < lambda ->
  (-1) <= u <= 1 ->
  lambda * eta <= 1 ->
  theta <= 1 / lambda ->
  lambda <> 0 /\
  theta - u * eta - theta * lambda * eta <= 1 / lambda.
Proof.
  parts ltac:(apply (below_by (eta * (1 + u) + (1 - lambda * eta) * (1 / lambda - theta))); [ahead | equation]).
Qed.

Print Assumptions adamw_box.
