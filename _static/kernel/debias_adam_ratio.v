(* debias-adam-ratio *)
From Book Require Import Book.

Theorem debias_adam_ratio :
  forall (beta_1 : R) (beta_2 : R) (eta : R) (m : R) (v : R) (t : nat),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  0 < eta ->
  0 < v ->
  (1 <= t)%nat ->
  0 < v /\
  1 - beta_2 ^ t <> 0 /\
  0 < 1 / (1 - beta_2 ^ t) /\
  1 - beta_1 ^ t <> 0 /\
  0 <= 1 - beta_2 ^ t /\
  m * eta / (sqrt v * sqrt (1 / (1 - beta_2 ^ t)) * (1 - beta_1 ^ t)) = m * eta * sqrt (1 - beta_2 ^ t) / (sqrt v * (1 - beta_1 ^ t)).
Proof.
  intros; facts.
  assert (root_0 : sqrt (1 / (1 - beta_2 ^ t)) = sqrt (- 1 / (beta_2 ^ t - 1))) by same_roots.
  parts ltac:(first [equation | rewrite ?root_0; equation]).
Qed.

Print Assumptions debias_adam_ratio.
