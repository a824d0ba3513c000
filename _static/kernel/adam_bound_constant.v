(* adam-bound-constant *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition adam_bound_constant_step (beta_1 : R) (beta_2 : R) (k : nat) (C_ : R) : R :=
  (1 - beta_1) ^ 2 / (1 - beta_2) + beta_1 ^ 2 * C_ / beta_2.

(* The state after so many runs. *)
Fixpoint adam_bound_constant_state (beta_1 : R) (beta_2 : R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => adam_bound_constant_step beta_1 beta_2 (S j) (adam_bound_constant_state beta_1 beta_2 j)
  end.

Definition adam_bound_constant_value (beta_1 : R) (beta_2 : R) (n : nat) : R := adam_bound_constant_state beta_1 beta_2 n.

(* That every part of that run has a value. *)
Definition adam_bound_constant_fine (beta_1 : R) (beta_2 : R) (k : nat) (C_ : R) : Prop :=
  1 - beta_2 <> 0 /\
  beta_2 <> 0.

Theorem adam_bound_constant :
  forall (beta_1 : R) (beta_2 : R) (t : nat),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  (1 <= t)%nat ->
  beta_1 ^ 2 < beta_2 ->
  (forall j : nat, (j < t)%nat -> adam_bound_constant_fine beta_1 beta_2 (S j) (adam_bound_constant_state beta_1 beta_2 j)) /\
  1 - beta_2 <> 0 /\
  beta_2 <> 0 /\
  1 - beta_1 ^ 2 / beta_2 <> 0 /\
  adam_bound_constant_value beta_1 beta_2 t = (1 - beta_1) ^ 2 * (1 - (beta_1 ^ 2 / beta_2) ^ t) / ((1 - beta_2) * (1 - beta_1 ^ 2 / beta_2)).
Proof.
  intros.
  assert (closed : forall j : nat, adam_bound_constant_state beta_1 beta_2 j = (1 - beta_1) ^ 2 * (1 - (beta_1 ^ 2 / beta_2) ^ j) / ((1 - beta_2) * (1 - beta_1 ^ 2 / beta_2))).
  { induction j as [|j IH].
    - state_starts adam_bound_constant_state adam_bound_constant_step.
    - idtac.
      change (adam_bound_constant_state beta_1 beta_2 (S j)) with (adam_bound_constant_step beta_1 beta_2 (S j) (adam_bound_constant_state beta_1 beta_2 j)).
      rewrite IH; unfold adam_bound_constant_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed adam_bound_constant_fine adam_bound_constant_state adam_bound_constant_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold adam_bound_constant_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions adam_bound_constant.
