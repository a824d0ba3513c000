(* debias-variance *)
From Book Require Import Book.

Theorem debias_variance :
  forall (beta : R) (sigma : R) (t : nat),
  0 < beta < 1 ->
  0 < sigma ->
  (1 <= t)%nat ->
  1 + beta <> 0 /\
  1 - beta ^ t <> 0 /\
  sigma ^ 2 * (1 - beta) * (1 - beta ^ (2 * t)) / ((1 + beta) * (1 - beta ^ t) ^ 2) = sigma ^ 2 * (1 + beta ^ t) * (1 - beta) / ((1 + beta) * (1 - beta ^ t)).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions debias_variance.
