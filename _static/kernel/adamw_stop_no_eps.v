(* adamw-stop-no-eps *)
From Book Require Import Book.

Theorem adamw_stop_no_eps :
  forall (c : R) (lambda : R),
  0 < c ->
  0 < lambda ->
  (at_right 0 (fun eps : R => lambda <> 0 /\ c + eps <> 0)) /\
  lambda <> 0 /\
  filterlim (fun eps : R => c / (lambda * (c + eps))) (at_right 0) (locally (1 / lambda)).
Proof.
  approach.
Qed.

Print Assumptions adamw_stop_no_eps.
