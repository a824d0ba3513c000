(* intro-gradient-step *)
From Book Require Import Book.

Theorem intro_gradient_step :
  forall (eta : R) (lambda : R) (theta : R),
  0 < eta ->
  0 <= lambda ->
  theta - theta * lambda * eta = theta * (1 - lambda * eta).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions intro_gradient_step.
