(* momentum-at-rho *)
From Book Require Import Book.

Theorem momentum_at_rho :
  forall (beta : R) (eta : R) (lambda : R) (rho : R),
  0 < beta < 1 ->
  0 < eta ->
  0 < lambda ->
  0 < rho <= 1 ->
  beta + rho ^ 2 + eta * lambda * rho - rho - beta * rho = eta * lambda * rho - (1 - rho) * (rho - beta).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions momentum_at_rho.
