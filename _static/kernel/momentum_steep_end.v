(* momentum-steep-end *)
From Book Require Import Book.

Theorem momentum_steep_end :
  forall (kappa : R) (z : R),
  1 < kappa ->
  0 <= kappa /\
  1 + sqrt kappa <> 0 /\
  z ^ 2 + (sqrt kappa - 1) ^ 2 / (1 + sqrt kappa) ^ 2 + 4 * z * kappa / (1 + sqrt kappa) ^ 2 - z - z * (sqrt kappa - 1) ^ 2 / (1 + sqrt kappa) ^ 2 = (z + (sqrt kappa - 1) / (1 + sqrt kappa)) ^ 2.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions momentum_steep_end.
