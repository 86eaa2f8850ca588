"""A package whose modules tell when they are imported: only by somebody who may name them."""
