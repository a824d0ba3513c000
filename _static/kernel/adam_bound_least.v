(* adam-bound-least *)
From Book Require Import Book.

Theorem adam_bound_least :
  forall (beta_1 : R) (beta_2 : R),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  beta_1 ^ 2 < beta_2 ->
  1 - beta_2 <> 0 /\
  beta_2 <> 0 /\
  1 - beta_1 ^ 2 / beta_2 <> 0 /\
  beta_2 - beta_1 ^ 2 <> 0 /\
  (1 - beta_1) ^ 2 / ((1 - beta_2) * (1 - beta_1 ^ 2 / beta_2)) - 1 = (beta_2 - beta_1) ^ 2 / ((1 - beta_2) * (beta_2 - beta_1 ^ 2)).
Proof.
  intros; facts.
  try assert (1 - beta_1 ^ 2 / beta_2 <> 0) by (replace (1 - beta_1 ^ 2 / beta_2) with (- (beta_1 ^ 2 - beta_2) / beta_2) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(equation).
Qed.

Print Assumptions adam_bound_least.
