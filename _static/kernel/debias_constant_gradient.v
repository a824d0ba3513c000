(* debias-constant-gradient *)
From Book Require Import Book.

Theorem debias_constant_gradient :
  forall (beta_1 : R) (beta_2 : R) (eta : R) (g : R) (t : nat),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  0 < eta ->
  g <> 0 ->
  (1 <= t)%nat ->
  0 < 1 - beta_2 ^ t /\
  Rabs g <> 0 /\
  g * eta * (1 - beta_1 ^ t) / (sqrt (1 - beta_2 ^ t) * Rabs g) = eta * (1 - beta_1 ^ t) * sign g / sqrt (1 - beta_2 ^ t).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions debias_constant_gradient.
