"""Candidates in, one decision a field out, with its provenance and rivals; abstaining is a decision."""
