(* l2-contaminates-m *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition l2_contaminates_m_step (beta_1 : R) (lambda : R) (g : nat -> R) (w : nat -> R) (k : nat) (state : R * R) : R * R :=
  let '(m_L2_m_1, m_L2_m_2) := state in (beta_1 * m_L2_m_1 + (1 - beta_1) * (lambda * w k + g k), beta_1 * m_L2_m_2 + (1 - beta_1) * g k).

(* The state after so many runs. *)
Fixpoint l2_contaminates_m_state (beta_1 : R) (lambda : R) (g : nat -> R) (w : nat -> R) (runs : nat) : R * R :=
  match runs with
  | O => (0, 0)
  | S j => l2_contaminates_m_step beta_1 lambda g w (S j) (l2_contaminates_m_state beta_1 lambda g w j)
  end.

(* What the run of step n returns beside the state. *)
Definition l2_contaminates_m_value (beta_1 : R) (lambda : R) (g : nat -> R) (w : nat -> R) (n : nat) : R :=
  match n with
  | O => 0
  | S j => let k := (S j) in let '(m_L2_m_1, m_L2_m_2) := l2_contaminates_m_state beta_1 lambda g w j in beta_1 * m_L2_m_1 + (1 - beta_1) * (lambda * w k + g k) - beta_1 * m_L2_m_2 - (1 - beta_1) * g k
  end.

Theorem l2_contaminates_m :
  forall (beta_1 : R) (lambda : R) (g : nat -> R) (w : nat -> R) (n : nat),
  0 < beta_1 < 1 ->
  0 <= lambda ->
  (1 <= n)%nat ->
  l2_contaminates_m_value beta_1 lambda g w n = lambda * (1 - beta_1) * sum 1 n (fun i : nat => beta_1 ^ (n - i) * w i).
Proof.
  intros.
  assert (closed : forall j : nat, l2_contaminates_m_state beta_1 lambda g w j = ((1 - beta_1) * sum 1 j (fun i : nat => beta_1 ^ (j - i) * (lambda * w i + g i)), (1 - beta_1) * sum 1 j (fun i : nat => beta_1 ^ (j - i) * g i))).
  { induction j as [|j IH].
    - state_starts l2_contaminates_m_state l2_contaminates_m_step.
    - assert (eq_0 : sum 1 j (fun i : nat => beta_1 ^ (j - i) * (lambda * w i + g i)) = 1 * sum 1 j (fun i : nat => beta_1 ^ (j - i) * g i) + lambda * sum 1 j (fun i : nat => beta_1 ^ (j - i) * w i)) by sums_agree.
      assert (eq_1 : sum 1 (S j) (fun i : nat => beta_1 ^ ((S j) - i) * (lambda * w i + g i)) = beta_1 * sum 1 j (fun i : nat => beta_1 ^ (j - i) * g i) + (lambda * beta_1) * sum 1 j (fun i : nat => beta_1 ^ (j - i) * w i) + (lambda * w (S j)%nat + g (S j)%nat)) by sums_next.
      assert (eq_2 : sum 1 (S j) (fun i : nat => beta_1 ^ ((S j) - i) * g i) = beta_1 * sum 1 j (fun i : nat => beta_1 ^ (j - i) * g i) + (g (S j)%nat)) by sums_next.
      change (l2_contaminates_m_state beta_1 lambda g w (S j)) with (l2_contaminates_m_step beta_1 lambda g w (S j) (l2_contaminates_m_state beta_1 lambda g w j)).
      rewrite IH; unfold l2_contaminates_m_step; cbv beta iota.
      state_steps ltac:(rewrite ?eq_0; rewrite ?eq_1; rewrite ?eq_2; sums_named; equation). }
  destruct n as [|n]; [exfalso; lia|].
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed l2_contaminates_m_fine l2_contaminates_m_state l2_contaminates_m_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold l2_contaminates_m_value.
  assert (last_0 : sum 1 n (fun i : nat => beta_1 ^ (n - i) * (lambda * w i + g i)) = 1 * sum 1 n (fun i : nat => beta_1 ^ (n - i) * g i) + lambda * sum 1 n (fun i : nat => beta_1 ^ (n - i) * w i)) by sums_agree.
  assert (last_1 : sum 1 (S n) (fun i : nat => beta_1 ^ ((S n) - i) * (lambda * w i + g i)) = beta_1 * sum 1 n (fun i : nat => beta_1 ^ (n - i) * g i) + (lambda * beta_1) * sum 1 n (fun i : nat => beta_1 ^ (n - i) * w i) + (lambda * w (S n)%nat + g (S n)%nat)) by sums_next.
  assert (last_2 : sum 1 (S n) (fun i : nat => beta_1 ^ ((S n) - i) * g i) = beta_1 * sum 1 n (fun i : nat => beta_1 ^ (n - i) * g i) + (g (S n)%nat)) by sums_next.
  assert (last_3 : sum 1 (S n) (fun i : nat => beta_1 ^ ((S n) - i) * w i) = beta_1 * sum 1 n (fun i : nat => beta_1 ^ (n - i) * w i) + (w (S n)%nat)) by sums_next.
  all: cbv beta iota zeta; rewrite closed; cbv beta iota; rewrite ?last_0; rewrite ?last_1; rewrite ?last_2; rewrite ?last_3; sums_named; equation.
Qed.

Print Assumptions l2_contaminates_m.
