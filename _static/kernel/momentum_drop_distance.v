(* momentum-drop-distance *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition momentum_drop_distance_step (beta : R) (eta : R) (g : R) (r : R) (k : nat) (state : R * R * R) : R * R * R :=
  let '(E_1, E_2, E_3) := state in (beta * E_1 + g * eta * r, g + beta * E_2, beta * E_1 + g * eta * r + E_3 - eta * r * (g + beta * E_2)).

(* The state after so many runs. *)
Fixpoint momentum_drop_distance_state (beta : R) (eta : R) (g : R) (r : R) (runs : nat) : R * R * R :=
  match runs with
  | O => (g * eta / (1 - beta), g / (1 - beta), 0)
  | S j => momentum_drop_distance_step beta eta g r (S j) (momentum_drop_distance_state beta eta g r j)
  end.

Definition momentum_drop_distance_value (beta : R) (eta : R) (g : R) (r : R) (n : nat) : R := snd (momentum_drop_distance_state beta eta g r n).

Theorem momentum_drop_distance :
  forall (beta : R) (eta : R) (g : R) (r : R) (n : nat),
  0 < beta < 1 ->
  0 < eta ->
  0 < r < 1 ->
  1 - beta <> 0 /\
  momentum_drop_distance_value beta eta g r n = g * beta * eta * (1 - r) * (1 - beta ^ n) / (1 - beta) ^ 2.
Proof.
  intros.
  assert (closed : forall j : nat, momentum_drop_distance_state beta eta g r j = (g * eta * (r + beta ^ j * (1 - r)) / (1 - beta), g / (1 - beta), g * beta * eta * (1 - r) * (1 - beta ^ j) / (1 - beta) ^ 2)).
  { induction j as [|j IH].
    - state_starts momentum_drop_distance_state momentum_drop_distance_step.
    - idtac.
      change (momentum_drop_distance_state beta eta g r (S j)) with (momentum_drop_distance_step beta eta g r (S j) (momentum_drop_distance_state beta eta g r j)).
      rewrite IH; unfold momentum_drop_distance_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed momentum_drop_distance_fine momentum_drop_distance_state momentum_drop_distance_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold momentum_drop_distance_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions momentum_drop_distance.
