(* training-descent-bound *)
From Book Require Import Book.

Theorem training_descent_bound :
  forall (L : R) (eta : R) (f_0 : R) (g : nat -> R) (d : nat),
  0 < eta ->
  (1 <= d)%nat ->
  f_0 + L * sum 1 d (fun j_ : nat => eta ^ 2 * (g j_) ^ 2) / 2 + sum 1 d (fun j_ : nat => - eta * (g j_) ^ 2) = f_0 - eta * (1 - L * eta / 2) * sum 1 d (fun j_ : nat => (g j_) ^ 2).
Proof.
  intros; facts.
  assert (eq_0 : sum 1 d (fun j_ : nat => - eta * (g j_) ^ 2) = (- eta) * sum 1 d (fun j_ : nat => (g j_) ^ 2)) by sums_agree.
  assert (eq_1 : sum 1 d (fun j_ : nat => eta ^ 2 * (g j_) ^ 2) = eta ^ 2 * sum 1 d (fun j_ : nat => (g j_) ^ 2)) by sums_agree.
  parts ltac:(rewrite ?eq_0; rewrite ?eq_1; sums_named; equation).
Qed.

Print Assumptions training_descent_bound.
