(* momentum-largest-condition *)
From Book Require Import Book.

Theorem momentum_largest_condition :
  forall (c : R) (rho : R),
  0 <= c <= 1 ->
  0 < rho < 1 ->
  1 - rho <> 0 /\
  rho - c * rho ^ 2 <> 0 /\
  (1 + rho) * (rho + c * rho ^ 2) / ((1 - rho) * (rho - c * rho ^ 2)) <= (1 + rho) ^ 2 / (1 - rho) ^ 2.
Proof.
  intros; facts.
  try assert (rho - c * rho ^ 2 <> 0) by (replace (rho - c * rho ^ 2) with (- rho * (c * rho - 1)) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(apply (below_by (2 * rho * (1 + rho) * (1 - c) / ((1 - rho) ^ 2 * (1 - c * rho)))); [ahead | equation]).
Qed.

Print Assumptions momentum_largest_condition.
