(* adamw-first-step *)
From Book Require Import Book.

Theorem adamw_first_step :
  forall (eta : R) (g : R) (lambda : R) (theta : R) (eps : R),
  0 < eta ->
  0 <= lambda ->
  0 < eps ->
  eps + Rabs g <> 0 /\
  theta - g * eta / (eps + Rabs g) - theta * lambda * eta = theta * (1 - lambda * eta) - g * eta / (eps + Rabs g).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions adamw_first_step.
