(* ams-second-wrong-step *)
From Book Require Import Book.

Theorem ams_second_wrong_step :
  forall (beta_2 : R),
  0 < beta_2 < 1 ->
  beta_2 <> 0 /\
  1 + beta_2 + beta_2 ^ 2 <> 0 /\
  1 + beta_2 * (1 + beta_2 * ((1 - beta_2) * (1 / beta_2 - 1) + beta_2 * (1 + beta_2 + beta_2 ^ 2 * (1 / beta_2 - 1)) / (1 + beta_2 + beta_2 ^ 2)) - beta_2) - beta_2 <> 0 /\
  1 / 2 + beta_2 / 2 + beta_2 ^ 2 / 2 <= 1 / (1 + beta_2 * (1 + beta_2 * ((1 - beta_2) * (1 / beta_2 - 1) + beta_2 * (1 + beta_2 + beta_2 ^ 2 * (1 / beta_2 - 1)) / (1 + beta_2 + beta_2 ^ 2)) - beta_2) - beta_2).
Proof.
  intros; facts.
  try assert (1 + beta_2 * (1 + beta_2 * ((1 - beta_2) * (1 / beta_2 - 1) + beta_2 * (1 + beta_2 + beta_2 ^ 2 * (1 / beta_2 - 1)) / (1 + beta_2 + beta_2 ^ 2)) - beta_2) - beta_2 <> 0) by (replace (1 + beta_2 * (1 + beta_2 * ((1 - beta_2) * (1 / beta_2 - 1) + beta_2 * (1 + beta_2 + beta_2 ^ 2 * (1 / beta_2 - 1)) / (1 + beta_2 + beta_2 ^ 2)) - beta_2) - beta_2) with (- (beta_2 ^ 2 - 1 - 2 * beta_2) / (1 + beta_2 + beta_2 ^ 2)) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(apply (below_by ((1 - beta_2) ^ 2 * (1 + beta_2 + beta_2 ^ 2) / (2 + 2 * beta_2 + 2 * beta_2 * (1 - beta_2)))); [ahead | equation]).
Qed.

Print Assumptions ams_second_wrong_step.
