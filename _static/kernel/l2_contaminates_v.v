(* l2-contaminates-v *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition l2_contaminates_v_step (beta_2 : R) (lambda : R) (g : nat -> R) (w : nat -> R) (k : nat) (state : R * R) : R * R :=
  let '(v_L2_v_1, v_L2_v_2) := state in (beta_2 * v_L2_v_1 + (lambda * w k + g k) ^ 2 * (1 - beta_2), beta_2 * v_L2_v_2 + (g k) ^ 2 * (1 - beta_2)).

(* The state after so many runs. *)
Fixpoint l2_contaminates_v_state (beta_2 : R) (lambda : R) (g : nat -> R) (w : nat -> R) (runs : nat) : R * R :=
  match runs with
  | O => (0, 0)
  | S j => l2_contaminates_v_step beta_2 lambda g w (S j) (l2_contaminates_v_state beta_2 lambda g w j)
  end.

(* What the run of step n returns beside the state. *)
Definition l2_contaminates_v_value (beta_2 : R) (lambda : R) (g : nat -> R) (w : nat -> R) (n : nat) : R :=
  match n with
  | O => 0
  | S j => let k := (S j) in let '(v_L2_v_1, v_L2_v_2) := l2_contaminates_v_state beta_2 lambda g w j in beta_2 * v_L2_v_1 + (lambda * w k + g k) ^ 2 * (1 - beta_2) - beta_2 * v_L2_v_2 - (g k) ^ 2 * (1 - beta_2)
  end.

Theorem l2_contaminates_v :
  forall (beta_2 : R) (lambda : R) (g : nat -> R) (w : nat -> R) (n : nat),
  0 < beta_2 < 1 ->
  0 <= lambda ->
  (1 <= n)%nat ->
  l2_contaminates_v_value beta_2 lambda g w n = (1 - beta_2) * sum 1 n (fun i : nat => beta_2 ^ (n - i) * (lambda ^ 2 * (w i) ^ 2 + 2 * lambda * g i * w i)).
Proof.
  intros.
  assert (closed : forall j : nat, l2_contaminates_v_state beta_2 lambda g w j = ((1 - beta_2) * sum 1 j (fun i : nat => beta_2 ^ (j - i) * (lambda * w i + g i) ^ 2), (1 - beta_2) * sum 1 j (fun i : nat => beta_2 ^ (j - i) * (g i) ^ 2))).
  { induction j as [|j IH].
    - state_starts l2_contaminates_v_state l2_contaminates_v_step.
    - assert (eq_0 : sum 1 j (fun i : nat => beta_2 ^ (j - i) * (lambda * w i + g i) ^ 2) = 1 * sum 1 j (fun i : nat => beta_2 ^ (j - i) * (g i) ^ 2) + lambda ^ 2 * sum 1 j (fun i : nat => beta_2 ^ (j - i) * (w i) ^ 2) + (2 * lambda) * sum 1 j (fun i : nat => beta_2 ^ (j - i) * g i * w i)) by sums_agree.
      assert (eq_1 : sum 1 (S j) (fun i : nat => beta_2 ^ ((S j) - i) * (lambda * w i + g i) ^ 2) = beta_2 * sum 1 j (fun i : nat => beta_2 ^ (j - i) * (g i) ^ 2) + (beta_2 * lambda ^ 2) * sum 1 j (fun i : nat => beta_2 ^ (j - i) * (w i) ^ 2) + (2 * lambda * beta_2) * sum 1 j (fun i : nat => beta_2 ^ (j - i) * g i * w i) + ((lambda * w (S j)%nat + g (S j)%nat) ^ 2)) by sums_next.
      assert (eq_2 : sum 1 (S j) (fun i : nat => beta_2 ^ ((S j) - i) * (g i) ^ 2) = beta_2 * sum 1 j (fun i : nat => beta_2 ^ (j - i) * (g i) ^ 2) + ((g (S j)%nat) ^ 2)) by sums_next.
      change (l2_contaminates_v_state beta_2 lambda g w (S j)) with (l2_contaminates_v_step beta_2 lambda g w (S j) (l2_contaminates_v_state beta_2 lambda g w j)).
      rewrite IH; unfold l2_contaminates_v_step; cbv beta iota.
      state_steps ltac:(rewrite ?eq_0; rewrite ?eq_1; rewrite ?eq_2; sums_named; equation). }
  destruct n as [|n]; [exfalso; lia|].
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed l2_contaminates_v_fine l2_contaminates_v_state l2_contaminates_v_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold l2_contaminates_v_value.
  assert (last_0 : sum 1 n (fun i : nat => beta_2 ^ (n - i) * (lambda * w i + g i) ^ 2) = 1 * sum 1 n (fun i : nat => beta_2 ^ (n - i) * (g i) ^ 2) + lambda ^ 2 * sum 1 n (fun i : nat => beta_2 ^ (n - i) * (w i) ^ 2) + (2 * lambda) * sum 1 n (fun i : nat => beta_2 ^ (n - i) * g i * w i)) by sums_agree.
  assert (last_1 : sum 1 (S n) (fun i : nat => beta_2 ^ ((S n) - i) * (lambda * w i + g i) ^ 2) = beta_2 * sum 1 n (fun i : nat => beta_2 ^ (n - i) * (g i) ^ 2) + (beta_2 * lambda ^ 2) * sum 1 n (fun i : nat => beta_2 ^ (n - i) * (w i) ^ 2) + (2 * lambda * beta_2) * sum 1 n (fun i : nat => beta_2 ^ (n - i) * g i * w i) + ((lambda * w (S n)%nat + g (S n)%nat) ^ 2)) by sums_next.
  assert (last_2 : sum 1 (S n) (fun i : nat => beta_2 ^ ((S n) - i) * (g i) ^ 2) = beta_2 * sum 1 n (fun i : nat => beta_2 ^ (n - i) * (g i) ^ 2) + ((g (S n)%nat) ^ 2)) by sums_next.
  assert (last_3 : sum 1 n (fun i : nat => beta_2 ^ (n - i) * (lambda ^ 2 * (w i) ^ 2 + 2 * lambda * g i * w i)) = lambda ^ 2 * sum 1 n (fun i : nat => beta_2 ^ (n - i) * (w i) ^ 2) + (2 * lambda) * sum 1 n (fun i : nat => beta_2 ^ (n - i) * g i * w i)) by sums_agree.
  assert (last_4 : sum 1 (S n) (fun i : nat => beta_2 ^ ((S n) - i) * (lambda ^ 2 * (w i) ^ 2 + 2 * lambda * g i * w i)) = (beta_2 * lambda ^ 2) * sum 1 n (fun i : nat => beta_2 ^ (n - i) * (w i) ^ 2) + (2 * lambda * beta_2) * sum 1 n (fun i : nat => beta_2 ^ (n - i) * g i * w i) + (lambda ^ 2 * (w (S n)%nat) ^ 2 + 2 * lambda * g (S n)%nat * w (S n)%nat)) by sums_next.
  all: cbv beta iota zeta; rewrite closed; cbv beta iota; rewrite ?last_0; rewrite ?last_1; rewrite ?last_2; rewrite ?last_3; rewrite ?last_4; sums_named; equation.
Qed.

Print Assumptions l2_contaminates_v.
