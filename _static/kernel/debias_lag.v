(* debias-lag *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition debias_lag_step (a : R) (beta : R) (d : R) (k : nat) (hat_E : R) : R :=
  beta * hat_E + (1 - beta) * (a + d * INR k).

(* The state after so many runs. *)
Fixpoint debias_lag_state (a : R) (beta : R) (d : R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => debias_lag_step a beta d (S j) (debias_lag_state a beta d j)
  end.

(* What the run of step n returns beside the state. *)
Definition debias_lag_value (a : R) (beta : R) (d : R) (n : nat) : R :=
  match n with
  | O => 0
  | S j => let k := (S j) in let hat_E := debias_lag_state a beta d j in (beta * hat_E + (1 - beta) * (a + d * INR k)) / (1 - beta ^ k)
  end.

(* That every part of that run has a value. *)
Definition debias_lag_fine (a : R) (beta : R) (d : R) (k : nat) (hat_E : R) : Prop :=
  1 - beta ^ k <> 0.

Theorem debias_lag :
  forall (a : R) (beta : R) (d : R) (t : nat),
  0 < beta < 1 ->
  (1 <= t)%nat ->
  (forall j : nat, (j < t)%nat -> debias_lag_fine a beta d (S j) (debias_lag_state a beta d j)) /\
  1 - beta <> 0 /\
  1 - beta ^ t <> 0 /\
  debias_lag_value a beta d t = a + d * (INR t + INR t * beta ^ t / (1 - beta ^ t) - beta / (1 - beta)).
Proof.
  intros.
  assert (closed : forall j : nat, debias_lag_state a beta d j = a * (1 - beta ^ j) + d * (INR j - beta * (1 - beta ^ j) / (1 - beta))).
  { induction j as [|j IH].
    - state_starts debias_lag_state debias_lag_step.
    - idtac.
      change (debias_lag_state a beta d (S j)) with (debias_lag_step a beta d (S j) (debias_lag_state a beta d j)).
      rewrite IH; unfold debias_lag_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  destruct t as [|t]; [exfalso; lia|].
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed debias_lag_fine debias_lag_state debias_lag_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold debias_lag_value.
  all: cbv beta iota zeta; rewrite closed; cbv beta iota; sums_named; equation.
Qed.

Print Assumptions debias_lag.
