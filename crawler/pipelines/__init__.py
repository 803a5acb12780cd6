"""Thin item pipelines, one a file, each calling one normaliser or decision; the last one stores."""
