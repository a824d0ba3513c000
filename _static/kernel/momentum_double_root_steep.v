(* momentum-double-root-steep *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition momentum_double_root_steep_step (lambda : R) (rho : R) (theta_0 : R) (k : nat) (state : R * R) : R * R :=
  let '(theta_1, theta_2) := state in (lambda * theta_2 + rho ^ 2 * theta_1, theta_2 - (1 + rho) ^ 2 * (lambda * theta_2 + rho ^ 2 * theta_1) / lambda).

(* The state after so many runs. *)
Fixpoint momentum_double_root_steep_state (lambda : R) (rho : R) (theta_0 : R) (runs : nat) : R * R :=
  match runs with
  | O => (0, theta_0)
  | S j => momentum_double_root_steep_step lambda rho theta_0 (S j) (momentum_double_root_steep_state lambda rho theta_0 j)
  end.

Definition momentum_double_root_steep_value (lambda : R) (rho : R) (theta_0 : R) (n : nat) : R := snd (momentum_double_root_steep_state lambda rho theta_0 n).

(* That every part of that run has a value. *)
Definition momentum_double_root_steep_fine (lambda : R) (rho : R) (theta_0 : R) (k : nat) (state : R * R) : Prop :=
  let '(theta_1, theta_2) := state in lambda <> 0.

Theorem momentum_double_root_steep :
  forall (lambda : R) (rho : R) (theta_0 : R) (n : nat),
  0 < lambda ->
  0 < rho < 1 ->
  (forall j : nat, (j < n)%nat -> momentum_double_root_steep_fine lambda rho theta_0 (S j) (momentum_double_root_steep_state lambda rho theta_0 j)) /\
  momentum_double_root_steep_value lambda rho theta_0 n = theta_0 * (- rho) ^ n * (1 + INR n * (1 + rho)).
Proof.
  intros.
  assert (closed : forall j : nat, momentum_double_root_steep_state lambda rho theta_0 j = (theta_0 * INR j * lambda * (- rho) ^ (j - 1), theta_0 * (- rho) ^ j * (1 + INR j * (1 + rho)))).
  { induction j as [|j IH].
    - state_starts momentum_double_root_steep_state momentum_double_root_steep_step.
    - idtac.
      change (momentum_double_root_steep_state lambda rho theta_0 (S j)) with (momentum_double_root_steep_step lambda rho theta_0 (S j) (momentum_double_root_steep_state lambda rho theta_0 j)).
      rewrite IH; unfold momentum_double_root_steep_step; cbv beta iota.
      state_steps ltac:(first [sums_named; equation | destruct j; sums_named; equation]). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed momentum_double_root_steep_fine momentum_double_root_steep_state momentum_double_root_steep_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold momentum_double_root_steep_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions momentum_double_root_steep.
