(* ams-cycle-regret *)
From Book Require Import Book.

Theorem ams_cycle_regret :
  forall (C_ : R) (theta : R),
  0 < C_ ->
  C_ * (1 + theta) - 2 - 2 * theta = (1 + theta) * (C_ - 2).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions ams_cycle_regret.
