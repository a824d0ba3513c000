(* adam-plain-mean *)
From Book Require Import Book.

Theorem adam_plain_mean :
  forall (g : nat -> R),
  (at_left 1 (fun beta_2 : R => 1 + beta_2 <> 0 /\ 1 + beta_2 ^ 2 <> 0)) /\
  filterlim (fun beta_2 : R => ((g 4%nat) ^ 2 + beta_2 * (g 3%nat) ^ 2 + beta_2 ^ 2 * (g 2%nat) ^ 2 + beta_2 ^ 3 * (g 1%nat) ^ 2) / ((1 + beta_2) * (1 + beta_2 ^ 2))) (at_left 1) (locally ((g 1%nat) ^ 2 / 4 + (g 2%nat) ^ 2 / 4 + (g 3%nat) ^ 2 / 4 + (g 4%nat) ^ 2 / 4)).
Proof.
  approach.
Qed.

Print Assumptions adam_plain_mean.
