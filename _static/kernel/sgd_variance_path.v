(* sgd-variance-path *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition sgd_variance_path_step (eta : R) (lambda : R) (sigma : R) (B : nat) (k : nat) (S_ : R) : R :=
  (eta * lambda - 1) ^ 2 * S_ + eta ^ 2 * sigma ^ 2 / INR B.

(* The state after so many runs. *)
Fixpoint sgd_variance_path_state (eta : R) (lambda : R) (sigma : R) (B : nat) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => sgd_variance_path_step eta lambda sigma B (S j) (sgd_variance_path_state eta lambda sigma B j)
  end.

Definition sgd_variance_path_value (eta : R) (lambda : R) (sigma : R) (B : nat) (n : nat) : R := sgd_variance_path_state eta lambda sigma B n.

(* That every part of that run has a value. *)
Definition sgd_variance_path_fine (eta : R) (lambda : R) (sigma : R) (B : nat) (k : nat) (S_ : R) : Prop :=
  INR B <> 0.

Theorem sgd_variance_path :
  forall (eta : R) (lambda : R) (sigma : R) (B : nat) (n : nat),
  0 < eta ->
  0 < lambda ->
  0 < sigma ->
  (1 <= B)%nat ->
  eta * lambda < 2 ->
  (forall j : nat, (j < n)%nat -> sgd_variance_path_fine eta lambda sigma B (S j) (sgd_variance_path_state eta lambda sigma B j)) /\
  lambda <> 0 /\
  INR B <> 0 /\
  2 - eta * lambda <> 0 /\
  sgd_variance_path_value eta lambda sigma B n = eta * sigma ^ 2 * (1 - (1 - eta * lambda) ^ (2 * n)) / (lambda * INR B * (2 - eta * lambda)).
Proof.
  intros.
  assert (closed : forall j : nat, sgd_variance_path_state eta lambda sigma B j = eta * sigma ^ 2 * (1 - (1 - eta * lambda) ^ (2 * j)) / (lambda * INR B * (2 - eta * lambda))).
  { induction j as [|j IH].
    - state_starts sgd_variance_path_state sgd_variance_path_step.
    - idtac.
      change (sgd_variance_path_state eta lambda sigma B (S j)) with (sgd_variance_path_step eta lambda sigma B (S j) (sgd_variance_path_state eta lambda sigma B j)).
      rewrite IH; unfold sgd_variance_path_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed sgd_variance_path_fine sgd_variance_path_state sgd_variance_path_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold sgd_variance_path_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions sgd_variance_path.
