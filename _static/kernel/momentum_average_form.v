(* momentum-average-form *)
From Book Require Import Book.

Theorem momentum_average_form :
  forall (b : R) (beta : R) (eta : R) (g : R),
  0 < beta < 1 ->
  0 < eta ->
  1 - beta <> 0 /\
  eta * (g * (1 - beta) + b * beta * (1 - beta)) / (1 - beta) = eta * (g + b * beta).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions momentum_average_form.
