(* momentum-small-step-sgd *)
From Book Require Import Book.

Theorem momentum_small_step_sgd :
  forall (beta : R) (lambda : R) (sigma : R),
  0 < beta < 1 ->
  0 < lambda ->
  0 < sigma ->
  (at_right 0 (fun eta : R => lambda <> 0 /\ 1 - beta <> 0 /\ 2 - eta * lambda / (1 - beta) <> 0)) /\
  lambda <> 0 /\
  1 - beta <> 0 /\
  filterlim (fun eta : R => sigma ^ 2 / (lambda * (1 - beta) * (2 - eta * lambda / (1 - beta)))) (at_right 0) (locally (sigma ^ 2 / (2 * lambda * (1 - beta)))).
Proof.
  approach.
Qed.

Print Assumptions momentum_small_step_sgd.
