(* momentum-nesterov-torch *)
From Book Require Import Book.

Theorem momentum_nesterov_torch :
  forall (beta : R) (eta : R) (g : R) (theta : R) (u : R),
  0 < beta < 1 ->
  0 < eta ->
  eta <> 0 /\
  theta - u * beta - eta * (g + beta * (g + u * beta / eta)) = theta - u * beta - u * beta ^ 2 - g * eta * (1 + beta).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions momentum_nesterov_torch.
