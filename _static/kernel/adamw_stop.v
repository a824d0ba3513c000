(* adamw-stop *)
From Book Require Import Book.

Theorem adamw_stop :
  forall (beta : R) (c : R) (lambda : R) (theta_0 : R) (eps : R),
  0 < beta < 1 ->
  0 < c ->
  0 < lambda ->
  0 < eps ->
  (forall n : nat, lambda <> 0 /\ c + eps <> 0) /\
  lambda <> 0 /\
  c + eps <> 0 /\
  is_lim_seq (fun n : nat => theta_0 * beta ^ n + c * (1 - beta ^ n) / (lambda * (c + eps))) (Finite (c / (lambda * (c + eps)))).
Proof.
  approach.
Qed.

Print Assumptions adamw_stop.
