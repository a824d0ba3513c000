(* momentum-alternating-gradient *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition momentum_alternating_gradient_step (beta : R) (g : R) (k : nat) (b : R) : R :=
  g * (-1) ^ k + beta * b.

(* The state after so many runs. *)
Fixpoint momentum_alternating_gradient_state (beta : R) (g : R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => momentum_alternating_gradient_step beta g (S j) (momentum_alternating_gradient_state beta g j)
  end.

Definition momentum_alternating_gradient_value (beta : R) (g : R) (n : nat) : R := momentum_alternating_gradient_state beta g n.

Theorem momentum_alternating_gradient :
  forall (beta : R) (g : R) (n : nat),
  0 < beta < 1 ->
  1 + beta <> 0 /\
  momentum_alternating_gradient_value beta g n = g * (-1) ^ n / (1 + beta) - g * beta ^ n / (1 + beta).
Proof.
  intros.
  assert (closed : forall j : nat, momentum_alternating_gradient_state beta g j = g * (-1) ^ j / (1 + beta) - g * beta ^ j / (1 + beta)).
  { induction j as [|j IH].
    - state_starts momentum_alternating_gradient_state momentum_alternating_gradient_step.
    - idtac.
      change (momentum_alternating_gradient_state beta g (S j)) with (momentum_alternating_gradient_step beta g (S j) (momentum_alternating_gradient_state beta g j)).
      rewrite IH; unfold momentum_alternating_gradient_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed momentum_alternating_gradient_fine momentum_alternating_gradient_state momentum_alternating_gradient_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold momentum_alternating_gradient_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions momentum_alternating_gradient.
