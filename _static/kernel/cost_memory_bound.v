(* cost-memory-bound *)
From Book Require Import Book.

Theorem cost_memory_bound :
  forall (N_ : R) (P : R) (W : R),
  0 < N_ ->
  0 < P ->
  0 < W ->
  W <> 0 /\
  P <> 0 /\
  14 * N_ / P + 28 * N_ / W <> 0 /\
  W + 2 * P <> 0 /\
  28 * N_ / (W * (14 * N_ / P + 28 * N_ / W)) = 2 * P / (W + 2 * P).
Proof.
  intros; facts.
  try assert (14 * N_ / P + 28 * N_ / W <> 0) by (replace (14 * N_ / P + 28 * N_ / W) with (14 * N_ * (W + 2 * P) / (P * W)) by (facts; less_one; powers; first [ring | field; positive]); facts; positive).
  parts ltac:(equation).
Qed.

Print Assumptions cost_memory_bound.
