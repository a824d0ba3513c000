(* cost-factored-exact *)
From Book Require Import Book.

Theorem cost_factored_exact :
  forall (a_1 : R) (a_2 : R) (a_3 : R) (b_1 : R) (b_2 : R),
  0 < a_1 ->
  0 < a_2 ->
  0 < a_3 ->
  0 < b_1 ->
  0 < b_2 ->
  a_1 * b_1 + a_1 * b_2 + a_2 * b_1 + a_2 * b_2 + a_3 * b_1 + a_3 * b_2 <> 0 /\
  (a_3 * b_1 + a_3 * b_2) * (a_1 * b_1 + a_2 * b_1 + a_3 * b_1) / (a_1 * b_1 + a_1 * b_2 + a_2 * b_1 + a_2 * b_2 + a_3 * b_1 + a_3 * b_2) = a_3 * b_1.
Proof.
  intros; facts.
  try assert (a_1 * b_1 + a_1 * b_2 + a_2 * b_1 + a_2 * b_2 + a_3 * b_1 + a_3 * b_2 <> 0) by (replace (a_1 * b_1 + a_1 * b_2 + a_2 * b_1 + a_2 * b_2 + a_3 * b_1 + a_3 * b_2) with ((b_1 + b_2) * (a_1 + a_2 + a_3)) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(equation).
Qed.

Print Assumptions cost_factored_exact.
