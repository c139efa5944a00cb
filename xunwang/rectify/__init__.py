"""整改: orders to units after final results, with deadlines, replies, rechecks and acceptance."""
