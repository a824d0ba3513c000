(* ams-first-wrong-step *)
From Book Require Import Book.

Theorem ams_first_wrong_step :
  forall (beta_2 : R),
  0 < beta_2 < 1 ->
  beta_2 <> 0 /\
  1 + beta_2 + beta_2 ^ 2 <> 0 /\
  1 + beta_2 * ((1 - beta_2) * (1 / beta_2 - 1) + beta_2 * (1 + beta_2 + beta_2 ^ 2 * (1 / beta_2 - 1)) / (1 + beta_2 + beta_2 ^ 2)) - beta_2 <> 0 /\
  1 / 2 + beta_2 / 2 + beta_2 ^ 2 / 2 <= 1 / (1 + beta_2 * ((1 - beta_2) * (1 / beta_2 - 1) + beta_2 * (1 + beta_2 + beta_2 ^ 2 * (1 / beta_2 - 1)) / (1 + beta_2 + beta_2 ^ 2)) - beta_2).
Proof.
  intros; facts.
  try assert (1 + beta_2 * ((1 - beta_2) * (1 / beta_2 - 1) + beta_2 * (1 + beta_2 + beta_2 ^ 2 * (1 / beta_2 - 1)) / (1 + beta_2 + beta_2 ^ 2)) - beta_2 <> 0) by (replace (1 + beta_2 * ((1 - beta_2) * (1 / beta_2 - 1) + beta_2 * (1 + beta_2 + beta_2 ^ 2 * (1 / beta_2 - 1)) / (1 + beta_2 + beta_2 ^ 2)) - beta_2) with ((2 + beta_2 ^ 2 - beta_2) / (1 + beta_2 + beta_2 ^ 2)) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(apply (below_by (beta_2 * (1 - beta_2) * (1 + beta_2 + beta_2 ^ 2) / (2 + 2 * beta_2 + 2 * (1 - beta_2) ^ 2))); [ahead | equation]).
Qed.

Print Assumptions ams_first_wrong_step.
