(* adamw-is-an-average *)
From Book Require Import Book.

Theorem adamw_is_an_average :
  forall (beta : R) (lambda : R) (theta : R) (u : R),
  0 < beta < 1 ->
  0 < lambda ->
  lambda <> 0 /\
  theta - theta * (1 - beta) - u * (1 - beta) / lambda = theta * beta - u * (1 - beta) / lambda.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions adamw_is_an_average.
