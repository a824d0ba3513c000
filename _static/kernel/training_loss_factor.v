(* training-loss-factor *)
From Book Require Import Book.

Theorem training_loss_factor_line_1 :
  forall (theta_star : R) (eta : R) (lambda : R) (theta : R),
  0 < eta ->
  0 < lambda ->
  theta <> theta_star ->
  theta - theta_star <> 0 /\
  (theta - theta_star - eta * (theta * lambda - theta_star * lambda)) ^ 2 / (theta - theta_star) ^ 2 = (1 - eta * lambda) ^ 2.
Proof.
  parts ltac:(equation).
Qed.

Theorem training_loss_factor_line_2 :
  forall (theta_star : R) (eta : R) (lambda : R) (theta : R),
  0 < eta ->
  0 < lambda ->
  theta <> theta_star ->
  (1 - eta * lambda) ^ 2 = 1 - eta * lambda * (2 - eta * lambda).
Proof.
  parts ltac:(equation).
Qed.

Theorem training_loss_factor :
  forall (theta_star : R) (eta : R) (lambda : R) (theta : R),
  0 < eta ->
  0 < lambda ->
  theta <> theta_star ->
  theta - theta_star <> 0 /\
  (theta - theta_star - eta * (theta * lambda - theta_star * lambda)) ^ 2 / (theta - theta_star) ^ 2 = 1 - eta * lambda * (2 - eta * lambda).
Proof.
  intros.
  pose proof (training_loss_factor_line_1 theta_star eta lambda theta ltac:(assumption) ltac:(assumption) ltac:(assumption)) as L1.
  pose proof (training_loss_factor_line_2 theta_star eta lambda theta ltac:(assumption) ltac:(assumption) ltac:(assumption)) as L2.
  chain.
Qed.

Print Assumptions training_loss_factor_line_1.
Print Assumptions training_loss_factor_line_2.
Print Assumptions training_loss_factor.
