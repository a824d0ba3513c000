(* l2-sgd-paper *)
From Book Require Import Book.

Theorem l2_sgd_paper :
  forall (eta : R) (g : R) (lambda : R) (theta : R),
  0 < eta ->
  0 <= lambda ->
  eta <> 0 /\
  theta - eta * (g + theta * lambda / eta) = theta * (1 - lambda) - g * eta.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions l2_sgd_paper.
