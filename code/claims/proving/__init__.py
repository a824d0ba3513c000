"""What makes a claim true: tactics, exact points, domains, and altered versions that must fail."""
