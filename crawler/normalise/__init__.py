"""Value in, value out: total, idempotent functions without clock, log or I/O."""
