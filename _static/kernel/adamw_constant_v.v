(* adamw-constant-v *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition adamw_constant_v_step (beta_2 : R) (c : R) (k : nat) (v : R) : R :=
  beta_2 * v + c ^ 2 * (1 - beta_2).

(* The state after so many runs. *)
Fixpoint adamw_constant_v_state (beta_2 : R) (c : R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => adamw_constant_v_step beta_2 c (S j) (adamw_constant_v_state beta_2 c j)
  end.

Definition adamw_constant_v_value (beta_2 : R) (c : R) (n : nat) : R := adamw_constant_v_state beta_2 c n.

Theorem adamw_constant_v :
  forall (beta_2 : R) (c : R) (n : nat),
  0 < beta_2 < 1 ->
  0 < c ->
  adamw_constant_v_value beta_2 c n = c ^ 2 * (1 - beta_2 ^ n).
Proof.
  intros.
  assert (closed : forall j : nat, adamw_constant_v_state beta_2 c j = c ^ 2 * (1 - beta_2 ^ j)).
  { induction j as [|j IH].
    - state_starts adamw_constant_v_state adamw_constant_v_step.
    - idtac.
      change (adamw_constant_v_state beta_2 c (S j)) with (adamw_constant_v_step beta_2 c (S j) (adamw_constant_v_state beta_2 c j)).
      rewrite IH; unfold adamw_constant_v_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed adamw_constant_v_fine adamw_constant_v_state adamw_constant_v_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold adamw_constant_v_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions adamw_constant_v.
