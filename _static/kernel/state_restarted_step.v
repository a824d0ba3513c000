(* state-restarted-step *)
From Book Require Import Book.

Theorem state_restarted_step :
  forall (eta : R) (g : R) (eps : R),
  0 < eta ->
  g <> 0 ->
  0 < eps ->
  eps + Rabs g <> 0 /\
  Rabs g <> 0 /\
  1 + eps / Rabs g <> 0 /\
  g * eta / (eps + Rabs g) = eta * sign g / (1 + eps / Rabs g).
Proof.
  intros; facts.
  try assert (1 + eps / Rabs g <> 0) by (replace (1 + eps / Rabs g) with ((eps + Rabs g) / Rabs g) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(equation).
Qed.

Print Assumptions state_restarted_step.
