(* adam-step-bound *)
From Book Require Import Book.

Theorem adam_step_bound :
  forall (beta_1 : R) (beta_2 : R) (t : nat),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  (1 <= t)%nat ->
  beta_1 ^ 2 < beta_2 ->
  1 - beta_2 <> 0 /\
  1 - beta_1 ^ t <> 0 /\
  beta_2 <> 0 /\
  1 - beta_1 ^ 2 / beta_2 <> 0 /\
  (1 - beta_1) ^ 2 * (1 - beta_2 ^ t) * (1 - (beta_1 ^ 2 / beta_2) ^ t) / ((1 - beta_2) * (1 - beta_1 ^ t) ^ 2 * (1 - beta_1 ^ 2 / beta_2)) <= (1 - beta_1) ^ 2 / ((1 - beta_2) * (1 - beta_1 ^ 2 / beta_2)).
Proof.
  intros; facts.
  try assert (1 - beta_1 ^ 2 / beta_2 <> 0) by (replace (1 - beta_1 ^ 2 / beta_2) with (- (beta_1 ^ 2 - beta_2) / beta_2) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(apply (below_by (beta_2 ^ 1 / beta_2 ^ t * (beta_1 - 1) ^ 2 * (beta_1 ^ t - beta_2 ^ t) ^ 2 / ((1 - beta_2) * (beta_1 ^ t - 1) ^ 2 * (beta_2 - beta_1 ^ 2)))); [ahead | equation]).
Qed.

Print Assumptions adam_step_bound.
