(* ema-variance-step *)
From Book Require Import Book.

Theorem ema_variance_step :
  forall (S_ : R) (beta : R) (sigma : R),
  0 <= S_ ->
  0 < beta < 1 ->
  0 < sigma ->
  S_ * beta ^ 2 + sigma ^ 2 * (beta - 1) ^ 2 = S_ * beta ^ 2 + sigma ^ 2 * (1 - beta) ^ 2.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions ema_variance_step.
