(* momentum-characteristic *)
From Book Require Import Book.

Theorem momentum_characteristic :
  forall (beta : R) (eta : R) (lambda : R) (z : R),
  0 < beta < 1 ->
  0 < eta ->
  0 < lambda ->
  beta + z ^ 2 + z * eta * lambda - z - z * beta = beta + z ^ 2 - z * (1 + beta - eta * lambda).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions momentum_characteristic.
