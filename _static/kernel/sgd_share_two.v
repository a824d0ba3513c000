(* sgd-share-two *)
From Book Require Import Book.

Theorem sgd_share_two :
  forall (B : nat) (N_ : nat),
  (2 <= B)%nat ->
  (2 <= N_)%nat ->
  (B <= N_)%nat ->
  INR (fact N_) <> 0 /\
  (2 <= B)%nat /\
  INR (fact (B - 2)) <> 0 /\
  (2 <= N_)%nat /\
  INR N_ <> 0 /\
  INR N_ - 1 <> 0 /\
  INR (fact B) * INR (fact (N_ - 2)) / (INR (fact N_) * INR (fact (B - 2))) = INR B * (INR B - 1) / (INR N_ * (INR N_ - 1)).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions sgd_share_two.
