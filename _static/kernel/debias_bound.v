(* debias-bound *)
From Book Require Import Book.

Theorem debias_bound :
  forall (beta_1 : R) (beta_2 : R) (t : nat),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  (1 <= t)%nat ->
  0 < 1 - beta_2 ^ t /\
  (1 - beta_1 ^ t) / sqrt (1 - beta_2 ^ t) <= 1 / sqrt (1 - beta_2 ^ t).
Proof.
  parts ltac:(apply (below_by (beta_1 ^ t / sqrt (1 - beta_2 ^ t))); [ahead | equation]).
Qed.

Print Assumptions debias_bound.
