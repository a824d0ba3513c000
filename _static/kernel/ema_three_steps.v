(* ema-three-steps *)
From Book Require Import Book.

Theorem ema_three_steps_line_1 :
  forall (V_0 : R) (beta : R) (x : nat -> R),
  0 < beta < 1 ->
  beta * (beta * (V_0 * beta + (1 - beta) * x 1%nat) + (1 - beta) * x 2%nat) + (1 - beta) * x 3%nat = beta ^ 2 * (V_0 * beta + (1 - beta) * x 1%nat) + (1 - beta) * (beta * x 2%nat + x 3%nat).
Proof.
  parts ltac:(equation).
Qed.

Theorem ema_three_steps_line_2 :
  forall (V_0 : R) (beta : R) (x : nat -> R),
  0 < beta < 1 ->
  beta ^ 2 * (V_0 * beta + (1 - beta) * x 1%nat) + (1 - beta) * (beta * x 2%nat + x 3%nat) = V_0 * beta ^ 3 + (1 - beta) * (beta * x 2%nat + beta ^ 2 * x 1%nat + x 3%nat).
Proof.
  parts ltac:(equation).
Qed.

Theorem ema_three_steps :
  forall (V_0 : R) (beta : R) (x : nat -> R),
  0 < beta < 1 ->
  beta * (beta * (V_0 * beta + (1 - beta) * x 1%nat) + (1 - beta) * x 2%nat) + (1 - beta) * x 3%nat = V_0 * beta ^ 3 + (1 - beta) * (beta * x 2%nat + beta ^ 2 * x 1%nat + x 3%nat).
Proof.
  intros.
  pose proof (ema_three_steps_line_1 V_0 beta x ltac:(assumption)) as L1.
  pose proof (ema_three_steps_line_2 V_0 beta x ltac:(assumption)) as L2.
  chain.
Qed.

Print Assumptions ema_three_steps_line_1.
Print Assumptions ema_three_steps_line_2.
Print Assumptions ema_three_steps.
