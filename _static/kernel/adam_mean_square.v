(* adam-mean-square *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition adam_mean_square_line_1_step (beta_2 : R) (mu : R) (sigma : R) (k : nat) (E : R) : R :=
  mu ^ 2 + sigma ^ 2 + beta_2 * E - beta_2 * mu ^ 2 - beta_2 * sigma ^ 2.

(* The state after so many runs. *)
Fixpoint adam_mean_square_line_1_state (beta_2 : R) (mu : R) (sigma : R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => adam_mean_square_line_1_step beta_2 mu sigma (S j) (adam_mean_square_line_1_state beta_2 mu sigma j)
  end.

Definition adam_mean_square_line_1_value (beta_2 : R) (mu : R) (sigma : R) (n : nat) : R := adam_mean_square_line_1_state beta_2 mu sigma n.

Theorem adam_mean_square_line_1 :
  forall (beta_2 : R) (mu : R) (sigma : R) (t : nat),
  0 < beta_2 < 1 ->
  0 < sigma ->
  (1 <= t)%nat ->
  adam_mean_square_line_1_value beta_2 mu sigma t = (1 - beta_2 ^ t) * ((mu + sigma) ^ 2 + (mu - sigma) ^ 2) / 2.
Proof.
  intros.
  assert (closed : forall j : nat, adam_mean_square_line_1_state beta_2 mu sigma j = (1 - beta_2 ^ j) * ((mu + sigma) ^ 2 + (mu - sigma) ^ 2) / 2).
  { induction j as [|j IH].
    - state_starts adam_mean_square_line_1_state adam_mean_square_line_1_step.
    - idtac.
      change (adam_mean_square_line_1_state beta_2 mu sigma (S j)) with (adam_mean_square_line_1_step beta_2 mu sigma (S j) (adam_mean_square_line_1_state beta_2 mu sigma j)).
      rewrite IH; unfold adam_mean_square_line_1_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed adam_mean_square_line_1_fine adam_mean_square_line_1_state adam_mean_square_line_1_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold adam_mean_square_line_1_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Theorem adam_mean_square_line_2 :
  forall (beta_2 : R) (mu : R) (sigma : R) (t : nat),
  0 < beta_2 < 1 ->
  0 < sigma ->
  (1 <= t)%nat ->
  (1 - beta_2 ^ t) * ((mu + sigma) ^ 2 + (mu - sigma) ^ 2) / 2 = (1 - beta_2 ^ t) * (mu ^ 2 + sigma ^ 2).
Proof.
  parts ltac:(equation).
Qed.

Theorem adam_mean_square :
  forall (beta_2 : R) (mu : R) (sigma : R) (t : nat),
  0 < beta_2 < 1 ->
  0 < sigma ->
  (1 <= t)%nat ->
  adam_mean_square_line_1_value beta_2 mu sigma t = (1 - beta_2 ^ t) * (mu ^ 2 + sigma ^ 2).
Proof.
  intros.
  pose proof (adam_mean_square_line_1 beta_2 mu sigma t ltac:(assumption) ltac:(assumption) ltac:(assumption)) as L1.
  pose proof (adam_mean_square_line_2 beta_2 mu sigma t ltac:(assumption) ltac:(assumption) ltac:(assumption)) as L2.
  chain.
Qed.

Print Assumptions adam_mean_square_line_1.
Print Assumptions adam_mean_square_line_2.
Print Assumptions adam_mean_square.
