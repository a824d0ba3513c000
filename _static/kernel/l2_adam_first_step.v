(* l2-adam-first-step *)
From Book Require Import Book.

Theorem l2_adam_first_step :
  forall (eta : R) (g : R) (lambda : R) (theta : R),
  0 < eta ->
  0 <= lambda ->
  g + theta * lambda <> 0 ->
  Rabs (g + theta * lambda) <> 0 /\
  eta * (g + theta * lambda) / Rabs (g + theta * lambda) = eta * sign (g + theta * lambda).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions l2_adam_first_step.
