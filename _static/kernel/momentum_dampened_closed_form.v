(* momentum-dampened-closed-form *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition momentum_dampened_closed_form_step (beta : R) (tau : R) (g : nat -> R) (k : nat) (b : R) : R :=
  beta * b + (1 - tau) * g k.

(* The state after so many runs. *)
Fixpoint momentum_dampened_closed_form_state (beta : R) (tau : R) (g : nat -> R) (runs : nat) : R :=
  match runs with
  | O => g 1%nat
  | S j => momentum_dampened_closed_form_step beta tau g (S (S j)) (momentum_dampened_closed_form_state beta tau g j)
  end.

Definition momentum_dampened_closed_form_value (beta : R) (tau : R) (g : nat -> R) (n : nat) : R := momentum_dampened_closed_form_state beta tau g (n - 1).

Theorem momentum_dampened_closed_form :
  forall (beta : R) (tau : R) (g : nat -> R) (t : nat),
  0 < beta < 1 ->
  (1 <= t)%nat ->
  (1 <= t)%nat /\
  momentum_dampened_closed_form_value beta tau g t = (1 - tau) * sum 1 t (fun i : nat => beta ^ (t - i) * g i) + tau * beta ^ (t - 1) * g 1%nat.
Proof.
  intros.
  assert (closed : forall j : nat, momentum_dampened_closed_form_state beta tau g j = (1 - tau) * sum 1 (S j) (fun i : nat => beta ^ ((S j) - i) * g i) + tau * beta ^ ((S j) - 1) * g 1%nat).
  { induction j as [|j IH].
    - state_starts momentum_dampened_closed_form_state momentum_dampened_closed_form_step.
    - assert (eq_0 : sum 1 (S (S j)) (fun i : nat => beta ^ ((S (S j)) - i) * g i) = beta * sum 1 (S j) (fun i : nat => beta ^ ((S j) - i) * g i) + (g (S (S j))%nat)) by sums_next.
      change (momentum_dampened_closed_form_state beta tau g (S j)) with (momentum_dampened_closed_form_step beta tau g (S (S j)) (momentum_dampened_closed_form_state beta tau g j)).
      rewrite IH; unfold momentum_dampened_closed_form_step; cbv beta iota.
      state_steps ltac:(first [rewrite ?eq_0; sums_named; equation | destruct j; rewrite ?eq_0; sums_named; equation]). }
  destruct t as [|t]; [exfalso; lia|].
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed momentum_dampened_closed_form_fine momentum_dampened_closed_form_state momentum_dampened_closed_form_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold momentum_dampened_closed_form_value.
  all: replace ((S t) - 1)%nat with t by lia.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions momentum_dampened_closed_form.
