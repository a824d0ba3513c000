(* ams-drift-amsgrad *)
From Book Require Import Book.

Theorem ams_drift_amsgrad :
  forall (C_ : R) (eta : R) (v_max : R),
  0 < C_ ->
  0 < eta ->
  0 < v_max ->
  0 < v_max /\
  2 * eta / sqrt v_max - C_ * eta / sqrt v_max = - eta * (C_ - 2) / sqrt v_max.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions ams_drift_amsgrad.
