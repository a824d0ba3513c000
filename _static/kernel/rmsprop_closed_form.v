(* rmsprop-closed-form *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition rmsprop_closed_form_step (beta : R) (g : nat -> R) (k : nat) (v : R) : R :=
  beta * v + (g k) ^ 2 * (1 - beta).

(* The state after so many runs. *)
Fixpoint rmsprop_closed_form_state (beta : R) (g : nat -> R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => rmsprop_closed_form_step beta g (S j) (rmsprop_closed_form_state beta g j)
  end.

Definition rmsprop_closed_form_value (beta : R) (g : nat -> R) (n : nat) : R := rmsprop_closed_form_state beta g n.

Theorem rmsprop_closed_form :
  forall (beta : R) (g : nat -> R) (n : nat),
  0 < beta < 1 ->
  rmsprop_closed_form_value beta g n = (1 - beta) * sum 1 n (fun i : nat => beta ^ (n - i) * (g i) ^ 2).
Proof.
  intros.
  assert (closed : forall j : nat, rmsprop_closed_form_state beta g j = (1 - beta) * sum 1 j (fun i : nat => beta ^ (j - i) * (g i) ^ 2)).
  { induction j as [|j IH].
    - state_starts rmsprop_closed_form_state rmsprop_closed_form_step.
    - assert (eq_0 : sum 1 (S j) (fun i : nat => beta ^ ((S j) - i) * (g i) ^ 2) = beta * sum 1 j (fun i : nat => beta ^ (j - i) * (g i) ^ 2) + ((g (S j)%nat) ^ 2)) by sums_next.
      change (rmsprop_closed_form_state beta g (S j)) with (rmsprop_closed_form_step beta g (S j) (rmsprop_closed_form_state beta g j)).
      rewrite IH; unfold rmsprop_closed_form_step; cbv beta iota.
      state_steps ltac:(rewrite ?eq_0; sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed rmsprop_closed_form_fine rmsprop_closed_form_state rmsprop_closed_form_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold rmsprop_closed_form_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions rmsprop_closed_form.
