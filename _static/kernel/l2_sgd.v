(* l2-sgd *)
From Book Require Import Book.

Theorem l2_sgd :
  forall (eta : R) (g : R) (lambda : R) (theta : R),
  0 < eta ->
  0 <= lambda ->
  theta - eta * (g + theta * lambda) = theta * (1 - lambda * eta) - g * eta.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions l2_sgd.
