(* momentum-gd-rate *)
From Book Require Import Book.

Theorem momentum_gd_rate :
  forall (kappa : R) (theta : R),
  1 < kappa ->
  1 + kappa <> 0 /\
  theta - 2 * theta / (1 + kappa) = theta * (kappa - 1) / (1 + kappa).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions momentum_gd_rate.
