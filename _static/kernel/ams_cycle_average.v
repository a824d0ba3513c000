(* ams-cycle-average *)
From Book Require Import Book.

Theorem ams_cycle_average :
  forall (C_ : R) (beta_2 : R) (v : R),
  0 < C_ ->
  0 < beta_2 < 1 ->
  0 <= v ->
  1 + beta_2 + beta_2 ^ 2 <> 0 /\
  1 + beta_2 * (1 + beta_2 * (v * beta_2 + C_ ^ 2 * (1 - beta_2)) - beta_2) - beta_2 = beta_2 ^ 3 * (v - (1 + beta_2 + C_ ^ 2 * beta_2 ^ 2) / (1 + beta_2 + beta_2 ^ 2)) + (1 + beta_2 + C_ ^ 2 * beta_2 ^ 2) / (1 + beta_2 + beta_2 ^ 2).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions ams_cycle_average.
