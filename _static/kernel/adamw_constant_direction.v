(* adamw-constant-direction *)
From Book Require Import Book.

Theorem adamw_constant_direction :
  forall (beta_1 : R) (beta_2 : R) (c : R) (eps : R) (t : nat),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  0 < c ->
  0 < eps ->
  (1 <= t)%nat ->
  1 - beta_1 ^ t <> 0 /\
  1 - beta_2 ^ t <> 0 /\
  (1 <= t)%nat /\
  0 <= (c ^ 2 * (1 - beta_2) + beta_2 * c ^ 2 * (1 - beta_2 ^ (t - 1))) / (1 - beta_2 ^ t) /\
  eps + sqrt ((c ^ 2 * (1 - beta_2) + beta_2 * c ^ 2 * (1 - beta_2 ^ (t - 1))) / (1 - beta_2 ^ t)) <> 0 /\
  c + eps <> 0 /\
  (- c * (1 - beta_1) - beta_1 * c * (1 - beta_1 ^ (t - 1))) / ((1 - beta_1 ^ t) * (eps + sqrt ((c ^ 2 * (1 - beta_2) + beta_2 * c ^ 2 * (1 - beta_2 ^ (t - 1))) / (1 - beta_2 ^ t)))) = - c / (c + eps).
Proof.
  intros; facts.
  assert (root_0 : sqrt ((c ^ 2 * (1 - beta_2) + beta_2 * c ^ 2 * (1 - beta_2 ^ (t - 1))) / (1 - beta_2 ^ t)) = c) by (replace ((c ^ 2 * (1 - beta_2) + beta_2 * c ^ 2 * (1 - beta_2 ^ (t - 1))) / (1 - beta_2 ^ t)) with ((c) ^ 2) by equation; apply sqrt_pow2; positive).
  parts ltac:(first [equation | rewrite ?root_0; equation]).
Qed.

Print Assumptions adamw_constant_direction.
