(* momentum-drop *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition momentum_drop_step (beta : R) (eta : R) (g : R) (r : R) (k : nat) (u : R) : R :=
  beta * u + g * eta * r.

(* The state after so many runs. *)
Fixpoint momentum_drop_state (beta : R) (eta : R) (g : R) (r : R) (runs : nat) : R :=
  match runs with
  | O => g * eta / (1 - beta)
  | S j => momentum_drop_step beta eta g r (S j) (momentum_drop_state beta eta g r j)
  end.

Definition momentum_drop_value (beta : R) (eta : R) (g : R) (r : R) (n : nat) : R := momentum_drop_state beta eta g r n.

Theorem momentum_drop :
  forall (beta : R) (eta : R) (g : R) (r : R) (n : nat),
  0 < beta < 1 ->
  0 < eta ->
  0 < r < 1 ->
  1 - beta <> 0 /\
  momentum_drop_value beta eta g r n = g * eta * (r + beta ^ n * (1 - r)) / (1 - beta).
Proof.
  intros.
  assert (closed : forall j : nat, momentum_drop_state beta eta g r j = g * eta * (r + beta ^ j * (1 - r)) / (1 - beta)).
  { induction j as [|j IH].
    - state_starts momentum_drop_state momentum_drop_step.
    - idtac.
      change (momentum_drop_state beta eta g r (S j)) with (momentum_drop_step beta eta g r (S j) (momentum_drop_state beta eta g r j)).
      rewrite IH; unfold momentum_drop_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed momentum_drop_fine momentum_drop_state momentum_drop_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold momentum_drop_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions momentum_drop.
