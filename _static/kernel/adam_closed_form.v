(* adam-closed-form *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition adam_closed_form_step (beta_1 : R) (beta_2 : R) (eta : R) (eps : R) (g : nat -> R) (k : nat) (state : R * R) : R * R :=
  let '(Delta_1, Delta_2) := state in (beta_1 * Delta_1 + (1 - beta_1) * g k, beta_2 * Delta_2 + (g k) ^ 2 * (1 - beta_2)).

(* The state after so many runs. *)
Fixpoint adam_closed_form_state (beta_1 : R) (beta_2 : R) (eta : R) (eps : R) (g : nat -> R) (runs : nat) : R * R :=
  match runs with
  | O => (0, 0)
  | S j => adam_closed_form_step beta_1 beta_2 eta eps g (S j) (adam_closed_form_state beta_1 beta_2 eta eps g j)
  end.

(* What the run of step n returns beside the state. *)
Definition adam_closed_form_value (beta_1 : R) (beta_2 : R) (eta : R) (eps : R) (g : nat -> R) (n : nat) : R :=
  match n with
  | O => 0
  | S j => let k := (S j) in let '(Delta_1, Delta_2) := adam_closed_form_state beta_1 beta_2 eta eps g j in eta * (beta_1 * Delta_1 + (1 - beta_1) * g k) / ((1 - beta_1 ^ k) * (eps + sqrt ((beta_2 * Delta_2 + (g k) ^ 2 * (1 - beta_2)) / (1 - beta_2 ^ k))))
  end.

(* That every part of that run has a value. *)
Definition adam_closed_form_fine (beta_1 : R) (beta_2 : R) (eta : R) (eps : R) (g : nat -> R) (k : nat) (state : R * R) : Prop :=
  let '(Delta_1, Delta_2) := state in 1 - beta_1 ^ k <> 0 /\
  1 - beta_2 ^ k <> 0 /\
  0 <= (beta_2 * Delta_2 + (g k) ^ 2 * (1 - beta_2)) / (1 - beta_2 ^ k) /\
  eps + sqrt ((beta_2 * Delta_2 + (g k) ^ 2 * (1 - beta_2)) / (1 - beta_2 ^ k)) <> 0.

Theorem adam_closed_form :
  forall (beta_1 : R) (beta_2 : R) (eta : R) (eps : R) (g : nat -> R) (t : nat),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  0 < eta ->
  0 < eps ->
  (1 <= t)%nat ->
  (forall j : nat, (j < t)%nat -> adam_closed_form_fine beta_1 beta_2 eta eps g (S j) (adam_closed_form_state beta_1 beta_2 eta eps g j)) /\
  1 - beta_1 ^ t <> 0 /\
  1 - beta_2 ^ t <> 0 /\
  0 <= (1 - beta_2) / (1 - beta_2 ^ t) /\
  0 <= sum 1 t (fun i : nat => beta_2 ^ (t - i) * (g i) ^ 2) /\
  eps + sqrt ((1 - beta_2) / (1 - beta_2 ^ t)) * sqrt (sum 1 t (fun i : nat => beta_2 ^ (t - i) * (g i) ^ 2)) <> 0 /\
  adam_closed_form_value beta_1 beta_2 eta eps g t = eta * (1 - beta_1) * sum 1 t (fun i : nat => beta_1 ^ (t - i) * g i) / ((1 - beta_1 ^ t) * (eps + sqrt ((1 - beta_2) / (1 - beta_2 ^ t)) * sqrt (sum 1 t (fun i : nat => beta_2 ^ (t - i) * (g i) ^ 2)))).
Proof.
  intros.
  assert (closed : forall j : nat, adam_closed_form_state beta_1 beta_2 eta eps g j = ((1 - beta_1) * sum 1 j (fun i : nat => beta_1 ^ (j - i) * g i), (1 - beta_2) * sum 1 j (fun i : nat => beta_2 ^ (j - i) * (g i) ^ 2))).
  { induction j as [|j IH].
    - state_starts adam_closed_form_state adam_closed_form_step.
    - assert (eq_0 : sum 1 (S j) (fun i : nat => beta_1 ^ ((S j) - i) * g i) = beta_1 * sum 1 j (fun i : nat => beta_1 ^ (j - i) * g i) + (g (S j)%nat)) by sums_next.
      assert (eq_1 : sum 1 (S j) (fun i : nat => beta_2 ^ ((S j) - i) * (g i) ^ 2) = beta_2 * sum 1 j (fun i : nat => beta_2 ^ (j - i) * (g i) ^ 2) + ((g (S j)%nat) ^ 2)) by sums_next.
      change (adam_closed_form_state beta_1 beta_2 eta eps g (S j)) with (adam_closed_form_step beta_1 beta_2 eta eps g (S j) (adam_closed_form_state beta_1 beta_2 eta eps g j)).
      rewrite IH; unfold adam_closed_form_step; cbv beta iota.
      state_steps ltac:(rewrite ?eq_0; rewrite ?eq_1; sums_named; equation). }
  destruct t as [|t]; [exfalso; lia|].
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed adam_closed_form_fine adam_closed_form_state adam_closed_form_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold adam_closed_form_value.
  assert (last_0 : sum 1 (S t) (fun i : nat => beta_1 ^ ((S t) - i) * g i) = beta_1 * sum 1 t (fun i : nat => beta_1 ^ (t - i) * g i) + (g (S t)%nat)) by sums_next.
  assert (last_1 : sum 1 (S t) (fun i : nat => beta_2 ^ ((S t) - i) * (g i) ^ 2) = beta_2 * sum 1 t (fun i : nat => beta_2 ^ (t - i) * (g i) ^ 2) + ((g (S t)%nat) ^ 2)) by sums_next.
  all: cbv beta iota zeta; rewrite closed; cbv beta iota; rewrite ?last_0; rewrite ?last_1; sums_named; equation.
Qed.

Print Assumptions adam_closed_form.
