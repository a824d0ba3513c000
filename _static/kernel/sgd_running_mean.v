(* sgd-running-mean *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition sgd_running_mean_step (x : nat -> R) (k : nat) (theta : R) : R :=
  theta - (theta - x k) / INR k.

(* The state after so many runs. *)
Fixpoint sgd_running_mean_state (x : nat -> R) (runs : nat) : R :=
  match runs with
  | O => x 1%nat
  | S j => sgd_running_mean_step x (S (S j)) (sgd_running_mean_state x j)
  end.

Definition sgd_running_mean_value (x : nat -> R) (n : nat) : R := sgd_running_mean_state x (n - 1).

(* That every part of that run has a value. *)
Definition sgd_running_mean_fine (x : nat -> R) (k : nat) (theta : R) : Prop :=
  INR k <> 0.

Theorem sgd_running_mean :
  forall (x : nat -> R) (t : nat),
  (1 <= t)%nat ->
  (forall j : nat, (j < t - 1)%nat -> sgd_running_mean_fine x (S (S j)) (sgd_running_mean_state x j)) /\
  INR t <> 0 /\
  sgd_running_mean_value x t = sum 1 t (fun i : nat => x i) / INR t.
Proof.
  intros.
  assert (closed : forall j : nat, sgd_running_mean_state x j = sum 1 (S j) (fun i : nat => x i) / INR (S j)).
  { induction j as [|j IH].
    - state_starts sgd_running_mean_state sgd_running_mean_step.
    - assert (eq_0 : sum 1 (S (S j)) (fun i : nat => x i) = 1 * sum 1 (S j) (fun i : nat => x i) + (x (S (S j))%nat)) by sums_next.
      change (sgd_running_mean_state x (S j)) with (sgd_running_mean_step x (S (S j)) (sgd_running_mean_state x j)).
      rewrite IH; unfold sgd_running_mean_step; cbv beta iota.
      state_steps ltac:(rewrite ?eq_0; sums_named; equation). }
  destruct t as [|t]; [exfalso; lia|].
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed sgd_running_mean_fine sgd_running_mean_state sgd_running_mean_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold sgd_running_mean_value.
  all: replace ((S t) - 1)%nat with t by lia.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions sgd_running_mean.
