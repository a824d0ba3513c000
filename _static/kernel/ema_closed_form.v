(* ema-closed-form *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition ema_closed_form_step (V_0 : R) (beta : R) (x : nat -> R) (k : nat) (V : R) : R :=
  beta * V + (1 - beta) * x k.

(* The state after so many runs. *)
Fixpoint ema_closed_form_state (V_0 : R) (beta : R) (x : nat -> R) (runs : nat) : R :=
  match runs with
  | O => V_0
  | S j => ema_closed_form_step V_0 beta x (S j) (ema_closed_form_state V_0 beta x j)
  end.

Definition ema_closed_form_value (V_0 : R) (beta : R) (x : nat -> R) (n : nat) : R := ema_closed_form_state V_0 beta x n.

Theorem ema_closed_form :
  forall (V_0 : R) (beta : R) (x : nat -> R) (n : nat),
  0 < beta < 1 ->
  ema_closed_form_value V_0 beta x n = V_0 * beta ^ n + (1 - beta) * sum 1 n (fun i : nat => beta ^ (n - i) * x i).
Proof.
  intros.
  assert (closed : forall j : nat, ema_closed_form_state V_0 beta x j = V_0 * beta ^ j + (1 - beta) * sum 1 j (fun i : nat => beta ^ (j - i) * x i)).
  { induction j as [|j IH].
    - state_starts ema_closed_form_state ema_closed_form_step.
    - assert (eq_0 : sum 1 (S j) (fun i : nat => beta ^ ((S j) - i) * x i) = beta * sum 1 j (fun i : nat => beta ^ (j - i) * x i) + (x (S j)%nat)) by sums_next.
      change (ema_closed_form_state V_0 beta x (S j)) with (ema_closed_form_step V_0 beta x (S j) (ema_closed_form_state V_0 beta x j)).
      rewrite IH; unfold ema_closed_form_step; cbv beta iota.
      state_steps ltac:(rewrite ?eq_0; sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed ema_closed_form_fine ema_closed_form_state ema_closed_form_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold ema_closed_form_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions ema_closed_form.
