(* state-moments-lost *)
From Book Require Import Book.

Theorem state_moments_lost :
  forall (beta_1 : R) (beta_2 : R) (g : R) (t : nat),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  g <> 0 ->
  (1 <= t)%nat ->
  1 - beta_2 <> 0 /\
  (1 <= t)%nat /\
  g * (1 - beta_1) + g * beta_1 * (1 - beta_1 ^ (t - 1)) <> 0 /\
  1 - beta_1 ^ t <> 0 /\
  (1 - beta_1) ^ 2 * (g ^ 2 * (1 - beta_2) + beta_2 * g ^ 2 * (1 - beta_2 ^ (t - 1))) / ((1 - beta_2) * (g * (1 - beta_1) + g * beta_1 * (1 - beta_1 ^ (t - 1))) ^ 2) = (1 - beta_1) ^ 2 * (1 - beta_2 ^ t) / ((1 - beta_2) * (1 - beta_1 ^ t) ^ 2).
Proof.
  intros; facts.
  try assert (g * (1 - beta_1) + g * beta_1 * (1 - beta_1 ^ (t - 1)) <> 0) by (replace (g * (1 - beta_1) + g * beta_1 * (1 - beta_1 ^ (t - 1))) with (- g * (beta_1 ^ t - 1)) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(equation).
Qed.

Print Assumptions state_moments_lost.
