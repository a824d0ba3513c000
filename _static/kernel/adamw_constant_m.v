(* adamw-constant-m *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition adamw_constant_m_step (beta_1 : R) (c : R) (k : nat) (m : R) : R :=
  beta_1 * m - c * (1 - beta_1).

(* The state after so many runs. *)
Fixpoint adamw_constant_m_state (beta_1 : R) (c : R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => adamw_constant_m_step beta_1 c (S j) (adamw_constant_m_state beta_1 c j)
  end.

Definition adamw_constant_m_value (beta_1 : R) (c : R) (n : nat) : R := adamw_constant_m_state beta_1 c n.

Theorem adamw_constant_m :
  forall (beta_1 : R) (c : R) (n : nat),
  0 < beta_1 < 1 ->
  0 < c ->
  adamw_constant_m_value beta_1 c n = - c * (1 - beta_1 ^ n).
Proof.
  intros.
  assert (closed : forall j : nat, adamw_constant_m_state beta_1 c j = - c * (1 - beta_1 ^ j)).
  { induction j as [|j IH].
    - state_starts adamw_constant_m_state adamw_constant_m_step.
    - idtac.
      change (adamw_constant_m_state beta_1 c (S j)) with (adamw_constant_m_step beta_1 c (S j) (adamw_constant_m_state beta_1 c j)).
      rewrite IH; unfold adamw_constant_m_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed adamw_constant_m_fine adamw_constant_m_state adamw_constant_m_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold adamw_constant_m_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions adamw_constant_m.
