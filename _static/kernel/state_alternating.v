(* state-alternating *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition state_alternating_step (beta_1 : R) (g : R) (k : nat) (m : R) : R :=
  beta_1 * m + g * (-1) ^ (S k) * (1 - beta_1).

(* The state after so many runs. *)
Fixpoint state_alternating_state (beta_1 : R) (g : R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => state_alternating_step beta_1 g (S j) (state_alternating_state beta_1 g j)
  end.

Definition state_alternating_value (beta_1 : R) (g : R) (n : nat) : R := state_alternating_state beta_1 g n.

Theorem state_alternating :
  forall (beta_1 : R) (g : R) (n : nat),
  0 < beta_1 < 1 ->
  1 + beta_1 <> 0 /\
  state_alternating_value beta_1 g n = g * (1 - beta_1) * (beta_1 ^ n - (-1) ^ n) / (1 + beta_1).
Proof.
  intros.
  assert (closed : forall j : nat, state_alternating_state beta_1 g j = g * (1 - beta_1) * (beta_1 ^ j - (-1) ^ j) / (1 + beta_1)).
  { induction j as [|j IH].
    - state_starts state_alternating_state state_alternating_step.
    - idtac.
      change (state_alternating_state beta_1 g (S j)) with (state_alternating_step beta_1 g (S j) (state_alternating_state beta_1 g j)).
      rewrite IH; unfold state_alternating_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed state_alternating_fine state_alternating_state state_alternating_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold state_alternating_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions state_alternating.
