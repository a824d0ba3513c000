(* rmsprop-bounce *)
From Book Require Import Book.

Theorem rmsprop_bounce :
  forall (beta : R) (eta : R) (lambda : R),
  0 < beta < 1 ->
  0 < eta ->
  0 < lambda ->
  0 < beta * eta ^ 2 * lambda ^ 2 / 4 + eta ^ 2 * lambda ^ 2 * (1 - beta) / 4 /\
  eta / 2 - lambda * eta ^ 2 / (2 * sqrt (beta * eta ^ 2 * lambda ^ 2 / 4 + eta ^ 2 * lambda ^ 2 * (1 - beta) / 4)) = (-1) * eta / 2.
Proof.
  intros; facts.
  assert (root_0 : sqrt (beta * eta ^ 2 * lambda ^ 2 / 4 + eta ^ 2 * lambda ^ 2 * (1 - beta) / 4) = eta * lambda / 2) by (replace (beta * eta ^ 2 * lambda ^ 2 / 4 + eta ^ 2 * lambda ^ 2 * (1 - beta) / 4) with ((eta * lambda / 2) ^ 2) by equation; apply sqrt_pow2; positive).
  parts ltac:(first [equation | rewrite ?root_0; equation]).
Qed.

Print Assumptions rmsprop_bounce.
