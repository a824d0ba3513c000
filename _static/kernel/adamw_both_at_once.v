(* adamw-both-at-once *)
From Book Require Import Book.

Theorem adamw_both_at_once :
  forall (eta : R) (lambda : R) (theta : R) (u : R),
  0 < eta ->
  0 <= lambda ->
  theta - u * eta - theta * lambda * eta = theta * (1 - lambda * eta) - u * eta.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions adamw_both_at_once.
