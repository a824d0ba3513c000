(* momentum-small-step *)
From Book Require Import Book.

Theorem momentum_small_step :
  forall (beta : R) (lambda : R) (sigma : R),
  0 < beta < 1 ->
  0 < lambda ->
  0 < sigma ->
  (at_right 0 (fun eta : R => lambda <> 0 /\ 1 - beta <> 0 /\ 2 + 2 * beta - eta * lambda <> 0)) /\
  lambda <> 0 /\
  1 - beta <> 0 /\
  filterlim (fun eta : R => sigma ^ 2 * (1 + beta) / (lambda * (1 - beta) * (2 + 2 * beta - eta * lambda))) (at_right 0) (locally (sigma ^ 2 / (2 * lambda * (1 - beta)))).
Proof.
  approach.
Qed.

Print Assumptions momentum_small_step.
