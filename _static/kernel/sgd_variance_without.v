(* sgd-variance-without *)
From Book Require Import Book.

Theorem sgd_variance_without :
  forall (M : R) (sigma : R) (B : nat) (N_ : nat),
  0 < sigma ->
  (1 <= B)%nat ->
  (2 <= N_)%nat ->
  (B <= N_)%nat ->
  INR B <> 0 /\
  INR N_ <> 0 /\
  INR N_ - 1 <> 0 /\
  (INR B * (M ^ 2 + sigma ^ 2) + INR B * (INR B - 1) * (M ^ 2 * (INR N_) ^ 2 - INR N_ * (M ^ 2 + sigma ^ 2)) / (INR N_ * (INR N_ - 1))) / (INR B) ^ 2 - M ^ 2 = sigma ^ 2 * (INR N_ - INR B) / (INR B * (INR N_ - 1)).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions sgd_variance_without.
