(* momentum-modulus *)
From Book Require Import Book.

Theorem momentum_modulus :
  forall (beta : R) (eta : R) (lambda : R),
  0 < beta < 1 ->
  0 < eta ->
  0 < lambda ->
  (1 + beta - eta * lambda) ^ 2 < 4 * beta ->
  0 <= beta /\
  (1 / 2 + beta / 2 - eta * lambda / 2) ^ 2 + ((1 + sqrt beta) ^ 2 - eta * lambda) * (eta * lambda - (1 - sqrt beta) ^ 2) / 4 = beta.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions momentum_modulus.
