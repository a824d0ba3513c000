(* momentum-stationary-variance *)
From Book Require Import Book.

Theorem momentum_stationary_variance :
  forall (beta : R) (eta : R) (lambda : R) (sigma : R),
  0 < beta < 1 ->
  0 < eta ->
  0 < lambda ->
  0 < sigma ->
  eta * lambda < 2 + 2 * beta ->
  eta * lambda ^ 2 + 2 * lambda * beta ^ 2 - 2 * lambda - beta * eta * lambda ^ 2 <> 0 /\
  lambda <> 0 /\
  1 - beta <> 0 /\
  2 + 2 * beta - eta * lambda <> 0 /\
  (- eta * sigma ^ 2 - beta * eta * sigma ^ 2) / (eta * lambda ^ 2 + 2 * lambda * beta ^ 2 - 2 * lambda - beta * eta * lambda ^ 2) = eta * sigma ^ 2 * (1 + beta) / (lambda * (1 - beta) * (2 + 2 * beta - eta * lambda)).
Proof.
  intros; facts.
  try assert (eta * lambda ^ 2 + 2 * lambda * beta ^ 2 - 2 * lambda - beta * eta * lambda ^ 2 <> 0) by (replace (eta * lambda ^ 2 + 2 * lambda * beta ^ 2 - 2 * lambda - beta * eta * lambda ^ 2) with (lambda * (beta - 1) * (2 + 2 * beta - eta * lambda)) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(equation).
Qed.

Print Assumptions momentum_stationary_variance.
