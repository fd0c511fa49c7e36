"""What work at each stage weighs: versions of the stage weights, and who moves in the queue."""
