(* rmsprop-hinton-steady *)
From Book Require Import Book.

Theorem rmsprop_hinton_steady :
  forall (beta : R),
  0 < beta < 1 ->
  1 - beta ^ 10 <> 0 /\
  81 / 100 + beta * (1 / 100 + 4 * beta ^ 9 * (1 - beta) / (5 * (1 - beta ^ 10))) - 81 * beta / 100 = 1 / 100 + 4 * (1 - beta) / (5 * (1 - beta ^ 10)).
Proof.
  intros; facts.
  try assert (1 - beta ^ 10 <> 0) by (replace (1 - beta ^ 10) with (- (1 + beta) * (beta - 1) * (1 + beta + beta ^ 2 + beta ^ 3 + beta ^ 4) * (1 + beta ^ 2 + beta ^ 4 - beta - beta ^ 3)) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(equation).
Qed.

Print Assumptions rmsprop_hinton_steady.
