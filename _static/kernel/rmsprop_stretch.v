(* rmsprop-stretch *)
From Book Require Import Book.

Theorem rmsprop_stretch :
  forall (kappa : R) (s : R),
  0 < kappa ->
  0 < s ->
  kappa <> 0 /\
  s <> 0 /\
  (1 + kappa) ^ 2 / kappa <= (1 / 2 + kappa / 2 + s ^ 2 * (1 / 2 + kappa / 2)) ^ 2 / (kappa * s ^ 2).
Proof.
  parts ltac:(apply (below_by ((1 + kappa) ^ 2 * (s - 1 / s) ^ 2 / (4 * kappa))); [ahead | equation]).
Qed.

Print Assumptions rmsprop_stretch.
