(* ema-lag *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition ema_lag_step (a : R) (beta : R) (d : R) (k : nat) (V : R) : R :=
  beta * V + (1 - beta) * (a + d * INR k).

(* The state after so many runs. *)
Fixpoint ema_lag_state (a : R) (beta : R) (d : R) (runs : nat) : R :=
  match runs with
  | O => a
  | S j => ema_lag_step a beta d (S j) (ema_lag_state a beta d j)
  end.

Definition ema_lag_value (a : R) (beta : R) (d : R) (n : nat) : R := ema_lag_state a beta d n.

Theorem ema_lag :
  forall (a : R) (beta : R) (d : R) (n : nat),
  0 < beta < 1 ->
  1 - beta <> 0 /\
  ema_lag_value a beta d n = a + d * (INR n - beta * (1 - beta ^ n) / (1 - beta)).
Proof.
  intros.
  assert (closed : forall j : nat, ema_lag_state a beta d j = a + d * (INR j - beta * (1 - beta ^ j) / (1 - beta))).
  { induction j as [|j IH].
    - state_starts ema_lag_state ema_lag_step.
    - idtac.
      change (ema_lag_state a beta d (S j)) with (ema_lag_step a beta d (S j) (ema_lag_state a beta d j)).
      rewrite IH; unfold ema_lag_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed ema_lag_fine ema_lag_state ema_lag_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold ema_lag_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions ema_lag.
