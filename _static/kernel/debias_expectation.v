(* debias-expectation *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition debias_expectation_step (beta : R) (mu : R) (k : nat) (E : R) : R :=
  mu * (1 - beta) + beta * E.

(* The state after so many runs. *)
Fixpoint debias_expectation_state (beta : R) (mu : R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => debias_expectation_step beta mu (S j) (debias_expectation_state beta mu j)
  end.

Definition debias_expectation_value (beta : R) (mu : R) (n : nat) : R := debias_expectation_state beta mu n.

Theorem debias_expectation :
  forall (beta : R) (mu : R) (t : nat),
  0 < beta < 1 ->
  (1 <= t)%nat ->
  debias_expectation_value beta mu t = mu * (1 - beta ^ t).
Proof.
  intros.
  assert (closed : forall j : nat, debias_expectation_state beta mu j = mu * (1 - beta ^ j)).
  { induction j as [|j IH].
    - state_starts debias_expectation_state debias_expectation_step.
    - idtac.
      change (debias_expectation_state beta mu (S j)) with (debias_expectation_step beta mu (S j) (debias_expectation_state beta mu j)).
      rewrite IH; unfold debias_expectation_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed debias_expectation_fine debias_expectation_state debias_expectation_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold debias_expectation_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions debias_expectation.
