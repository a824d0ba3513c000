(* rmsprop-scale-step *)
From Book Require Import Book.

Theorem rmsprop_scale_step :
  forall (beta : R) (c : R) (eta : R) (g : R) (v : R),
  0 < beta < 1 ->
  0 < c ->
  0 < eta ->
  0 < v ->
  0 < v * beta * c ^ 2 + g ^ 2 * c ^ 2 * (1 - beta) /\
  0 < v * beta + g ^ 2 * (1 - beta) /\
  g * c * eta / sqrt (v * beta * c ^ 2 + g ^ 2 * c ^ 2 * (1 - beta)) = g * eta / sqrt (v * beta + g ^ 2 * (1 - beta)).
Proof.
  intros; facts.
  assert (root_0 : sqrt (v * beta + g ^ 2 * (1 - beta)) = sqrt (g ^ 2 + v * beta - beta * g ^ 2)) by same_roots.
  assert (root_1 : sqrt (v * beta * c ^ 2 + g ^ 2 * c ^ 2 * (1 - beta)) = sqrt (c ^ 2 * (g ^ 2 + v * beta - beta * g ^ 2))) by same_roots.
  parts ltac:(first [equation | rewrite ?root_0; rewrite ?root_1; equation]).
Qed.

Print Assumptions rmsprop_scale_step.
