(* l2-momentum-translated *)
From Book Require Import Book.

Theorem l2_momentum_translated :
  forall (b : R) (beta : R) (eta : R) (g : R) (lambda : R) (theta : R),
  0 < beta < 1 ->
  0 < eta ->
  0 <= lambda ->
  lambda * eta < 1 ->
  theta - eta * (g + beta * (b + theta * lambda) + theta * lambda * (1 - beta)) = theta * (1 - lambda * eta) - eta * (g + b * beta).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions l2_momentum_translated.
