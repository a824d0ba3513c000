(* adam-eps-hat *)
From Book Require Import Book.

Theorem adam_eps_hat :
  forall (beta_1 : R) (beta_2 : R) (eta : R) (m : R) (v : R) (eps : R) (t : nat),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  0 < eta ->
  0 <= v ->
  0 < eps ->
  (1 <= t)%nat ->
  1 - beta_1 ^ t <> 0 /\
  0 <= v /\
  1 - beta_2 ^ t <> 0 /\
  0 <= 1 / (1 - beta_2 ^ t) /\
  eps + sqrt v * sqrt (1 / (1 - beta_2 ^ t)) <> 0 /\
  0 <= 1 - beta_2 ^ t /\
  sqrt v + eps * sqrt (1 - beta_2 ^ t) <> 0 /\
  m * eta / ((1 - beta_1 ^ t) * (eps + sqrt v * sqrt (1 / (1 - beta_2 ^ t)))) = m * eta * sqrt (1 - beta_2 ^ t) / ((1 - beta_1 ^ t) * (sqrt v + eps * sqrt (1 - beta_2 ^ t))).
Proof.
  intros; facts.
  assert (root_0 : sqrt (1 / (1 - beta_2 ^ t)) = sqrt (- 1 / (beta_2 ^ t - 1))) by same_roots.
  parts ltac:(first [equation | rewrite ?root_0; equation]).
Qed.

Print Assumptions adam_eps_hat.
