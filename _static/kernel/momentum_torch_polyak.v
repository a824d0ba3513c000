(* momentum-torch-polyak *)
From Book Require Import Book.

Theorem momentum_torch_polyak :
  forall (eta_n_minus_1 : R) (theta_n_minus_1 : R) (beta : R) (eta_n : R) (g : R) (theta_n : R),
  0 < eta_n_minus_1 ->
  0 < beta < 1 ->
  0 < eta_n ->
  eta_n_minus_1 <> 0 /\
  theta_n - eta_n * (g + beta * (theta_n_minus_1 - theta_n) / eta_n_minus_1) = theta_n + beta * eta_n * (theta_n - theta_n_minus_1) / eta_n_minus_1 - g * eta_n.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions momentum_torch_polyak.
