(* momentum-closed-form *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition momentum_closed_form_step (beta : R) (g : nat -> R) (k : nat) (b : R) : R :=
  beta * b + g k.

(* The state after so many runs. *)
Fixpoint momentum_closed_form_state (beta : R) (g : nat -> R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => momentum_closed_form_step beta g (S j) (momentum_closed_form_state beta g j)
  end.

Definition momentum_closed_form_value (beta : R) (g : nat -> R) (n : nat) : R := momentum_closed_form_state beta g n.

Theorem momentum_closed_form :
  forall (beta : R) (g : nat -> R) (n : nat),
  0 < beta < 1 ->
  momentum_closed_form_value beta g n = sum 1 n (fun i : nat => beta ^ (n - i) * g i).
Proof.
  intros.
  assert (closed : forall j : nat, momentum_closed_form_state beta g j = sum 1 j (fun i : nat => beta ^ (j - i) * g i)).
  { induction j as [|j IH].
    - state_starts momentum_closed_form_state momentum_closed_form_step.
    - assert (eq_0 : sum 1 (S j) (fun i : nat => beta ^ ((S j) - i) * g i) = beta * sum 1 j (fun i : nat => beta ^ (j - i) * g i) + (g (S j)%nat)) by sums_next.
      change (momentum_closed_form_state beta g (S j)) with (momentum_closed_form_step beta g (S j) (momentum_closed_form_state beta g j)).
      rewrite IH; unfold momentum_closed_form_step; cbv beta iota.
      state_steps ltac:(rewrite ?eq_0; sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed momentum_closed_form_fine momentum_closed_form_state momentum_closed_form_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold momentum_closed_form_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions momentum_closed_form.
