(* momentum-polyak *)
From Book Require Import Book.

Theorem momentum_polyak :
  forall (theta_n_minus_1 : R) (beta : R) (eta : R) (g : R) (theta_n : R),
  0 < beta < 1 ->
  0 < eta ->
  theta_n - g * eta - beta * (theta_n_minus_1 - theta_n) = theta_n + beta * (theta_n - theta_n_minus_1) - g * eta.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions momentum_polyak.
