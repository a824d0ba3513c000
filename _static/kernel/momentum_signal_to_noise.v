(* momentum-signal-to-noise *)
From Book Require Import Book.

Theorem momentum_signal_to_noise :
  forall (beta : R),
  0 < beta < 1 ->
  1 - beta <> 0 /\
  (1 - beta ^ 2) / (1 - beta) ^ 2 = (1 + beta) / (1 - beta).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions momentum_signal_to_noise.
