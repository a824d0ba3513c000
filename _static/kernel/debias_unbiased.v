(* debias-unbiased *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition debias_unbiased_step (beta : R) (mu : R) (k : nat) (hat_E : R) : R :=
  mu * (1 - beta) + beta * hat_E.

(* The state after so many runs. *)
Fixpoint debias_unbiased_state (beta : R) (mu : R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => debias_unbiased_step beta mu (S j) (debias_unbiased_state beta mu j)
  end.

(* What the run of step n returns beside the state. *)
Definition debias_unbiased_value (beta : R) (mu : R) (n : nat) : R :=
  match n with
  | O => 0
  | S j => let k := (S j) in let hat_E := debias_unbiased_state beta mu j in (mu * (1 - beta) + beta * hat_E) / (1 - beta ^ k)
  end.

(* That every part of that run has a value. *)
Definition debias_unbiased_fine (beta : R) (mu : R) (k : nat) (hat_E : R) : Prop :=
  1 - beta ^ k <> 0.

Theorem debias_unbiased :
  forall (beta : R) (mu : R) (t : nat),
  0 < beta < 1 ->
  (1 <= t)%nat ->
  (forall j : nat, (j < t)%nat -> debias_unbiased_fine beta mu (S j) (debias_unbiased_state beta mu j)) /\
  debias_unbiased_value beta mu t = mu.
Proof.
  intros.
  assert (closed : forall j : nat, debias_unbiased_state beta mu j = mu * (1 - beta ^ j)).
  { induction j as [|j IH].
    - state_starts debias_unbiased_state debias_unbiased_step.
    - idtac.
      change (debias_unbiased_state beta mu (S j)) with (debias_unbiased_step beta mu (S j) (debias_unbiased_state beta mu j)).
      rewrite IH; unfold debias_unbiased_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  destruct t as [|t]; [exfalso; lia|].
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed debias_unbiased_fine debias_unbiased_state debias_unbiased_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold debias_unbiased_value.
  all: cbv beta iota zeta; rewrite closed; cbv beta iota; sums_named; equation.
Qed.

Print Assumptions debias_unbiased.
