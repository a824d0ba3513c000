(* adamw-noise-small *)
From Book Require Import Book.

Theorem adamw_noise_small :
  forall (lambda : R) (sigma : R),
  0 < lambda ->
  0 < sigma ->
  (at_right 0 (fun eta : R => 2 - lambda * eta <> 0)) /\
  filterlim (fun eta : R => 2 * sigma ^ 2 / (2 - lambda * eta)) (at_right 0) (locally (sigma ^ 2)).
Proof.
  approach.
Qed.

Print Assumptions adamw_noise_small.
