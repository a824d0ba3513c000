(* adamw-constant-path *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition adamw_constant_path_step (beta : R) (c : R) (lambda : R) (theta_0 : R) (eps : R) (k : nat) (theta : R) : R :=
  c * (1 - beta) / (lambda * (c + eps)) + theta - (1 - beta) * theta.

(* The state after so many runs. *)
Fixpoint adamw_constant_path_state (beta : R) (c : R) (lambda : R) (theta_0 : R) (eps : R) (runs : nat) : R :=
  match runs with
  | O => theta_0
  | S j => adamw_constant_path_step beta c lambda theta_0 eps (S j) (adamw_constant_path_state beta c lambda theta_0 eps j)
  end.

Definition adamw_constant_path_value (beta : R) (c : R) (lambda : R) (theta_0 : R) (eps : R) (n : nat) : R := adamw_constant_path_state beta c lambda theta_0 eps n.

(* That every part of that run has a value. *)
Definition adamw_constant_path_fine (beta : R) (c : R) (lambda : R) (theta_0 : R) (eps : R) (k : nat) (theta : R) : Prop :=
  lambda <> 0 /\
  c + eps <> 0.

Theorem adamw_constant_path :
  forall (beta : R) (c : R) (lambda : R) (theta_0 : R) (eps : R) (n : nat),
  0 < beta < 1 ->
  0 < c ->
  0 < lambda ->
  0 < eps ->
  (forall j : nat, (j < n)%nat -> adamw_constant_path_fine beta c lambda theta_0 eps (S j) (adamw_constant_path_state beta c lambda theta_0 eps j)) /\
  lambda <> 0 /\
  c + eps <> 0 /\
  adamw_constant_path_value beta c lambda theta_0 eps n = theta_0 * beta ^ n + c * (1 - beta ^ n) / (lambda * (c + eps)).
Proof.
  intros.
  assert (closed : forall j : nat, adamw_constant_path_state beta c lambda theta_0 eps j = theta_0 * beta ^ j + c * (1 - beta ^ j) / (lambda * (c + eps))).
  { induction j as [|j IH].
    - state_starts adamw_constant_path_state adamw_constant_path_step.
    - idtac.
      change (adamw_constant_path_state beta c lambda theta_0 eps (S j)) with (adamw_constant_path_step beta c lambda theta_0 eps (S j) (adamw_constant_path_state beta c lambda theta_0 eps j)).
      rewrite IH; unfold adamw_constant_path_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed adamw_constant_path_fine adamw_constant_path_state adamw_constant_path_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold adamw_constant_path_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions adamw_constant_path.
