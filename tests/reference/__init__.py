"""The accountability fold again: slow, obvious, sentence by sentence. Imports nothing else."""
