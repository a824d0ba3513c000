(* bugs-frozen-limit *)
From Book Require Import Book.

Theorem bugs_frozen_limit :
  forall (beta_1 : R) (beta_2 : R),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  (forall t : nat, (1 <= t)%nat -> 1 - beta_1 <> 0 /\ 1 - beta_2 ^ t <> 0) /\
  1 - beta_1 <> 0 /\
  is_lim_seq (fun t : nat => (1 - beta_1 ^ t) ^ 2 * (1 - beta_2) / ((1 - beta_1) ^ 2 * (1 - beta_2 ^ t))) (Finite ((1 - beta_2) / (1 - beta_1) ^ 2)).
Proof.
  approach.
Qed.

Print Assumptions bugs_frozen_limit.
