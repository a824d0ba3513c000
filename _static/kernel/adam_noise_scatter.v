(* adam-noise-scatter *)
From Book Require Import Book.

Theorem adam_noise_scatter :
  forall (beta_1 : R) (eta : R) (mu : R) (sigma : R),
  0 < beta_1 < 1 ->
  0 < eta ->
  0 < sigma ->
  (forall t : nat, (1 <= t)%nat -> 0 <= (1 - beta_1) * (1 - beta_1 ^ (2 * t)) /\ 0 < 1 + beta_1 /\ 1 - beta_1 ^ t <> 0 /\ 0 < mu ^ 2 + sigma ^ 2) /\
  0 < 1 + beta_1 /\
  0 <= 1 - beta_1 /\
  0 < mu ^ 2 + sigma ^ 2 /\
  is_lim_seq (fun t : nat => eta * sigma * sqrt ((1 - beta_1) * (1 - beta_1 ^ (2 * t))) / (sqrt (1 + beta_1) * (1 - beta_1 ^ t) * sqrt (mu ^ 2 + sigma ^ 2))) (Finite (eta * sigma * sqrt (1 - beta_1) / (sqrt (1 + beta_1) * sqrt (mu ^ 2 + sigma ^ 2)))).
Proof.
  approach.
Qed.

Print Assumptions adam_noise_scatter.
