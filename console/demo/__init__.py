"""The loopback demo sites and their profiles."""
