(* l2-pull *)
From Book Require Import Book.

Theorem l2_pull :
  forall (lambda : R) (s : R) (w : R),
  0 <= lambda ->
  0 < s ->
  0 < w ->
  0 < s ^ 2 + lambda ^ 2 * w ^ 2 /\
  s <> 0 /\
  0 < 1 + lambda ^ 2 * w ^ 2 / s ^ 2 /\
  lambda * w / sqrt (s ^ 2 + lambda ^ 2 * w ^ 2) = lambda * w / (s * sqrt (1 + lambda ^ 2 * w ^ 2 / s ^ 2)).
Proof.
  intros; facts.
  assert (root_0 : sqrt (1 + lambda ^ 2 * w ^ 2 / s ^ 2) = sqrt ((s ^ 2 + lambda ^ 2 * w ^ 2) / s ^ 2)) by same_roots.
  parts ltac:(first [equation | rewrite ?root_0; equation]).
Qed.

Print Assumptions l2_pull.
