(* debias-closed-form *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition debias_closed_form_step (V_0 : R) (beta : R) (x : nat -> R) (k : nat) (hat_V : R) : R :=
  beta * hat_V + (1 - beta) * x k.

(* The state after so many runs. *)
Fixpoint debias_closed_form_state (V_0 : R) (beta : R) (x : nat -> R) (runs : nat) : R :=
  match runs with
  | O => V_0
  | S j => debias_closed_form_step V_0 beta x (S j) (debias_closed_form_state V_0 beta x j)
  end.

(* What the run of step n returns beside the state. *)
Definition debias_closed_form_value (V_0 : R) (beta : R) (x : nat -> R) (n : nat) : R :=
  match n with
  | O => 0
  | S j => let k := (S j) in let hat_V := debias_closed_form_state V_0 beta x j in (beta * hat_V + (1 - beta) * x k) / (1 - beta ^ k)
  end.

(* That every part of that run has a value. *)
Definition debias_closed_form_fine (V_0 : R) (beta : R) (x : nat -> R) (k : nat) (hat_V : R) : Prop :=
  1 - beta ^ k <> 0.

Theorem debias_closed_form :
  forall (V_0 : R) (beta : R) (x : nat -> R) (t : nat),
  0 < beta < 1 ->
  (1 <= t)%nat ->
  (forall j : nat, (j < t)%nat -> debias_closed_form_fine V_0 beta x (S j) (debias_closed_form_state V_0 beta x j)) /\
  1 - beta ^ t <> 0 /\
  debias_closed_form_value V_0 beta x t = V_0 * beta ^ t / (1 - beta ^ t) + (1 - beta) * sum 1 t (fun i : nat => beta ^ (t - i) * x i) / (1 - beta ^ t).
Proof.
  intros.
  assert (closed : forall j : nat, debias_closed_form_state V_0 beta x j = V_0 * beta ^ j + (1 - beta) * sum 1 j (fun i : nat => beta ^ (j - i) * x i)).
  { induction j as [|j IH].
    - state_starts debias_closed_form_state debias_closed_form_step.
    - assert (eq_0 : sum 1 (S j) (fun i : nat => beta ^ ((S j) - i) * x i) = beta * sum 1 j (fun i : nat => beta ^ (j - i) * x i) + (x (S j)%nat)) by sums_next.
      change (debias_closed_form_state V_0 beta x (S j)) with (debias_closed_form_step V_0 beta x (S j) (debias_closed_form_state V_0 beta x j)).
      rewrite IH; unfold debias_closed_form_step; cbv beta iota.
      state_steps ltac:(rewrite ?eq_0; sums_named; equation). }
  destruct t as [|t]; [exfalso; lia|].
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed debias_closed_form_fine debias_closed_form_state debias_closed_form_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold debias_closed_form_value.
  assert (last_0 : sum 1 (S t) (fun i : nat => beta ^ ((S t) - i) * x i) = beta * sum 1 t (fun i : nat => beta ^ (t - i) * x i) + (x (S t)%nat)) by sums_next.
  all: cbv beta iota zeta; rewrite closed; cbv beta iota; rewrite ?last_0; sums_named; equation.
Qed.

Print Assumptions debias_closed_form.
