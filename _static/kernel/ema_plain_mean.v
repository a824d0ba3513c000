(* ema-plain-mean *)
From Book Require Import Book.

Theorem ema_plain_mean :
  forall (beta : R),
  0 < beta < 1 ->
  1 - beta <> 0 /\
  (1 + beta) / (2 * (1 - beta)) - 1 / 2 = beta / (1 - beta).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions ema_plain_mean.
