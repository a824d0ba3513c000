(* momentum-average-quieter *)
From Book Require Import Book.

Theorem momentum_average_quieter :
  forall (beta : R) (eta : R) (lambda : R) (sigma : R),
  0 < beta < 1 ->
  0 < eta ->
  0 < lambda ->
  0 < sigma ->
  eta * lambda < 2 ->
  2 * lambda + 2 * beta * lambda + beta * eta * lambda ^ 2 - eta * lambda ^ 2 <> 0 /\
  lambda <> 0 /\
  2 - eta * lambda <> 0 /\
  (eta * sigma ^ 2 + beta * eta * sigma ^ 2) / (2 * lambda + 2 * beta * lambda + beta * eta * lambda ^ 2 - eta * lambda ^ 2) <= eta * sigma ^ 2 / (lambda * (2 - eta * lambda)).
Proof.
  intros; facts.
  try assert (2 * lambda + 2 * beta * lambda + beta * eta * lambda ^ 2 - eta * lambda ^ 2 <> 0) by (replace (2 * lambda + 2 * beta * lambda + beta * eta * lambda ^ 2 - eta * lambda ^ 2) with (lambda * (2 + 2 * beta + beta * eta * lambda - eta * lambda)) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(apply (below_by (2 * beta * eta ^ 2 * sigma ^ 2 / ((2 - eta * lambda) * (4 * beta + (1 - beta) * (2 - eta * lambda))))); [ahead | equation]).
Qed.

Print Assumptions momentum_average_quieter.
