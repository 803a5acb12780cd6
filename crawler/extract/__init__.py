"""One document in, printed values out, each a candidate with its rule."""
