(* momentum-outside-schedule *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition momentum_outside_schedule_step (beta : R) (eta : nat -> R) (g : nat -> R) (k : nat) (s : R) : R :=
  beta * s + g k.

(* The state after so many runs. *)
Fixpoint momentum_outside_schedule_state (beta : R) (eta : nat -> R) (g : nat -> R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => momentum_outside_schedule_step beta eta g (S j) (momentum_outside_schedule_state beta eta g j)
  end.

(* What the run of step n returns beside the state. *)
Definition momentum_outside_schedule_value (beta : R) (eta : nat -> R) (g : nat -> R) (n : nat) : R :=
  match n with
  | O => 0
  | S j => let k := (S j) in let s := momentum_outside_schedule_state beta eta g j in (beta * s + g k) * eta k
  end.

Theorem momentum_outside_schedule :
  forall (beta : R) (eta : nat -> R) (g : nat -> R) (t : nat),
  0 < beta < 1 ->
  (forall i : nat, 0 < eta i) ->
  (1 <= t)%nat ->
  momentum_outside_schedule_value beta eta g t = eta t * sum 1 t (fun i : nat => beta ^ (t - i) * g i).
Proof.
  intros.
  assert (closed : forall j : nat, momentum_outside_schedule_state beta eta g j = sum 1 j (fun i : nat => beta ^ (j - i) * g i)).
  { induction j as [|j IH].
    - state_starts momentum_outside_schedule_state momentum_outside_schedule_step.
    - assert (eq_0 : sum 1 (S j) (fun i : nat => beta ^ ((S j) - i) * g i) = beta * sum 1 j (fun i : nat => beta ^ (j - i) * g i) + (g (S j)%nat)) by sums_next.
      change (momentum_outside_schedule_state beta eta g (S j)) with (momentum_outside_schedule_step beta eta g (S j) (momentum_outside_schedule_state beta eta g j)).
      rewrite IH; unfold momentum_outside_schedule_step; cbv beta iota.
      state_steps ltac:(rewrite ?eq_0; sums_named; equation). }
  destruct t as [|t]; [exfalso; lia|].
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed momentum_outside_schedule_fine momentum_outside_schedule_state momentum_outside_schedule_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold momentum_outside_schedule_value.
  assert (last_0 : sum 1 (S t) (fun i : nat => beta ^ ((S t) - i) * g i) = beta * sum 1 t (fun i : nat => beta ^ (t - i) * g i) + (g (S t)%nat)) by sums_next.
  all: cbv beta iota zeta; rewrite closed; cbv beta iota; rewrite ?last_0; sums_named; equation.
Qed.

Print Assumptions momentum_outside_schedule.
