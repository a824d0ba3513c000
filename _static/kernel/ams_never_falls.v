(* ams-never-falls *)
From Book Require Import Book.

Theorem ams_never_falls :
  forall (L : R) (beta_2 : R) (g : R) (v : R),
  0 <= L ->
  0 < beta_2 < 1 ->
  0 <= v ->
  L <= Rmax L (v * beta_2 + g ^ 2 * (1 - beta_2)).
Proof.
  parts ltac:(first [apply Rmax_l | apply Rmax_r]).
Qed.

Print Assumptions ams_never_falls.
