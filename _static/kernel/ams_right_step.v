(* ams-right-step *)
From Book Require Import Book.

Theorem ams_right_step :
  forall (C_ : R) (beta_2 : R),
  0 < C_ ->
  0 < beta_2 < 1 ->
  1 + beta_2 + beta_2 ^ 2 <> 0 /\
  C_ ^ 2 * (1 - beta_2) + beta_2 * (1 + beta_2 + C_ ^ 2 * beta_2 ^ 2) / (1 + beta_2 + beta_2 ^ 2) <> 0 /\
  C_ ^ 2 / (C_ ^ 2 * (1 - beta_2) + beta_2 * (1 + beta_2 + C_ ^ 2 * beta_2 ^ 2) / (1 + beta_2 + beta_2 ^ 2)) <= 1 + beta_2 + beta_2 ^ 2.
Proof.
  intros; facts.
  try assert (C_ ^ 2 * (1 - beta_2) + beta_2 * (1 + beta_2 + C_ ^ 2 * beta_2 ^ 2) / (1 + beta_2 + beta_2 ^ 2) <> 0) by (replace (C_ ^ 2 * (1 - beta_2) + beta_2 * (1 + beta_2 + C_ ^ 2 * beta_2 ^ 2) / (1 + beta_2 + beta_2 ^ 2)) with ((beta_2 + C_ ^ 2 + beta_2 ^ 2) / (1 + beta_2 + beta_2 ^ 2)) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(apply (below_by ((beta_2 + beta_2 ^ 2) * (1 + beta_2 + beta_2 ^ 2) / (beta_2 + C_ ^ 2 + beta_2 ^ 2))); [ahead | equation]).
Qed.

Print Assumptions ams_right_step.
