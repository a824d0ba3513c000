(* sgd-variance-step *)
From Book Require Import Book.

Theorem sgd_variance_step :
  forall (S_ : R) (eta : R) (lambda : R) (sigma : R) (B : nat),
  0 <= S_ ->
  0 < eta ->
  0 < lambda ->
  0 < sigma ->
  (1 <= B)%nat ->
  INR B <> 0 /\
  S_ * (eta * lambda - 1) ^ 2 + eta ^ 2 * sigma ^ 2 / INR B = S_ * (1 - eta * lambda) ^ 2 + eta ^ 2 * sigma ^ 2 / INR B.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions sgd_variance_step.
