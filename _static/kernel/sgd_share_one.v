(* sgd-share-one *)
From Book Require Import Book.

Theorem sgd_share_one :
  forall (B : nat) (N_ : nat),
  (1 <= B)%nat ->
  (1 <= N_)%nat ->
  (B <= N_)%nat ->
  INR (fact N_) <> 0 /\
  (1 <= B)%nat /\
  INR (fact (B - 1)) <> 0 /\
  (1 <= N_)%nat /\
  INR N_ <> 0 /\
  INR (fact B) * INR (fact (N_ - 1)) / (INR (fact N_) * INR (fact (B - 1))) = INR B / INR N_.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions sgd_share_one.
