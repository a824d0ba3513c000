(* ema-mean-age *)
From Book Require Import Book.

Theorem ema_mean_age :
  forall (beta : R),
  0 < beta < 1 ->
  (forall n : nat, 1 - beta <> 0) /\
  1 - beta <> 0 /\
  is_lim_seq (fun n : nat => (beta + beta ^ (S n) * (INR n - 1) - INR n * beta ^ n) / (1 - beta)) (Finite (beta / (1 - beta))).
Proof.
  approach.
Qed.

Print Assumptions ema_mean_age.
