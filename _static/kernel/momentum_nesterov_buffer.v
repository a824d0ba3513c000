(* momentum-nesterov-buffer *)
From Book Require Import Book.

Theorem momentum_nesterov_buffer :
  forall (beta : R) (eta : R) (g : R) (u : R),
  0 < beta < 1 ->
  0 < eta ->
  eta <> 0 /\
  g + u * beta / eta = (g * eta + u * beta) / eta.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions momentum_nesterov_buffer.
