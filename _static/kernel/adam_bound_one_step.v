(* adam-bound-one-step *)
From Book Require Import Book.

Theorem adam_bound_one_step :
  forall (C_ : R) (beta_1 : R) (beta_2 : R) (g : R) (m : R),
  0 < C_ ->
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  C_ <> 0 /\
  1 - beta_2 <> 0 /\
  beta_2 <> 0 /\
  (g * (1 - beta_1) + m * beta_1) ^ 2 <= (g ^ 2 * (1 - beta_2) + beta_2 * m ^ 2 / C_) * ((1 - beta_1) ^ 2 / (1 - beta_2) + C_ * beta_1 ^ 2 / beta_2).
Proof.
  parts ltac:(apply (below_by ((m * beta_2 * (1 - beta_1) - g * C_ * beta_1 * (1 - beta_2)) ^ 2 / (C_ * beta_2 * (1 - beta_2)))); [ahead | equation]).
Qed.

Print Assumptions adam_bound_one_step.
