(* training-converges *)
From Book Require Import Book.

Theorem training_converges :
  forall (f_star : R) (f_0 : R) (rho : R),
  0 < rho < 1 ->
  is_lim_seq (fun n : nat => f_star + rho ^ n * (f_0 - f_star)) (Finite (f_star)).
Proof.
  approach.
Qed.

Print Assumptions training_converges.
