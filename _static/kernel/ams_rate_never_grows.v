(* ams-rate-never-grows *)
From Book Require Import Book.

Theorem ams_rate_never_grows :
  forall (L : R) (e_ : R) (eta : R) (t : nat),
  0 < L ->
  0 <= e_ ->
  0 < eta ->
  (1 <= t)%nat ->
  0 <= L /\
  eta <> 0 /\
  0 <= INR t /\
  0 <= 1 + INR t /\
  0 <= e_ + L /\
  sqrt L * sqrt (INR t) / eta <= sqrt (1 + INR t) * sqrt (e_ + L) / eta.
Proof.
  parts ltac:(apply (below_by ((e_ + L + e_ * INR t) / (eta * (sqrt L * sqrt (INR t) + sqrt (1 + INR t) * sqrt (e_ + L))))); [ahead | equation]).
Qed.

Print Assumptions ams_rate_never_grows.
