(* adam-without-momentum *)
From Book Require Import Book.

Theorem adam_without_momentum :
  forall (beta_2 : R) (eta : R) (g : R) (v : R) (eps : R) (t : nat),
  0 < beta_2 < 1 ->
  0 < eta ->
  0 <= v ->
  0 < eps ->
  (1 <= t)%nat ->
  1 - beta_2 ^ t <> 0 /\
  0 <= (v * beta_2 + g ^ 2 * (1 - beta_2)) / (1 - beta_2 ^ t) /\
  eps + sqrt ((v * beta_2 + g ^ 2 * (1 - beta_2)) / (1 - beta_2 ^ t)) <> 0 /\
  0 <= 1 - beta_2 ^ t /\
  0 <= v * beta_2 + g ^ 2 * (1 - beta_2) /\
  sqrt (v * beta_2 + g ^ 2 * (1 - beta_2)) + eps * sqrt (1 - beta_2 ^ t) <> 0 /\
  g * eta / (eps + sqrt ((v * beta_2 + g ^ 2 * (1 - beta_2)) / (1 - beta_2 ^ t))) = g * eta * sqrt (1 - beta_2 ^ t) / (sqrt (v * beta_2 + g ^ 2 * (1 - beta_2)) + eps * sqrt (1 - beta_2 ^ t)).
Proof.
  intros; facts.
  assert (root_0 : sqrt ((v * beta_2 + g ^ 2 * (1 - beta_2)) / (1 - beta_2 ^ t)) = sqrt (- (g ^ 2 + v * beta_2 - beta_2 * g ^ 2) / (beta_2 ^ t - 1))) by same_roots.
  assert (root_1 : sqrt (v * beta_2 + g ^ 2 * (1 - beta_2)) = sqrt (g ^ 2 + v * beta_2 - beta_2 * g ^ 2)) by same_roots.
  parts ltac:(first [equation | rewrite ?root_0; rewrite ?root_1; equation]).
Qed.

Print Assumptions adam_without_momentum.
