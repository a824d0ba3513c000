(* rmsprop-bounce-average *)
From Book Require Import Book.

Theorem rmsprop_bounce_average :
  forall (beta : R) (eta : R) (lambda : R),
  0 < beta < 1 ->
  0 < eta ->
  0 < lambda ->
  beta * eta ^ 2 * lambda ^ 2 / 4 + eta ^ 2 * lambda ^ 2 * (1 - beta) / 4 = eta ^ 2 * lambda ^ 2 / 4.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions rmsprop_bounce_average.
