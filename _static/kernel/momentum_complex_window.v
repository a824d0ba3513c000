(* momentum-complex-window *)
From Book Require Import Book.

Theorem momentum_complex_window :
  forall (beta : R) (eta : R) (lambda : R),
  0 < beta < 1 ->
  0 < eta ->
  0 < lambda ->
  0 <= beta /\
  2 * beta + 2 * eta * lambda + 2 * beta * eta * lambda - 1 - beta ^ 2 - eta ^ 2 * lambda ^ 2 = ((1 + sqrt beta) ^ 2 - eta * lambda) * (eta * lambda - (1 - sqrt beta) ^ 2).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions momentum_complex_window.
