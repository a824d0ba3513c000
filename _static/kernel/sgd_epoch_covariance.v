(* sgd-epoch-covariance *)
From Book Require Import Book.

Theorem sgd_epoch_covariance :
  forall (M : R) (sigma : R) (N_ : nat),
  0 < sigma ->
  (2 <= N_)%nat ->
  INR N_ <> 0 /\
  INR N_ - 1 <> 0 /\
  (M ^ 2 * (INR N_) ^ 2 - INR N_ * (M ^ 2 + sigma ^ 2)) / (INR N_ * (INR N_ - 1)) - M ^ 2 = - sigma ^ 2 / (INR N_ - 1).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions sgd_epoch_covariance.
