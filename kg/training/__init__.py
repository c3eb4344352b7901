"""Annotated corpus to the model that ships: needs the `train` extra, and nothing else in the package needs it."""
