(* ema-variance *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition ema_variance_step (beta : R) (sigma : R) (k : nat) (S_ : R) : R :=
  beta ^ 2 * S_ + sigma ^ 2 * (beta - 1) ^ 2.

(* The state after so many runs. *)
Fixpoint ema_variance_state (beta : R) (sigma : R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => ema_variance_step beta sigma (S j) (ema_variance_state beta sigma j)
  end.

Definition ema_variance_value (beta : R) (sigma : R) (n : nat) : R := ema_variance_state beta sigma n.

Theorem ema_variance :
  forall (beta : R) (sigma : R) (n : nat),
  0 < beta < 1 ->
  0 < sigma ->
  1 + beta <> 0 /\
  ema_variance_value beta sigma n = sigma ^ 2 * (1 - beta) * (1 - beta ^ (2 * n)) / (1 + beta).
Proof.
  intros.
  assert (closed : forall j : nat, ema_variance_state beta sigma j = sigma ^ 2 * (1 - beta) * (1 - beta ^ (2 * j)) / (1 + beta)).
  { induction j as [|j IH].
    - state_starts ema_variance_state ema_variance_step.
    - idtac.
      change (ema_variance_state beta sigma (S j)) with (ema_variance_step beta sigma (S j) (ema_variance_state beta sigma j)).
      rewrite IH; unfold ema_variance_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed ema_variance_fine ema_variance_state ema_variance_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold ema_variance_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions ema_variance.
