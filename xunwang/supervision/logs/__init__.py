"""The logs that people keep, their proofs, and that they are complete."""
