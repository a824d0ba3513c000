(* sgd-variance-with *)
From Book Require Import Book.

Theorem sgd_variance_with :
  forall (sigma : R) (B : nat),
  0 < sigma ->
  (1 <= B)%nat ->
  (forall k : nat, (1 <= k)%nat -> (k <= B)%nat -> INR B <> 0) /\
  INR B <> 0 /\
  sum 1 B (fun k : nat => sigma ^ 2 / (INR B) ^ 2) = sigma ^ 2 / INR B.
Proof.
  intros; facts.
  assert (closed_0 : sum 1 B (fun k : nat => sigma ^ 2 / (INR B) ^ 2) = sigma ^ 2 / INR B) by (rewrite sum_const by lia; counts; equation).
  parts ltac:(rewrite ?closed_0; equation).
Qed.

Print Assumptions sgd_variance_with.
