(* adam-signal-noise *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition adam_signal_noise_step (beta_1 : R) (beta_2 : R) (eta : R) (mu : R) (sigma : R) (k : nat) (state : R * R) : R * R :=
  let '(bar_Delta_1, bar_Delta_2) := state in (mu * (1 - beta_1) + beta_1 * bar_Delta_1, beta_2 * bar_Delta_2 + (1 - beta_2) * (mu ^ 2 + sigma ^ 2)).

(* The state after so many runs. *)
Fixpoint adam_signal_noise_state (beta_1 : R) (beta_2 : R) (eta : R) (mu : R) (sigma : R) (runs : nat) : R * R :=
  match runs with
  | O => (0, 0)
  | S j => adam_signal_noise_step beta_1 beta_2 eta mu sigma (S j) (adam_signal_noise_state beta_1 beta_2 eta mu sigma j)
  end.

(* What the run of step n returns beside the state. *)
Definition adam_signal_noise_value (beta_1 : R) (beta_2 : R) (eta : R) (mu : R) (sigma : R) (n : nat) : R :=
  match n with
  | O => 0
  | S j => let k := (S j) in let '(bar_Delta_1, bar_Delta_2) := adam_signal_noise_state beta_1 beta_2 eta mu sigma j in eta * (mu * (1 - beta_1) + beta_1 * bar_Delta_1) / (sqrt ((beta_2 * bar_Delta_2 + (1 - beta_2) * (mu ^ 2 + sigma ^ 2)) / (1 - beta_2 ^ k)) * (1 - beta_1 ^ k))
  end.

(* That every part of that run has a value. *)
Definition adam_signal_noise_fine (beta_1 : R) (beta_2 : R) (eta : R) (mu : R) (sigma : R) (k : nat) (state : R * R) : Prop :=
  let '(bar_Delta_1, bar_Delta_2) := state in 1 - beta_2 ^ k <> 0 /\
  0 < (beta_2 * bar_Delta_2 + (1 - beta_2) * (mu ^ 2 + sigma ^ 2)) / (1 - beta_2 ^ k) /\
  1 - beta_1 ^ k <> 0.

Theorem adam_signal_noise :
  forall (beta_1 : R) (beta_2 : R) (eta : R) (mu : R) (sigma : R) (t : nat),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  0 < eta ->
  0 < sigma ->
  (1 <= t)%nat ->
  (forall j : nat, (j < t)%nat -> adam_signal_noise_fine beta_1 beta_2 eta mu sigma (S j) (adam_signal_noise_state beta_1 beta_2 eta mu sigma j)) /\
  0 < mu ^ 2 + sigma ^ 2 /\
  adam_signal_noise_value beta_1 beta_2 eta mu sigma t = mu * eta / sqrt (mu ^ 2 + sigma ^ 2).
Proof.
  intros.
  assert (closed : forall j : nat, adam_signal_noise_state beta_1 beta_2 eta mu sigma j = (mu * (1 - beta_1 ^ j), (1 - beta_2 ^ j) * (mu ^ 2 + sigma ^ 2))).
  { induction j as [|j IH].
    - state_starts adam_signal_noise_state adam_signal_noise_step.
    - idtac.
      change (adam_signal_noise_state beta_1 beta_2 eta mu sigma (S j)) with (adam_signal_noise_step beta_1 beta_2 eta mu sigma (S j) (adam_signal_noise_state beta_1 beta_2 eta mu sigma j)).
      rewrite IH; unfold adam_signal_noise_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  destruct t as [|t]; [exfalso; lia|].
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed adam_signal_noise_fine adam_signal_noise_state adam_signal_noise_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold adam_signal_noise_value.
  all: cbv beta iota zeta; rewrite closed; cbv beta iota; sums_named; equation.
Qed.

Print Assumptions adam_signal_noise.
