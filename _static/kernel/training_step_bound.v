(* training-step-bound *)
From Book Require Import Book.

Theorem training_step_bound_line_1 :
  forall (L : R) (eta : R) (f_0 : R) (g : R),
  0 < L ->
  0 < eta ->
  L * eta <= 2 ->
  f_0 + L * g ^ 2 * eta ^ 2 / 2 - eta * g ^ 2 = f_0 - eta * g ^ 2 * (1 - L * eta / 2).
Proof.
  parts ltac:(equation).
Qed.

Theorem training_step_bound_line_2 :
  forall (L : R) (eta : R) (f_0 : R) (g : R),
  0 < L ->
  0 < eta ->
  L * eta <= 2 ->
  f_0 - eta * g ^ 2 * (1 - L * eta / 2) <= f_0.
Proof.
  parts ltac:(apply (below_by (eta * g ^ 2 * (1 - L * eta / 2))); [ahead | equation]).
Qed.

Theorem training_step_bound :
  forall (L : R) (eta : R) (f_0 : R) (g : R),
  0 < L ->
  0 < eta ->
  L * eta <= 2 ->
  f_0 + L * g ^ 2 * eta ^ 2 / 2 - eta * g ^ 2 <= f_0.
Proof.
  intros.
  pose proof (training_step_bound_line_1 L eta f_0 g ltac:(assumption) ltac:(assumption) ltac:(assumption)) as L1.
  pose proof (training_step_bound_line_2 L eta f_0 g ltac:(assumption) ltac:(assumption) ltac:(assumption)) as L2.
  chain.
Qed.

Print Assumptions training_step_bound_line_1.
Print Assumptions training_step_bound_line_2.
Print Assumptions training_step_bound.
