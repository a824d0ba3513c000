(* training-quadratic-path *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition training_quadratic_path_step (theta_star : R) (eta : R) (lambda : R) (theta_0 : R) (k : nat) (theta : R) : R :=
  theta - eta * (lambda * theta - theta_star * lambda).

(* The state after so many runs. *)
Fixpoint training_quadratic_path_state (theta_star : R) (eta : R) (lambda : R) (theta_0 : R) (runs : nat) : R :=
  match runs with
  | O => theta_0
  | S j => training_quadratic_path_step theta_star eta lambda theta_0 (S j) (training_quadratic_path_state theta_star eta lambda theta_0 j)
  end.

Definition training_quadratic_path_value (theta_star : R) (eta : R) (lambda : R) (theta_0 : R) (n : nat) : R := training_quadratic_path_state theta_star eta lambda theta_0 n.

Theorem training_quadratic_path :
  forall (theta_star : R) (eta : R) (lambda : R) (theta_0 : R) (t : nat),
  0 < eta ->
  0 < lambda ->
  (1 <= t)%nat ->
  training_quadratic_path_value theta_star eta lambda theta_0 t = theta_star + (1 - eta * lambda) ^ t * (theta_0 - theta_star).
Proof.
  intros.
  assert (closed : forall j : nat, training_quadratic_path_state theta_star eta lambda theta_0 (S j) = theta_star + (1 - eta * lambda) ^ (S j) * (theta_0 - theta_star)).
  { induction j as [|j IH].
    - state_starts training_quadratic_path_state training_quadratic_path_step.
    - idtac.
      change (training_quadratic_path_state theta_star eta lambda theta_0 (S (S j))) with (training_quadratic_path_step theta_star eta lambda theta_0 (S (S j)) (training_quadratic_path_state theta_star eta lambda theta_0 (S j))).
      rewrite IH; unfold training_quadratic_path_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  destruct t as [|t]; [exfalso; lia|].
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed training_quadratic_path_fine training_quadratic_path_state training_quadratic_path_step 1%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold training_quadratic_path_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions training_quadratic_path.
