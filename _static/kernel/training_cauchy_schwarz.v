(* training-cauchy-schwarz *)
From Book Require Import Book.

Theorem training_cauchy_schwarz :
  forall (g_1 : R) (g_2 : R) (g_3 : R) (u_1 : R) (u_2 : R) (u_3 : R),
  (g_1 * u_1 + g_2 * u_2 + g_3 * u_3) ^ 2 <= (g_1 ^ 2 + g_2 ^ 2 + g_3 ^ 2) * (u_1 ^ 2 + u_2 ^ 2 + u_3 ^ 2).
Proof.
  parts ltac:(apply (below_by ((g_1 * u_2 - g_2 * u_1) ^ 2 + (g_1 * u_3 - g_3 * u_1) ^ 2 + (g_2 * u_3 - g_3 * u_2) ^ 2)); [ahead | equation]).
Qed.

Print Assumptions training_cauchy_schwarz.
