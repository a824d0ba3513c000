(* momentum-nesterov-sutskever *)
From Book Require Import Book.

Theorem momentum_nesterov_sutskever :
  forall (beta : R) (eta : R) (g : R) (theta : R) (u : R),
  0 < beta < 1 ->
  0 < eta ->
  theta - g * eta - u * beta - beta * (g * eta + u * beta) = theta - u * beta - u * beta ^ 2 - g * eta * (1 + beta).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions momentum_nesterov_sutskever.
