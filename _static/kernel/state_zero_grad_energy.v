(* state-zero-grad-energy *)
From Book Require Import Book.

Theorem state_zero_grad_energy :
  forall (b : R) (eta : R) (theta : R),
  0 < eta ->
  (theta - eta * (b + theta)) ^ 2 + eta * (b + theta) ^ 2 + eta * (b + theta) * (theta - eta * (b + theta)) = theta ^ 2 + eta * b ^ 2 + b * theta * eta.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions state_zero_grad_energy.
