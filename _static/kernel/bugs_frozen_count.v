(* bugs-frozen-count *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition bugs_frozen_count_step (beta_1 : R) (beta_2 : R) (g : R) (k : nat) (state : R * R) : R * R :=
  let '(Q_1, Q_2) := state in (g * (1 - beta_1) + beta_1 * Q_1, beta_2 * Q_2 + g ^ 2 * (1 - beta_2)).

(* The state after so many runs. *)
Fixpoint bugs_frozen_count_state (beta_1 : R) (beta_2 : R) (g : R) (runs : nat) : R * R :=
  match runs with
  | O => (0, 0)
  | S j => bugs_frozen_count_step beta_1 beta_2 g (S j) (bugs_frozen_count_state beta_1 beta_2 g j)
  end.

(* What the run of step n returns beside the state. *)
Definition bugs_frozen_count_value (beta_1 : R) (beta_2 : R) (g : R) (n : nat) : R :=
  match n with
  | O => 0
  | S j => let k := (S j) in let '(Q_1, Q_2) := bugs_frozen_count_state beta_1 beta_2 g j in (g * (1 - beta_1) + beta_1 * Q_1) ^ 2 * (1 - beta_2) / ((1 - beta_1) ^ 2 * (beta_2 * Q_2 + g ^ 2 * (1 - beta_2)))
  end.

(* That every part of that run has a value. *)
Definition bugs_frozen_count_fine (beta_1 : R) (beta_2 : R) (g : R) (k : nat) (state : R * R) : Prop :=
  let '(Q_1, Q_2) := state in 1 - beta_1 <> 0 /\
  beta_2 * Q_2 + g ^ 2 * (1 - beta_2) <> 0.

Theorem bugs_frozen_count :
  forall (beta_1 : R) (beta_2 : R) (g : R) (t : nat),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  g <> 0 ->
  (1 <= t)%nat ->
  (forall j : nat, (j < t)%nat -> bugs_frozen_count_fine beta_1 beta_2 g (S j) (bugs_frozen_count_state beta_1 beta_2 g j)) /\
  1 - beta_1 <> 0 /\
  1 - beta_2 ^ t <> 0 /\
  bugs_frozen_count_value beta_1 beta_2 g t = (1 - beta_1 ^ t) ^ 2 * (1 - beta_2) / ((1 - beta_1) ^ 2 * (1 - beta_2 ^ t)).
Proof.
  intros.
  assert (closed : forall j : nat, bugs_frozen_count_state beta_1 beta_2 g j = (g * (1 - beta_1 ^ j), g ^ 2 * (1 - beta_2 ^ j))).
  { induction j as [|j IH].
    - state_starts bugs_frozen_count_state bugs_frozen_count_step.
    - idtac.
      change (bugs_frozen_count_state beta_1 beta_2 g (S j)) with (bugs_frozen_count_step beta_1 beta_2 g (S j) (bugs_frozen_count_state beta_1 beta_2 g j)).
      rewrite IH; unfold bugs_frozen_count_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  destruct t as [|t]; [exfalso; lia|].
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed bugs_frozen_count_fine bugs_frozen_count_state bugs_frozen_count_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold bugs_frozen_count_value.
  all: cbv beta iota zeta; rewrite closed; cbv beta iota; sums_named; equation.
Qed.

Print Assumptions bugs_frozen_count.
