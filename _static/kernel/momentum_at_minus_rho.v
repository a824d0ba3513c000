(* momentum-at-minus-rho *)
From Book Require Import Book.

Theorem momentum_at_minus_rho :
  forall (beta : R) (eta : R) (lambda : R) (rho : R),
  0 < beta < 1 ->
  0 < eta ->
  0 < lambda ->
  0 < rho <= 1 ->
  beta + rho + rho ^ 2 + beta * rho - eta * lambda * rho = (1 + rho) * (beta + rho) - eta * lambda * rho.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions momentum_at_minus_rho.
