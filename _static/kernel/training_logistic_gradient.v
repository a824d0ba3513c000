(* training-logistic-gradient *)
From Book Require Import Book.

Theorem training_logistic_gradient :
  forall (r : R) (theta : R) (x : R) (y : R),
  0 <= y <= 1 ->
  1 + exp (r + theta * x) <> 0 /\
  1 + exp (- r - theta * x) <> 0 /\
  x * (1 - y) * exp (r + theta * x) / (1 + exp (r + theta * x)) - x * y * exp (- r - theta * x) / (1 + exp (- r - theta * x)) = x * (1 / (1 + exp (- r - theta * x)) - y).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions training_logistic_gradient.
