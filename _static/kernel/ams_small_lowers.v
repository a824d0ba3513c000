(* ams-small-lowers *)
From Book Require Import Book.

Theorem ams_small_lowers :
  forall (beta_2 : R) (v : R),
  0 < beta_2 < 1 ->
  0 <= v ->
  v >= 1 ->
  1 + v * beta_2 - beta_2 <= v.
Proof.
  parts ltac:(apply (below_by ((1 - beta_2) * (v - 1))); [ahead | equation]).
Qed.

Print Assumptions ams_small_lowers.
