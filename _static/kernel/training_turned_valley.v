(* training-turned-valley *)
From Book Require Import Book.

Theorem training_turned_valley_entry_1 :
  forall (eta : R) (k : R) (lambda_1 : R) (lambda_2 : R) (u : R) (v : R),
  0 < eta ->
  0 < lambda_1 ->
  0 < lambda_2 ->
  2 + 2 * k ^ 2 <> 0 /\
  u + k * (v - eta * (lambda_2 * (2 * v - 2 * k * u) + 2 * k * lambda_1 * (u + k * v)) / (2 + 2 * k ^ 2)) - eta * (lambda_1 * (2 * u + 2 * k * v) - 2 * k * lambda_2 * (v - k * u)) / (2 + 2 * k ^ 2) = (1 - eta * lambda_1) * (u + k * v).
Proof.
  intros; facts.
  try assert (2 + 2 * k ^ 2 <> 0) by (replace (2 + 2 * k ^ 2) with (2 * (1 + k ^ 2)) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(equation).
Qed.

Theorem training_turned_valley_entry_2 :
  forall (eta : R) (k : R) (lambda_1 : R) (lambda_2 : R) (u : R) (v : R),
  0 < eta ->
  0 < lambda_1 ->
  0 < lambda_2 ->
  2 + 2 * k ^ 2 <> 0 /\
  v - k * (u - eta * (lambda_1 * (2 * u + 2 * k * v) - 2 * k * lambda_2 * (v - k * u)) / (2 + 2 * k ^ 2)) - eta * (lambda_2 * (2 * v - 2 * k * u) + 2 * k * lambda_1 * (u + k * v)) / (2 + 2 * k ^ 2) = (1 - eta * lambda_2) * (v - k * u).
Proof.
  intros; facts.
  try assert (2 + 2 * k ^ 2 <> 0) by (replace (2 + 2 * k ^ 2) with (2 * (1 + k ^ 2)) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(equation).
Qed.

Print Assumptions training_turned_valley_entry_1.
Print Assumptions training_turned_valley_entry_2.
