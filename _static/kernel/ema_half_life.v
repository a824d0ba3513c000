(* ema-half-life *)
From Book Require Import Book.

Theorem ema_half_life :
  forall (beta : R) (k : nat),
  0 < beta < 1 ->
  0 < 2 /\
  ln 2 <> 0 /\
  0 < beta /\
  0 < 1 / 2 /\
  beta ^ k = Rpower (1 / 2) (- INR k * ln beta / ln 2).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions ema_half_life.
