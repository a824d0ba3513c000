(* training-sigmoid-flip *)
From Book Require Import Book.

Theorem training_sigmoid_flip :
  forall (z : R),
  1 + exp (- z) <> 0 /\
  1 + exp z <> 0 /\
  1 - 1 / (1 + exp (- z)) = 1 / (1 + exp z).
Proof.
  intros; facts.
  try assert (1 + exp (- z) <> 0) by (replace (1 + exp (- z)) with ((1 + exp z) * exp (- z)) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(equation).
Qed.

Print Assumptions training_sigmoid_flip.
