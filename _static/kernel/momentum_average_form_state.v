(* momentum-average-form-state *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition momentum_average_form_state_step (beta : R) (g : nat -> R) (k : nat) (m : R) : R :=
  beta * m + (1 - beta) * g k.

(* The state after so many runs. *)
Fixpoint momentum_average_form_state_state (beta : R) (g : nat -> R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => momentum_average_form_state_step beta g (S j) (momentum_average_form_state_state beta g j)
  end.

Definition momentum_average_form_state_value (beta : R) (g : nat -> R) (n : nat) : R := momentum_average_form_state_state beta g n.

Theorem momentum_average_form_state :
  forall (beta : R) (g : nat -> R) (n : nat),
  0 < beta < 1 ->
  momentum_average_form_state_value beta g n = (1 - beta) * sum 1 n (fun i : nat => beta ^ (n - i) * g i).
Proof.
  intros.
  assert (closed : forall j : nat, momentum_average_form_state_state beta g j = (1 - beta) * sum 1 j (fun i : nat => beta ^ (j - i) * g i)).
  { induction j as [|j IH].
    - state_starts momentum_average_form_state_state momentum_average_form_state_step.
    - assert (eq_0 : sum 1 (S j) (fun i : nat => beta ^ ((S j) - i) * g i) = beta * sum 1 j (fun i : nat => beta ^ (j - i) * g i) + (g (S j)%nat)) by sums_next.
      change (momentum_average_form_state_state beta g (S j)) with (momentum_average_form_state_step beta g (S j) (momentum_average_form_state_state beta g j)).
      rewrite IH; unfold momentum_average_form_state_step; cbv beta iota.
      state_steps ltac:(rewrite ?eq_0; sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed momentum_average_form_state_fine momentum_average_form_state_state momentum_average_form_state_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold momentum_average_form_state_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions momentum_average_form_state.
