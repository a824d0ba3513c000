(* training-first-order *)
From Book Require Import Book.

Theorem training_first_order :
  forall (a : R) (b : R) (c : R) (eta : R) (f_0 : R) (g_1 : R) (g_2 : R),
  0 < eta ->
  f_0 + a * g_1 ^ 2 * eta ^ 2 / 2 + c * g_2 ^ 2 * eta ^ 2 / 2 + b * g_1 * g_2 * eta ^ 2 - eta * g_1 ^ 2 - eta * g_2 ^ 2 = f_0 + eta ^ 2 * (a * g_1 ^ 2 + c * g_2 ^ 2 + 2 * b * g_1 * g_2) / 2 - eta * (g_1 ^ 2 + g_2 ^ 2).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions training_first_order.
