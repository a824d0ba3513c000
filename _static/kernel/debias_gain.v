(* debias-gain *)
From Book Require Import Book.

Theorem debias_gain_line_1 :
  forall (hat_V_t_minus_1 : R) (beta : R) (x_t : R) (t : nat),
  0 < beta < 1 ->
  (1 <= t)%nat ->
  1 - beta ^ t <> 0 /\
  (1 <= t)%nat /\
  (x_t * (1 - beta) + hat_V_t_minus_1 * beta * (1 - beta ^ (t - 1))) / (1 - beta ^ t) = (hat_V_t_minus_1 * (beta - beta ^ t) + x_t * (1 - beta)) / (1 - beta ^ t).
Proof.
  parts ltac:(equation).
Qed.

Theorem debias_gain_line_2 :
  forall (hat_V_t_minus_1 : R) (beta : R) (x_t : R) (t : nat),
  0 < beta < 1 ->
  (1 <= t)%nat ->
  1 - beta ^ t <> 0 /\
  (hat_V_t_minus_1 * (beta - beta ^ t) + x_t * (1 - beta)) / (1 - beta ^ t) = hat_V_t_minus_1 + (1 - beta) * (x_t - hat_V_t_minus_1) / (1 - beta ^ t).
Proof.
  parts ltac:(equation).
Qed.

Theorem debias_gain :
  forall (hat_V_t_minus_1 : R) (beta : R) (x_t : R) (t : nat),
  0 < beta < 1 ->
  (1 <= t)%nat ->
  1 - beta ^ t <> 0 /\
  (1 <= t)%nat /\
  (x_t * (1 - beta) + hat_V_t_minus_1 * beta * (1 - beta ^ (t - 1))) / (1 - beta ^ t) = hat_V_t_minus_1 + (1 - beta) * (x_t - hat_V_t_minus_1) / (1 - beta ^ t).
Proof.
  intros.
  pose proof (debias_gain_line_1 hat_V_t_minus_1 beta x_t t ltac:(assumption) ltac:(assumption)) as L1.
  pose proof (debias_gain_line_2 hat_V_t_minus_1 beta x_t t ltac:(assumption) ltac:(assumption)) as L2.
  chain.
Qed.

Print Assumptions debias_gain_line_1.
Print Assumptions debias_gain_line_2.
Print Assumptions debias_gain.
