(* state-count-lost *)
From Book Require Import Book.

Theorem state_count_lost :
  forall (beta_1 : R) (beta_2 : R) (g : R) (t : nat),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  g <> 0 ->
  (1 <= t)%nat ->
  1 - beta_1 ^ t <> 0 /\
  beta_2 * g ^ 2 + g ^ 2 * (1 - beta_2) <> 0 /\
  (g * beta_1 + g * (1 - beta_1)) ^ 2 * (1 - beta_2 ^ t) / ((1 - beta_1 ^ t) ^ 2 * (beta_2 * g ^ 2 + g ^ 2 * (1 - beta_2))) = (1 - beta_2 ^ t) / (1 - beta_1 ^ t) ^ 2.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions state_count_lost.
