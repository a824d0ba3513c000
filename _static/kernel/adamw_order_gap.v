(* adamw-order-gap *)
From Book Require Import Book.

Theorem adamw_order_gap :
  forall (eta : R) (lambda : R) (theta : R) (u : R),
  0 < eta ->
  0 <= lambda ->
  theta * lambda * eta - lambda * eta * (theta - u * eta) = u * lambda * eta ^ 2.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions adamw_order_gap.
