(* debias-first-step *)
From Book Require Import Book.

Theorem debias_first_step :
  forall (beta_1 : R) (beta_2 : R) (eta : R) (g : R),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  0 < eta ->
  g <> 0 ->
  0 < 1 - beta_2 /\
  Rabs g <> 0 /\
  g * eta * (1 - beta_1) / (sqrt (1 - beta_2) * Rabs g) = eta * (1 - beta_1) * sign g / sqrt (1 - beta_2).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions debias_first_step.
