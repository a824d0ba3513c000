(* rmsprop-factor-falls *)
From Book Require Import Book.

Theorem rmsprop_factor_falls :
  forall (beta : R) (d : R) (eta : R) (g_s : R) (v : R),
  0 < beta < 1 ->
  0 < d ->
  0 < eta ->
  0 < g_s ->
  0 < v ->
  v * beta + (d + g_s) ^ 2 * (1 - beta) <> 0 /\
  v * beta + g_s ^ 2 * (1 - beta) <> 0 /\
  eta ^ 2 / (v * beta + (d + g_s) ^ 2 * (1 - beta)) <= eta ^ 2 / (v * beta + g_s ^ 2 * (1 - beta)).
Proof.
  parts ltac:(apply (below_by (d * eta ^ 2 * (1 - beta) * (d + 2 * g_s) / ((v * beta + g_s ^ 2 * (1 - beta)) * (v * beta + (d + g_s) ^ 2 * (1 - beta))))); [ahead | equation]).
Qed.

Print Assumptions rmsprop_factor_falls.
