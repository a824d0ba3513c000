(* intro-adamw-code *)
From Book Require Import Book.

Theorem intro_adamw_code :
  forall (theta_t_minus_1 : R) (beta_1 : R) (beta_2 : R) (eta : R) (lambda : R) (m_t_minus_1 : R) (v_t_minus_1 : R) (eps : R) (g : nat -> R) (t : nat),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  0 < eta ->
  0 <= lambda ->
  0 <= v_t_minus_1 ->
  0 < eps ->
  (1 <= t)%nat ->
  1 - beta_1 ^ t <> 0 /\
  1 - beta_2 ^ t <> 0 /\
  0 <= (v_t_minus_1 * beta_2 + (g t) ^ 2 * (1 - beta_2)) / (1 - beta_2 ^ t) /\
  eps + sqrt ((v_t_minus_1 * beta_2 + (g t) ^ 2 * (1 - beta_2)) / (1 - beta_2 ^ t)) <> 0 /\
  theta_t_minus_1 - theta_t_minus_1 * lambda * eta - eta * (m_t_minus_1 * beta_1 + (1 - beta_1) * g t) / ((1 - beta_1 ^ t) * (eps + sqrt ((v_t_minus_1 * beta_2 + (g t) ^ 2 * (1 - beta_2)) / (1 - beta_2 ^ t)))) = theta_t_minus_1 * (1 - lambda * eta) - eta * (m_t_minus_1 * beta_1 + (1 - beta_1) * g t) / ((1 - beta_1 ^ t) * (eps + sqrt ((v_t_minus_1 * beta_2 + (g t) ^ 2 * (1 - beta_2)) / (1 - beta_2 ^ t)))).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions intro_adamw_code.
