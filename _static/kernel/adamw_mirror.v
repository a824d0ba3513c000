(* adamw-mirror *)
From Book Require Import Book.

Theorem adamw_mirror :
  forall (eta : R) (lambda : R) (theta : R) (u : R),
  0 < eta ->
  0 <= lambda ->
  u * eta + theta * lambda * eta - theta = u * eta - theta * (1 - lambda * eta).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions adamw_mirror.
