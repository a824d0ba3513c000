"""What the chapters' experiments share: one figure style, and one small network on real digits."""
