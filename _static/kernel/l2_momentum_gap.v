(* l2-momentum-gap *)
From Book Require Import Book.

Theorem l2_momentum_gap :
  forall (beta : R) (eta : R) (lambda : R) (theta_0 : R) (g : nat -> R),
  0 < beta < 1 ->
  0 < eta ->
  0 <= lambda ->
  eta * (theta_0 * lambda + g 1%nat) + eta * (lambda * (theta_0 - eta * (theta_0 * lambda + g 1%nat)) + beta * (theta_0 * lambda + g 1%nat) + g 2%nat) - eta * (beta * g 1%nat + g 2%nat) - eta * g 1%nat - theta_0 * lambda * eta - lambda * eta * (theta_0 - eta * g 1%nat - theta_0 * lambda * eta) = theta_0 * lambda * beta * eta.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions l2_momentum_gap.
