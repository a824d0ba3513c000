(* momentum-noise *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition momentum_noise_step (beta : R) (sigma : R) (k : nat) (S_ : R) : R :=
  sigma ^ 2 + beta ^ 2 * S_.

(* The state after so many runs. *)
Fixpoint momentum_noise_state (beta : R) (sigma : R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => momentum_noise_step beta sigma (S j) (momentum_noise_state beta sigma j)
  end.

Definition momentum_noise_value (beta : R) (sigma : R) (n : nat) : R := momentum_noise_state beta sigma n.

Theorem momentum_noise :
  forall (beta : R) (sigma : R) (n : nat),
  0 < beta < 1 ->
  0 < sigma ->
  1 - beta ^ 2 <> 0 /\
  momentum_noise_value beta sigma n = sigma ^ 2 * (1 - beta ^ (2 * n)) / (1 - beta ^ 2).
Proof.
  intros.
  assert (closed : forall j : nat, momentum_noise_state beta sigma j = sigma ^ 2 * (1 - beta ^ (2 * j)) / (1 - beta ^ 2)).
  { induction j as [|j IH].
    - state_starts momentum_noise_state momentum_noise_step.
    - idtac.
      change (momentum_noise_state beta sigma (S j)) with (momentum_noise_step beta sigma (S j) (momentum_noise_state beta sigma j)).
      rewrite IH; unfold momentum_noise_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed momentum_noise_fine momentum_noise_state momentum_noise_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold momentum_noise_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions momentum_noise.
