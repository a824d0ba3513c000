(* adamw-no-gradient *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition adamw_no_gradient_step (beta : R) (theta_0 : R) (k : nat) (theta : R) : R :=
  theta - (1 - beta) * theta.

(* The state after so many runs. *)
Fixpoint adamw_no_gradient_state (beta : R) (theta_0 : R) (runs : nat) : R :=
  match runs with
  | O => theta_0
  | S j => adamw_no_gradient_step beta theta_0 (S j) (adamw_no_gradient_state beta theta_0 j)
  end.

Definition adamw_no_gradient_value (beta : R) (theta_0 : R) (n : nat) : R := adamw_no_gradient_state beta theta_0 n.

Theorem adamw_no_gradient :
  forall (beta : R) (theta_0 : R) (n : nat),
  0 < beta < 1 ->
  adamw_no_gradient_value beta theta_0 n = theta_0 * beta ^ n.
Proof.
  intros.
  assert (closed : forall j : nat, adamw_no_gradient_state beta theta_0 j = theta_0 * beta ^ j).
  { induction j as [|j IH].
    - state_starts adamw_no_gradient_state adamw_no_gradient_step.
    - idtac.
      change (adamw_no_gradient_state beta theta_0 (S j)) with (adamw_no_gradient_step beta theta_0 (S j) (adamw_no_gradient_state beta theta_0 j)).
      rewrite IH; unfold adamw_no_gradient_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed adamw_no_gradient_fine adamw_no_gradient_state adamw_no_gradient_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold adamw_no_gradient_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions adamw_no_gradient.
