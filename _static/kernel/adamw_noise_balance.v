(* adamw-noise-balance *)
From Book Require Import Book.

Theorem adamw_noise_balance_line_1 :
  forall (eta : R) (lambda : R) (sigma : R),
  0 < eta ->
  0 < lambda ->
  0 < sigma ->
  lambda * eta < 2 ->
  2 * lambda - eta * lambda ^ 2 <> 0 /\
  2 - lambda * eta <> 0 /\
  lambda <> 0 /\
  eta ^ 2 * sigma ^ 2 + eta * sigma ^ 2 / (2 * lambda - eta * lambda ^ 2) + lambda * eta ^ 3 * sigma ^ 2 / (2 - lambda * eta) - 2 * lambda * eta ^ 2 * sigma ^ 2 / (2 * lambda - eta * lambda ^ 2) = eta ^ 2 * sigma ^ 2 + eta * sigma ^ 2 * (1 - lambda * eta) ^ 2 / (lambda * (2 - lambda * eta)).
Proof.
  intros; facts.
  try assert (2 * lambda - eta * lambda ^ 2 <> 0) by (replace (2 * lambda - eta * lambda ^ 2) with (- lambda * (lambda * eta - 2)) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(equation).
Qed.

Theorem adamw_noise_balance_line_2 :
  forall (eta : R) (lambda : R) (sigma : R),
  0 < eta ->
  0 < lambda ->
  0 < sigma ->
  lambda * eta < 2 ->
  lambda <> 0 /\
  2 - lambda * eta <> 0 /\
  eta ^ 2 * sigma ^ 2 + eta * sigma ^ 2 * (1 - lambda * eta) ^ 2 / (lambda * (2 - lambda * eta)) = eta * sigma ^ 2 / (lambda * (2 - lambda * eta)).
Proof.
  parts ltac:(equation).
Qed.

Theorem adamw_noise_balance :
  forall (eta : R) (lambda : R) (sigma : R),
  0 < eta ->
  0 < lambda ->
  0 < sigma ->
  lambda * eta < 2 ->
  2 * lambda - eta * lambda ^ 2 <> 0 /\
  2 - lambda * eta <> 0 /\
  lambda <> 0 /\
  eta ^ 2 * sigma ^ 2 + eta * sigma ^ 2 / (2 * lambda - eta * lambda ^ 2) + lambda * eta ^ 3 * sigma ^ 2 / (2 - lambda * eta) - 2 * lambda * eta ^ 2 * sigma ^ 2 / (2 * lambda - eta * lambda ^ 2) = eta * sigma ^ 2 / (lambda * (2 - lambda * eta)).
Proof.
  intros.
  pose proof (adamw_noise_balance_line_1 eta lambda sigma ltac:(assumption) ltac:(assumption) ltac:(assumption) ltac:(assumption)) as L1.
  pose proof (adamw_noise_balance_line_2 eta lambda sigma ltac:(assumption) ltac:(assumption) ltac:(assumption) ltac:(assumption)) as L2.
  chain.
Qed.

Print Assumptions adamw_noise_balance_line_1.
Print Assumptions adamw_noise_balance_line_2.
Print Assumptions adamw_noise_balance.
