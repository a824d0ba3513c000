(* adam-steady-gradient *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition adam_steady_gradient_step (beta_1 : R) (beta_2 : R) (eta : R) (g : R) (eps : R) (k : nat) (state : R * R) : R * R :=
  let '(Delta_1, Delta_2) := state in (g * (1 - beta_1) + beta_1 * Delta_1, beta_2 * Delta_2 + g ^ 2 * (1 - beta_2)).

(* The state after so many runs. *)
Fixpoint adam_steady_gradient_state (beta_1 : R) (beta_2 : R) (eta : R) (g : R) (eps : R) (runs : nat) : R * R :=
  match runs with
  | O => (0, 0)
  | S j => adam_steady_gradient_step beta_1 beta_2 eta g eps (S j) (adam_steady_gradient_state beta_1 beta_2 eta g eps j)
  end.

(* What the run of step n returns beside the state. *)
Definition adam_steady_gradient_value (beta_1 : R) (beta_2 : R) (eta : R) (g : R) (eps : R) (n : nat) : R :=
  match n with
  | O => 0
  | S j => let k := (S j) in let '(Delta_1, Delta_2) := adam_steady_gradient_state beta_1 beta_2 eta g eps j in eta * (g * (1 - beta_1) + beta_1 * Delta_1) / ((1 - beta_1 ^ k) * (eps + sqrt ((beta_2 * Delta_2 + g ^ 2 * (1 - beta_2)) / (1 - beta_2 ^ k))))
  end.

(* That every part of that run has a value. *)
Definition adam_steady_gradient_fine (beta_1 : R) (beta_2 : R) (eta : R) (g : R) (eps : R) (k : nat) (state : R * R) : Prop :=
  let '(Delta_1, Delta_2) := state in 1 - beta_1 ^ k <> 0 /\
  1 - beta_2 ^ k <> 0 /\
  0 <= (beta_2 * Delta_2 + g ^ 2 * (1 - beta_2)) / (1 - beta_2 ^ k) /\
  eps + sqrt ((beta_2 * Delta_2 + g ^ 2 * (1 - beta_2)) / (1 - beta_2 ^ k)) <> 0.

Theorem adam_steady_gradient :
  forall (beta_1 : R) (beta_2 : R) (eta : R) (g : R) (eps : R) (t : nat),
  0 < beta_1 < 1 ->
  0 < beta_2 < 1 ->
  0 < eta ->
  g <> 0 ->
  0 < eps ->
  (1 <= t)%nat ->
  (forall j : nat, (j < t)%nat -> adam_steady_gradient_fine beta_1 beta_2 eta g eps (S j) (adam_steady_gradient_state beta_1 beta_2 eta g eps j)) /\
  eps + Rabs g <> 0 /\
  adam_steady_gradient_value beta_1 beta_2 eta g eps t = g * eta / (eps + Rabs g).
Proof.
  intros.
  assert (closed : forall j : nat, adam_steady_gradient_state beta_1 beta_2 eta g eps j = (g * (1 - beta_1 ^ j), g ^ 2 * (1 - beta_2 ^ j))).
  { induction j as [|j IH].
    - state_starts adam_steady_gradient_state adam_steady_gradient_step.
    - idtac.
      change (adam_steady_gradient_state beta_1 beta_2 eta g eps (S j)) with (adam_steady_gradient_step beta_1 beta_2 eta g eps (S j) (adam_steady_gradient_state beta_1 beta_2 eta g eps j)).
      rewrite IH; unfold adam_steady_gradient_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  destruct t as [|t]; [exfalso; lia|].
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed adam_steady_gradient_fine adam_steady_gradient_state adam_steady_gradient_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold adam_steady_gradient_value.
  all: cbv beta iota zeta; rewrite closed; cbv beta iota; sums_named; equation.
Qed.

Print Assumptions adam_steady_gradient.
