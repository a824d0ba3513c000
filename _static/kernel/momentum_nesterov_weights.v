(* momentum-nesterov-weights *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition momentum_nesterov_weights_step (beta : R) (g : nat -> R) (k : nat) (d : R) : R :=
  beta * d + g k.

(* The state after so many runs. *)
Fixpoint momentum_nesterov_weights_state (beta : R) (g : nat -> R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => momentum_nesterov_weights_step beta g (S j) (momentum_nesterov_weights_state beta g j)
  end.

(* What the run of step n returns beside the state. *)
Definition momentum_nesterov_weights_value (beta : R) (g : nat -> R) (n : nat) : R :=
  match n with
  | O => 0
  | S j => let k := (S j) in let d := momentum_nesterov_weights_state beta g j in beta * (beta * d + g k) + g k
  end.

Theorem momentum_nesterov_weights :
  forall (beta : R) (g : nat -> R) (t : nat),
  0 < beta < 1 ->
  (1 <= t)%nat ->
  (forall i : nat, (1 <= i)%nat -> (i <= t)%nat -> (i <= S t)%nat) /\
  momentum_nesterov_weights_value beta g t = g t + sum 1 t (fun i : nat => beta ^ (S t - i) * g i).
Proof.
  intros.
  assert (closed : forall j : nat, momentum_nesterov_weights_state beta g j = sum 1 j (fun i : nat => beta ^ (j - i) * g i)).
  { induction j as [|j IH].
    - state_starts momentum_nesterov_weights_state momentum_nesterov_weights_step.
    - assert (eq_0 : sum 1 (S j) (fun i : nat => beta ^ ((S j) - i) * g i) = beta * sum 1 j (fun i : nat => beta ^ (j - i) * g i) + (g (S j)%nat)) by sums_next.
      change (momentum_nesterov_weights_state beta g (S j)) with (momentum_nesterov_weights_step beta g (S j) (momentum_nesterov_weights_state beta g j)).
      rewrite IH; unfold momentum_nesterov_weights_step; cbv beta iota.
      state_steps ltac:(rewrite ?eq_0; sums_named; equation). }
  destruct t as [|t]; [exfalso; lia|].
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed momentum_nesterov_weights_fine momentum_nesterov_weights_state momentum_nesterov_weights_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold momentum_nesterov_weights_value.
  assert (last_0 : sum 1 (S t) (fun i : nat => beta ^ ((S t) - i) * g i) = beta * sum 1 t (fun i : nat => beta ^ (t - i) * g i) + (g (S t)%nat)) by sums_next.
  assert (last_1 : sum 1 t (fun i : nat => beta ^ (S t - i) * g i) = beta * sum 1 t (fun i : nat => beta ^ (t - i) * g i)) by sums_agree.
  assert (last_2 : sum 1 (S t) (fun i : nat => beta ^ (S (S t) - i) * g i) = beta ^ 2 * sum 1 t (fun i : nat => beta ^ (t - i) * g i) + (beta * g (S t)%nat)) by sums_next.
  all: cbv beta iota zeta; rewrite closed; cbv beta iota; rewrite ?last_0; rewrite ?last_1; rewrite ?last_2; sums_named; equation.
Qed.

Print Assumptions momentum_nesterov_weights.
