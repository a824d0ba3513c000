(* momentum-inside-schedule *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition momentum_inside_schedule_step (beta : R) (eta : nat -> R) (g : nat -> R) (k : nat) (u : R) : R :=
  beta * u + g k * eta k.

(* The state after so many runs. *)
Fixpoint momentum_inside_schedule_state (beta : R) (eta : nat -> R) (g : nat -> R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => momentum_inside_schedule_step beta eta g (S j) (momentum_inside_schedule_state beta eta g j)
  end.

Definition momentum_inside_schedule_value (beta : R) (eta : nat -> R) (g : nat -> R) (n : nat) : R := momentum_inside_schedule_state beta eta g n.

Theorem momentum_inside_schedule :
  forall (beta : R) (eta : nat -> R) (g : nat -> R) (n : nat),
  0 < beta < 1 ->
  (forall i : nat, 0 < eta i) ->
  momentum_inside_schedule_value beta eta g n = sum 1 n (fun i : nat => beta ^ (n - i) * g i * eta i).
Proof.
  intros.
  assert (closed : forall j : nat, momentum_inside_schedule_state beta eta g j = sum 1 j (fun i : nat => beta ^ (j - i) * g i * eta i)).
  { induction j as [|j IH].
    - state_starts momentum_inside_schedule_state momentum_inside_schedule_step.
    - assert (eq_0 : sum 1 (S j) (fun i : nat => beta ^ ((S j) - i) * g i * eta i) = beta * sum 1 j (fun i : nat => beta ^ (j - i) * g i * eta i) + (g (S j)%nat * eta (S j)%nat)) by sums_next.
      change (momentum_inside_schedule_state beta eta g (S j)) with (momentum_inside_schedule_step beta eta g (S j) (momentum_inside_schedule_state beta eta g j)).
      rewrite IH; unfold momentum_inside_schedule_step; cbv beta iota.
      state_steps ltac:(rewrite ?eq_0; sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed momentum_inside_schedule_fine momentum_inside_schedule_state momentum_inside_schedule_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold momentum_inside_schedule_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions momentum_inside_schedule.
