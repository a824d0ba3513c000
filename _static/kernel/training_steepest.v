(* training-steepest *)
From Book Require Import Book.

Theorem training_steepest :
  forall (G : R) (g : nat -> R) (u : nat -> R) (d : nat),
  0 < G ->
  (1 <= d)%nat ->
  G <> 0 /\
  - sum 1 d (fun j_ : nat => g j_ * u j_) <= G * sum 1 d (fun j_ : nat => (u j_) ^ 2) / 2 + sum 1 d (fun j_ : nat => (g j_) ^ 2) / (2 * G).
Proof.
  intros; facts.
  assert (eq_0 : sum 1 d (fun j_ : nat => (g j_ / G + u j_) ^ 2) = 1 * sum 1 d (fun j_ : nat => (u j_) ^ 2) + (1 / G ^ 2) * sum 1 d (fun j_ : nat => (g j_) ^ 2) + (2 / G) * sum 1 d (fun j_ : nat => g j_ * u j_)) by sums_agree.
  parts ltac:(apply (below_by (G * sum 1 d (fun j_ : nat => (g j_ / G + u j_) ^ 2) / 2)); [ahead | rewrite ?eq_0; sums_named; equation]).
Qed.

Print Assumptions training_steepest.
