(* sgd-accumulation *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition sgd_accumulation_step (s : nat -> R) (B : nat) (k : nat) (G : R) : R :=
  s k / INR B + G.

(* The state after so many runs. *)
Fixpoint sgd_accumulation_state (s : nat -> R) (B : nat) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => sgd_accumulation_step s B (S j) (sgd_accumulation_state s B j)
  end.

Definition sgd_accumulation_value (s : nat -> R) (B : nat) (n : nat) : R := sgd_accumulation_state s B n.

(* That every part of that run has a value. *)
Definition sgd_accumulation_fine (s : nat -> R) (B : nat) (k : nat) (G : R) : Prop :=
  INR B <> 0.

Theorem sgd_accumulation :
  forall (s : nat -> R) (B : nat) (n : nat),
  (1 <= B)%nat ->
  (forall j : nat, (j < n)%nat -> sgd_accumulation_fine s B (S j) (sgd_accumulation_state s B j)) /\
  INR B <> 0 /\
  sgd_accumulation_value s B n = sum 1 n (fun i : nat => s i) / INR B.
Proof.
  intros.
  assert (closed : forall j : nat, sgd_accumulation_state s B j = sum 1 j (fun i : nat => s i) / INR B).
  { induction j as [|j IH].
    - state_starts sgd_accumulation_state sgd_accumulation_step.
    - assert (eq_0 : sum 1 (S j) (fun i : nat => s i) = 1 * sum 1 j (fun i : nat => s i) + (s (S j)%nat)) by sums_next.
      change (sgd_accumulation_state s B (S j)) with (sgd_accumulation_step s B (S j) (sgd_accumulation_state s B j)).
      rewrite IH; unfold sgd_accumulation_step; cbv beta iota.
      state_steps ltac:(rewrite ?eq_0; sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed sgd_accumulation_fine sgd_accumulation_state sgd_accumulation_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold sgd_accumulation_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions sgd_accumulation.
