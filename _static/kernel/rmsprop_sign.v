(* rmsprop-sign *)
From Book Require Import Book.

Theorem rmsprop_sign :
  forall (eta : R) (g : R),
  0 < eta ->
  g <> 0 ->
  Rabs g <> 0 /\
  g * eta / Rabs g = eta * sign g.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions rmsprop_sign.
