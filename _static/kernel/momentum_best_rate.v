(* momentum-best-rate *)
From Book Require Import Book.

Theorem momentum_best_rate :
  forall (kappa : R),
  1 < kappa ->
  0 <= kappa /\
  1 + sqrt kappa <> 0 /\
  1 - (sqrt kappa - 1) / (1 + sqrt kappa) <> 0 /\
  (1 + (sqrt kappa - 1) / (1 + sqrt kappa)) ^ 2 / (1 - (sqrt kappa - 1) / (1 + sqrt kappa)) ^ 2 = kappa.
Proof.
  intros; facts.
  try assert (1 - (sqrt kappa - 1) / (1 + sqrt kappa) <> 0) by (replace (1 - (sqrt kappa - 1) / (1 + sqrt kappa)) with (2 / (1 + sqrt kappa)) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(equation).
Qed.

Print Assumptions momentum_best_rate.
