(* adam-spike-after-silence *)
From Book Require Import Book.

Theorem adam_spike_after_silence :
  forall (beta_1 : R) (beta_2 : R) (eta : R) (g : R),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  0 < eta ->
  g <> 0 ->
  (forall t : nat, (1 <= t)%nat -> 1 - beta_2 ^ t <> 0 /\ 0 < (1 - beta_2) / (1 - beta_2 ^ t) /\ 1 - beta_1 ^ t <> 0 /\ Rabs g <> 0) /\
  0 < 1 - beta_2 /\
  is_lim_seq (fun t : nat => g * eta * (1 - beta_1) / (sqrt ((1 - beta_2) / (1 - beta_2 ^ t)) * (1 - beta_1 ^ t) * Rabs g)) (Finite (eta * (1 - beta_1) * sign g / sqrt (1 - beta_2))).
Proof.
  approach.
Qed.

Print Assumptions adam_spike_after_silence.
