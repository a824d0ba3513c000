(* ema-window *)
From Book Require Import Book.

Theorem ema_window :
  forall (beta : R),
  0 < beta < 1 ->
  (forall n : nat, 1 - beta <> 0) /\
  1 - beta <> 0 /\
  is_lim_seq (fun n : nat => (1 - beta ^ n) / (1 - beta)) (Finite (1 / (1 - beta))).
Proof.
  approach.
Qed.

Print Assumptions ema_window.
