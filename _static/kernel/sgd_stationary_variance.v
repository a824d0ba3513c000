(* sgd-stationary-variance *)
From Book Require Import Book.

Theorem sgd_stationary_variance :
  forall (eta : R) (lambda : R) (rho : R) (sigma : R) (B : nat),
  0 < eta ->
  0 < lambda ->
  0 < rho < 1 ->
  0 < sigma ->
  (1 <= B)%nat ->
  eta * lambda < 2 ->
  (forall n : nat, lambda <> 0 /\ INR B <> 0 /\ 2 - eta * lambda <> 0) /\
  lambda <> 0 /\
  INR B <> 0 /\
  2 - eta * lambda <> 0 /\
  is_lim_seq (fun n : nat => eta * sigma ^ 2 * (1 - rho ^ n) / (lambda * INR B * (2 - eta * lambda))) (Finite (eta * sigma ^ 2 / (lambda * INR B * (2 - eta * lambda)))).
Proof.
  approach.
Qed.

Print Assumptions sgd_stationary_variance.
