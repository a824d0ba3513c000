"""What a claim leaves on the page: its record, its formula, and the ledger and the lock of them."""
