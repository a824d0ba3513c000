(* adam-first-step *)
From Book Require Import Book.

Theorem adam_first_step :
  forall (eta : R) (g : R),
  0 < eta ->
  g <> 0 ->
  (at_right 0 (fun eps : R => eps + Rabs g <> 0)) /\
  filterlim (fun eps : R => g * eta / (eps + Rabs g)) (at_right 0) (locally (eta * sign g)).
Proof.
  approach.
Qed.

Print Assumptions adam_first_step.
