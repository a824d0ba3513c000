(* rmsprop-constant-gradient *)
From Book Require Import Book.

Theorem rmsprop_constant_gradient :
  forall (beta : R) (eta : R) (g : R) (t : nat),
  0 < beta < 1 ->
  0 < eta ->
  g <> 0 ->
  (1 <= t)%nat ->
  0 < 1 - beta ^ t /\
  Rabs g <> 0 /\
  g * eta / (sqrt (1 - beta ^ t) * Rabs g) = eta * sign g / sqrt (1 - beta ^ t).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions rmsprop_constant_gradient.
